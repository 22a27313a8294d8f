"""Papers that were made: the list, one paper, its files made again."""

from __future__ import annotations

from typing import Annotated, Any, Final

from fastapi import APIRouter, Depends
from sqlalchemy import func
from sqlmodel import col, select
from starlette.requests import Request
from starlette.responses import Response

from planning.kit.visitor import Visitor
from planning.plans.declared import shared_of
from planning.plans.flow_paper import FLOW_CHART
from planning.plans.models.paper import Paper
from planning.plans.objective_paper import OBJECTIVES
from planning.plans.pages.drawing import handed
from planning.plans.store.papers import MEDIA, find_paper, remade, seen
from service.i18n import N_, _
from service.papers.kind import Kinds, PaperKind
from service.refusal import MissingError
from service.web.access import Allowed
from service.web.render import page
from service.web.table import Chips, Column, View, asked
from service.web.transaction import Db

HOME: Final = "/papers"
router = APIRouter(prefix=HOME, include_in_schema=False)
MayRead = Annotated[Visitor, Depends(Allowed("papers.read"))]
COLUMNS: Final = (
    Column("title", N_("Title")),
    Column("kind", N_("Kind")),
    Column("number", N_("Number")),
    Column("made_at", N_("Made")),
    Column("made_by", N_("Who")),
)
SORTS: Final = {name: getattr(Paper, name) for name in ("title", "kind", "number", "made_at", "made_by")}


def kinds_of(request: Request) -> Kinds:
    """The kinds of this service and those that it shares with others; MissingError where it has none."""
    shared = shared_of(request)
    if shared.papers is None:
        raise MissingError("papers")
    common: list[PaperKind[Any]] = [FLOW_CHART] if shared.workflows is not None else []
    common += [OBJECTIVES] if shared.objectives else []
    return Kinds([*shared.papers, *(one for one in common if one.key not in shared.papers)])


@router.get("")
def listed(request: Request, db: Db, visitor: MayRead) -> Response:
    """All that this person may see."""
    wanted = asked(request, COLUMNS, filters=("kind",), sort="-made_at")
    conditions = [seen(visitor)]
    if wanted.q:
        conditions.append(col(Paper.title).ilike(f"%{wanted.q.replace('%', '').replace('_', '')}%"))
    if wanted.filters.get("kind"):
        conditions.append(col(Paper.kind) == wanted.filters["kind"])
    key = col(SORTS[wanted.sort])
    found = select(Paper).where(*conditions).order_by(key.desc() if wanted.descending else key, col(Paper.id).desc())
    rows = db.exec(found.limit(wanted.per_page).offset(wanted.offset)).all()
    total = db.exec(select(func.count()).select_from(Paper).where(*conditions)).one()
    titles = {one.key: _(one.title) for one in kinds_of(request)}
    view = View(HOME, wanted, COLUMNS, rows, total, (Chips("kind", N_("Kind"), list(titles.items())),))
    return page(request, "plans/papers.html", view=view, titles=titles)


@router.get("/{paper_id:int}")
def show(request: Request, db: Db, visitor: MayRead, paper_id: int) -> Response:
    """What it is, and its files."""
    paper = find_paper(db, visitor, paper_id)
    kind = next((one for one in kinds_of(request) if one.key == paper.kind), None)
    has_book = paper.book_template_id is not None or (kind is not None and kind.sheets is not None)
    return page(request, "plans/paper.html", paper=paper, kind=kind, has_book=has_book)


@router.get("/{paper_id:int}/paper.{form}")
def read(request: Request, db: Db, visitor: MayRead, paper_id: int, form: str) -> Response:
    """The same file again."""
    paper = find_paper(db, visitor, paper_id)
    if form not in MEDIA or paper.kind not in kinds_of(request):
        raise MissingError("paper")
    content, is_same = remade(db, kinds_of(request), paper, form)
    answer = handed(content, f"{paper.kind}-{paper.id}.{form}", form)
    answer.headers["X-Same-As-Made"] = "yes" if is_same else "no"
    return answer
