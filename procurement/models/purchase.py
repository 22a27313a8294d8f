"""A purchase from the published plan to the warranty: what is wanted, who offered what, and what was agreed.

Money is whole satang with VAT. Nothing is deleted; a purchase that ends early is cancelled with its reason.
"""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import JSON, BigInteger, Index, UniqueConstraint
from sqlmodel import Field

from inventory.core import Core
from procurement.buying.method import Method
from procurement.buying.steps import Step
from service.columns import Utc, utc_now, words


class PurchaseKind(StrEnum):
    """What is bought: goods, work (จ้าง), or a lease of internet links."""

    GOODS = "goods"
    WORK = "work"
    LEASE = "lease"


class Purchase(Core, table=True):
    """One purchase of a unit from one entry of its plan. `step` and `is_over` are for lists: the rows are judged by.

    `amount_satang` is what was approved to be spent. `terms` are those of a lease, as a contract with a provider has
    them (inventory.store.contracts.ContractDraft). `panel` are those who were appointed to inspect (name, position,
    seat), as they were on `panel_on`, the day of their order; `committee_id` the committee they were taken from.
    """

    __table_args__ = (Index("ix_purchase_listed", "office_id", "is_over", "id"),)

    id: int | None = Field(default=None, primary_key=True)
    office_id: int = Field(foreign_key="office.id")
    site_id: int | None = Field(default=None, foreign_key="site.id", index=True)
    unit: int = 0
    entry_id: int = Field(foreign_key="plan_entry.id", index=True)
    spec_id: int | None = Field(default=None, foreign_key="spec.id", index=True)
    kind: PurchaseKind = Field(default=PurchaseKind.GOODS, sa_type=words(PurchaseKind))
    name: str = Field(max_length=255)
    step: Step = Field(default=Step.SPECIFIED, sa_type=words(Step))
    is_over: bool = False
    opened_on: date
    egp_project_no: str = Field(default="", max_length=64)
    method: Method | None = Field(default=None, sa_type=words(Method))
    method_reason: str = Field(default="", max_length=1000)
    split_reason: str = Field(default="", max_length=1000)
    amount_satang: int = Field(default=0, sa_type=BigInteger)
    approved_on: date | None = None
    approval_no: str = Field(default="", max_length=120)
    awarded_on: date | None = None
    award_reason: str = Field(default="", max_length=1000)
    cancelled_on: date | None = None
    cancel_reason: str = Field(default="", max_length=500)
    terms: dict[str, object] = Field(default_factory=dict, sa_type=JSON)
    committee_id: int | None = Field(default=None, foreign_key="committee.id", index=True)
    panel: list[dict[str, str]] = Field(default_factory=list, sa_type=JSON)
    panel_order_no: str = Field(default="", max_length=120)
    panel_on: date | None = None
    note: str = Field(default="", max_length=2000)
    created_at: datetime = Field(default_factory=utc_now, sa_type=Utc)
    created_by: int | None = Field(default=None, foreign_key="person.id")


class PurchaseLine(Core, table=True):
    """One thing to be bought. `estimate_satang` is for one piece; `is_asset`: its pieces come into the asset book.

    `spec_line_id` is the line of the specification that it was taken from, `link_id` the link of a lease.
    """

    __tablename__ = "purchase_line"

    id: int | None = Field(default=None, primary_key=True)
    purchase_id: int = Field(foreign_key="purchase.id", index=True)
    position: int
    name: str = Field(max_length=255)
    unit_word: str = Field(default="", max_length=32)
    estimate_satang: int = Field(sa_type=BigInteger)
    is_asset: bool = True
    class_id: int | None = Field(default=None, foreign_key="asset_class.id")
    number_pattern: str = Field(default="", max_length=50)
    spec_line_id: int | None = Field(default=None, foreign_key="spec_line.id", index=True)
    link_id: int | None = Field(default=None, foreign_key="link.id", index=True)


class PurchaseShare(Core, table=True):
    """How many pieces of a line go where, and for which need. `site_id` none: to the office itself."""

    __tablename__ = "purchase_share"

    id: int | None = Field(default=None, primary_key=True)
    line_id: int = Field(foreign_key="purchase_line.id", index=True)
    site_id: int | None = Field(default=None, foreign_key="site.id", index=True)
    quantity: int
    need_id: int | None = Field(default=None, foreign_key="need.id", index=True)


class Bid(Core, table=True):
    """What one seller offered. Its amount is the sum of its prices."""

    id: int | None = Field(default=None, primary_key=True)
    purchase_id: int = Field(foreign_key="purchase.id", index=True)
    supplier: str = Field(max_length=255)
    tax_no: str = Field(default="", max_length=20)
    address: str = Field(default="", max_length=500)
    phone: str = Field(default="", max_length=64)
    quotation_no: str = Field(default="", max_length=120)
    received_on: date
    is_winner: bool = False
    note: str = Field(default="", max_length=1000)


class BidPrice(Core, table=True):
    """The price that a seller wants for one piece of a line."""

    __tablename__ = "bid_price"

    bid_id: int = Field(foreign_key="bid.id", primary_key=True)
    line_id: int = Field(foreign_key="purchase_line.id", primary_key=True)
    unit_satang: int = Field(sa_type=BigInteger)


class PaperForm(StrEnum):
    """What was signed."""

    CONTRACT = "contract"
    ORDER = "order"


class PurchaseContract(Core, table=True):
    """What was agreed with the winner. `fine_ppm_day` is parts per million of the price a day, from `fine_source`.

    `fine_of_whole`: goods that serve only together are fined by the price of all. `provider_contract_id` is the
    contract of links that a lease became.
    """

    __tablename__ = "purchase_contract"
    __table_args__ = (UniqueConstraint("office_id", "unit", "number"),)

    id: int | None = Field(default=None, primary_key=True)
    office_id: int = Field(foreign_key="office.id")
    unit: int = 0
    purchase_id: int = Field(foreign_key="purchase.id", unique=True)
    bid_id: int = Field(foreign_key="bid.id")
    form: PaperForm = Field(default=PaperForm.ORDER, sa_type=words(PaperForm))
    number: str = Field(max_length=120)
    egp_contract_no: str = Field(default="", max_length=64)
    signed_on: date
    due_on: date
    amount_satang: int = Field(sa_type=BigInteger)
    fine_ppm_day: int = 0
    fine_least_satang_day: int = 0
    fine_of_whole: bool = False
    fine_source: str = Field(default="", max_length=500)
    warranty_months: int = 0
    repair_days: int | None = None
    guarantee_satang: int = Field(default=0, sa_type=BigInteger)
    copy_sent_on: date | None = None
    provider_contract_id: int | None = Field(default=None, foreign_key="contract.id")


class PurchaseEvent(Core, table=True):
    """What was done to a purchase; `actor` is the name of who did it at that time."""

    __tablename__ = "purchase_event"

    id: int | None = Field(default=None, primary_key=True)
    purchase_id: int = Field(foreign_key="purchase.id", index=True)
    at: datetime = Field(sa_type=Utc)
    kind: str = Field(max_length=32)
    person_id: int | None = Field(default=None, foreign_key="person.id")
    actor: str = Field(default="", max_length=120)
    detail: dict[str, object] = Field(default_factory=dict, sa_type=JSON)
    note: str = Field(default="", max_length=2000)
