"""Projects of different agencies that are about the same thing: the same target group, place or activity.

Thai is written without blanks between words, so texts are compared by their runs of three letters, of which alike ones
share many, whatever blanks, marks and kinds of digits stand between them.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from itertools import combinations
from typing import Final

from office.numerals import to_arabic

RUN: Final = 3
MOST_COMPARED: Final = 50_000  # groups and places are few and come again in every pair
_FILLERS: Final = tuple(
    # Composed as the texts are: this form takes SARA AM apart.
    unicodedata.normalize("NFKC", text)
    for text in ("โครงการ", "กิจกรรม", "ประจำปี", "ปีงบประมาณ", "พ.ศ.", "ตำบล", "อำเภอ", "จังหวัด", "ต.", "อ.", "จ.")
)


class Aspect(StrEnum):
    """In what two projects are alike."""

    ACTIVITY = "activity"
    TARGET_GROUP = "target_group"
    PLACE = "place"


@dataclass(frozen=True, slots=True)
class Limits:
    """From which likeness on (0 to 1) two texts count as the same."""

    activity: float = 0.4
    target_group: float = 0.6
    place: float = 0.6


@dataclass(frozen=True, slots=True)
class Candidate:
    """A project as far as the finder reads it."""

    number: int
    title: str
    activity: str = ""
    target_group: str = ""
    place: str = ""


@dataclass(frozen=True, slots=True)
class Alike:
    """One reason: the aspect and how alike the texts are in it, in percent."""

    aspect: Aspect
    percent: int


@dataclass(frozen=True, slots=True)
class Pair:
    """Two projects, the smaller number first, with every reason."""

    first: int
    second: int
    reasons: tuple[Alike, ...]

    @property
    def weight(self) -> int:
        """For the order: the more reasons and the more alike, the higher."""
        return sum(one.percent for one in self.reasons)


def pairs(projects: Sequence[Candidate], limits: Limits = Limits()) -> Sequence[Pair]:
    """Those alike in two aspects at least, the most alike first."""
    ordered = [_Prepared.of(one) for one in sorted(projects, key=lambda one: one.number)]
    found = (_compared(one, other, limits) for one, other in combinations(ordered, 2))
    kept = [pair for pair in found if pair is not None]
    return sorted(kept, key=lambda pair: (-pair.weight, pair.first, pair.second))


@lru_cache(maxsize=MOST_COMPARED)
def likeness(one: str, other: str) -> float:
    """From 0 (nothing shared) to 1 (the same): twice the shared runs over all runs. An empty text is like nothing."""
    return _shared(runs(one), runs(other))


def _shared(a: frozenset[str], b: frozenset[str]) -> float:
    return 2 * len(a & b) / (len(a) + len(b)) if a and b else 0.0


@dataclass(frozen=True, slots=True)
class _Prepared:
    """A project whose long texts were taken apart once, not for every pair."""

    number: int
    target_group: str
    place: str
    title: frozenset[str]
    doing: frozenset[str]

    @classmethod
    def of(cls, one: Candidate) -> _Prepared:
        return cls(one.number, one.target_group, one.place, runs(one.title), runs(one.title + one.activity))


def runs(text: str) -> frozenset[str]:
    """The runs of letters of a text; a text shorter than one run is its own."""
    bare = _bare(text)
    return frozenset(bare[at : at + RUN] for at in range(max(1, len(bare) - RUN + 1))) if bare else frozenset()


def _bare(text: str) -> str:
    plain = to_arabic(unicodedata.normalize("NFKC", text)).casefold()
    for filler in _FILLERS:
        plain = plain.replace(filler, "")
    return "".join(char for char in plain if char.isalnum() or unicodedata.category(char).startswith("M"))


def _compared(one: _Prepared, other: _Prepared, limits: Limits) -> Pair | None:
    group, place = likeness(one.target_group, other.target_group), likeness(one.place, other.place)
    if group < limits.target_group and place < limits.place:
        return None  # the longest texts are compared only where it matters: one aspect is no overlap
    doing = max(_shared(one.title, other.title), _shared(one.doing, other.doing))
    found = (
        (Aspect.ACTIVITY, doing, limits.activity),
        (Aspect.TARGET_GROUP, group, limits.target_group),
        (Aspect.PLACE, place, limits.place),
    )
    reasons = tuple(Alike(aspect, round(100 * value)) for aspect, value, limit in found if value >= limit)
    return Pair(one.number, other.number, reasons) if len(reasons) > 1 else None
