"""Dates on which makers end the sale and support of devices and versions, each with where it is told.

One CSV file a maker in `data/`; columns as in `Entry`. A date that nobody has read in its source is marked unverified
and shown so; a model that stands in no file has no known end, which is said too.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import Annotated, Final

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, ValidationError, model_validator

DATA: Final = Path(__file__).parent / "data"
_FAMILIES: Final = Path(__file__).parent / "families.csv"


class CatalogueError(Exception):
    """A data file cannot be used; the message names the file, the line and the field."""


class What(StrEnum):
    """What ends: the machine, or a line of versions that runs on it."""

    HARDWARE = "hardware"
    SOFTWARE = "software"


class Certainty(StrEnum):
    """How the date was learnt: read in the source that is named, where somebody else quotes it, or neither yet."""

    SEEN = "seen"
    QUOTED = "quoted"
    UNVERIFIED = "unverified"


def _pattern(value: object) -> object:
    if not isinstance(value, str):
        return value
    try:
        return re.compile(value, re.IGNORECASE)
    except re.error as error:
        raise ValueError(f"not a regular expression: {error}") from None


def _nothing(value: object) -> object:
    return None if value == "" else value


Pattern = Annotated[re.Pattern[str], BeforeValidator(_pattern)]
Day = Annotated[date | None, BeforeValidator(_nothing)]


class Entry(BaseModel):
    """One line of a data file. Patterns are matched against the whole text, whatever the case; no version: any."""

    model_config = ConfigDict(frozen=True, extra="forbid", arbitrary_types_allowed=True)

    kind: What
    vendor: Pattern
    model: Pattern
    version: Pattern
    end_of_sale: Day
    end_of_support: Annotated[date, BeforeValidator(_nothing)]
    certainty: Certainty
    source: Annotated[str, Field(min_length=5, max_length=255)]
    url: Annotated[str, Field(pattern=r"^https://\S+$", max_length=500)]
    retrieved_on: Day
    note: str

    @model_validator(mode="after")
    def _what_was_seen_was_seen_on_a_day(self) -> Entry:
        if (self.certainty is Certainty.UNVERIFIED) != (self.retrieved_on is None):
            raise ValueError("seen and quoted need retrieved_on, unverified must not have it")
        return self


@dataclass(frozen=True, slots=True)
class Thing:
    """What a device says it is."""

    vendor: str
    model: str
    version: str


@dataclass(frozen=True, slots=True)
class Family:
    """Models that run the same versions. `{0}` in the name is what the model's first group holds."""

    vendor: re.Pattern[str]
    model: re.Pattern[str]
    version: re.Pattern[str]
    name: str


def full_model(vendor: str, model: str) -> str:
    """APC Smart-UPS 750; a model that names its vendor already is not given it twice."""
    return model if model.casefold().startswith(vendor.casefold()) else f"{vendor} {model}".strip()


@dataclass(frozen=True, eq=False)
class Catalogue:
    """All entries and families."""

    entries: Sequence[Entry]
    families: Sequence[Family]

    def end_of(self, thing: Thing, kind: What) -> Entry | None:
        """Of those that fit, the surest, and of these the one that ends first."""
        fitting = [entry for entry in self.entries if entry.kind is kind and _fits(entry, thing)]
        return min(fitting, key=lambda entry: (_SUREST.index(entry.certainty), entry.end_of_support), default=None)

    def family_of(self, thing: Thing) -> str:
        """Vendor and family, or vendor and model where no family is known; empty without a model and family."""
        for family in self.families:
            found = family.model.fullmatch(thing.model)
            if found and family.vendor.fullmatch(thing.vendor) and family.version.fullmatch(thing.version):
                return f"{thing.vendor} {family.name.format(*found.groups())}"
        return full_model(thing.vendor, thing.model) if thing.model else ""


_SUREST: Final = tuple(Certainty)


def _fits(entry: Entry, thing: Thing) -> bool:
    if not thing.vendor or not entry.vendor.fullmatch(thing.vendor) or not entry.model.fullmatch(thing.model):
        return False
    return not entry.version.pattern or bool(thing.version and entry.version.fullmatch(thing.version))


@cache
def shipped() -> Catalogue:
    """The catalogue of this release; CatalogueError names what is wrong with it."""
    return load([*sorted(DATA.glob("*.csv"))], families=_FAMILIES)


def load(paths: Iterable[Path], *, families: Path) -> Catalogue:
    """Read data files and the file of families."""
    entries = [_entry(path, number, row) for path in paths for number, row in _rows(path)]
    kept = [_family(families, number, row) for number, row in _rows(families)]
    return Catalogue(entries, kept)


def _rows(path: Path) -> Iterable[tuple[int, dict[str, str]]]:
    with path.open(encoding="utf-8", newline="") as file:
        yield from enumerate(csv.DictReader(file, restkey="too much", restval=""), start=2)


def _entry(path: Path, number: int, row: dict[str, str]) -> Entry:
    try:
        return Entry.model_validate(row)
    except ValidationError as error:
        found = error.errors(include_url=False, include_input=False)[0]
        field = ".".join(map(str, found["loc"]))
        raise CatalogueError(f"{path.name}, line {number}: {field}: {found['msg']}") from None


def _family(path: Path, number: int, row: dict[str, str]) -> Family:
    try:
        patterns = [re.compile(row[name], re.IGNORECASE) for name in ("vendor", "model", "version")]
        return Family(patterns[0], patterns[1], patterns[2], row["family"])
    except (KeyError, re.error) as error:
        raise CatalogueError(f"{path.name}, line {number}: {error}") from None
