"""How projects go: quarterly reports, waivers, evaluations; and what was decided before the year. Satang."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, BigInteger, UniqueConstraint
from sqlmodel import Field

from planning.annual_plan.core import AnnualPlan
from planning.annual_plan.terms import Decision, Progress
from planning.plans.models.kept import KeptFile
from service.columns import Utc, utc_now, words


class QuarterReport(AnnualPlan, table=True):
    """One report of one project. `percent` is physical progress, `spent_satang` what the ledger said then, `actuals`
    values by key of indicator, `evidence` an address or the number of a paper beside the files that were handed in.
    With `waiver` it is no report but why none is needed. `version` rises with each change.
    """

    __tablename__ = "quarter_report"
    __table_args__ = (UniqueConstraint("project_id", "quarter"),)

    id: int | None = Field(default=None, primary_key=True)
    office_code: str = Field(max_length=32, index=True)
    project_id: int = Field(foreign_key="project.id", index=True)
    fiscal_year: int = Field(index=True)
    quarter: int
    progress: Progress = Field(default=Progress.NOT_STARTED, sa_type=words(Progress))
    percent: int = 0
    output_quantity: int = 0
    spent_satang: int = Field(default=0, sa_type=BigInteger)
    problem: str = Field(default="", max_length=2000)
    remedy: str = Field(default="", max_length=2000)
    evidence: str = Field(default="", max_length=1000)
    actuals: dict[str, float] = Field(default_factory=dict, sa_type=JSON)
    waiver: str = Field(default="", max_length=1000)
    reported_on: date
    reported_by: str = Field(max_length=120)
    version: int = 1
    made_at: datetime = Field(default_factory=utc_now, sa_type=Utc)


class Evaluation(AnnualPlan, table=True):
    """A judgement of a project or plan, with the evidence without which it is none."""

    __tablename__ = "evaluation"

    id: int | None = Field(default=None, primary_key=True)
    office_code: str = Field(max_length=32, index=True)
    fiscal_year: int = Field(index=True)
    subject: str = Field(max_length=255)
    project_id: int | None = Field(default=None, foreign_key="project.id")
    criteria: str = Field(max_length=1000)
    score: int
    most: int
    evidence: str = Field(default="", max_length=1000)
    judge: str = Field(max_length=120)
    lesson: str = Field(default="", max_length=2000)
    judged_on: date
    made_at: datetime = Field(default_factory=utc_now, sa_type=Utc)


class Proof(KeptFile, AnnualPlan, table=True):
    """A file that proves a quarterly report or an evaluation: one of the two."""

    __tablename__ = "proof"

    id: int | None = Field(default=None, primary_key=True)
    office_code: str = Field(max_length=32, index=True)
    report_id: int | None = Field(default=None, foreign_key="quarter_report.id", index=True)
    evaluation_id: int | None = Field(default=None, foreign_key="evaluation.id", index=True)


class FrameReview(AnnualPlan, table=True):
    """What becomes of one project of the five-year frame in one year, and why."""

    __tablename__ = "frame_review"
    __table_args__ = (UniqueConstraint("office_code", "fiscal_year", "frame_key"),)

    id: int | None = Field(default=None, primary_key=True)
    office_code: str = Field(max_length=32, index=True)
    fiscal_year: int
    frame_key: str = Field(max_length=64)
    decision: Decision = Field(sa_type=words(Decision))
    reason: str = Field(default="", max_length=1000)
    made_by: str = Field(max_length=120)
    made_at: datetime = Field(default_factory=utc_now, sa_type=Utc)


class YearTarget(AnnualPlan, table=True):
    """The target of an indicator for one year, beside what the five-year path says; below the path with a reason."""

    __tablename__ = "year_target"
    __table_args__ = (UniqueConstraint("office_code", "fiscal_year", "indicator_key"),)

    id: int | None = Field(default=None, primary_key=True)
    office_code: str = Field(max_length=32, index=True)
    fiscal_year: int
    indicator_key: str = Field(max_length=64)
    name: str = Field(max_length=255)
    unit: str = Field(default="", max_length=60)
    value: float
    path_value: float | None = None
    reason: str = Field(default="", max_length=1000)
    made_by: str = Field(max_length=120)
    made_at: datetime = Field(default_factory=utc_now, sa_type=Utc)


class SchoolPlan(AnnualPlan, table=True):
    """The annual plan of one school: what it knows that it gets, and what it plans (P2-4.8)."""

    __tablename__ = "school_plan"
    __table_args__ = (UniqueConstraint("office_code", "fiscal_year", "school_code"),)

    id: int | None = Field(default=None, primary_key=True)
    office_code: str = Field(max_length=32, index=True)
    fiscal_year: int
    school_code: str = Field(max_length=8)
    school_name: str = Field(default="", max_length=255)
    grant_satang: int = Field(default=0, sa_type=BigInteger)
    other_satang: int = Field(default=0, sa_type=BigInteger)
    projects: list[Any] = Field(default_factory=list, sa_type=JSON)
    state: str = Field(default="draft", max_length=32)
    comment: str = Field(default="", max_length=2000)
    version: int = 1
    changed_at: datetime = Field(default_factory=utc_now, sa_type=Utc)
