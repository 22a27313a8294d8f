"""What a catalogue of price criteria is made of: lists, their editions, and the items that an edition sets."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from procurement.criteria.spec_line import SpecLine


class Listing(StrEnum):
    """Whose list: two of the Ministry of Digital Economy and Society, one of the Budget Bureau."""

    COMPUTER = "computer"
    CCTV = "cctv"
    EQUIPMENT = "equipment"


class Scope(StrEnum):
    """What an edition replaces: the whole list, or only the items that it names."""

    WHOLE = "whole"
    ITEMS = "items"


class Certainty(StrEnum):
    """How something was learnt, the surest first. `READ`: by a program from the official text, compared by nobody."""

    CHECKED = "checked"
    READ = "read"
    SECONDARY = "secondary"
    WEAK = "weak"
    INFERRED = "inferred"
    UNVERIFIED = "unverified"


class Precision(StrEnum):
    """How exactly a day is known."""

    DAY = "day"
    MONTH = "month"
    YEAR = "year"


@dataclass(frozen=True, slots=True)
class Announced:
    """When an edition was announced; of a month or a year `day` is the first."""

    day: date
    precision: Precision = Precision.DAY


@dataclass(frozen=True, slots=True)
class Edition:
    """One edition of a list. `serial` is 0 of those shipped, and counts those that an office imported."""

    key: str
    listing: Listing
    name: str
    announced: Announced
    effective_from: date
    scope: Scope
    certainty: Certainty
    source: str
    url: str = ""
    note: str = ""
    serial: int = 0

    @property
    def order(self) -> tuple[date, int, str]:
        """Sorts the oldest first. Of two that hold from one day on, what the office imported later stands over."""
        return self.effective_from, self.serial, self.key


@dataclass(frozen=True, slots=True)
class Item:
    """What an edition says of one thing. Prices are ceilings with VAT, in satang; None: not known.

    `code` tells the item from all others of its list and stays the same over editions; `item_no` is the number as
    printed. An empty `price_unit` is one that is not known.
    """

    code: str
    item_no: str
    category: str
    name_th: str
    name_en: str = ""
    price_satang: int | None = None
    price_unit: str = ""
    spec: tuple[SpecLine, ...] = field(default=())
    page: int | None = None
    certainty: Certainty = Certainty.READ
    note: str = ""

    def says(self, wanted: str) -> bool:
        """Whether every word wanted stands in its number, names or demands, whatever the case."""
        text = " ".join((self.item_no, self.name_th, self.name_en, *(line.text for line in self.spec))).casefold()
        return all(word in text for word in wanted.casefold().split())


@dataclass(frozen=True, slots=True)
class InForce:
    """An item and the edition that set it."""

    item: Item
    edition: Edition
