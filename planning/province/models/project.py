"""Projects of plans, what partners bring and were asked to do, and the plans that agencies sent in."""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import JSON, BigInteger, UniqueConstraint
from sqlmodel import Field

from planning.province.core import Province
from planning.province.models.owned import Owned
from service.columns import Utc, utc_now, words
from service.guards import guard


class Project(Owned, table=True):
    """A project of a plan. `agency_id` leads it; who else brings something or has a task is a partner, and a project
    with partners is a shared one. `parent_id` is the project of the four-year plan that it is a year of, `told_key` the
    project of an office's annual plan that it is: what that plan spends is spent here. `indicators` are named by a key
    of the registry, or said in words with all that makes them one; `indicator` is what was written before that was
    asked for, until somebody describes it.
    """

    __table_args__ = (UniqueConstraint("plan_id", "agency_id", "title"),)

    plan_id: int = Field(foreign_key="plan.id", index=True)
    agency_id: int = Field(foreign_key="agency.id", index=True)
    parent_id: int | None = Field(default=None, foreign_key="project.id")
    strategy_id: int | None = Field(default=None, foreign_key="element.id")
    title: str = Field(max_length=255)
    activity: str = Field(default="", max_length=2000)
    objective: str = Field(default="", max_length=2000)
    output: str = Field(default="", max_length=500)
    indicator: str = Field(default="", max_length=500)
    indicators: list[dict[str, Any]] = Field(default_factory=list, sa_type=JSON)
    target_group: str = Field(default="", max_length=255)
    place: str = Field(default="", max_length=255)
    amount_satang: int = Field(default=0, sa_type=BigInteger)
    money_source: str = Field(default="", max_length=255)
    responsible: str = Field(default="", max_length=255)
    told_key: str = Field(default="", max_length=64, index=True)
    received_id: int | None = Field(default=None, foreign_key="received_plan.id", index=True)
    agreed_on: date | None = None


class ReceivedPlan(Owned, table=True):
    """The action plan of one agency for the annual plan: that it came, and from which file its projects were read."""

    __tablename__ = "received_plan"
    __table_args__ = (UniqueConstraint("plan_id", "agency_id"),)

    plan_id: int = Field(foreign_key="plan.id", index=True)
    agency_id: int = Field(foreign_key="agency.id", index=True)
    received_on: date
    letter_number: str = Field(default="", max_length=64)
    file_name: str = Field(default="", max_length=255)
    file_sha256: str = Field(default="", max_length=64)
    projects: int = 0


class ContributionKind(StrEnum):
    """What a partner brings."""

    MONEY = "money"
    STAFF = "staff"
    IN_KIND = "in_kind"


class PledgeState(StrEnum):
    """Where it stands what a partner brings. A declined one may be offered again; it counts while it is offered."""

    OFFERED = "offered"
    DECLINED = "declined"


class Contribution(Owned, table=True):
    """What one agency brings into a shared project: satang of money, persons and their days, or things. Things and
    persons are worth something and are not money: only money adds up to the project. How it came to its `state` is
    told by its steps.
    """

    __table_args__ = (UniqueConstraint("project_id", "agency_id", "kind"),)

    project_id: int = Field(foreign_key="project.id", index=True)
    agency_id: int = Field(foreign_key="agency.id", index=True)
    kind: ContributionKind = Field(sa_type=words(ContributionKind))
    amount_satang: int = Field(default=0, sa_type=BigInteger)
    persons: int = 0
    person_days: int = 0
    what: str = Field(default="", max_length=500)
    state: PledgeState = Field(default=PledgeState.OFFERED, sa_type=words(PledgeState), index=True)


class PledgeStep(Province, table=True):
    """What became of a contribution at one moment: offered, offered otherwise, declined, offered again; with the
    figures of then. Steps are added and never changed.
    """

    __tablename__ = "pledge_step"

    id: int | None = Field(default=None, primary_key=True)
    office_code: str = Field(max_length=32, index=True)
    contribution_id: int = Field(foreign_key="contribution.id", index=True)
    state: PledgeState = Field(sa_type=words(PledgeState))
    reason: str = Field(default="", max_length=2000)
    amount_satang: int = Field(default=0, sa_type=BigInteger)
    persons: int = 0
    person_days: int = 0
    what: str = Field(default="", max_length=500)
    made_by: str = Field(max_length=120)
    made_at: datetime = Field(default_factory=utc_now, sa_type=Utc)


guard(PledgeStep)


class TaskState(StrEnum):
    """Where a task stands. A declined one lies with the lead again."""

    OFFERED = "offered"
    ACCEPTED = "accepted"
    DECLINED = "declined"
    DONE = "done"


class Task(Owned, table=True):
    """What an agency is asked to do for a shared project. `agency_id` was asked last, `holder_id` has it now."""

    __table_args__ = (UniqueConstraint("project_id", "title"),)

    project_id: int = Field(foreign_key="project.id", index=True)
    agency_id: int = Field(foreign_key="agency.id", index=True)
    holder_id: int = Field(foreign_key="agency.id", index=True)
    title: str = Field(max_length=255)
    due_on: date
    state: TaskState = Field(default=TaskState.OFFERED, sa_type=words(TaskState), index=True)
    offered_at: datetime = Field(sa_type=Utc)
    answered_at: datetime | None = Field(default=None, sa_type=Utc)
    answered_by: str = Field(default="", max_length=120)
    reason: str = Field(default="", max_length=2000)


class RulingKind(StrEnum):
    """What is done about two projects that overlap."""

    JOIN = "join"
    SPLIT = "split"
    APART = "apart"


class Ruling(Owned, table=True):
    """A decision about a pair of projects that the finder found; the smaller id is the first."""

    __tablename__ = "overlap_ruling"
    __table_args__ = (UniqueConstraint("first_id", "second_id"),)

    plan_id: int = Field(foreign_key="plan.id", index=True)
    first_id: int = Field(foreign_key="project.id")
    second_id: int = Field(foreign_key="project.id")
    kind: RulingKind = Field(sa_type=words(RulingKind))
    reason: str = Field(max_length=2000)
