"""Change cases: what is to become of a school, by which criteria, and everything that was gathered about it.

Children are counts by grade and village, never persons (INV-G1). Money is whole satang.
"""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum
from typing import Any
from uuid import uuid4

from sqlalchemy import JSON, BigInteger, UniqueConstraint
from sqlmodel import Field

from planning.school_network.core import SchoolNetwork
from planning.school_network.file_kinds import FileKind
from planning.school_network.kinds import CaseKind
from service.columns import Utc, utc_now, words


class CaseState(StrEnum):
    """How far a case is."""

    IDEA = "idea"
    STUDIED = "studied"
    IN_PLAN = "in_plan"
    HEARING = "hearing"
    RESOLVED = "resolved"
    ANNOUNCED = "announced"
    EXECUTING = "executing"
    COMPLETED = "completed"
    FOLLOWED_UP = "followed_up"
    REJECTED = "rejected"
    WITHDRAWN = "withdrawn"


class ChangeCase(SchoolNetwork, table=True):
    """One case. `criteria` are the versions of the regulations that held when it began; `facts` is what the clauses
    are judged by, from the run `run_key`. `in_force_on` is the day on which the school's state was set.
    """

    __tablename__ = "change_case"

    id: int | None = Field(default=None, primary_key=True)
    key: str = Field(default_factory=lambda: uuid4().hex, max_length=32, unique=True)
    office_code: str = Field(max_length=32, index=True)
    kind: CaseKind = Field(sa_type=words(CaseKind), index=True)
    state: CaseState = Field(default=CaseState.IDEA, sa_type=words(CaseState), index=True)
    school_code: str = Field(default="", max_length=8)
    school_name: str = Field(max_length=255)
    to_code: str = Field(default="", max_length=8)
    to_name: str = Field(default="", max_length=255)
    low: str = Field(default="", max_length=2)
    high: str = Field(default="", max_length=2)
    effective_year: int | None = None
    effective_term: int | None = None
    effective_on: date | None = None
    reason: str = Field(default="", max_length=2000)
    rooms_waiver: str = Field(default="", max_length=1000)
    criteria: dict[str, int] = Field(default_factory=dict, sa_type=JSON)
    facts: dict[str, float] = Field(default_factory=dict, sa_type=JSON)
    run_key: str = Field(default="", max_length=32)
    scenario_key: str = Field(default="", max_length=32)
    announcement_number: str = Field(default="", max_length=120)
    announced_on: date | None = None
    ordered_at: datetime | None = Field(default=None, sa_type=Utc)
    network_refused_on: date | None = None
    network_done_on: date | None = None
    network_counts: dict[str, int] = Field(default_factory=dict, sa_type=JSON)
    in_force_on: date | None = None
    completed_on: date | None = None
    end_reason: str = Field(default="", max_length=2000)
    opened_by: str = Field(max_length=120)
    opened_at: datetime = Field(default_factory=utc_now, sa_type=Utc)
    changed_at: datetime = Field(default_factory=utc_now, sa_type=Utc)


class Transport(StrEnum):
    """How children of a group get to their new school."""

    NONE = "none"
    VAN = "van"
    ALLOWANCE = "allowance"
    BOARDING = "boarding"


class ChildGroup(SchoolNetwork, table=True):
    """Children of one grade and village, and the school that is offered to them. For a new school: the demand."""

    __tablename__ = "child_group"

    id: int | None = Field(default=None, primary_key=True)
    case_id: int = Field(foreign_key="change_case.id", index=True)
    grade: str = Field(max_length=2)
    village_code: str = Field(default="", max_length=16)
    village_name: str = Field(max_length=120)
    children: int
    to_code: str = Field(default="", max_length=8)
    to_name: str = Field(default="", max_length=255)
    transport: Transport = Field(default=Transport.NONE, sa_type=words(Transport))
    support_satang_day: int = Field(default=0, sa_type=BigInteger)


class ToldShortfall(SchoolNetwork, table=True):
    """What was told last that a receiving school will lack; `gone_at`: and then taken back."""

    __tablename__ = "told_shortfall"
    __table_args__ = (UniqueConstraint("case_id", "school_code"),)

    id: int | None = Field(default=None, primary_key=True)
    case_id: int = Field(foreign_key="change_case.id", index=True)
    school_code: str = Field(max_length=8)
    said: dict[str, Any] = Field(default_factory=dict, sa_type=JSON)
    told_at: datetime = Field(default_factory=utc_now, sa_type=Utc)
    gone_at: datetime | None = Field(default=None, sa_type=Utc)


class Hearing(SchoolNetwork, table=True):
    """A public hearing: who came by group, and how they voted. `notified_on` is when people were told of it."""

    id: int | None = Field(default=None, primary_key=True)
    case_id: int = Field(foreign_key="change_case.id", index=True)
    notified_on: date | None = None
    held_on: date
    place: str = Field(max_length=255)
    parents: int = 0
    teachers: int = 0
    board: int = 0
    community: int = 0
    agree: int = 0
    disagree: int = 0
    abstain: int = 0
    note: str = Field(default="", max_length=2000)


