"""Projects of plans, what partners bring and were asked to do, and the plans that agencies sent in."""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import UniqueConstraint
from sqlmodel import Field

from planning.province.models.owned import Owned
from service.columns import Utc, words


class Project(Owned, table=True):
    """A project of a plan. `agency_id` leads it; who else brings something or has a task is a partner, and a project
    with partners is a shared one. `parent_id` is the project of the four-year plan that it is a year of, `told_key` the
    project of an office's annual plan that it is: what that plan spends is spent here.
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
    target_group: str = Field(default="", max_length=255)
    place: str = Field(default="", max_length=255)
    amount_satang: int = 0
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


class Contribution(Owned, table=True):
    """What one agency brings into a shared project: satang of money, persons and their days, or things. Things and
    persons are worth something and are not money: only money adds up to the project.
    """

    __table_args__ = (UniqueConstraint("project_id", "agency_id", "kind"),)

    project_id: int = Field(foreign_key="project.id", index=True)
    agency_id: int = Field(foreign_key="agency.id", index=True)
    kind: ContributionKind = Field(sa_type=words(ContributionKind))
    amount_satang: int = 0
    persons: int = 0
    person_days: int = 0
    what: str = Field(default="", max_length=500)


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
