"""Yearly targets of the objective of a process."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import UniqueConstraint
from sqlmodel import Field

from planning.plans.core import Plans
from service.columns import Utc, utc_now


class ObjectiveTarget(Plans, table=True):
    """What the indicator of an objective is to be in a fiscal year, and from where it began."""

    __tablename__ = "objective_target"
    __table_args__ = (UniqueConstraint("office_code", "objective", "fiscal_year"),)

    id: int | None = Field(default=None, primary_key=True)
    office_code: str = Field(max_length=32, index=True)
    objective: str = Field(max_length=48)
    fiscal_year: int
    baseline: float
    target: float
    note: str = Field(default="", max_length=500)
    set_at: datetime = Field(default_factory=utc_now, sa_type=Utc)
    set_by: str = Field(default="", max_length=120)