class OpinionWord(StrEnum):
    """What a school board says."""

    AGREE = "agree"
    CONDITIONS = "conditions"
    DISAGREE = "disagree"


class Opinion(SchoolNetwork, table=True):
    """The opinion of the board of a school that is concerned."""

    id: int | None = Field(default=None, primary_key=True)
    case_id: int = Field(foreign_key="change_case.id", index=True)
    school_name: str = Field(max_length=255)
    held_on: date
    opinion: OpinionWord = Field(sa_type=words(OpinionWord))
    present: int = 0
    note: str = Field(default="", max_length=2000)


class Readiness(SchoolNetwork, table=True):
    """The scores of a local body by the six criteria; the scale is the regulation's."""

    id: int | None = Field(default=None, primary_key=True)
    case_id: int = Field(foreign_key="change_case.id", index=True)
    assessed_on: date
    experience: float
    plan: float
    management: float
    income: float
    level_fit: float
    people: float
    note: str = Field(default="", max_length=2000)


class AssetKind(StrEnum):
    """What a school leaves behind."""

    LAND = "land"
    BUILDING = "building"
    EQUIPMENT = "equipment"
    DOCUMENTS = "documents"
    MONEY = "money"


class AssetWay(StrEnum):
    """What becomes of it. Undecided until somebody says: nothing goes to the receiving school by itself."""

    UNDECIDED = "undecided"
    TRANSFER = "transfer"
    RETURN = "return"
    SELL = "sell"
    DESTROY = "destroy"
    KEEP = "keep"


class AssetLine(SchoolNetwork, table=True):
    """One thing or lot; open until `done_on`. `asset_number` is its number in the asset book of netops, which tells
    when another unit took it over.
    """

    __tablename__ = "asset_line"

    id: int | None = Field(default=None, primary_key=True)
    case_id: int = Field(foreign_key="change_case.id", index=True)
    kind: AssetKind = Field(sa_type=words(AssetKind))
    item: str = Field(max_length=255)
    quantity: int = 1
    value_satang: int = Field(default=0, sa_type=BigInteger)
    way: AssetWay = Field(default=AssetWay.UNDECIDED, sa_type=words(AssetWay))
    to_whom: str = Field(default="", max_length=255)
    paper_number: str = Field(default="", max_length=120)
    asset_number: str = Field(default="", max_length=50)
    done_on: date | None = None


class StaffMove(SchoolNetwork, table=True):
    """Persons of one position and where they go."""

    __tablename__ = "staff_move"

    id: int | None = Field(default=None, primary_key=True)
    case_id: int = Field(foreign_key="change_case.id", index=True)
    position: str = Field(max_length=120)
    persons: int
    to_name: str = Field(default="", max_length=255)


class CaseFile(SchoolNetwork, table=True):
    """A file of a case, by its SHA-256; minutes and photos name their hearing."""

    __tablename__ = "case_file"

    id: int | None = Field(default=None, primary_key=True)
    case_id: int = Field(foreign_key="change_case.id", index=True)
    kind: FileKind = Field(sa_type=words(FileKind))
    title: str = Field(default="", max_length=255)
    hearing_id: int | None = Field(default=None, foreign_key="hearing.id")
    name: str = Field(max_length=255)
    media_type: str = Field(max_length=127)
    sha256: str = Field(max_length=64)
    added_by: str = Field(max_length=120)
    added_at: datetime = Field(default_factory=utc_now, sa_type=Utc)


class Round(StrEnum):
    """When a case is followed up."""

    TERM = "term"
    YEAR = "year"


class FollowUp(SchoolNetwork, table=True):
    """One follow-up: open until `done_on`; late after `due_on` the case is red."""

    __tablename__ = "follow_up"

    id: int | None = Field(default=None, primary_key=True)
    case_id: int = Field(foreign_key="change_case.id", index=True)
    round: Round = Field(sa_type=words(Round))
    due_on: date
    done_on: date | None = None
    travel_km: float | None = None
    travel_min: float | None = None
    cost_satang: int = Field(default=0, sa_type=BigInteger)
    results: str = Field(default="", max_length=2000)
    assets: str = Field(default="", max_length=2000)
    complaints: str = Field(default="", max_length=2000)


class FollowUpCount(SchoolNetwork, table=True):
    """Where the children of one village are now: arrived, elsewhere, or lost."""

    __tablename__ = "follow_up_count"

    id: int | None = Field(default=None, primary_key=True)
    follow_up_id: int = Field(foreign_key="follow_up.id", index=True)
    village_code: str = Field(default="", max_length=16)
    village_name: str = Field(max_length=120)
    expected: int
    arrived: int = 0
    elsewhere: int = 0
    lost: int = 0
