"""Money that came: allocation notices, what was taken back from them, and to whom they were split. Satang."""

from __future__ import annotations

from datetime import date, datetime
from uuid import uuid4

from sqlalchemy import BigInteger, UniqueConstraint
from sqlmodel import Field

from planning.annual_plan.core import AnnualPlan
from planning.annual_plan.terms import BudgetType
from service.columns import Utc, utc_now, words


def new_key() -> str:
    """32 hex digits, for ever."""
    return uuid4().hex


class Allocation(AnnualPlan, table=True):
    """One notice (ใบงวด). `amount_satang` is what it gives now, `first_satang` what it gave at first."""

    __table_args__ = (
        UniqueConstraint("office_code", "fiscal_year", "letter_no"),
        UniqueConstraint("office_code", "fiscal_year", "notice_no", name="uq_allocation_notice"),
    )

    id: int | None = Field(default=None, primary_key=True)
    key: str = Field(default_factory=new_key, max_length=32, unique=True)
    office_code: str = Field(max_length=32, index=True)
    fiscal_year: int = Field(index=True)
    notice_no: str = Field(max_length=60)
    letter_no: str = Field(max_length=60)
    letter_date: date
    reference: str = Field(default="", max_length=255)
    account_code: str = Field(default="", max_length=60)
    plan: str = Field(default="", max_length=255)
    output: str = Field(default="", max_length=255)
    main_activity: str = Field(default="", max_length=255)
    source: str = Field(max_length=120)
    budget_code: str = Field(default="", max_length=60)
    budget_type: BudgetType = Field(sa_type=words(BudgetType))
    item: str = Field(default="", max_length=255)
    first_satang: int = Field(sa_type=BigInteger)
    amount_satang: int = Field(sa_type=BigInteger)
    created_at: datetime = Field(default_factory=utc_now, sa_type=Utc)


class AllocationCut(AnnualPlan, table=True):
    """Money of a notice that was taken back; never changed."""

    __tablename__ = "allocation_cut"

    id: int | None = Field(default=None, primary_key=True)
    office_code: str = Field(max_length=32, index=True)
    allocation_id: int = Field(foreign_key="allocation.id", index=True)
    on: date
    letter_no: str = Field(default="", max_length=60)
    by_satang: int = Field(sa_type=BigInteger)
    reason: str = Field(max_length=1000)
    deferred_until: date
    made_by: str = Field(max_length=120)
    made_at: datetime = Field(default_factory=utc_now, sa_type=Utc)


class AllocationSplit(AnnualPlan, table=True):
    """A share of a notice for one school or one project (I-4.3)."""

    __tablename__ = "allocation_split"

    id: int | None = Field(default=None, primary_key=True)
    office_code: str = Field(max_length=32, index=True)
    allocation_id: int = Field(foreign_key="allocation.id", index=True)
    school_code: str = Field(default="", max_length=8)
    project_id: int | None = Field(default=None, foreign_key="project.id")
    amount_satang: int = Field(sa_type=BigInteger)
    note: str = Field(default="", max_length=255)
    made_at: datetime = Field(default_factory=utc_now, sa_type=Utc)


class Setting(AnnualPlan, table=True):
    """Parameters of the annual plan of one office, each with who set it and why it may be set."""

    __table_args__ = (UniqueConstraint("office_code"),)

    id: int | None = Field(default=None, primary_key=True)
    office_code: str = Field(max_length=32)
    report_days: int = 10
    transfer_pairs: str = Field(default="operating>investment investment>operating", max_length=1000)
    norm_kindergarten: int = 30
    norm_other: int = 40
    set_by: str = Field(default="", max_length=120)
    set_at: datetime = Field(default_factory=utc_now, sa_type=Utc)
