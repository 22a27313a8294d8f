"""Names of brands and models as people write them, spelt apart, in Thai, or hidden in part numbers.

Names are data (`data/brands.csv`), and so are the standards whose names only look like part numbers
(`data/standards.csv`). A match that touches a word which merely contains the name says nothing.
"""

from __future__ import annotations

import csv
import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Final, TypeVar

T = TypeVar("T")

_DATA: Final = Path(__file__).parent / "data"
# Shorter names stand in other words by chance.
_LEAST_APART: Final = 4
_LEAST_HIDDEN: Final = 5
_LEAST_MODEL: Final = 4
_APART: Final = r"[\s._\-*·]"
_TONES: Final = re.compile("[็่้๊๋์]")
_THAI: Final = re.compile("[ก-๙]")
_TOKEN: Final = re.compile(r"[a-z0-9](?:[a-z0-9._/\-]*[a-z0-9])?")
_PART_NUMBER: Final = re.compile(r"(?=.*\d{2})[a-z]{1,6}[-_]?[a-z]{0,4}\d[a-z0-9._/\-]{2,}")
# Letters of other scripts that look like these.
_LOOK_ALIKES: Final = str.maketrans("АВЕКМНОРСТХаеорсухіΑΒΕΗΙΚΜΝΟΡΤΧο", "ABEKMHOPCTXaeopcyxiABEHIKMNOPTXo")


class BrandError(Exception):
    """A data file cannot be used; the message names the file and the row."""


@dataclass(frozen=True, slots=True)
class Spelling:
    """One way to write a name, as a pattern over plain text; `innocent` are words that contain it by chance.

    `hidden` finds it within a token that also has a figure, which may be a part number.
    """

    name: str
    pattern: re.Pattern[str]
    innocent: re.Pattern[str] | None = None
    hidden: re.Pattern[str] | None = None

    def in_text(self, text: str) -> str:
        """The words that say the name, or nothing."""
        chance = [each.span() for each in self.innocent.finditer(text)] if self.innocent else []
        for found in (*self.pattern.finditer(text), *self._in_part_numbers(text)):
            if not any(start < found.end() and found.start() < end for start, end in chance):
                return found[0].strip()
        return ""

    def _in_part_numbers(self, text: str) -> Iterator[re.Match[str]]:
        if self.hidden is not None:
            for token in _TOKEN.finditer(text):
                if re.search(r"\d", token[0]) and self.hidden.search(token[0]):
                    yield token


@dataclass(frozen=True, slots=True)
class Named:
    """A name that a text says, and the words by which it does."""

    name: str
    words: str


class BrandBook:
    """What counts as a name."""

    def __init__(self, spellings: Iterable[Spelling], standards: Iterable[re.Pattern[str]]) -> None:
        self._spellings = tuple(spellings)
        self._standards = tuple(standards)

    def with_models(self, models: Iterable[str]) -> BrandBook:
        """Also these models, such as those of the office's own devices. One without a figure is a common word."""
        wanted = {plain(model) for model in models}
        exact = [
            Spelling(model, re.compile(rf"(?<![a-z0-9]){re.escape(model)}(?![a-z0-9])"))
            for model in sorted(wanted)
            if len(model) >= _LEAST_MODEL and re.search(r"\d", model) and not self.is_standard(model)
        ]
        return BrandBook((*self._spellings, *exact), self._standards)

    def named_in(self, text: str) -> tuple[Named, ...]:
        """Every name once, with the words of the text that say it."""
        shown = plain(text)
        found: dict[str, Named] = {}
        for spelling in self._spellings:
            words = "" if spelling.name in found else spelling.in_text(shown)
            if words:
                found[spelling.name] = Named(spelling.name, words)
        return tuple(found.values())

    def part_numbers_in(self, text: str) -> tuple[str, ...]:
        """What looks like a part number and is no standard that we know."""
        tokens = dict.fromkeys(each[0] for each in _TOKEN.finditer(plain(text)))
        return tuple(token for token in tokens if _PART_NUMBER.fullmatch(token) and not self.is_standard(token))

    def is_standard(self, token: str) -> bool:
        """Whether it is the name of a standard, an interface or a size."""
        return any(standard.fullmatch(token) for standard in self._standards)


def plain(text: str) -> str:
    """One form for what looks alike: width, case, letters of other scripts, invisible marks and Thai tone marks."""
    folded = unicodedata.normalize("NFKC", text).translate(_LOOK_ALIKES)
    visible = "".join(char for char in folded if unicodedata.category(char) != "Cf")
    return _TONES.sub("", visible.casefold())


@cache
def shipped_brands() -> BrandBook:
    """The names and standards of this release; BrandError names the row that is wrong."""
    spellings = [spelling for each in _read("brands.csv", _spellings) for spelling in each]
    return BrandBook(spellings, _read("standards.csv", lambda row: re.compile(row["pattern"])))


def _read(name: str, meaning: Callable[[dict[str, str]], T]) -> list[T]:
    read: list[T] = []
    with (_DATA / name).open(encoding="utf-8", newline="") as file:
        for number, row in enumerate(csv.DictReader(file), start=2):
            try:
                read.append(meaning(row))
            except (KeyError, AttributeError, re.error) as error:
                raise BrandError(f"{name}, row {number}: {error}") from None
    return read


def _spellings(row: dict[str, str]) -> list[Spelling]:
    innocent = re.compile(_TONES.sub("", row["innocent"])) if row["innocent"] else None
    return [
        *(_spelling(row["name"], plain(written), innocent) for written in row["spellings"].split("|") if written),
        *(
            Spelling(row["name"], re.compile(rf"(?<![a-z0-9]){family}(?![a-z0-9])"), innocent)
            for family in row["part_numbers"].split(" ")
            if family
        ),
    ]


def _spelling(name: str, written: str, innocent: re.Pattern[str] | None) -> Spelling:
    """Spaces and hyphens of a name may be any or none; `·` is where a space may stand in a Thai one."""
    if _THAI.search(written):
        return Spelling(name, re.compile(r"\s*".join(re.escape(part) for part in written.split("·"))), innocent)
    parts = re.split(r"[\s-]+", written)
    letters = re.escape("".join(parts))
    ways = [rf"(?<![a-z0-9]){f'{_APART}*'.join(map(re.escape, parts))}(?![a-z])"]
    if len(letters) >= _LEAST_APART:
        ways.append(rf"(?<![a-z0-9]){_APART.join(letters)}(?![a-z0-9])")
    hidden = re.compile(rf"(?<![a-z]){letters}|{letters}(?![a-z])") if len(letters) >= _LEAST_HIDDEN else None
    return Spelling(name, re.compile("|".join(ways)), innocent, hidden)
