"""What schools and others ask of the group: due on a day, answered, rated."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Annotated, Final

from pydantic import Field
from sqlalchemy import ColumnElement
from sqlmodel import Session, and_, col, select

from planning.kit import audit
from planning.kit.holidays import OfficeDays
from planning.kit.visitor import SCHOOL, Visitor
from planning.registry.models.desk import ServiceRequest
from planning.registry.store.letters import rule_of
from service.columns import utc_now
from service.draft import Draft, Empty, Note, said
from service.i18n import N_
from service.refusal import MissingError, refuse

SUBJECT: Final = "service_request"
SHOWN: Final = 300


class RequestDraft(Draft):
    """A wish. Only the office says when it is due; otherwise its rule does."""

    subject: Annotated[str, Field(min_length=1, max_length=255)]
    text: Note = ""
    asked_by: Annotated[str, Field(max_length=255)] = ""
    due_on: Annotated[date | None, Empty] = None
    handled_by: Annotated[str, Field(max_length=120)] = ""


class RatingDraft(Draft):
    """How content who asked is, 1 to 5."""

    rating: Annotated[int, Field(ge=1, le=5)]
    note: Annotated[str, Field(max_length=500)] = ""


def _seen(visitor: Visitor) -> ColumnElement[bool]:
    ours = col(ServiceRequest.office_code) == visitor.office_code
    if visitor.person.role != SCHOOL:
        return ours
    return and_(ours, col(ServiceRequest.school_code) == visitor.person.school_code)


def requests(session: Session, visitor: Visitor, *, only_open: bool = False) -> Sequence[ServiceRequest]:
    """Open ones first, by their day; a school's person sees those of the school."""
    wanted = select(ServiceRequest).where(_seen(visitor))
    if only_open:
        wanted = wanted.where(col(ServiceRequest.answered_at).is_(None))
    order = (col(ServiceRequest.answered_at).is_not(None), col(ServiceRequest.due_on), col(ServiceRequest.id))
    return session.exec(wanted.order_by(*order).limit(SHOWN)).all()


def find_request(session: Session, visitor: Visitor, key: str, *, to_change: bool = False) -> ServiceRequest:
    """MissingError where it may not be seen."""
    wanted = select(ServiceRequest).where(_seen(visitor), ServiceRequest.key == key)
    row = session.exec(wanted.with_for_update() if to_change else wanted).one_or_none()
    if row is None:
        raise MissingError("request")
    return row


def ask(session: Session, visitor: Visitor, draft: RequestDraft, *, today: date) -> ServiceRequest:
    """For the school of who asks, or for whom the office names."""
    of_school = visitor.person.role == SCHOOL
    days = rule_of(session, visitor.office_code).answer_days
    due = None if of_school else draft.due_on
    row = ServiceRequest(
        office_code=visitor.office_code,
        school_code=visitor.person.school_code[:8] if of_school else "",
        asked_by=visitor.name if of_school or not draft.asked_by else draft.asked_by,
        subject=draft.subject,
        text=draft.text,
        handled_by="" if of_school else draft.handled_by,
        due_on=due or OfficeDays.of(session, visitor.office_code).last_of(today, days),
    )
    session.add(row)
    session.flush()
    audit.record(session, visitor, "request.asked", subject=SUBJECT, subject_id=row.id, detail={"subject": row.subject})
    return row


def answer(session: Session, visitor: Visitor, row: ServiceRequest, text: str) -> None:
    """Once."""
    if row.answered_at is not None:
        raise refuse("answer", N_("It is answered already"))
    row.answer = said("answer", text, unsaid=N_("This is needed"))
    row.answered_at = utc_now()
    audit.record(session, visitor, "request.answered", subject=SUBJECT, subject_id=row.id)


def rate(session: Session, visitor: Visitor, row: ServiceRequest, draft: RatingDraft) -> None:
    """After the answer."""
    if row.answered_at is None:
        raise refuse("rating", N_("It is not answered yet"))
    row.rating, row.rated_note = draft.rating, draft.note
    detail = {"rating": draft.rating}
    audit.record(session, visitor, "request.rated", subject=SUBJECT, subject_id=row.id, detail=detail)
