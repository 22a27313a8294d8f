"""The annual procurement plan of a unit: what is to be bought in a fiscal year, and when it was published."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import BigInteger, UniqueConstraint
from sqlmodel import Field

from inventory.core import Core
from inventory.models.asset import Fund
from service.columns import Utc, utc_now, words


class PlanEntry(Core, table=True):
    """One project of the plan of a unit and fiscal year (`year`, Buddhist era); `unit` is `site_id` or 0, the office.

    It is published with its day and its number in e-GP, and never changed from then on: it is withdrawn, and another
    one published. `budget_line_id` is the line of the annual plan; `budget_confirmed_at` when its service said so.
    """

    __tablename__ = "plan_entry"
    __table_args__ = (UniqueConstraint("office_id", "unit", "year", "number"),)

    id: int | None = Field(default=None, primary_key=True)
    office_id: int = Field(foreign_key="office.id", index=True)
    site_id: int | None = Field(default=None, foreign_key="site.id", index=True)
    unit: int = 0
    year: int
    number: int
    name: str = Field(max_length=255)
    category: str = Field(default="", max_length=120)
    amount_satang: int = Field(sa_type=BigInteger)
    fund: Fund = Field(default=Fund.BUDGET, sa_type=words(Fund))
    budget_source: str = Field(default="", max_length=255)
    budget_line_id: str | None = Field(default=None, max_length=64)
    budget_confirmed_at: datetime | None = Field(default=None, sa_type=Utc)
    planned_on: date | None = None
    published_on: date | None = None
    egp_plan_no: str = Field(default="", max_length=64)
    withdrawn_on: date | None = None
    withdraw_reason: str = Field(default="", max_length=500)
    note: str = Field(default="", max_length=2000)
    created_at: datetime = Field(default_factory=utc_now, sa_type=Utc)
