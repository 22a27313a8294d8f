"""Indicators with their targets, and project frames with what each may cost in a year."""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import BigInteger, UniqueConstraint
from sqlmodel import Field

from planning.development_plan.core import DevelopmentPlan
from planning.development_plan.models.plan import new_key
from planning.plans.described import Direction
from planning.plans.indicator import checks
from service.columns import Utc, utc_now, words


class Level(StrEnum):
    """What an indicator tells of."""

    OUTPUT = "output"
    OUTCOME = "outcome"


class PlanIndicator(DevelopmentPlan, table=True):
    """An indicator of a goal or a strategy. `key` is that of the registry where it was taken from there: reports of
    the annual plan name it so. The ends of a band are None for the other directions.
    """

    __tablename__ = "plan_indicator"
    __table_args__ = (
        UniqueConstraint("plan_id", "key"),
        UniqueConstraint("plan_id", "code", name="uq_plan_indicator_code"),
        *checks(),
    )

    id: int | None = Field(default=None, primary_key=True)
    office_code: str = Field(max_length=32, index=True)
    plan_id: int = Field(foreign_key="devplan.id", index=True)
    element_id: int = Field(foreign_key="element.id", index=True)
    key: str = Field(default_factory=new_key, max_length=64)
    code: str = Field(max_length=32)
    name: str = Field(max_length=500)
    level: Level = Field(sa_type=words(Level))
    unit: str = Field(max_length=64)
    direction: Direction = Field(sa_type=words(Direction))
    formula: str = Field(default="", max_length=1000)
    source: str = Field(default="", max_length=500)
    baseline: float | None = None
    baseline_year: int | None = None
    no_baseline: str = Field(default="", max_length=500)
    band_low: float | None = None
    band_high: float | None = None


class PlanTarget(DevelopmentPlan, table=True):
    """What is to be reached in a fiscal year. `area` is a school's code or a district; empty: the whole office."""

    __tablename__ = "plan_target"
    __table_args__ = (UniqueConstraint("indicator_id", "fiscal_year", "area"),)

    id: int | None = Field(default=None, primary_key=True)
    office_code: str = Field(max_length=32, index=True)
    indicator_id: int = Field(foreign_key="plan_indicator.id", index=True)
    fiscal_year: int
    area: str = Field(default="", max_length=120)
    value: float


class ProjectFrame(DevelopmentPlan, table=True):
    """A project that the annual plans are to fill: for which strategy, with which output and outcome."""

    __tablename__ = "project_frame"

    id: int | None = Field(default=None, primary_key=True)
    office_code: str = Field(max_length=32, index=True)
    plan_id: int = Field(foreign_key="devplan.id", index=True)
    key: str = Field(default_factory=new_key, max_length=32, unique=True)
    strategy_id: int = Field(foreign_key="element.id", index=True)
    indicator_id: int | None = Field(default=None, foreign_key="plan_indicator.id")
    place: int
    title: str = Field(max_length=500)
    owner: str = Field(default="", max_length=255)
    output: str = Field(default="", max_length=1000)
    outcome: str = Field(default="", max_length=1000)


class FrameYear(DevelopmentPlan, table=True):
    """What a frame may cost in a fiscal year, in satang."""

    __tablename__ = "frame_year"
    __table_args__ = (UniqueConstraint("frame_id", "fiscal_year"),)

    id: int | None = Field(default=None, primary_key=True)
    office_code: str = Field(max_length=32, index=True)
    frame_id: int = Field(foreign_key="project_frame.id", index=True)
    fiscal_year: int
    satang: int = Field(sa_type=BigInteger)


class Actual(DevelopmentPlan, table=True):
    """What an indicator was in a quarter, as the annual plan reported it; what was told last holds."""

    __tablename__ = "actual_heard"
    __table_args__ = (UniqueConstraint("office_code", "indicator_key", "fiscal_year", "quarter", "project_key"),)

    id: int | None = Field(default=None, primary_key=True)
    office_code: str = Field(max_length=32, index=True)
    indicator_key: str = Field(max_length=64, index=True)
    fiscal_year: int
    quarter: int
    project_key: str = Field(default="", max_length=64)
    value: float
    as_of: date
    source: str = Field(default="", max_length=255)
    heard_at: datetime = Field(default_factory=utc_now, sa_type=Utc)


class Spending(DevelopmentPlan, table=True):
    """What a project of an annual plan has and has spent in a fiscal year, in satang; `frame_key` is its frame."""

    __tablename__ = "spending_heard"
    __table_args__ = (UniqueConstraint("office_code", "project_key", "fiscal_year"),)

    id: int | None = Field(default=None, primary_key=True)
    office_code: str = Field(max_length=32, index=True)
    project_key: str = Field(max_length=64)
    fiscal_year: int
    frame_key: str = Field(max_length=64, index=True)
    title: str = Field(default="", max_length=500)
    approved_satang: int = Field(default=0, sa_type=BigInteger)
    spent_satang: int = Field(default=0, sa_type=BigInteger)
    heard_at: datetime = Field(default_factory=utc_now, sa_type=Utc)
