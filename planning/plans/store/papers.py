"""Papers are made here, and made again: from the stored data, the template and the time of making, byte for byte."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from hashlib import sha256
from typing import Any, TypeVar
from zoneinfo import ZoneInfo

from pydantic import BaseModel
from sqlalchemy import ColumnElement, and_
from sqlmodel import Session, col, select

from office.document.code import new_code
from office.document.content import Document
from office.document.text import one_line
from office.template.filling import fill
from planning.kit import audit
from planning.kit.settings import get_settings
from planning.kit.visitor import SCHOOL, Visitor
from planning.plans.fingerprint import canonical, fingerprint
from planning.plans.models.paper import Paper, PaperTemplate
from planning.plans.store.numerals import numerals_at
from planning.plans.store.templates import WORKBOOK, document_by, template_at, workbook_by
from service.columns import utc_now
from service.papers.drawing import file_of, pdf_and_docx, release, workbook_of
from service.papers.kind import About, Kinds, PaperData, PaperKind, filling_of
from service.refusal import MissingError

Data = TypeVar("Data", bound=BaseModel)
MEDIA = {
    "pdf": "application/pdf",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


@dataclass(frozen=True, slots=True)
class Of:
    """What a paper is of: a thing of the service, a school."""

    kind: str = ""
    key: str = ""
    school_code: str = ""


@dataclass(frozen=True, slots=True)
class Drawn:
    """A paper that is drawn and not kept: each file when it is asked for."""

    document: Document
    made_at: datetime

    def file(self, form: str) -> bytes:
        """`pdf` or `docx`."""
        return file_of(self.document, form, made_at=self.made_at)


def seen(visitor: Visitor) -> ColumnElement[bool]:
    """Those of the office; a school's person sees those of the own school."""
    ours = col(Paper.office_code) == visitor.office_code
    if visitor.person.role != SCHOOL:
        return ours
    return and_(ours, col(Paper.school_code) == visitor.person.school_code)


def make_paper(
    session: Session, visitor: Visitor, kind: PaperKind[Data], data: Data, *, number: str = "", of: Of | None = None
) -> Paper:
    """The paper by the template that holds today, kept with its data."""
    now = utc_now()
    at, what = now.replace(microsecond=0), of or Of()
    about = about_of(visitor.office_name, number, at, thai_numerals=numerals_at(session, visitor.office_code, now))
    template = template_at(session, visitor.office_code, kind, about.made_on)
    book = template_at(session, visitor.office_code, kind, about.made_on, form=WORKBOOK)
    stored: dict[str, object] = {"about": about.model_dump(mode="json"), "data": data.model_dump(mode="json")}
    paper = Paper(
        office_code=visitor.office_code,
        school_code=what.school_code,
        subject_kind=what.kind,
        subject_key=what.key,
        kind=kind.key,
        title=kind.key,
        number=about.number,
        data=stored,
        data_sha256=fingerprint(canonical(stored)),
        template_id=template.id if template is not None else None,
        book_template_id=book.id if book is not None else None,
        release=release(),
        made_at=at,
        made_by=visitor.name[:120],
        pdf_sha256="",
        docx_sha256="",
        code=new_code(),
    )
    document = _document(kind, paper, template)
    paper.title = document.title[:255] or kind.key
    pdf, docx = pdf_and_docx(document, made_at=at)
    paper.pdf_sha256, paper.docx_sha256 = sha256(pdf).hexdigest(), sha256(docx).hexdigest()
    session.add(paper)
    session.flush()
    audit.record(
        session,
        visitor,
        "paper.made",
        subject="paper",
        subject_id=paper.id,
        detail={"kind": kind.key, "title": paper.title, "number": paper.number, "data_sha256": paper.data_sha256},
    )
    return paper


def find_paper(session: Session, visitor: Visitor, paper_id: int) -> Paper:
    """MissingError where it may not be seen."""
    found = session.exec(select(Paper).where(Paper.id == paper_id, seen(visitor))).one_or_none()
    if found is None:
        raise MissingError("paper")
    return found


def papers_of(session: Session, visitor: Visitor, kind: str, key: str) -> Sequence[Paper]:
    """Of one thing of the service, the newest first."""
    wanted = select(Paper).where(seen(visitor), Paper.subject_kind == kind, Paper.subject_key == key)
    return session.exec(wanted.order_by(col(Paper.id).desc())).all()


def remade(session: Session, kinds: Kinds, paper: Paper, form: str) -> tuple[bytes, bool]:
    """The same file again, and whether its bytes are those that were handed out. MissingError for a form that the kind
    does not have.
    """
    kind = kinds[paper.kind]
    template = session.get_one(PaperTemplate, paper.template_id) if paper.template_id is not None else None
    if form == WORKBOOK:
        data, about = _stored(kind, paper)
        own = session.get_one(PaperTemplate, paper.book_template_id) if paper.book_template_id is not None else None
        book = book_by(kind, own, (data, about), paper.made_at)
        if book is None:
            raise MissingError("paper")
        return book, fingerprint(canonical(paper.data)) == paper.data_sha256
    kept = {"pdf": paper.pdf_sha256, "docx": paper.docx_sha256}[form]
    content = file_of(_document(kind, paper, template), form, made_at=paper.made_at)
    return content, sha256(content).hexdigest() == kept


def draw(
    session: Session,
    kind: PaperKind[Any],
    said: tuple[PaperData, About],
    *,
    office_code: str,
    at: datetime,
    settled: bool = False,
) -> Drawn:
    """A paper that is not kept: it is made of what is kept elsewhere. By the template that holds on its day, in the
    numerals that the office wants today; in those of its day where it is `settled`, since it was handed out then.
    """
    thai = numerals_at(session, office_code, at if settled else utc_now())
    data, about = said[0], said[1].model_copy(update={"thai_numerals": thai})
    template = template_at(session, office_code, kind, about.made_on)
    document = fill(document_by(kind, template), filling_of(kind, data, about))
    return Drawn(document, at.replace(microsecond=0))


def book_by(kind: PaperKind[Any], own: PaperTemplate | None, said: tuple[Any, About], at: datetime) -> bytes | None:
    """Its workbook: by the office's own form, where there is one, else the kind's tables. None: it has neither."""
    if own is not None:
        return workbook_by(kind, own, *said, at)
    return workbook_of(kind, *said, fill(kind.shipped(), filling_of(kind, *said)), made_at=at)


def about_of(office: str, number: str, at: datetime, *, thai_numerals: bool | None = None) -> About:
    """What a paper knows of itself; `draw` says the numerals."""
    return About(office=office, number=one_line(number)[:64], made_on=_day(at), thai_numerals=thai_numerals)


def _day(at: datetime) -> date:
    return at.astimezone(ZoneInfo(get_settings().timezone)).date()


def _document(kind: PaperKind[Any], paper: Paper, template: PaperTemplate | None) -> Document:
    """From what is stored and nothing else, so that making and making again cannot differ."""
    filled = fill(document_by(kind, template), filling_of(kind, *_stored(kind, paper)))
    return filled.model_copy(update={"code": paper.code})


def _stored(kind: PaperKind[Any], paper: Paper) -> tuple[Any, About]:
    return kind.data.model_validate(paper.data["data"]), About.model_validate(paper.data["about"])
