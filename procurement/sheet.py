"""READ THIS FIRST of specifications: the whole of one as a value, from which it is judged, approved and printed.

All sums of all papers are reckoned here and nowhere else, in whole satang.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import date
from enum import StrEnum
from hashlib import sha256
from typing import Self

from pydantic import BaseModel, ConfigDict

from procurement.criteria.edition import Announced, Certainty, Edition, InForce, Item, Listing, Scope
from procurement.criteria.spec_line import SpecLine as Demand


class Part(BaseModel):
    """Parent of all that a sheet is made of."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Check(StrEnum):
    """What is asked of a specification; a reason is written for one of them."""

    CEILING = "ceiling"
    EDITION = "edition"
    OUTSIDE = "outside_criteria"
    REPLACEMENT = "replacement"
    BRAND = "brand_name"
    COMPETITION = "competition"
    SPLITTING = "splitting"
    DELIVERY = "delivery"
    QUANTITY = "quantity"


class Criterion(Part):
    """What the criteria said of a thing when it was chosen. `price_satang` None: the edition names no price."""

    listing: Listing
    code: str
    item_no: str
    name: str
    category: str = ""
    price_satang: int | None = None
    price_unit: str = ""
    demands: tuple[str, ...] = ()
    page: int | None = None
    edition_key: str
    edition_name: str
    effective_from: date
    announced_on: date
    serial: int = 0

    @classmethod
    def of(cls, held: InForce) -> Self:
        """An item as its edition has it."""
        item, edition = held.item, held.edition
        return cls(
            listing=edition.listing,
            code=item.code,
            item_no=item.item_no,
            name=item.name_th,
            category=item.category,
            price_satang=item.price_satang,
            price_unit=item.price_unit,
            demands=tuple(line.text for line in item.spec),
            page=item.page,
            edition_key=edition.key,
            edition_name=edition.name,
            effective_from=edition.effective_from,
            announced_on=edition.announced.day,
            serial=edition.serial,
        )

    def held(self) -> InForce:
        """The same as the catalogue has items, whatever editions say by now."""
        item = Item(
            code=self.code,
            item_no=self.item_no,
            category=self.category,
            name_th=self.name,
            price_satang=self.price_satang,
            price_unit=self.price_unit,
            spec=tuple(Demand(text) for text in self.demands),
            page=self.page,
        )
        edition = Edition(
            key=self.edition_key,
            listing=self.listing,
            name=self.edition_name,
            announced=Announced(self.announced_on),
            effective_from=self.effective_from,
            scope=Scope.ITEMS,
            certainty=Certainty.READ,
            source="",
            serial=self.serial,
        )
        return InForce(item, edition)


class Delivery(Part):
    """How many go where."""

    site_code: str
    school: str
    quantity: int


class Price(Part):
    """A market price of one unit with VAT."""

    is_company: bool = True
    source: str
    price_satang: int
    asked_on: date | None = None


class Product(Part):
    """One that is able to compete."""

    maker: str
    model: str


class Replaced(Part):
    """What goes."""

    name: str
    in_use_since: date | None = None


class Line(Part):
    """One thing; `unit_price_satang` is with VAT."""

    name: str
    category: str = ""
    criterion: Criterion | None = None
    additions: tuple[str, ...] = ()
    quantity: int
    unit_word: str = ""
    unit_price_satang: int
    price_source: str = ""
    deliveries: tuple[Delivery, ...] = ()
    prices: tuple[Price, ...] = ()
    products: tuple[Product, ...] = ()
    replaced: tuple[Replaced, ...] = ()
    needed: Mapping[str, int] = {}
    reasons: Mapping[str, str] = {}

    @property
    def demands(self) -> tuple[str, ...]:
        """Those of the criteria, then those added."""
        told = (*(self.criterion.demands if self.criterion is not None else ()), *self.additions)
        return tuple(Demand(text).worded for text in told)

    @property
    def total_satang(self) -> int:
        """Of all pieces, with VAT."""
        return self.unit_price_satang * self.quantity

    @property
    def is_above_ceiling(self) -> bool:
        """Whether the criteria name a lower price."""
        ceiling = self.criterion.price_satang if self.criterion is not None else None
        return ceiling is not None and self.unit_price_satang > ceiling

    def reason(self, check: Check) -> str:
        """What was written to a finding; empty: nothing."""
        return self.reasons.get(check.value, "").strip()


class Member(Part):
    """Somebody of the committee that draws up the specification and its price."""

    name: str
    position: str = ""
    duty: str = ""


class Sheet(Part):
    """A specification as it stands. Money in satang with VAT; `penalty_bp` hundredths of a percent for each day."""

    office: str
    owner: str
    title: str
    version: int = 1
    day: date
    background: str = ""
    objective: str = ""
    qualifications: str = ""
    other_terms: str = ""
    budget_satang: int | None = None
    budget_source: str = ""
    plan_no: str = ""
    price_set_on: date | None = None
    method: str = ""
    method_reason: str = ""
    deliver_days: int | None = None
    place: str = ""
    payment: str = ""
    warranty_years: int | None = None
    repair_days: int | None = None
    penalty_bp: int | None = None
    members: tuple[Member, ...] = ()
    lines: tuple[Line, ...] = ()
    reasons: Mapping[str, str] = {}

    @property
    def total_satang(self) -> int:
        """The reference price of the whole, with VAT."""
        return sum(line.total_satang for line in self.lines)

    @property
    def pieces(self) -> int:
        """Of all lines."""
        return sum(line.quantity for line in self.lines)

    @property
    def schools(self) -> tuple[tuple[str, str], ...]:
        """(code, name) of every place that gets something, in the order of their first mention."""
        found = {one.site_code: one.school for line in self.lines for one in line.deliveries}
        return tuple(found.items())

    def vat_satang(self, percent: int) -> int:
        """The part of the total that is VAT, to the nearest satang; the rest is the price without."""
        return (self.total_satang * percent * 2 + (100 + percent)) // (2 * (100 + percent))

    def reason(self, check: Check) -> str:
        """What was written to a finding of the whole; empty: nothing."""
        return self.reasons.get(check.value, "").strip()

    def fingerprint(self) -> str:
        """SHA-256 of all that stands in it."""
        content = json.dumps(self.model_dump(mode="json"), ensure_ascii=False, sort_keys=True)
        return sha256(content.encode()).hexdigest()
