"""What is done about outages: runbooks, and the steps that were ticked."""

from __future__ import annotations

from http import HTTPStatus
from typing import Annotated, Final

from fastapi import APIRouter, Depends, Request
from pydantic import BaseModel, ConfigDict, Field
from sqlmodel import Session
from starlette.responses import Response

from inventory.models.outage import Outage
from inventory.queries.outages import outage as find_outage
from netops.runbook.filling import render_runbook
from netops.runbook.matter import matter_of
from netops.runbook.page import RunbookMissingError, find_runbook, runbooks
from netops.runbook.ticking import record_of
from netops.web.access import Visitor, allowed
from netops.web.api.response_shapes import LookOut, RecordOut, RunbookOut, StepOut, TickOut
from netops.web.looking import LookingAgain, look_again
from netops.web.outage_sections.first_aid import seen_by
from netops.web.steps import take_back_step, tick_step
from service.i18n import _
from service.refusal import MissingError
from service.web.transaction import Db

router = APIRouter(prefix="/api/v1")
LOOKED: Final = {
    LookingAgain.BEGUN: HTTPStatus.ACCEPTED,
    LookingAgain.TOO_SOON: HTTPStatus.TOO_MANY_REQUESTS,
    LookingAgain.ENDED: HTTPStatus.CONFLICT,
    LookingAgain.UNHEARD: HTTPStatus.SERVICE_UNAVAILABLE,
}


class TickNote(BaseModel):
    """What the person who ticks a step says."""

    model_config = ConfigDict(extra="forbid")

    note: Annotated[str, Field(max_length=500)] = ""


def outage_of(db: Session, visitor: Visitor, outage_id: int) -> Outage:
    """The outage when this visitor may see it."""
    line = find_outage(db, visitor.sight, outage_id)
    if line is None:
        raise MissingError("outage")
    return line.outage


@router.get("/runbooks", tags=["runbooks"], summary="Runbooks")
def list_runbooks(_visitor: Annotated[Visitor, Depends(allowed("runbooks.read"))]) -> list[RunbookOut]:
    """All pages, without their text."""
    return [RunbookOut(name=one.name, title=one.title, severity=one.front.severity) for one in runbooks()]


@router.get("/runbooks/{name}", tags=["runbooks"], summary="One runbook")
def get_runbook(
    db: Db, visitor: Annotated[Visitor, Depends(allowed("runbooks.read"))], name: str, outage_id: int | None = None
) -> RunbookOut:
    """As HTML, filled in with what is known of an outage when one is named, and its steps as they are written."""
    try:
        page = find_runbook(name)
    except RunbookMissingError:
        raise MissingError("runbook") from None
    values = matter_of(db, outage_of(db, visitor, outage_id)).values if outage_id is not None else {}
    return RunbookOut(
        name=page.name,
        title=page.title,
        severity=page.front.severity,
        html=render_runbook(page, values),
        steps=[StepOut.model_validate(step.model_dump()) for step in page.steps],
    )


@router.get("/outages/{outage_id}/steps", tags=["outages"], summary="What was done about an outage")
def list_steps(db: Db, visitor: Annotated[Visitor, Depends(allowed("outages.read"))], outage_id: int) -> RecordOut:
    """Every tick in order, those taken back too."""
    return _record(db, outage_of(db, visitor, outage_id))


@router.post("/outages/{outage_id}/steps/{runbook}/{step}", tags=["outages"], summary="Tick a step")
def post_step(
    db: Db,
    visitor: Annotated[Visitor, Depends(allowed("runbooks.follow"))],
    outage_id: int,
    runbook: str,
    step: str,
    given: TickNote,
) -> RecordOut:
    """A step that is ticked already stays as it is."""
    outage = outage_of(db, visitor, outage_id)
    tick_step(db, visitor, outage, runbook, step, note=given.note)
    return _record(db, outage)


@router.delete("/outages/{outage_id}/steps/{runbook}/{step}", tags=["outages"], summary="Take a tick back")
def delete_step(
    db: Db, visitor: Annotated[Visitor, Depends(allowed("runbooks.follow"))], outage_id: int, runbook: str, step: str
) -> RecordOut:
    """It stands no more; the record keeps it."""
    outage = outage_of(db, visitor, outage_id)
    take_back_step(db, visitor, outage, runbook, step)
    return _record(db, outage)


@router.get("/outages/{outage_id}/first-aid", tags=["outages"], summary="What first aid saw")
def list_looks(
    db: Db, visitor: Annotated[Visitor, Depends(allowed("first_aid.read"))], outage_id: int
) -> list[LookOut]:
    """Every look that the caller may see, the oldest first."""
    outage_of(db, visitor, outage_id)
    return [
        LookOut(
            look=one.look.name.value,
            title=_(one.look.title),
            at=one.row.at,
            seconds=one.row.seconds,
            lines=[line.text for line in one.lines],
            found=one.row.found,
            error=one.row.error,
            asked_by=one.by,
        )
        for one in seen_by(db, visitor, outage_id)
    ]


@router.post("/outages/{outage_id}/first-aid", tags=["outages"], summary="Look again", status_code=HTTPStatus.ACCEPTED)
def post_look(
    request: Request, db: Db, visitor: Annotated[Visitor, Depends(allowed("first_aid.run"))], outage_id: int
) -> Response:
    """The poller looks at once; at most once a minute for each outage, and never for an ended one."""
    came = look_again(request, db, visitor, outage_of(db, visitor, outage_id))
    return Response(status_code=LOOKED[came])


def _record(db: Session, outage: Outage) -> RecordOut:
    record = record_of(db, outage)
    steps = [
        TickOut.model_validate({**each.row.model_dump(), "done_by": each.by, "undone_by": each.undone_by})
        for each in record.ticked
    ]
    return RecordOut(steps=steps, first_step_s=record.first_step_s, repair_s=record.repair_s)
