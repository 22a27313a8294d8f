"""The steps of escalation as people set them: after how long, from which severity, and whom."""

from __future__ import annotations

from typing import Annotated, Final, Self

from pydantic import Field, model_validator
from sqlmodel import Session, col, select

from inventory.store.belonging import in_office
from netops.models.alert import AlertChannel, EscalationStep, Severity
from netops.models.person import Person, Role
from service.draft import Digits, Draft, OptionalId
from service.i18n import N_
from service.refusal import MissingError, NotTakenError, refuse

MOST: Final = 20


class StepDraft(Draft):
    """A step calls a person or a channel. `severity` is the least pressing one that it is for."""

    after_minutes: Annotated[int, Field(ge=1, le=10_080), Digits]
    severity: Severity = Severity.CRITICAL
    person_id: OptionalId = None
    channel_id: OptionalId = None

    @model_validator(mode="after")
    def _agree(self) -> Self:
        if (self.person_id is None) == (self.channel_id is None):
            raise NotTakenError(N_("Choose a person or a channel"), "person_id")
        return self


def steps_of(session: Session, office_id: int) -> list[EscalationStep]:
    """In the order in which they are told."""
    query = (
        select(EscalationStep)
        .where(EscalationStep.office_id == office_id)
        .order_by(col(EscalationStep.after_minutes), col(EscalationStep.id))
    )
    return list(session.exec(query))


def add_step(session: Session, draft: StepDraft, *, office_id: int) -> EscalationStep:
    """Another step. RefusedError when the person is not of the office, or a school's: it sees only its own."""
    person = in_office(session, Person, draft.person_id, office_id=office_id, field="person_id")
    in_office(session, AlertChannel, draft.channel_id, office_id=office_id, field="channel_id")
    if person is not None and person.role is Role.SCHOOL:
        raise refuse("person_id", N_("A school is told of itself only"))
    if person is not None and not person.email:
        raise refuse("person_id", N_("This person has no e-mail address"))
    if len(steps_of(session, office_id)) >= MOST:
        raise refuse("", N_("An office has at most %(most)s steps"), most=MOST)
    one = EscalationStep(office_id=office_id, position=0, **draft.model_dump())
    session.add(one)
    session.flush()
    _number(session, office_id)
    return one


def remove_step(session: Session, step_id: int, *, office_id: int) -> None:
    """MissingError when there is none."""
    one = session.get(EscalationStep, step_id)
    if one is None or one.office_id != office_id:
        raise MissingError("step")
    session.delete(one)
    session.flush()
    _number(session, office_id)


def _number(session: Session, office_id: int) -> None:
    """Positions follow the minutes: an alert remembers up to which it was told."""
    for position, one in enumerate(steps_of(session, office_id), start=1):
        one.position = position
    session.flush()
