"""What schools get by head, how they fill their rooms, and what they ask for. Counts only; satang."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, BigInteger, UniqueConstraint
from sqlmodel import Field

from planning.annual_plan.core import AnnualPlan
from planning.annual_plan.models.money import new_key
from planning.annual_plan.terms import Level, Review
from service.columns import Utc, utc_now, words


class GrantRate(AnnualPlan, table=True):
    """Satang a pupil and term, of a level, for academic years from `first_year` to `last_year` (None: no end)."""

    __tablename__ = "grant_rate"

    id: int | None = Field(default=None, primary_key=True)
    office_code: str = Field(max_length=32, index=True)
    level: Level = Field(sa_type=words(Level))
    satang: int = Field(sa_type=BigInteger)
    first_year: int
    last_year: int | None = None
    source: str = Field(default="", max_length=255)


class GrantRun(AnnualPlan, table=True):
    """Grants of one term by one revision of a count; `before_id` is the run that it corrects."""

    __tablename__ = "grant_run"

    id: int | None = Field(default=None, primary_key=True)
    key: str = Field(default_factory=new_key, max_length=32, unique=True)
    office_code: str = Field(max_length=32, index=True)
    academic_year: int
    term: int
    count_date: date | None = None
    revision: int = 1
    before_id: int | None = Field(default=None, foreign_key="grant_run.id")
    total_satang: int = Field(sa_type=BigInteger)
    made_by: str = Field(max_length=120)
    made_at: datetime = Field(default_factory=utc_now, sa_type=Utc)


class GrantShare(AnnualPlan, table=True):
    """What one school gets by a run. `before_satang` is what the corrected run gave it, None in a first run."""

    __tablename__ = "grant_share"
    __table_args__ = (UniqueConstraint("run_id", "school_code"),)

    id: int | None = Field(default=None, primary_key=True)
    office_code: str = Field(max_length=32, index=True)
    run_id: int = Field(foreign_key="grant_run.id", index=True)
    school_code: str = Field(max_length=8)
    school_name: str = Field(default="", max_length=255)
    pupils: dict[str, int] = Field(default_factory=dict, sa_type=JSON)
    amount_satang: int = Field(sa_type=BigInteger)
    before_satang: int | None = Field(default=None, sa_type=BigInteger)


class ClassPlan(AnnualPlan, table=True):
    """Rooms of one school in one academic year: `rooms` are [grade, pupils, rooms]."""

    __tablename__ = "class_plan"
    __table_args__ = (UniqueConstraint("office_code", "academic_year", "school_code"),)

    id: int | None = Field(default=None, primary_key=True)
    office_code: str = Field(max_length=32, index=True)
    academic_year: int
    school_code: str = Field(max_length=8)
    school_name: str = Field(default="", max_length=255)
    rooms: list[Any] = Field(default_factory=list, sa_type=JSON)
    state: Review = Field(default=Review.DRAFT, sa_type=words(Review))
    comment: str = Field(default="", max_length=1000)
    decided_by: str = Field(default="", max_length=120)
    version: int = 1
    changed_at: datetime = Field(default_factory=utc_now, sa_type=Utc)


class BudgetRequest(AnnualPlan, table=True):
    """What a school asks for (I-4.2): equipment, or land and buildings. Marks are 0 to 5 of each question."""

    __tablename__ = "budget_request"

    id: int | None = Field(default=None, primary_key=True)
    office_code: str = Field(max_length=32, index=True)
    fiscal_year: int = Field(index=True)
    school_code: str = Field(max_length=8)
    school_name: str = Field(default="", max_length=255)
    kind: str = Field(max_length=32)
    item: str = Field(max_length=255)
    quantity: int
    unit: str = Field(default="", max_length=60)
    unit_satang: int = Field(sa_type=BigInteger)
    lack: int = 0
    condition: int = 0
    pupils: int = 0
    safety: int = 0
    attachments: str = Field(default="", max_length=1000)
    funded: bool = False
    made_by: str = Field(max_length=120)
    made_at: datetime = Field(default_factory=utc_now, sa_type=Utc)
