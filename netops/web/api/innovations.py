"""The register of innovations over the API: entries with their gates and parts, adoption, evaluation, the objective.

Annotations of the routes of parts are made from their drafts, so this module must not postpone their evaluation.
"""

from datetime import datetime
from http import HTTPStatus
from typing import Annotated, Any, Final

from fastapi import APIRouter, Body, Depends, Query, Request
from pydantic import BaseModel, ConfigDict, Field, create_model
from sqlmodel import col, select

from innovation.adoption import WITHIN_DAYS, Way
from innovation.models.innovation import Innovation, Novelty, Sort, Stage
from innovation.queries.innovations import INNOVATIONS, find_seen
from innovation.queries.use import adoption_of
from innovation.store.evaluating import METRICS, MONEY
from innovation.store.innovations import InnovationDraft
from innovation.store.parts import Part
from innovation.store.rollouts import ASSETS, HELP, ROLLOUTS, TRAININGS, UPKEEP
from innovation.store.tracing import PILOTS, REQUIREMENTS
from inventory.queries.table import Asked
from netops.innovating.articles import ARTICLES
from netops.innovating.editors import Innovations, Parts
from netops.innovating.gates import gates_of, pass_gate
from netops.innovation_papers.data import Evaluation, OutcomeReport
from netops.innovation_papers.gathering import AsOf, evaluation_of, outcome_report
from netops.web.access import Visitor, allowed
from netops.web.api.crud import Noun, routes_of
from netops.web.api.paging import Paging, listed
from netops.web.api.shapes import Listed, Shape
from netops.web.casework import doer_of
from netops.web.hand import hand_of
from netops.web.pages.assets import today_of
from office.fiscal import FiscalYear
from service.web.transaction import Db

router = APIRouter(prefix="/api/v1/innovations", tags=["innovations"])
MayRead = Annotated[Visitor, Depends(allowed("innovations.read"))]
MayWrite = Annotated[Visitor, Depends(allowed("innovations.write"))]
MayReport = Annotated[Visitor, Depends(allowed("innovation_reports.read"))]


class InnovationOut(Shape):
    """One entry; `site_id` none: the office owns it."""

    id: int
    site_id: int | None
    name: str
    sort: Sort
    novelty: Novelty
    predecessor_id: int | None
    predecessor_name: str
    problem: str
    need: str
    data_stored: str
    data_processed: str
    data_published: str
    privacy: str
    owner: str
    version: str
    stage: Stage
    stage_since: datetime
    case_id: int | None
    created_at: datetime
    changed_at: datetime


class InnovationSearch(Paging):
    """As the list's own filters; `unit` a site's id or 0 for the office."""

    q: Annotated[str, Field(max_length=100)] = ""
    stage: Stage | None = None
    sort: Sort | None = None
    novelty: Novelty | None = None
    unit: int | None = None


class GateOut(BaseModel):
    """A stage that it could come to, and what is lacking for it."""

    stage: Stage
    lacking: list[str]


class StageWish(BaseModel):
    """Where it is to come; `note` is needed to retire it or to go back."""

    model_config = ConfigDict(extra="forbid")

    stage: Stage
    note: Annotated[str, Field(max_length=2000)] = ""


class UseOut(BaseModel):
    """What showed use; `day` is ISO 8601, none where it was looked for and never seen."""

    way: Way
    day: str | None
    name: str
    row_id: int | None
    count: int


class SchoolUseOut(BaseModel):
    """One school that has it; `is_used` none: nothing can be measured there."""

    site_id: int
    is_used: bool | None
    uses: list[UseOut]


class AdoptionOut(BaseModel):
    """Schools that have it and use it by measure; `percent` none: not measured."""

    rolled_out: int
    used: int
    unmeasured: int
    percent: float | None
    within_days: int
    schools: list[SchoolUseOut]


@router.get("", summary="The register of innovations")
def list_innovations(db: Db, visitor: MayRead, wanted: Annotated[InnovationSearch, Query()]) -> Listed[InnovationOut]:
    """By name; a school sees what it owns, tries out or is to have."""
    filters = {name: getattr(wanted, name) for name in ("stage", "sort", "novelty", "unit")}
    asked = Asked(
        q=wanted.q.replace("\x00", ""),
        filters={name: str(value) for name, value in filters.items() if value is not None},
        limit=wanted.limit,
        offset=wanted.offset,
    )
    ids, total = INNOVATIONS.ids(db, visitor.sight, asked)
    found = {row.id: row for row in db.exec(select(Innovation).where(col(Innovation.id).in_(ids)))}
    return listed(InnovationOut, [found[row_id] for row_id in ids], total=total, pages=wanted)


@router.get("/outcome", summary="The objective in a fiscal year")
def outcome(
    request: Request, db: Db, visitor: MayReport, year: Annotated[int | None, Query(ge=2500, le=2700)] = None
) -> OutcomeReport:
    """Needs met, adoption and satisfaction against their targets. `year` is of the Buddhist era."""
    today = today_of(request)
    chosen = FiscalYear(year) if year is not None else FiscalYear.of(today)
    at = AsOf(min(today, chosen.last), request.app.state.render.zone)
    return outcome_report(db, visitor.office_id, chosen, at)


