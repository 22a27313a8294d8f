"""Cases that an office decides step by step: who did what when, with which evidence, and what a committee resolved."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import JSON, UniqueConstraint
from sqlmodel import Field

from inventory.core import Core
from office.workflow.committee import Seat
from service.columns import Utc, utc_now, words


class WorkCase(Core, table=True):
    """One matter on its way through a workflow. `definition` is the workflow as it was when the case was opened;
    `site_id` is the school whose case it is, none: the office's. `ended_at` is set when nothing is left to do, or, with
    `end_reason`, when it was broken off.
    """

    __tablename__ = "work_case"

    id: int | None = Field(default=None, primary_key=True)
    office_id: int = Field(foreign_key="office.id", index=True)
    site_id: int | None = Field(default=None, foreign_key="site.id", index=True)
    workflow: str = Field(max_length=48, index=True)
    definition: dict[str, object] = Field(default_factory=dict, sa_type=JSON)
    title: str = Field(max_length=255)
    note: str = Field(default="", max_length=2000)
    started_at: datetime = Field(default_factory=utc_now, sa_type=Utc)
    started_by: int | None = Field(default=None, foreign_key="person.id")
    ended_at: datetime | None = Field(default=None, sa_type=Utc, index=True)
    end_reason: str = Field(default="", max_length=500)


class CaseStep(Core, table=True):
    """One step of a case. `set_due_on` is a day that a person set; `due_on` is the day in force while it is open, none
    while nobody can work on it. `owner` is a role, `person_id` the one of that role who has it.
    """

    __tablename__ = "case_step"
    __table_args__ = (UniqueConstraint("case_id", "key"),)

    id: int | None = Field(default=None, primary_key=True)
    case_id: int = Field(foreign_key="work_case.id", index=True)
    key: str = Field(max_length=48)
    owner: str = Field(max_length=32, index=True)
    person_id: int | None = Field(default=None, foreign_key="person.id", index=True)
    set_due_on: date | None = None
    due_on: date | None = Field(default=None, index=True)
    done_at: datetime | None = Field(default=None, sa_type=Utc)
    done_by: int | None = Field(default=None, foreign_key="person.id")
    choice: str = Field(default="", max_length=48)
    note: str = Field(default="", max_length=2000)


class Evidence(Core, table=True):
    """A document of a step: a file kept outside the web root under its SHA-256, or one of our papers. The newest of a
    kind that was not withdrawn is the one that counts; nothing is deleted.
    """

    __tablename__ = "case_evidence"

    id: int | None = Field(default=None, primary_key=True)
    case_id: int = Field(foreign_key="work_case.id", index=True)
    kind: str = Field(max_length=48)
    name: str = Field(max_length=255)
    media_type: str = Field(max_length=120)
    size_bytes: int
    sha256: str = Field(max_length=64, index=True)
    paper_id: int | None = Field(default=None, foreign_key="paper.id", index=True)
    added_at: datetime = Field(default_factory=utc_now, sa_type=Utc)
    added_by: int | None = Field(default=None, foreign_key="person.id")
    withdrawn_at: datetime | None = Field(default=None, sa_type=Utc)
    withdraw_reason: str = Field(default="", max_length=500)


class Committee(Core, table=True):
    """People appointed to decide in a case, by which order, and how many of them make a quorum."""

    id: int | None = Field(default=None, primary_key=True)
    case_id: int = Field(foreign_key="work_case.id", index=True)
    kind: str = Field(max_length=48)
    order_no: str = Field(default="", max_length=120)
    appointed_on: date
    quorum_numerator: int = 1
    quorum_denominator: int = 2
    chair_needed: bool = True
    secretary_counts: bool = True
    replaced_at: datetime | None = Field(default=None, sa_type=Utc)


class CommitteeMember(Core, table=True):
    """One seat of a committee, in the order of `position_no`. `position` is the member's office or post."""

    __tablename__ = "committee_member"

    id: int | None = Field(default=None, primary_key=True)
    committee_id: int = Field(foreign_key="committee.id", index=True)
    name: str = Field(max_length=255)
    position: str = Field(default="", max_length=255)
    seat: Seat = Field(default=Seat.MEMBER, sa_type=words(Seat))
    position_no: int = 0


class Meeting(Core, table=True):
    """A meeting as it was held. `present` are ids of members; what a quorum was that day is kept with it."""

    __table_args__ = (UniqueConstraint("committee_id", "number"),)

    id: int | None = Field(default=None, primary_key=True)
    committee_id: int = Field(foreign_key="committee.id", index=True)
    number: int
    held_on: date = Field(index=True)
    place: str = Field(default="", max_length=255)
    present: list[int] = Field(default_factory=list, sa_type=JSON)
    total: int
    needed: int
    counted: int
    is_quorate: bool
    written_at: datetime = Field(default_factory=utc_now, sa_type=Utc)
    written_by: int | None = Field(default=None, foreign_key="person.id")


class Resolution(Core, table=True):
    """What a meeting decided about a step, bound to the SHA-256 of exactly the document that lay before it."""

    id: int | None = Field(default=None, primary_key=True)
    meeting_id: int = Field(foreign_key="meeting.id", index=True)
    case_id: int = Field(foreign_key="work_case.id", index=True)
    step: str = Field(max_length=48)
    evidence_id: int = Field(foreign_key="case_evidence.id")
    sha256: str = Field(max_length=64)
    in_favour: int
    against: int
    chair_decides_for: bool = False
    is_approved: bool
    text: str = Field(default="", max_length=2000)
    written_at: datetime = Field(default_factory=utc_now, sa_type=Utc)
    written_by: int | None = Field(default=None, foreign_key="person.id")
