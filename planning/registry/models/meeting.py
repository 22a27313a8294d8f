"""Meetings, what lay before them, who was there, what they resolved and what is to be done."""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import UniqueConstraint, event
from sqlmodel import Field

from planning.registry.core import Registry
from planning.registry.models.reference import new_key
from service.columns import Utc, utc_now, words


class AgendaPart(StrEnum):
    """The six parts of an agenda, in their order."""

    CHAIR = "chair"
    MINUTES = "minutes"
    PENDING = "pending"
    INFORM = "inform"
    DECIDE = "decide"
    OTHER = "other"


class Verdict(StrEnum):
    """What was resolved (`contract.planning.Verdict`)."""

    APPROVE = "approve"
    APPROVE_WITH_CHANGES = "approve_with_changes"
    REJECT = "reject"
    DEFER = "defer"
    ACKNOWLEDGE = "acknowledge"


APPROVING = frozenset({Verdict.APPROVE, Verdict.APPROVE_WITH_CHANGES})


class Meeting(Registry, table=True):
    """One meeting; `number` counts within the Buddhist year `era` of its committee. `counted` to `has_chair` are what
    the roll call gave, None before it. `recorder` wrote the minutes, `checker` read them over.
    """

    __table_args__ = (UniqueConstraint("committee_id", "era", "number"),)

    id: int | None = Field(default=None, primary_key=True)
    office_code: str = Field(max_length=32, index=True)
    key: str = Field(default_factory=new_key, max_length=32, unique=True)
    committee_id: int = Field(foreign_key="committee.id", index=True)
    number: int
    era: int
    held_on: date = Field(index=True)
    begins: str = Field(default="", max_length=5)
    ends: str = Field(default="", max_length=5)
    place: str = Field(default="", max_length=255)
    invitation_number: str = Field(default="", max_length=120)
    counted: int | None = None
    needed: int | None = None
    present: int | None = None
    has_chair: bool | None = None
    is_quorate: bool | None = None
    recorder: str = Field(default="", max_length=255)
    checker: str = Field(default="", max_length=255)
    published_at: datetime | None = Field(default=None, sa_type=Utc)
    changed_at: datetime = Field(default_factory=utc_now, sa_type=Utc)


class Presence(Registry, table=True):
    """A member who was there."""

    __table_args__ = (UniqueConstraint("meeting_id", "member_id"),)

    id: int | None = Field(default=None, primary_key=True)
    office_code: str = Field(max_length=32, index=True)
    meeting_id: int = Field(foreign_key="meeting.id", index=True)
    member_id: int = Field(foreign_key="committee_member.id")


class Absence(Registry, table=True):
    """Why a member was not there, as minutes say it: on official business, on leave."""

    __table_args__ = (UniqueConstraint("meeting_id", "member_id"),)

    id: int | None = Field(default=None, primary_key=True)
    office_code: str = Field(max_length=32, index=True)
    meeting_id: int = Field(foreign_key="meeting.id", index=True)
    member_id: int = Field(foreign_key="committee_member.id")
    reason: str = Field(max_length=255)


class Attendee(Registry, table=True):
    """Who came to a meeting without being a member: an official, or who was invited. Never a pupil."""

    id: int | None = Field(default=None, primary_key=True)
    office_code: str = Field(max_length=32, index=True)
    meeting_id: int = Field(foreign_key="meeting.id", index=True)
    rank: int
    name: str = Field(max_length=120)
    position: str = Field(default="", max_length=255)


