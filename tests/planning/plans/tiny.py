"""A tiny service that has one sort of thing, books of goals, and everything that services share."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Annotated, Any, Final
from uuid import uuid4

from fastapi import APIRouter, Depends
from sqlalchemy import JSON, MetaData
from sqlalchemy.orm import registry
from sqlmodel import Field, Session, SQLModel, select
from starlette.requests import Request
from starlette.responses import Response

from contract.data.registry import NodeRow, ReferenceRow, SchoolRow
from office.document.content import Block, Paragraph
from planning.kit.parts import Listening, Part
from planning.kit.visitor import EVERYONE, Visitor
from planning.plans.core import PLANS
from planning.plans.declared import Frozen, Head, Measured, Objective, Pointing, Shared, Subject
from planning.plans.mounting import TEMPLATES, mounted
from planning.plans.store.aligning import counts
from planning.plans.workflows import Workflows
from service.columns import NAMING
from service.papers.kind import Kinds, PaperData
from service.papers.shape import Chapter, Shape, kind_of
from service.refusal import MissingError, Problem
from service.web.access import Allowed
from service.web.exports import Sheet
from service.web.render import page

HERE: Final = Path(__file__).parent
router = APIRouter()


class Tiny(SQLModel, registry=registry(metadata=MetaData(naming_convention=NAMING))):
    """Parent of its tables."""


class Book(Tiny, table=True):
    """Goals are {code, title}."""

    id: int | None = Field(default=None, primary_key=True)
    office_code: str
    key: str = Field(default_factory=lambda: uuid4().hex)
    title: str
    goals: list[dict[str, str]] = Field(default_factory=list, sa_type=JSON)


class BookData(PaperData):
    """For its paper."""

    office: str
    title: str
    goals: tuple[str, ...]


def _goals(data: BookData) -> tuple[Block, ...]:
    return tuple(Paragraph(text=goal) for goal in data.goals)


BOOK_PAPER: Final = kind_of(
    Shape(
        key="book",
        title="A book",
        heading="สมุดแผน",
        data=BookData,
        named=lambda data: data.title,
        facts=lambda data: (("จำนวนเป้าหมาย", str(len(data.goals))),),
        chapters=(Chapter("goals", "เป้าหมาย", "Goals", _goals),),
        sample=lambda: BookData(office="สำนักงาน", title="ตัวอย่าง", goals=("หนึ่ง",)),
    )
)


def book_of(session: Session, office_code: str, key: str) -> Book:
    """MissingError."""
    found = session.exec(select(Book).where(Book.office_code == office_code, Book.key == key)).one_or_none()
    if found is None:
        raise MissingError("book")
    return found


def head(session: Session, office_code: str, key: str) -> Head:
    """Two years from 2570."""
    return Head(book_of(session, office_code, key).title, 2570, 2571)


def content(session: Session, office_code: str, key: str) -> Mapping[str, Any]:
    """What is frozen."""
    row = book_of(session, office_code, key)
    return {"title": row.title, "goals": row.goals}


def problems(session: Session, office_code: str, key: str) -> Sequence[Problem]:
    """Each goal needs a title, and there is at least one."""
    goals = book_of(session, office_code, key).goals
    if not goals:
        return [Problem("goals", "There is no goal")]
    return [Problem("goals", "Goal %(code)s has no title", one) for one in goals if not one["title"]]


def paper_data(frozen: Frozen) -> BookData:
    """From what was frozen alone."""
    goals = tuple(one["title"] for one in frozen.content["goals"])
    return BookData(office=frozen.office_name or "–", title=frozen.title, goals=goals)


def tables(frozen: Frozen) -> Sequence[Sheet]:
    """Its goals."""
    return [Sheet("goals", ["code", "title"], [[one["code"], one["title"]] for one in frozen.content["goals"]])]


def schools(_session: Session, _office_code: str) -> Sequence[SchoolRow]:
    """Two that are open, one that is closed."""
    return [
        SchoolRow(smis_code="53020001", name="โรงเรียนสมมติหนึ่ง"),
        SchoolRow(smis_code="53020002", name="โรงเรียนสมมติสอง"),
        SchoolRow(smis_code="53020003", name="โรงเรียนสมมติสาม", state="closed"),
    ]


OLD_TITLE: Final = "แผนพัฒนาเศรษฐกิจ และสังคมแห่งชาติฉบับที่ 11"
REFERENCES: Final = (
    ReferenceRow(
        key="plan11",
        seed_refs=("P1-7.2", "P2-7.2"),
        seed_titles={"P1-7.2": OLD_TITLE, "P2-7.2": "อย่างอื่น"},
        title=OLD_TITLE,
        valid_from=2555,
        valid_to=2559,
        superseded_by_key="plan13",
        nodes=(NodeRow(key="plan11-1", code="1", text="ยุทธศาสตร์เดิม"),),
    ),
    ReferenceRow(
        key="plan13",
        title="แผนพัฒนาเศรษฐกิจและสังคมแห่งชาติ ฉบับที่ 13",
        valid_from=2566,
        valid_to=2570,
        supersedes_key="plan11",
        nodes=(NodeRow(key="plan13-1", code="1", text="หมุดหมายที่ 12 กำลังคน"),),
    ),
    ReferenceRow(key="policy", seed_refs=("P1-7.10",), seed_titles={"P1-7.10": "รายงาน"}, title="รายงาน"),
)


def references(_session: Session, _office_code: str) -> Sequence[ReferenceRow]:
    """The national plan of the manual, its successor, and a report without years."""
    return REFERENCES


def pointing(session: Session, office_code: str) -> Sequence[Pointing]:
    """Each goal of each book, for two years."""
    rows = session.exec(select(Book).where(Book.office_code == office_code))
    return [
        Pointing("goal", f"{row.key[:20]}{goal['code']}", goal["title"], f"/books/{row.key}", 2570, 2571)
        for row in rows
        for goal in row.goals
    ]


def aligned(session: Session, office_code: str, _fiscal_year: int) -> Measured:
    """Which share of the goals points to a node, in percent."""
    goals = pointing(session, office_code)
    linked = counts(session, office_code, "goal", [goal.key for goal in goals])
    share = 100 * sum(count > 0 for count in linked.values()) / len(goals) if goals else None
    return Measured(share, len(goals))


BOOK: Final = Subject(
    kind="development",
    title="Book",
    decision="book",
    committee="esao_board",
    head=head,
    content=content,
    problems=problems,
    page="/books/{key}",
    template="published_book.html",
    paper=(BOOK_PAPER, paper_data),
    tables=tables,
)
SHARED: Final = Shared(
    service="development_plan",
    workflows=Workflows(HERE / "workflows"),
    subjects=(BOOK,),
    papers=Kinds([BOOK_PAPER]),
    objectives=(Objective("P1-1", "Goals that serve a policy", "percent", "up", 0.0, aligned),),
    process="P1",
    pointing=pointing,
    references=references,
    schools=schools,
)


@router.get("/")
def home(request: Request, _visitor: Annotated[Visitor, Depends(Allowed("home.read"))]) -> Response:
    """The first page."""
    return page(request, "home.html")


MORE: Final = mounted(SHARED)
PART: Final = Part(
    name="development_plan",
    title="Tiny",
    icon="target",
    metadata=Tiny.metadata,
    folder=HERE,
    permissions={"home.read": EVERYONE, **MORE.permissions},
    groups=(MORE.group,),
    routers=(router, *MORE.routers),
    listening=(Listening("registry", MORE.handlers),),
    more_lines=(PLANS,),
    more_templates=(TEMPLATES,),
    shared=SHARED,
)
