"""Specifications: what is to be bought, by which criteria, for which schools, and how that was approved.

What was approved never changes: a change is a new version beside it.
"""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import JSON, BigInteger, Text, UniqueConstraint
from sqlmodel import Field

from inventory.core import Core
from service.columns import Utc, utc_now, words


class SpecState(StrEnum):
    """A draft may change; what is checked waits for the director; what is approved or withdrawn stays as it is."""

    DRAFT = "draft"
    CHECKED = "checked"
    APPROVED = "approved"
    WITHDRAWN = "withdrawn"


class PriceFrom(StrEnum):
    """Whom a market price was asked of."""

    COMPANY = "company"
    WEBSITE = "website"


class Spec(Core, table=True):
    """One version of a specification. `site_id` is the school that buys; none: the office. `first_id` is its first
    version (none: this is the first). `day` is the one by which it is judged: criteria in force then are its ceilings.

    `content` is the whole as it was approved, `sha256` of that; `penalty_bp` is hundredths of a percent for each day.
    """

    __table_args__ = (UniqueConstraint("first_id", "version"),)

    id: int | None = Field(default=None, primary_key=True)
    office_id: int = Field(foreign_key="office.id", index=True)
    site_id: int | None = Field(default=None, foreign_key="site.id", index=True)
    first_id: int | None = Field(default=None, foreign_key="spec.id", index=True)
    version: int = 1
    state: SpecState = Field(default=SpecState.DRAFT, sa_type=words(SpecState))
    title: str = Field(max_length=255)
    day: date
    background: str = Field(default="", sa_type=Text)
    objective: str = Field(default="", sa_type=Text)
    qualifications: str = Field(default="", sa_type=Text)
    other_terms: str = Field(default="", sa_type=Text)
    budget_satang: int | None = Field(default=None, sa_type=BigInteger)
    budget_source: str = Field(default="", max_length=255)
    plan_no: str = Field(default="", max_length=120)
    price_set_on: date | None = None
    method: str = Field(default="", max_length=120)
    method_reason: str = Field(default="", max_length=500)
    deliver_days: int | None = None
    place: str = Field(default="", max_length=255)
    payment: str = Field(default="", max_length=500)
    warranty_years: int | None = None
    repair_days: int | None = None
    penalty_bp: int | None = None
    members: list[dict[str, str]] = Field(default_factory=list, sa_type=JSON)
    reasons: dict[str, str] = Field(default_factory=dict, sa_type=JSON)
    created_at: datetime = Field(default_factory=utc_now, sa_type=Utc)
    changed_at: datetime = Field(default_factory=utc_now, sa_type=Utc)
    checked_at: datetime | None = Field(default=None, sa_type=Utc)
    checked_by: str = Field(default="", max_length=120)
    approved_at: datetime | None = Field(default=None, sa_type=Utc)
    approved_by: str = Field(default="", max_length=120)
    withdrawn_at: datetime | None = Field(default=None, sa_type=Utc)
    withdrawn_why: str = Field(default="", max_length=500)
    content: dict[str, object] | None = Field(default=None, sa_type=JSON)
    sha256: str = Field(default="", max_length=64)


class SpecLine(Core, table=True):
    """One thing of a specification. `criterion` is what the criteria said of it when it was chosen, edition included;
    none: it is in no criteria. `additions` are demands beyond those of the criteria, one a line; `reasons` are what was
    written to findings, by check. The unit price is with VAT, in satang.
    """

    __tablename__ = "spec_line"

    id: int | None = Field(default=None, primary_key=True)
    spec_id: int = Field(foreign_key="spec.id", index=True)
    position: int
    name: str = Field(max_length=255)
    category: str = Field(default="", max_length=40)
    criterion: dict[str, object] | None = Field(default=None, sa_type=JSON(none_as_null=True))
    additions: str = Field(default="", sa_type=Text)
    quantity: int
    unit_word: str = Field(default="", max_length=32)
    unit_price_satang: int = Field(sa_type=BigInteger)
    price_source: str = Field(default="", max_length=255)
    reasons: dict[str, str] = Field(default_factory=dict, sa_type=JSON)


class SpecDelivery(Core, table=True):
    """How many of a line go to a school or to the office's own place."""

    __tablename__ = "spec_delivery"
    __table_args__ = (UniqueConstraint("line_id", "site_id"),)

    id: int | None = Field(default=None, primary_key=True)
    line_id: int = Field(foreign_key="spec_line.id", index=True)
    site_id: int = Field(foreign_key="site.id", index=True)
    quantity: int


class SpecPrice(Core, table=True):
    """What one seller or shop asks for one unit with VAT, and on which day it said so."""

    __tablename__ = "spec_price"

    id: int | None = Field(default=None, primary_key=True)
    line_id: int = Field(foreign_key="spec_line.id", index=True)
    asked_from: PriceFrom = Field(default=PriceFrom.COMPANY, sa_type=words(PriceFrom))
    source: str = Field(max_length=255)
    price_satang: int = Field(sa_type=BigInteger)
    asked_on: date | None = None


class SpecProduct(Core, table=True):
    """A product that somebody found to fulfil every demand of a line; no paper names it."""

    __tablename__ = "spec_product"

    id: int | None = Field(default=None, primary_key=True)
    line_id: int = Field(foreign_key="spec_line.id", index=True)
    maker: str = Field(max_length=120)
    model: str = Field(max_length=120)


class SpecReplaced(Core, table=True):
    """What goes when the line comes: a card of the book or a device, by its name as it was, and since when in use."""

    __tablename__ = "spec_replaced"

    id: int | None = Field(default=None, primary_key=True)
    line_id: int = Field(foreign_key="spec_line.id", index=True)
    asset_id: int | None = Field(default=None, foreign_key="asset.id")
    device_id: int | None = Field(default=None, foreign_key="device.id")
    name: str = Field(max_length=255)
    in_use_since: date | None = None


class SpecNeed(Core, table=True):
    """A need that a line answers, and for how many of which school. No foreign key: needs belong to others."""

    __tablename__ = "spec_need"
    __table_args__ = (UniqueConstraint("line_id", "need_id"),)

    id: int | None = Field(default=None, primary_key=True)
    line_id: int = Field(foreign_key="spec_line.id", index=True)
    need_id: int = Field(index=True)
    site_id: int | None = Field(default=None, foreign_key="site.id")
    quantity: int


class PaperOfSpec(Core, table=True):
    """A paper that was made from a specification."""

    __tablename__ = "paper_of_spec"

    id: int | None = Field(default=None, primary_key=True)
    spec_id: int = Field(foreign_key="spec.id", index=True)
    paper_id: int = Field(foreign_key="paper.id", index=True)
