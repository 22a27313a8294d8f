"""Who else was at a meeting, why members were not, and who wrote its minutes down: what minutes say beside the roll."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Annotated, Final

from pydantic import Field
from sqlmodel import Session, col, delete, select

from planning.kit import audit
from planning.kit.visitor import Visitor
from planning.registry.models.committee import Committee
from planning.registry.models.meeting import Absence, Attendee, Meeting
from planning.registry.store.meetings import SUBJECT, present_at, seated
from service.columns import utc_now
from service.draft import Draft, Line, Name, take
from service.i18n import N_
from service.refusal import refuse

MOST: Final = 100


class AttendeeDraft(Draft):
    """Somebody who came and is no member: an official or who was invited. Never a pupil."""

    name: Name
    position: Line = ""


class AttendanceDraft(Draft):
    """Who came beside the members, why members did not (by their ids), and who wrote and checked the minutes."""

    reasons: Annotated[dict[int, Line], Field(max_length=MOST, default_factory=dict)]
    attendees: Annotated[tuple[AttendeeDraft, ...], Field(max_length=MOST)] = ()
    recorder: Line = ""
    checker: Line = ""


def attendees_of(session: Session, row: Meeting) -> Sequence[Attendee]:
    """In the order in which they were written down."""
    return session.exec(select(Attendee).where(Attendee.meeting_id == row.id).order_by(col(Attendee.rank))).all()


def reasons_of(session: Session, row: Meeting) -> Mapping[int, str]:
    """By the id of the member."""
    return {one.member_id: one.reason for one in session.exec(select(Absence).where(Absence.meeting_id == row.id))}


def write_attendance(
    session: Session, visitor: Visitor, row: Meeting, committee: Committee, draft: AttendanceDraft
) -> None:
    """Until the resolutions are published. RefusedError for a reason of somebody who was there, or who has no seat."""
    if row.is_quorate is None:
        raise refuse("", N_("The roll has not been called yet"))
    if row.published_at is not None:
        raise refuse("", N_("The resolutions of this meeting are published"))
    absent = {one.id for one in seated(session, row, committee)} - present_at(session, row)
    given = {member: reason for member, reason in draft.reasons.items() if reason}
    for member_id in given:
        if member_id not in absent:
            raise refuse(f"reasons.{member_id}", N_("Only a member who was not there has a reason"))
    session.exec(delete(Absence).where(col(Absence.meeting_id) == row.id))
    session.exec(delete(Attendee).where(col(Attendee.meeting_id) == row.id))
    session.add_all(
        Absence(office_code=row.office_code, meeting_id=row.id or 0, member_id=member_id, reason=reason)
        for member_id, reason in sorted(given.items())
    )
    session.add_all(
        Attendee(office_code=row.office_code, meeting_id=row.id or 0, rank=at, **one.model_dump())
        for at, one in enumerate(draft.attendees, start=1)
    )
    take(row, draft.model_dump(include={"recorder", "checker"}))
    row.changed_at = utc_now()
    session.flush()
    detail = {"attendees": len(draft.attendees), "reasons": len(given)}
    audit.record(session, visitor, "meeting.attendance", subject=SUBJECT, subject_id=row.id, detail=detail)
