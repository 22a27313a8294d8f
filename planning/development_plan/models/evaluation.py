"""Evaluations of the plan, yearly and at mid-term, with what was learnt."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

from sqlalchemy import JSON, UniqueConstraint
from sqlmodel import Field

from planning.development_plan.core import DevelopmentPlan
from service.columns import Utc, utc_now, words


class EvaluationKind(StrEnum):
    """Of one year, or of the first half of the plan."""

    YEARLY = "yearly"
    MID_TERM = "mid_term"


class Evaluation(DevelopmentPlan, table=True):
    """`fiscal_year` is the last year that it looks at; `results` are the grades as they were when it was written."""

    __table_args__ = (UniqueConstraint("plan_id", "kind", "fiscal_year"),)

    id: int | None = Field(default=None, primary_key=True)
    office_code: str = Field(max_length=32, index=True)
    plan_id: int = Field(foreign_key="devplan.id", index=True)
    kind: EvaluationKind = Field(sa_type=words(EvaluationKind))
    fiscal_year: int
    results: list[dict[str, object]] = Field(default_factory=list, sa_type=JSON)
    problems: str = Field(default="", max_length=4000)
    lessons: str = Field(default="", max_length=4000)
    advice: str = Field(default="", max_length=4000)
    author: str = Field(max_length=120)
    changed_at: datetime = Field(default_factory=utc_now, sa_type=Utc)
