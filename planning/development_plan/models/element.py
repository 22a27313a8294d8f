"""What the plan says: vision, missions, goals, values, strategies, measures, and how they hang together."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

from sqlalchemy import UniqueConstraint
from sqlmodel import Field

from planning.development_plan.core import DevelopmentPlan
from planning.development_plan.models.plan import new_key
from service.columns import Utc, utc_now, words


class ElementKind(StrEnum):
    """In the order in which a plan is written."""

    VISION = "vision"
    MISSION = "mission"
    GOAL = "goal"
    VALUE = "value"
    STRATEGY = "strategy"
    MEASURE = "measure"


class Element(DevelopmentPlan, table=True):
    """One of them. `text` is the draft that holds, empty as long as none was taken; a measure has the strategy that it
    belongs to as `parent_id`. `revision` counts the texts that held.
    """

    id: int | None = Field(default=None, primary_key=True)
    office_code: str = Field(max_length=32, index=True)
    plan_id: int = Field(foreign_key="devplan.id", index=True)
    key: str = Field(default_factory=new_key, max_length=32, unique=True)
    kind: ElementKind = Field(sa_type=words(ElementKind), index=True)
    parent_id: int | None = Field(default=None, foreign_key="element.id", index=True)
    place: int
    text: str = Field(default="", max_length=2000)
    revision: int = 0
    changed_at: datetime = Field(default_factory=utc_now, sa_type=Utc)


class ElementDraft(DevelopmentPlan, table=True):
    """How one person would word it; never changed. `held_as` is the revision as which it held, None: it never did."""

    __tablename__ = "element_draft"

    id: int | None = Field(default=None, primary_key=True)
    office_code: str = Field(max_length=32, index=True)
    element_id: int = Field(foreign_key="element.id", index=True)
    author: str = Field(max_length=120)
    text: str = Field(max_length=2000)
    at: datetime = Field(default_factory=utc_now, sa_type=Utc)
    held_as: int | None = None


class ElementComment(DevelopmentPlan, table=True):
    """What somebody said of it."""

    __tablename__ = "element_comment"

    id: int | None = Field(default=None, primary_key=True)
    office_code: str = Field(max_length=32, index=True)
    element_id: int = Field(foreign_key="element.id", index=True)
    author: str = Field(max_length=120)
    text: str = Field(max_length=2000)
    at: datetime = Field(default_factory=utc_now, sa_type=Utc)


class ElementTie(DevelopmentPlan, table=True):
    """A goal serves a mission; a strategy serves a goal."""

    __tablename__ = "element_tie"
    __table_args__ = (UniqueConstraint("lower_id", "upper_id"),)

    id: int | None = Field(default=None, primary_key=True)
    office_code: str = Field(max_length=32, index=True)
    plan_id: int = Field(foreign_key="devplan.id", index=True)
    lower_id: int = Field(foreign_key="element.id", index=True)
    upper_id: int = Field(foreign_key="element.id", index=True)


class FactorPair(DevelopmentPlan, table=True):
    """A strategy answers a factor of the inside together with one from around: SO, ST, WO or WT."""

    __tablename__ = "factor_pair"
    __table_args__ = (UniqueConstraint("strategy_id", "inner_id", "outer_id"),)

    id: int | None = Field(default=None, primary_key=True)
    office_code: str = Field(max_length=32, index=True)
    plan_id: int = Field(foreign_key="devplan.id", index=True)
    strategy_id: int = Field(foreign_key="element.id", index=True)
    inner_id: int = Field(foreign_key="factor.id", index=True)
    outer_id: int = Field(foreign_key="factor.id", index=True)


class ProblemTie(DevelopmentPlan, table=True):
    """A goal or a project frame answers a problem or need: a factor. Exactly one of the first two is given."""

    __tablename__ = "problem_tie"
    __table_args__ = (UniqueConstraint("goal_id", "frame_id", "factor_id"),)

    id: int | None = Field(default=None, primary_key=True)
    office_code: str = Field(max_length=32, index=True)
    plan_id: int = Field(foreign_key="devplan.id", index=True)
    goal_id: int | None = Field(default=None, foreign_key="element.id", index=True)
    frame_id: int | None = Field(default=None, foreign_key="project_frame.id", index=True)
    factor_id: int = Field(foreign_key="factor.id", index=True)
