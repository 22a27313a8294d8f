"""The register of innovations and information systems: the list, and the card of one entry."""

from __future__ import annotations

from http import HTTPStatus
from typing import Annotated, Any, Final

from fastapi import APIRouter, Depends
from sqlmodel import Session
from starlette.requests import Request
from starlette.responses import Response

from innovation.models.innovation import PilotResult, Stage
from innovation.models.innovation import TestResult as Tested
from innovation.queries.innovations import (
    INNOVATIONS,
    NOVELTY_WORDS,
    PILOT_WORDS,
    RESULT_WORDS,
    SORT_WORDS,
    STAGE_WORDS,
    card,
)
from innovation.queries.use import adoption_of
from innovation.store.upkeep import overdue
from netops.innovating.editors import Innovations
from netops.innovating.gates import gates_of, open_case_of, pass_gate
from netops.web.access import Visitor, allowed
from netops.web.casework import doer_of
from netops.web.hand import hand_of
from netops.web.listing import exported, kinds_of, view_of
from netops.web.pages.assets import today_of
from service.i18n import N_, _
from service.refusal import RefusedError, refuse
from service.web.form import Posted, problems
from service.web.render import page, redirect
from service.web.transaction import Db

router = APIRouter(include_in_schema=False)
HOME: Final = "/innovations"
MayRead = Annotated[Visitor, Depends(allowed("innovations.read"))]
MayWrite = Annotated[Visitor, Depends(allowed("innovations.write"))]
# Which shape stands before a word: those of things of the network that are as good or bad.
STAGE_SHAPES: Final = {
    Stage.IDEA: "unknown",
    Stage.DESIGN: "maintenance",
    Stage.PROTOTYPE: "maintenance",
    Stage.PILOT: "degraded",
    Stage.RELEASE: "up",
    Stage.MAINTENANCE: "up",
    Stage.RETIRED: "closed",
}
RESULT_SHAPES: Final = {Tested.UNTESTED: "unknown", Tested.PASSED: "up", Tested.FAILED: "down"}
PILOT_SHAPES: Final = {PilotResult.RUNNING: "maintenance", PilotResult.PASSED: "up", PilotResult.FAILED: "down"}
WORDS: Final[dict[str, Any]] = {
    "stages": STAGE_WORDS,
    "stage_shapes": STAGE_SHAPES,
    "sorts": SORT_WORDS,
    "novelties": NOVELTY_WORDS,
    "results": RESULT_WORDS,
    "result_shapes": RESULT_SHAPES,
    "pilot_results": PILOT_WORDS,
    "pilot_shapes": PILOT_SHAPES,
}


@router.get(HOME)
def listed(request: Request, db: Db, visitor: MayRead) -> Response:
    """All that may be seen, by name."""
    view = view_of(request, db, visitor, INNOVATIONS, path=HOME)
    # An office reads how many schools use each; a school knows of itself only.
    used = {}
    if visitor.sight.site_id is None:
        zone = request.app.state.render.zone
        used = adoption_of(db, [row["id"] for row in view.rows], until=today_of(request), zone=zone)
    late = overdue(db, visitor.office_id, today_of(request)) if visitor.sight.site_id is None else []
    return page(request, "innovations.html", view=view, kinds=kinds_of(INNOVATIONS), late=late, used=used, **WORDS)


@router.get(f"{HOME}/export.{{kind}}")
def export(
    request: Request, db: Db, visitor: Annotated[Visitor, Depends(allowed("exports.run"))], kind: str
) -> Response:
    """Exactly the rows and columns that the list shows, all its pages."""
    return exported(request, db, visitor, INNOVATIONS, kind)


@router.get(f"{HOME}/{{row_id:int}}")
def one(request: Request, db: Db, visitor: MayRead, row_id: int) -> Response:
    """The card."""
    return _shown(request, db, visitor, row_id)


def _shown(request: Request, db: Session, visitor: Visitor, row_id: int, wrong: tuple[str, ...] = ()) -> Response:
    found = card(db, visitor.sight, row_id)
    writes = visitor.may("innovations.write") and found.innovation.stage is not Stage.RETIRED
    return page(
        request,
        "innovation.html",
        status=HTTPStatus.UNPROCESSABLE_ENTITY if wrong else HTTPStatus.OK,
        found=found,
        home=f"{HOME}/{row_id}",
        writes=writes,
        gates=[(stage, [one.text(_) for one in lacks]) for stage, lacks in gates_of(db, found.innovation)],
        order=tuple(Stage),
        wrong=wrong,
        **WORDS,
    )


@router.post(f"{HOME}/{{row_id:int}}/case")
def open_case(request: Request, db: Db, visitor: MayWrite, row_id: int) -> Response:
    """The case in which its steps are decided, with their evidence."""
    innovation = Innovations(hand_of(request, db, visitor)).get(row_id)
    try:
        with db.begin_nested():
            case = open_case_of(doer_of(db, visitor), innovation)
    except RefusedError as error:
        return redirect(request, f"{HOME}/{row_id}", " ".join(problems(error).values()), kind="danger")
    return redirect(request, f"/cases/{case.id}", _("The case is open."))


@router.post(f"{HOME}/{{row_id:int}}/stage")
def come_to(request: Request, db: Db, visitor: MayWrite, row_id: int, typed: Posted) -> Response:
    """Pass a gate; everything that is lacking is said at once."""
    innovation = Innovations(hand_of(request, db, visitor)).get(row_id)
    wanted = typed.get("stage", "")
    try:
        with db.begin_nested():
            if wanted not in set(Stage):
                raise refuse("stage", N_("Choose one"))
            pass_gate(doer_of(db, visitor), innovation, Stage(wanted), note=typed.get("note", "").strip())
    except RefusedError as error:
        db.refresh(innovation)
        return _shown(request, db, visitor, row_id, tuple(one.text(_) for one in error.problems))
    return redirect(request, f"{HOME}/{row_id}", _("Saved."))
