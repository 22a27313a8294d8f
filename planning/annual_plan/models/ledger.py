"""The ledger: entries are added and never changed; what was wrong is taken back by an entry of its own. Satang."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import JSON, BigInteger, Index, UniqueConstraint
from sqlmodel import Field

from planning.annual_plan.core import AnnualPlan
from planning.annual_plan.models.money import new_key
from planning.annual_plan.terms import Asked, EntryKind
from service.columns import Utc, utc_now, words


class Entry(AnnualPlan, table=True):
    """One entry of one line. The four moves say what it does to the line; `of_id` is the entry that it goes on from,
    `pair_key` joins the two sides of a transfer, `number` is the number of the request or the ฎีกา.
    """

    __tablename__ = "entry"
    __table_args__ = (Index("ix_entry_line", "office_code", "line_id"),)

    id: int | None = Field(default=None, primary_key=True)
    key: str = Field(default_factory=new_key, max_length=32, unique=True)
    office_code: str = Field(max_length=32, index=True)
    fiscal_year: int = Field(index=True)
    quarter: int
    on: date
    kind: EntryKind = Field(sa_type=words(EntryKind), index=True)
    line_id: int = Field(foreign_key="budget_line.id")
    project_id: int = Field(foreign_key="project.id", index=True)
    amount_satang: int = Field(sa_type=BigInteger)
    planned_move: int = Field(default=0, sa_type=BigInteger)
    asked_move: int = Field(default=0, sa_type=BigInteger)
    bound_move: int = Field(default=0, sa_type=BigInteger)
    paid_move: int = Field(default=0, sa_type=BigInteger)
    of_id: int | None = Field(default=None, foreign_key="entry.id", index=True)
    pair_key: str = Field(default="", max_length=32, index=True)
    number: str = Field(default="", max_length=60, index=True)
    asked: Asked = Field(default=Asked.PAY, sa_type=words(Asked))
    allocation_id: int | None = Field(default=None, foreign_key="allocation.id")
    note: str = Field(default="", max_length=1000)
    approved_by: str = Field(default="", max_length=120)
    made_by: str = Field(max_length=120)
    made_at: datetime = Field(default_factory=utc_now, sa_type=Utc)


class CarryOver(AnnualPlan, table=True):
    """A line whose money may be paid after its year (กันเงินเหลื่อมปี), until a day, with who approved it."""

    __tablename__ = "carry_over"
    __table_args__ = (UniqueConstraint("office_code", "line_id"),)

    id: int | None = Field(default=None, primary_key=True)
    office_code: str = Field(max_length=32, index=True)
    line_id: int = Field(foreign_key="budget_line.id")
    amount_satang: int = Field(sa_type=BigInteger)
    until: date
    number: str = Field(default="", max_length=60)
    reason: str = Field(max_length=1000)
    approved_by: str = Field(max_length=120)
    made_at: datetime = Field(default_factory=utc_now, sa_type=Utc)


class ClosedQuarter(AnnualPlan, table=True):
    """A quarter in which nothing changes any more (INV-B6); with the fourth the year is closed."""

    __tablename__ = "closed_quarter"
    __table_args__ = (UniqueConstraint("office_code", "fiscal_year", "quarter"),)

    id: int | None = Field(default=None, primary_key=True)
    office_code: str = Field(max_length=32)
    fiscal_year: int
    quarter: int
    spent_satang: int = Field(sa_type=BigInteger)
    projects: int
    waived: int
    closed_by: str = Field(max_length=120)
    closed_at: datetime = Field(default_factory=utc_now, sa_type=Utc)


class UnbookedPurchase(AnnualPlan, table=True):
    """What netops told of a purchase and the ledger could not take: `kind` of the entry that it would have been and its
    `number`, and why, as the page says it in the reader's language.
    """

    __tablename__ = "unbooked_purchase"

    id: int | None = Field(default=None, primary_key=True)
    office_code: str = Field(max_length=32, index=True)
    fiscal_year: int
    purchase_id: int
    kind: EntryKind = Field(sa_type=words(EntryKind))
    number: str = Field(max_length=60)
    amount_satang: int = Field(sa_type=BigInteger)
    why: str = Field(max_length=1000)
    values: dict[str, str] = Field(default_factory=dict, sa_type=JSON)
    heard_at: datetime = Field(default_factory=utc_now, sa_type=Utc)


class RegisteredDika(AnnualPlan, table=True):
    """One ฎีกา of a register of another system, against which the ledger is checked."""

    __tablename__ = "registered_dika"
    __table_args__ = (UniqueConstraint("office_code", "fiscal_year", "dika_no"),)

    id: int | None = Field(default=None, primary_key=True)
    office_code: str = Field(max_length=32, index=True)
    fiscal_year: int
    dika_no: str = Field(max_length=60)
    dika_date: date
    notice_no: str = Field(default="", max_length=60)
    request_no: str = Field(default="", max_length=60)
    amount_satang: int = Field(default=0, sa_type=BigInteger)


class Register(AnnualPlan, table=True):
    """A file that was read, kept until it is loaded: loading it twice does nothing."""

    __tablename__ = "register"

    id: int | None = Field(default=None, primary_key=True)
    office_code: str = Field(max_length=32, index=True)
    fiscal_year: int
    kind: str = Field(max_length=32)
    name: str = Field(max_length=255)
    sha256: str = Field(max_length=64)
    total: int
    given_by: str = Field(max_length=120)
    given_at: datetime = Field(default_factory=utc_now, sa_type=Utc)
    loaded_at: datetime | None = Field(default=None, sa_type=Utc)
