"""Plans of schools: what each writes for the goals of the office, how it is reviewed, and visits that help."""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import JSON, UniqueConstraint
from sqlmodel import Field

from planning.development_plan.core import DevelopmentPlan
from service.columns import Utc, utc_now, words


class SchoolPlanState(StrEnum):
    """Where a school's plan stands."""

    WRITING = "writing"
    SENT = "sent"
    RETURNED = "returned"
    ACCEPTED = "accepted"


class SchoolPlan(DevelopmentPlan, table=True):
    """The workspace of one school. `figures` are its own data at the day on which the workspace was made."""

    __tablename__ = "school_plan"
    __table_args__ = (UniqueConstraint("plan_id", "school_code"),)

    id: int | None = Field(default=None, primary_key=True)
    office_code: str = Field(max_length=32, index=True)
    plan_id: int = Field(foreign_key="devplan.id", index=True)
    school_code: str = Field(max_length=8, index=True)
    school_name: str = Field(max_length=255)
    school_group: str = Field(default="", max_length=120)
    figures: dict[str, object] = Field(default_factory=dict, sa_type=JSON)
    vision: str = Field(default="", max_length=2000)
    problems: str = Field(default="", max_length=4000)
    state: SchoolPlanState = Field(default=SchoolPlanState.WRITING, sa_type=words(SchoolPlanState), index=True)
    sent_at: datetime | None = Field(default=None, sa_type=Utc)
    changed_at: datetime = Field(default_factory=utc_now, sa_type=Utc)


class SchoolGoal(DevelopmentPlan, table=True):
    """A goal of the office in a school's plan, with its words as they were taken over, and what the school does."""

    __tablename__ = "school_goal"

    id: int | None = Field(default=None, primary_key=True)
    office_code: str = Field(max_length=32, index=True)
    school_plan_id: int = Field(foreign_key="school_plan.id", index=True)
    place: int
    goal_key: str = Field(max_length=32)
    goal_text: str = Field(max_length=2000)
    answer: str = Field(default="", max_length=2000)
    target: str = Field(default="", max_length=255)


class Review(DevelopmentPlan, table=True):
    """One look at a school's plan: what of the checklist was met, and what is to be mended."""

    __tablename__ = "school_plan_review"

    id: int | None = Field(default=None, primary_key=True)
    office_code: str = Field(max_length=32, index=True)
    school_plan_id: int = Field(foreign_key="school_plan.id", index=True)
    at: datetime = Field(default_factory=utc_now, sa_type=Utc)
    reviewer: str = Field(max_length=120)
    is_accepted: bool
    met: list[str] = Field(default_factory=list, sa_type=JSON)
    comment: str = Field(default="", max_length=2000)


class SupportVisit(DevelopmentPlan, table=True):
    """A visit, a call or a training that helped a school with its plan."""

    __tablename__ = "support_visit"

    id: int | None = Field(default=None, primary_key=True)
    office_code: str = Field(max_length=32, index=True)
    school_plan_id: int = Field(foreign_key="school_plan.id", index=True)
    held_on: date
    visitor: str = Field(max_length=255)
    subject: str = Field(max_length=500)
    advice: str = Field(default="", max_length=2000)
