"""Steps of escalation over the API: who else is told when nobody takes an alert on."""

from __future__ import annotations

from http import HTTPStatus
from typing import Annotated

from fastapi import APIRouter, Depends
from sqlmodel import Session

from netops.models.alert import EscalationStep, Severity
from netops.notify.escalation import reader_of
from netops.notify.recipients.stepping import StepDraft, steps_of
from netops.web.access import Visitor, allowed
from netops.web.api.shapes import Shape
from netops.web.pages.escalation import drop_step, keep_step
from service.web.transaction import Db

router = APIRouter(prefix="/api/v1/escalation", tags=["escalation"])
MayRead = Annotated[Visitor, Depends(allowed("channels.read"))]
MayWrite = Annotated[Visitor, Depends(allowed("channels.write"))]


class EscalationStepOut(Shape):
    """After `after_minutes` without anybody's taking it on, for alerts of at least this severity, a person or a channel
    is told. `reaches` is false where that is nobody any more: no address, or switched off.
    """

    id: int
    position: int
    after_minutes: int
    severity: Severity
    person_id: int | None
    channel_id: int | None
    reaches: bool


@router.get("", summary="Steps of escalation")
def list_steps(db: Db, visitor: MayRead) -> list[EscalationStepOut]:
    """In the order in which they are told."""
    return [_out(db, one) for one in steps_of(db, visitor.office_id)]


@router.post("", summary="Another step", status_code=HTTPStatus.CREATED)
def create_step(db: Db, visitor: MayWrite, given: StepDraft) -> EscalationStepOut:
    """Its position follows from its minutes."""
    return _out(db, keep_step(db, visitor, given))


@router.delete("/{step_id}", summary="Remove a step", status_code=HTTPStatus.NO_CONTENT)
def delete_step(db: Db, visitor: MayWrite, step_id: int) -> None:
    """Nobody is told by it any more."""
    drop_step(db, visitor, step_id)


def _out(db: Session, one: EscalationStep) -> EscalationStepOut:
    return EscalationStepOut.model_validate({**one.model_dump(), "reaches": reader_of(db, one) is not None})