class AgendaItem(Registry, table=True):
    """What lies before a meeting, or waits for one (`meeting_id` None). A paper of a service is named by `service`,
    `subject_kind`, `subject_key` and the SHA-256 of exactly what is laid before it; free text has none of them.
    `committee_kind` is the kind of committee that is asked for; empty: any. `waiting_for` names the paper while nothing
    is resolved on it, so that it waits only once.
    """

    __tablename__ = "agenda_item"
    __table_args__ = (UniqueConstraint("office_code", "waiting_for"),)

    id: int | None = Field(default=None, primary_key=True)
    office_code: str = Field(max_length=32, index=True)
    key: str = Field(default_factory=new_key, max_length=32, unique=True)
    meeting_id: int | None = Field(default=None, foreign_key="meeting.id", index=True)
    part: AgendaPart = Field(default=AgendaPart.DECIDE, sa_type=words(AgendaPart))
    position: int = 0
    title: str = Field(max_length=500)
    text: str = Field(default="", max_length=4000)
    committee_kind: str = Field(default="", max_length=32)
    service: str = Field(default="", max_length=32)
    subject_kind: str = Field(default="", max_length=48)
    subject_key: str = Field(default="", max_length=64, index=True)
    sha256: str = Field(default="", max_length=64)
    link: str = Field(default="", max_length=500)
    waiting_for: str | None = Field(default=None, max_length=64)
    asked_by: str = Field(default="", max_length=120)
    asked_at: datetime = Field(default_factory=utc_now, sa_type=Utc)


class ItemSchool(Registry, table=True):
    """A school that an item is about, by its SMIS code."""

    __tablename__ = "item_school"
    __table_args__ = (UniqueConstraint("item_id", "school_code"),)

    id: int | None = Field(default=None, primary_key=True)
    office_code: str = Field(max_length=32, index=True)
    item_id: int = Field(foreign_key="agenda_item.id", index=True)
    school_code: str = Field(max_length=8, index=True)


class Resolution(Registry, table=True):
    """What a meeting resolved on one item, bound to the SHA-256 that lay before it. It is never changed: another
    meeting may resolve anew.
    """

    id: int | None = Field(default=None, primary_key=True)
    office_code: str = Field(max_length=32, index=True)
    key: str = Field(default_factory=new_key, max_length=32, unique=True)
    item_id: int = Field(foreign_key="agenda_item.id", unique=True)
    meeting_id: int = Field(foreign_key="meeting.id", index=True)
    verdict: Verdict = Field(sa_type=words(Verdict))
    text: str = Field(max_length=4000)
    in_favour: int | None = None
    against: int | None = None
    abstained: int | None = None
    chair_decides_for: bool = False
    sha256: str = Field(default="", max_length=64)
    recorded_at: datetime = Field(default_factory=utc_now, sa_type=Utc)


class UnchangeableError(RuntimeError):
    """Somebody tried to change or delete what was resolved."""


@event.listens_for(Resolution, "before_update")
@event.listens_for(Resolution, "before_delete")
def _stands(_mapper: object, _connection: object, row: Resolution) -> None:
    raise UnchangeableError(f"resolution {row.key} stands as it was written down")


class Happening(Registry, table=True):
    """What other services told that came of a resolution, named by its key or by that of its subject."""

    id: int | None = Field(default=None, primary_key=True)
    office_code: str = Field(max_length=32, index=True)
    resolution_key: str = Field(default="", max_length=64, index=True)
    subject_key: str = Field(default="", max_length=64, index=True)
    school_code: str = Field(default="", max_length=8, index=True)
    kind: str = Field(max_length=48)
    text: str = Field(default="", max_length=500)
    at: datetime = Field(sa_type=Utc)


class TaskItem(Registry, table=True):
    """Something that a meeting gave somebody to do."""

    __tablename__ = "task_item"

    id: int | None = Field(default=None, primary_key=True)
    office_code: str = Field(max_length=32, index=True)
    meeting_id: int = Field(foreign_key="meeting.id", index=True)
    item_id: int | None = Field(default=None, foreign_key="agenda_item.id")
    text: str = Field(max_length=500)
    owner: str = Field(max_length=120)
    due_on: date = Field(index=True)
    done_on: date | None = None
    outcome: str = Field(default="", max_length=1000)
    changed_at: datetime = Field(default_factory=utc_now, sa_type=Utc)
