"""The register of risks over the API: the same acts as on pages, the same checks."""

from __future__ import annotations

from typing import Annotated, Any, Final, Literal

from fastapi import APIRouter, Body, Depends, Query, Request
from sqlmodel import Session, col, select

from netops.need_editors import Needs
from netops.risk_editors import Risks
from netops.web.access import Visitor, allowed
from netops.web.api.crud import Noun, routes_of
from netops.web.api.paging import listed
from netops.web.api.risk_shapes import (
    AcceptWish,
    AnswerOut,
    AssessmentOut,
    CauseOut,
    CellOut,
    HeatMapOut,
    ImpactWish,
    ReviewWish,
    RiskEventOut,
    RiskOut,
    RiskSearch,
    TaskOut,
    WaitingOut,
    WhyWish,
)
from netops.web.api.shapes import Listed
from netops.web.hand import hand_of
from procurement.queries.treating import answers_of
from procurement.store.need_from_risk import RiskNeedDraft
from risk.models.register import Risk
from risk.queries.card import card
from risk.queries.counts import by_cause, heat_map, waiting
from risk.queries.register import RISKS
from risk.store.register import RiskDraft, TreatmentDraft, WordsDraft
from risk.store.tasks import TaskDraft
from service.columns import utc_now
from service.web.transaction import Db

router = APIRouter(prefix="/api/v1/risks", tags=["risks"])
MayRead = Annotated[Visitor, Depends(allowed("risks.read"))]
MayWrite = Annotated[Visitor, Depends(allowed("risks.write"))]
MayNeed = Annotated[Visitor, Depends(allowed("needs.write"))]
MayAccept = Annotated[Visitor, Depends(allowed("risks.accept"))]


@router.get("", summary="Risks")
def list_risks(db: Db, visitor: MayRead, wanted: Annotated[RiskSearch, Query()]) -> Listed[RiskOut]:
    """The highest score first, closed ones last; a school sees its own."""
    ids, total = RISKS.ids(db, visitor.sight, wanted.asked())
    found = {row.id: row for row in db.exec(select(Risk).where(col(Risk.id).in_(ids)))}
    return listed(RiskOut, [found[row_id] for row_id in ids], total=total, pages=wanted)


@router.get("/heat-map", summary="Heat map of risks")
def show_heat_map(db: Db, visitor: MayRead, of: Literal["current", "residual"] = "current") -> HeatMapOut:
    """As risks stand, or as they are expected to stand after treatment."""
    found = heat_map(db, visitor.sight, utc_now().date(), is_residual=of == "residual")
    cells = [CellOut.model_validate(cell) for row in found.rows for cell in row]
    return HeatMapOut(total=found.total, scale=found.scale.as_json(), cells=cells)


@router.get("/causes", summary="Risks by cause")
def list_causes(db: Db, visitor: MayRead) -> list[CauseOut]:
    """The gravest first."""
    return [CauseOut.model_validate(line) for line in by_cause(db, visitor.sight)]


@router.get("/waiting", summary="What of the register waits for a person")
def show_waiting(db: Db, visitor: MayRead) -> WaitingOut:
    """Counts of live risks."""
    return WaitingOut.model_validate(waiting(db, visitor.sight, utc_now().date()))


@router.get("/{row_id}/assessments", summary="Assessments of a risk")
def list_assessments(db: Db, visitor: MayRead, row_id: int) -> list[AssessmentOut]:
    """In the order of time, the last 500."""
    return [AssessmentOut.model_validate(one) for one in card(db, visitor.sight, row_id).assessments]


@router.get("/{row_id}/history", summary="What was done to a risk")
def history(db: Db, visitor: MayRead, row_id: int) -> list[RiskEventOut]:
    """Newest first, the last 200."""
    return [RiskEventOut.model_validate(event) for event in card(db, visitor.sight, row_id).events]


@router.get("/{row_id}/tasks", summary="Tasks of a risk")
def list_tasks(db: Db, visitor: MayRead, row_id: int) -> list[TaskOut]:
    """Open ones first."""
    return [TaskOut.model_validate(one) for one in card(db, visitor.sight, row_id).tasks]


@router.post("/{row_id}/tasks", summary="Add a task to a risk")
def add_task(request: Request, db: Db, visitor: MayWrite, row_id: int, wish: TaskDraft) -> TaskOut:
    """A new step of its treatment."""
    desk, row = _desk(request, db, visitor, row_id)
    return TaskOut.model_validate(desk.add_task(row, wish))


@router.patch("/{row_id}/tasks/{task_id}", summary="Change a task of a risk")
def change_task(
    request: Request, db: Db, visitor: MayWrite, row_id: int, task_id: int, given: Annotated[dict[str, Any], Body()]
) -> TaskOut:
    """Any of its fields; 100 percent says that it is done."""
    desk, row = _desk(request, db, visitor, row_id)
    task = desk.task(row, task_id)
    desk.change_task(row, task, given)
    return TaskOut.model_validate(task)


