"""What a person or a program wants a specification or a line of it to be."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Final

from pydantic import Field

from procurement.criteria.edition import Listing
from procurement.models.spec import PriceFrom
from service.draft import Digits, Draft, Empty, Line, Note, OptionalId

MOST_SATANG: Final = 10**13
MOST_PIECES: Final = 1_000_000
MOST_LINES: Final = 200
MOST_ROWS: Final = 500

Text = Annotated[Note, Field(max_length=8000)]
OptionalDay = Annotated[date | None, Empty]
Money = Annotated[int, Field(ge=0, le=MOST_SATANG)]
Pieces = Annotated[int, Field(ge=1, le=MOST_PIECES), Digits]


class MemberDraft(Draft):
    """Somebody of the committee; the duty is chairman, member or secretary as the office says it."""

    name: Annotated[Line, Field(min_length=1)]
    position: Line = ""
    duty: Annotated[Line, Field(max_length=120)] = ""


class SpecDraft(Draft):
    """The head of a specification; its lines are put in one by one. `site_id` none: the office buys."""

    site_id: OptionalId = None
    title: Annotated[Line, Field(min_length=1)]
    day: date
    background: Text = ""
    objective: Text = ""
    qualifications: Text = ""
    other_terms: Text = ""
    budget_satang: Annotated[int | None, Field(ge=0, le=MOST_SATANG), Empty] = None
    budget_source: Line = ""
    plan_no: Annotated[Line, Field(max_length=120)] = ""
    price_set_on: OptionalDay = None
    method: Annotated[Line, Field(max_length=120)] = ""
    method_reason: Annotated[Line, Field(max_length=500)] = ""
    deliver_days: Annotated[int | None, Field(ge=1, le=3650), Empty] = None
    place: Line = ""
    payment: Annotated[Line, Field(max_length=500)] = ""
    warranty_years: Annotated[int | None, Field(ge=0, le=50), Empty] = None
    repair_days: Annotated[int | None, Field(ge=1, le=365), Empty] = None
    penalty_bp: Annotated[int | None, Field(ge=0, le=10_000), Empty] = None
    members: Annotated[tuple[MemberDraft, ...], Field(max_length=30)] = ()


class DeliveryDraft(Draft):
    """So many to one place."""

    site_id: OptionalId = None
    quantity: Pieces


class PriceDraft(Draft):
    """One market price of one unit with VAT."""

    asked_from: PriceFrom = PriceFrom.COMPANY
    source: Annotated[Line, Field(min_length=1)]
    price_satang: Annotated[int, Field(ge=1, le=MOST_SATANG)]
    asked_on: OptionalDay = None


class ProductDraft(Draft):
    """A product that fulfils every demand."""

    maker: Annotated[Line, Field(max_length=120, min_length=1)]
    model: Annotated[Line, Field(max_length=120, min_length=1)]


class ReplacedDraft(Draft):
    """What goes, by card or device of the office, or by name only."""

    asset_id: OptionalId = None
    device_id: OptionalId = None
    name: Line = ""
    in_use_since: OptionalDay = None


class LineDraft(Draft):
    """One thing. With `code` it is an item of the criteria in force on the day of the specification, whose name,
    category and unit stand where none is given.
    """

    listing: Listing | None = None
    code: Annotated[str, Field(max_length=32), Digits] = ""
    name: Line = ""
    category: Annotated[Line, Field(max_length=40)] = ""
    additions: Text = ""
    quantity: Pieces
    unit_word: Annotated[Line, Field(max_length=32)] = ""
    unit_price_satang: Money
    price_source: Line = ""
    deliveries: Annotated[tuple[DeliveryDraft, ...], Field(max_length=MOST_ROWS)] = ()
    prices: Annotated[tuple[PriceDraft, ...], Field(max_length=50)] = ()
    products: Annotated[tuple[ProductDraft, ...], Field(max_length=50)] = ()
    replaced: Annotated[tuple[ReplacedDraft, ...], Field(max_length=MOST_ROWS)] = ()
