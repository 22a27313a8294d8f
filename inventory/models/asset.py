"""The asset book (ครุภัณฑ์): what a unit owns, by which rules its value is written down, and all that happened to it.

Nothing in it is ever deleted: a thing that is gone is disposed of, and its number stays taken.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from enum import StrEnum
from typing import Final

from sqlalchemy import JSON, BigInteger, Index, Text, UniqueConstraint, event
from sqlmodel import Field

from inventory.core import Core
from office.numerals import to_arabic
from service.columns import Utc, utc_now, words


class Fund(StrEnum):
    """ประเภทเงิน: what it was paid with."""

    BUDGET = "budget"
    OFF_BUDGET = "off_budget"
    DONATION = "donation"
    OTHER = "other"


class Standing(StrEnum):
    """In which condition it is, as the yearly inspection asks."""

    IN_USE = "in_use"
    BROKEN = "broken"
    WORN = "worn"
    LOST = "lost"
    LENT = "lent"
    TO_DISPOSE = "to_dispose"
    DISPOSED = "disposed"


class AssetClass(Core, table=True):
    """A class of assets (ประเภทครุภัณฑ์) of an office; how it is depreciated stands in its terms."""

    __tablename__ = "asset_class"
    __table_args__ = (UniqueConstraint("office_id", "code"),)

    id: int | None = Field(default=None, primary_key=True)
    office_id: int = Field(foreign_key="office.id", index=True)
    code: str = Field(max_length=32)
    name: str = Field(max_length=120)
    archived_at: datetime | None = Field(default=None, sa_type=Utc)


class AssetClassTerm(Core, table=True):
    """How a class is depreciated: for what was acquired on `valid_from` or later, until the next term begins.

    `source` says where the figure is from; it is an office's parameter, not a rule of law.
    """

    __tablename__ = "asset_class_term"
    __table_args__ = (UniqueConstraint("class_id", "valid_from"),)

    id: int | None = Field(default=None, primary_key=True)
    class_id: int = Field(foreign_key="asset_class.id", index=True)
    valid_from: date
    life_years: int
    is_depreciated: bool = True
    source: str = Field(default="", max_length=255)


class AssetRule(Core, table=True):
    """Parameters of an office's book for what was acquired on `valid_from` or later.

    What costs less than `threshold_satang` a piece is registered but not depreciated; a thing may be replaced when it
    has been used for `replace_after_years`.
    """

    __tablename__ = "asset_rule"
    __table_args__ = (UniqueConstraint("office_id", "valid_from"),)

    id: int | None = Field(default=None, primary_key=True)
    office_id: int = Field(foreign_key="office.id", index=True)
    valid_from: date
    threshold_satang: int = Field(sa_type=BigInteger)
    replace_after_years: int
    source: str = Field(default="", max_length=255)


SUMMED: Final = (
    *("standing", "unit", "class_id", "fund", "acquired_on", "warranty_until", "device_id", "site_id"),
    *("quantity", "price_satang"),
)


class Asset(Core, table=True):
    """One card of the book: a thing, or `quantity` equal ones. `price_satang` is for one piece.

    `site_id` is the school that owns it; none: the office. `unit` is the same as a number (0: the office), since a
    number is unique within its unit and no two nulls are ever equal. `life_years` overrides the term of its class.
    `device_id` is the device of the network that it is. `search_text` follows the rest by itself.
    """

    __table_args__ = (
        UniqueConstraint("office_id", "unit", "number"),
        # Whatever the list filters by, counts and sums: all of it is read from here, never from whole rows.
        Index("ix_asset_sums", "office_id", *SUMMED),
        # The same for its order and its search. PostgreSQL limits what one entry holds: it has the two below instead.
        Index("ix_asset_listed", "office_id", "number", "id", "site_id", "search_text").ddl_if(dialect="sqlite"),
        Index("ix_asset_number", "office_id", "number", "id").ddl_if(dialect="postgresql"),
        # What the calendar counts, day by day.
        Index("ix_asset_warranty", "office_id", "warranty_until", "standing", "site_id"),
        # Letters by threes, so that any part is found.
        Index(
            "ix_asset_search_text",
            "search_text",
            postgresql_using="gin",
            postgresql_ops={"search_text": "gin_trgm_ops"},
        ).ddl_if(dialect="postgresql"),
    )

    id: int | None = Field(default=None, primary_key=True)
    office_id: int = Field(foreign_key="office.id")
    site_id: int | None = Field(default=None, foreign_key="site.id", index=True)
    unit: int = 0
    number: str = Field(max_length=50)
    gfmis_no: str = Field(default="", max_length=50)
    name: str = Field(max_length=255)
    class_id: int | None = Field(default=None, foreign_key="asset_class.id", index=True)
    brand: str = Field(default="", max_length=120)
    model: str = Field(default="", max_length=255)
    serial: str = Field(default="", max_length=255, index=True)
    quantity: int = 1
    unit_word: str = Field(default="", max_length=32)
    price_satang: int | None = Field(default=None, sa_type=BigInteger)
    acquired_on: date | None = Field(default=None, index=True)
    document_no: str = Field(default="", max_length=120)
    fund: Fund = Field(default=Fund.BUDGET, sa_type=words(Fund))
    method: str = Field(default="", max_length=120)
    supplier: str = Field(default="", max_length=255)
    supplier_address: str = Field(default="", max_length=500)
    supplier_phone: str = Field(default="", max_length=64)
    contract_no: str = Field(default="", max_length=120)
    warranty_until: date | None = None
    life_years: int | None = None
    custodian: str = Field(default="", max_length=255)
    place: str = Field(default="", max_length=255)
    standing: Standing = Field(default=Standing.IN_USE, sa_type=words(Standing))
    disposed_on: date | None = None
    device_id: int | None = Field(default=None, foreign_key="device.id", unique=True)
    note: str = Field(default="", max_length=2000)
    search_text: str = Field(default="", sa_type=Text)
    created_at: datetime = Field(default_factory=utc_now, sa_type=Utc)
    changed_at: datetime = Field(default_factory=utc_now, sa_type=Utc)


SEARCHED: Final = ("number", "gfmis_no", "name", "brand", "model", "serial", "custodian", "place")


def search_text_of(values: Mapping[str, object]) -> str:
    """What of a card is searched, as one text: `folded`, since neither database folds Thai digits."""
    return folded(" ".join(str(values.get(name) or "") for name in SEARCHED))


def folded(text: str) -> str:
    """Small letters, digits 0-9, one blank between words: a text and what is searched in it are compared so."""
    return " ".join(to_arabic(text).casefold().split())


@event.listens_for(Asset, "before_insert")
@event.listens_for(Asset, "before_update")
def _keep_search_text(_mapper: object, _connection: object, asset: Asset) -> None:
    """Whoever writes a card, its text to be searched follows. What is inserted past the mapper brings its own."""
    asset.search_text = search_text_of({name: getattr(asset, name) for name in SEARCHED})


class AssetEvent(Core, table=True):
    """What was done to an asset: `changes` is {field: [before, after]}, `actor` the name of who did it at that time."""

    __tablename__ = "asset_event"

    id: int | None = Field(default=None, primary_key=True)
    asset_id: int = Field(foreign_key="asset.id", index=True)
    at: datetime = Field(sa_type=Utc)
    kind: str = Field(max_length=32)
    person_id: int | None = Field(default=None, foreign_key="person.id")
    actor: str = Field(default="", max_length=120)
    changes: dict[str, object] = Field(default_factory=dict, sa_type=JSON)
    note: str = Field(default="", max_length=2000)


class AssetIgnored(Core, table=True):
    """A difference between book and network that a person has looked at and lets stand, and why.

    It holds while `evidence` is what the difference says: when book or network say something else, it is told again.
    """

    __tablename__ = "asset_ignored"

    id: int | None = Field(default=None, primary_key=True)
    office_id: int = Field(foreign_key="office.id", index=True)
    kind: str = Field(max_length=32)
    asset_id: int | None = Field(default=None, foreign_key="asset.id", index=True)
    device_id: int | None = Field(default=None, foreign_key="device.id", index=True)
    evidence: str = Field(default="", max_length=600)
    reason: str = Field(default="", max_length=500)
    person_id: int | None = Field(default=None, foreign_key="person.id")
    actor: str = Field(default="", max_length=120)
    at: datetime = Field(sa_type=Utc)