@router.post("/{row_id}/tasks/{task_id}/drop", summary="Drop a task of a risk")
def drop_task(request: Request, db: Db, visitor: MayWrite, row_id: int, task_id: int, wish: WhyWish) -> TaskOut:
    """It is not needed any more."""
    desk, row = _desk(request, db, visitor, row_id)
    task = desk.task(row, task_id)
    desk.drop_task(row, task, wish.why)
    return TaskOut.model_validate(task)


@router.patch("/{row_id}/words", summary="Owner and controls of a risk")
def word(request: Request, db: Db, visitor: MayWrite, row_id: int, given: Annotated[dict[str, Any], Body()]) -> RiskOut:
    """Any of controls, owner, group and review_on, also of a risk that was measured."""
    desk, row = _desk(request, db, visitor, row_id)
    desk.word(row, WordsDraft.of(row).with_changes(given))
    return RiskOut.model_validate(row)


@router.post("/{row_id}/impact", summary="Judge the impact of a risk")
def judge(request: Request, db: Db, visitor: MayWrite, row_id: int, wish: ImpactWish) -> RiskOut:
    """The likelihood of what is measured is never typed."""
    desk, row = _desk(request, db, visitor, row_id)
    desk.judge_impact(row, wish.impact, wish.why)
    return RiskOut.model_validate(row)


@router.get("/{row_id}/needs", summary="Needs that treat a risk")
def list_needs(db: Db, visitor: MayRead, row_id: int) -> list[AnswerOut]:
    """With what buys for each and the devices that came."""
    card(db, visitor.sight, row_id)
    return [
        AnswerOut(
            need_id=one.need.id or 0,
            title=one.need.title,
            state=one.need.state,
            purchases=[buys.id or 0 for buys in one.purchases],
            devices=[device.id or 0 for device in one.devices],
        )
        for one in answers_of(db, visitor.sight, row_id)
    ]


@router.post("/{row_id}/needs", summary="Write a need from a risk")
def write_need(request: Request, db: Db, visitor: MayNeed, row_id: int, wish: RiskNeedDraft) -> AnswerOut:
    """It treats the risk from now on; for whom and about which device, the risk says."""
    risk = Risks(hand_of(request, db, visitor)).get(row_id)
    need = Needs(hand_of(request, db, visitor)).write_from_risk(risk, wish)
    return AnswerOut(need_id=need.id or 0, title=need.title, state=need.state, purchases=[], devices=[])


@router.post("/{row_id}/treat", summary="Treat a risk")
def treat(request: Request, db: Db, visitor: MayWrite, row_id: int, wish: TreatmentDraft) -> RiskOut:
    """To accept is so proposed to the director."""
    desk, row = _desk(request, db, visitor, row_id)
    desk.treat(row, wish)
    return RiskOut.model_validate(row)


@router.post("/{row_id}/accept", summary="Accept a risk")
def accept(request: Request, db: Db, visitor: MayAccept, row_id: int, wish: AcceptWish) -> RiskOut:
    """Until a day, at most a year from now."""
    desk, row = _desk(request, db, visitor, row_id)
    desk.accept(row, wish.accepted_until, wish.accepted_why)
    return RiskOut.model_validate(row)


@router.post("/{row_id}/review", summary="Review a risk")
def review(request: Request, db: Db, visitor: MayWrite, row_id: int, wish: ReviewWish) -> RiskOut:
    """Looked at as it stands now."""
    desk, row = _desk(request, db, visitor, row_id)
    desk.review(row, wish.note, wish.review_on)
    return RiskOut.model_validate(row)


@router.post("/{row_id}/close", summary="Close a risk")
def close(request: Request, db: Db, visitor: MayWrite, row_id: int, wish: WhyWish) -> RiskOut:
    """Refused while tasks are open."""
    desk, row = _desk(request, db, visitor, row_id)
    desk.close(row, wish.why)
    return RiskOut.model_validate(row)


@router.post("/{row_id}/reopen", summary="Open a closed risk again")
def reopen(request: Request, db: Db, visitor: MayWrite, row_id: int, wish: WhyWish) -> RiskOut:
    """Its review is open with it."""
    desk, row = _desk(request, db, visitor, row_id)
    desk.reopen(row, wish.why)
    return RiskOut.model_validate(row)


def _desk(request: Request, db: Session, visitor: Visitor, row_id: int) -> tuple[Risks, Risk]:
    desk = Risks(hand_of(request, db, visitor))
    return desk, desk.get(row_id)


ROUTERS: Final = (router, routes_of(Noun("risks", Risks, RiskDraft, RiskOut, "risks", removable=False)))