@router.get("/{row_id}/gates", summary="Where an innovation could come to")
def gates(db: Db, visitor: MayRead, row_id: int) -> list[GateOut]:
    """The next stage first."""
    innovation = find_seen(db, visitor.sight, row_id)
    return [GateOut(stage=stage, lacking=[one.text() for one in lacks]) for stage, lacks in gates_of(db, innovation)]


@router.post("/{row_id}/stage", summary="Bring an innovation to a stage")
def come_to(request: Request, db: Db, visitor: MayWrite, row_id: int, wish: StageWish) -> InnovationOut:
    """422 says everything that is lacking."""
    innovation = Innovations(hand_of(request, db, visitor)).get(row_id)
    pass_gate(doer_of(db, visitor), innovation, wish.stage, note=wish.note)
    return InnovationOut.model_validate(innovation)


@router.get("/{row_id}/adoption", summary="Measured adoption of an innovation")
def adoption(request: Request, db: Db, visitor: MayReport, row_id: int) -> AdoptionOut:
    """Every figure with its rows."""
    find_seen(db, visitor.sight, row_id)
    found = adoption_of(db, [row_id], until=today_of(request), zone=request.app.state.render.zone)[row_id]
    schools = [
        SchoolUseOut(
            site_id=one.site_id,
            is_used=one.is_used,
            uses=[
                UseOut(
                    way=use.way,
                    day=use.day.isoformat() if use.day is not None else None,
                    name=use.name,
                    row_id=use.row_id,
                    count=use.count,
                )
                for use in one.uses
            ],
        )
        for one in found.schools
    ]
    counts = {name: getattr(found, name) for name in ("rolled_out", "used", "unmeasured", "percent")}
    return AdoptionOut(**counts, within_days=WITHIN_DAYS, schools=schools)


@router.get("/{row_id}/evaluation", summary="What is known of whether an innovation was worth it")
def evaluation(request: Request, db: Db, visitor: MayReport, row_id: int) -> Evaluation:
    """Metrics before and after with n, surveys, adoption, money, decisions."""
    innovation = find_seen(db, visitor.sight, row_id)
    return evaluation_of(db, innovation, AsOf(today_of(request), request.app.state.render.zone))


def _shape(part: Part) -> type[Shape]:
    """The draft's fields with the id of the row."""
    fields: dict[str, Any] = {name: (field.annotation, ...) for name, field in part.draft.model_fields.items()}
    name = "".join(word.title() for word in part.noun.split("_"))
    return create_model(f"{name}Out", __base__=Shape, id=(int, ...), **fields)


def _routes_of(part: Part) -> APIRouter:
    """The routes of one kind of part."""
    parts = APIRouter(prefix=f"/api/v1/innovations/{{row_id}}/{part.key}", tags=["innovations"])
    shape, wish = _shape(part), part.draft
    title = part.noun.replace("_", " ")

    def desk(request: Request, db: Db, visitor: Visitor, row_id: int) -> Parts:
        hand = hand_of(request, db, visitor)
        return Parts(hand, part, Innovations(hand).get(row_id))

    def list_parts(request: Request, db: Db, visitor: MayReport, row_id: int) -> Any:
        innovation = desk(request, db, visitor, row_id).innovation
        table: Any = part.table
        rows = db.exec(select(table).where(table.innovation_id == innovation.id).order_by(table.id)).all()
        return [shape.model_validate(row) for row in rows]

    def add(request: Request, db: Db, visitor: MayWrite, row_id: int, given: wish) -> Any:  # type: ignore[valid-type]
        row = desk(request, db, visitor, row_id).add(given.model_dump())  # type: ignore[attr-defined]
        return shape.model_validate(row)

    def change(
        request: Request,
        db: Db,
        visitor: MayWrite,
        row_id: int,
        part_id: int,
        given: Annotated[dict[str, Any], Body()],
    ) -> Any:
        own = desk(request, db, visitor, row_id)
        return shape.model_validate(own.change(own.get(part_id), given))

    def remove(request: Request, db: Db, visitor: MayWrite, row_id: int, part_id: int) -> None:
        own = desk(request, db, visitor, row_id)
        own.remove(own.get(part_id))

    created, gone = HTTPStatus.CREATED, HTTPStatus.NO_CONTENT
    many: Any = list[shape]  # type: ignore[valid-type]
    parts.add_api_route("", list_parts, methods=["GET"], response_model=many, summary=f"Each {title} of one")
    parts.add_api_route("", add, methods=["POST"], response_model=shape, status_code=created, summary=f"New {title}")
    one = "/{part_id}"
    parts.add_api_route(one, change, methods=["PATCH"], response_model=shape, summary=f"Change a {title}")
    parts.add_api_route(one, remove, methods=["DELETE"], status_code=gone, summary=f"Take away a {title}")
    return parts


PARTS: Final = (REQUIREMENTS, PILOTS, ROLLOUTS, TRAININGS, HELP, UPKEEP, ASSETS, ARTICLES, METRICS, MONEY)
ROUTERS: Final = (
    router,
    routes_of(Noun("innovations", Innovations, InnovationDraft, InnovationOut, "innovations", removable=False)),
    *(_routes_of(part) for part in PARTS),
)
