"""Meetings are called, and their roll is written down: who was there of those who count on that day."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Annotated, Final

from pydantic import Field
from sqlalchemy import ColumnElement, not_
from sqlmodel import Session, col, delete, func, select

from office.thai_date import BUDDHIST_ERA
from office.workflow.committee import attendance
from planning.kit import audit
from planning.kit.visitor import Visitor
from planning.registry.models.committee import Committee, CommitteeKind, CommitteeMember
from planning.registry.models.meeting import Meeting, Presence, Resolution
from planning.registry.store.committees import holds, is_valid, members_of, quorum_of
from service.columns import utc_now
from service.draft import Draft, Line, take
from service.i18n import N_
from service.refusal import MissingError, refuse

SUBJECT: Final = "meeting"
SHOWN: Final = 200
Clock = Annotated[str, Field(pattern=r"^(([01]\d|2[0-3]):[0-5]\d)?$")]


class MeetingDraft(Draft):
    """A meeting as it is called; times of day as 13:30."""

    held_on: date
    begins: Clock = ""
    ends: Clock = ""
    place: Line = ""
    invitation_number: Annotated[str, Field(max_length=120)] = ""


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which meetings are asked for; nothing said: all of the office. `committee` is a key."""

    committee: str = ""
    kind: CommitteeKind | None = None
    era: int | None = None
    since: date | None = None
    until: date | None = None
    quorate: bool | None = None
    published: bool | None = None

    def conditions(self, visitor: Visitor) -> Sequence[ColumnElement[bool]]:
        """About both tables."""
        found = [col(Meeting.office_code) == visitor.office_code]
        if self.committee:
            found.append(col(Committee.key) == self.committee)
        if self.kind is not None:
            found.append(col(Committee.kind) == self.kind)
        if self.era is not None:
            found.append(col(Meeting.era) == self.era)
        if self.since is not None:
            found.append(col(Meeting.held_on) >= self.since)
        if self.until is not None:
            found.append(col(Meeting.held_on) <= self.until)
        if self.quorate is not None:
            found.append(col(Meeting.is_quorate).is_(self.quorate))
        if self.published is not None:
            is_not = col(Meeting.published_at).is_(None)
            found.append(not_(is_not) if self.published else is_not)
        return found


ALL: Final = Wanted()


def meetings(
    session: Session, visitor: Visitor, wanted: Wanted = ALL, *, limit: int = SHOWN, offset: int = 0
) -> Sequence[tuple[Meeting, Committee]]:
    """The newest first."""
    found = select(Meeting, Committee).join(Committee, col(Committee.id) == col(Meeting.committee_id))
    found = found.where(*wanted.conditions(visitor)).order_by(col(Meeting.held_on).desc(), col(Meeting.id).desc())
    return session.exec(found.limit(limit).offset(offset)).all()


def count_meetings(session: Session, visitor: Visitor, wanted: Wanted = ALL) -> int:
    """How many there are of them."""
    found = select(func.count()).select_from(Meeting).join(Committee, col(Committee.id) == col(Meeting.committee_id))
    return session.exec(found.where(*wanted.conditions(visitor))).one()


def find_meeting(session: Session, visitor: Visitor, key: str, *, to_change: bool = False) -> tuple[Meeting, Committee]:
    """MissingError where the office has none of this key."""
    wanted = select(Meeting).where(Meeting.office_code == visitor.office_code, Meeting.key == key)
    row = session.exec(wanted.with_for_update() if to_change else wanted).one_or_none()
    if row is None:
        raise MissingError("meeting")
    return row, session.get_one(Committee, row.committee_id)


def call(session: Session, visitor: Visitor, committee: Committee, draft: MeetingDraft) -> Meeting:
    """The next one of its Buddhist year. The committee is held, so that two get two numbers."""
    _may_meet(committee, draft.held_on)
    era = draft.held_on.year + BUDDHIST_ERA
    last = session.exec(
        select(func.max(Meeting.number)).where(Meeting.committee_id == committee.id, Meeting.era == era)
    ).one()
    row = Meeting(
        office_code=visitor.office_code,
        committee_id=committee.id or 0,
        number=(last or 0) + 1,
        era=era,
        **draft.model_dump(),
    )
    session.add(row)
    session.flush()
    audit.record(session, visitor, "meeting.called", subject=SUBJECT, subject_id=row.id, detail={"number": named(row)})
    return row


def change_meeting(session: Session, visitor: Visitor, row: Meeting, committee: Committee, draft: MeetingDraft) -> None:
    """Its day stays in its year, since it has a number of that year, and stays for good after the roll call."""
    _may_meet(committee, draft.held_on)
    if draft.held_on.year + BUDDHIST_ERA != row.era:
        raise refuse("held_on", N_("The meeting has a number of another year"))
    if row.is_quorate is not None and draft.held_on != row.held_on:
        raise refuse("held_on", N_("The roll of this day is written down"))
    changes = take(row, draft.model_dump())
    if changes:
        row.changed_at = utc_now()
        audit.record(session, visitor, "meeting.changed", subject=SUBJECT, subject_id=row.id, detail=changes)


def present_at(session: Session, row: Meeting) -> frozenset[int]:
    """Ids of members who were there."""
    return frozenset(session.exec(select(Presence.member_id).where(Presence.meeting_id == row.id)).all())


def seated(session: Session, row: Meeting, committee: Committee) -> Sequence[CommitteeMember]:
    """Whose term ran on the day of the meeting, in the order of their ranks."""
    return [member for member in members_of(session, committee) if holds(member, row.held_on)]


def call_roll(
    session: Session, visitor: Visitor, row: Meeting, committee: Committee, present: Collection[int], *, today: date
) -> None:
    """Who was there, and with it whether the meeting can decide. A member whose term is over cannot be counted; once
    something is resolved, the roll stands.
    """
    if row.held_on > today:
        raise refuse("", N_("The meeting has not been held yet"))
    if session.exec(select(Resolution.id).where(Resolution.meeting_id == row.id)).first() is not None:
        raise refuse("", N_("Something is resolved already: the roll stands"))
    counting = seated(session, row, committee)
    known = {member.id: member for member in members_of(session, committee)}
    for member_id in present:
        if member_id not in known:
            raise refuse("", N_("Not a member of this committee"))
        if known[member_id] not in counting:
            raise refuse("", N_("The term of %(name)s does not hold on this day"), name=known[member_id].name)
    found = attendance([(one.id or 0, one.seat) for one in counting], present, quorum_of(committee))
    session.exec(delete(Presence).where(col(Presence.meeting_id) == row.id))
    session.add_all(
        Presence(office_code=row.office_code, meeting_id=row.id or 0, member_id=one) for one in sorted(set(present))
    )
    row.counted, row.needed, row.present = found.total, found.needed, found.present
    row.has_chair, row.is_quorate, row.changed_at = found.has_chair, found.is_quorate, utc_now()
    detail = {"present": found.present, "of": found.total, "needed": found.needed, "quorum": found.is_quorate}
    audit.record(session, visitor, "meeting.roll", subject=SUBJECT, subject_id=row.id, detail=detail)


def named(row: Meeting) -> str:
    """3/2570."""
    return f"{row.number}/{row.era}"


def _may_meet(committee: Committee, day: date) -> None:
    if not is_valid(committee, day):
        raise refuse("held_on", N_("The committee is not in force on this day"))
