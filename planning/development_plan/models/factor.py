"""Factors around the office, and mapping runs and measurements of other services that bear on them."""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import UniqueConstraint
from sqlmodel import Field

from planning.development_plan.core import DevelopmentPlan
from planning.development_plan.models.plan import new_key
from service.columns import Utc, utc_now, words


class FactorClass(StrEnum):
    """Inside the office: strengths and weaknesses; around it: opportunities and threats."""

    STRENGTH = "strength"
    WEAKNESS = "weakness"
    OPPORTUNITY = "opportunity"
    THREAT = "threat"


class Basis(StrEnum):
    """Where a factor is known from; all but the first were measured by somebody."""

    JUDGED = "judged"
    SITUATION = "situation"
    INDICATOR = "indicator"
    RISK = "risk"
    MAPPING = "mapping"
    STUDY = "study"


class Factor(DevelopmentPlan, table=True):
    """`weight` in hundredths of the side that it is of (inside or around); `score` 1 to 5."""

    id: int | None = Field(default=None, primary_key=True)
    office_code: str = Field(max_length=32, index=True)
    plan_id: int = Field(foreign_key="devplan.id", index=True)
    key: str = Field(default_factory=new_key, max_length=32, unique=True)
    factor_class: FactorClass = Field(sa_type=words(FactorClass))
    text: str = Field(max_length=1000)
    weight: int
    score: int
    basis: Basis = Field(default=Basis.JUDGED, sa_type=words(Basis))
    evidence: str = Field(default="", max_length=2000)
    source_key: str = Field(default="", max_length=64)


class MappingRun(DevelopmentPlan, table=True):
    """A mapping run that the school network told of; the same inputs have the same fingerprint."""

    __tablename__ = "mapping_run_heard"
    __table_args__ = (UniqueConstraint("office_code", "run_key"),)

    id: int | None = Field(default=None, primary_key=True)
    office_code: str = Field(max_length=32, index=True)
    run_key: str = Field(max_length=64)
    fingerprint: str = Field(max_length=64)
    academic_year: int
    schools: int
    villages: int
    children: int
    children_beyond: int
    villages_on_straight_line: int
    at: datetime = Field(sa_type=Utc)


class Origin(StrEnum):
    """What a suggestion came from."""

    RISK = "risk"
    INDICATOR = "indicator"
    INNOVATION = "innovation"


class SuggestionState(StrEnum):
    """What became of a suggestion."""

    OPEN = "open"
    TAKEN = "taken"
    DISMISSED = "dismissed"


class Suggestion(DevelopmentPlan, table=True):
    """What another service told and what may go into the plan: a factor, or a measure. The newest word of it holds."""

    __table_args__ = (UniqueConstraint("office_code", "origin", "source_key"),)

    id: int | None = Field(default=None, primary_key=True)
    office_code: str = Field(max_length=32, index=True)
    origin: Origin = Field(sa_type=words(Origin))
    source_key: str = Field(max_length=64)
    title: str = Field(max_length=500)
    detail: str = Field(default="", max_length=1000)
    is_good: bool = False
    told_on: date
    state: SuggestionState = Field(default=SuggestionState.OPEN, sa_type=words(SuggestionState), index=True)
    reason: str = Field(default="", max_length=500)
    changed_at: datetime = Field(default_factory=utc_now, sa_type=Utc)
