"""Projects of different agencies that are about the same thing: the same target group, place or activity.

Thai is written without blanks between words, so texts are compared by their runs of three letters, of which alike ones
share many, whatever blanks, marks and kinds of digits stand between them.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from office.numerals import to_arabic

RUN: Final = 3
_BEFORE: Final = {"อ": 0, "ป": 3, "ม": 9}
_GRADES: Final = re.compile(r"([อปม])\.\s*([1-6])(?:\s*(?:[-–—]|ถึง)\s*(?:([อปม])\.\s*)?([1-6]))?")
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
    ordered = sorted(projects, key=lambda one: one.number)
    groups = _Likenesses([one.target_group for one in ordered], by_grade=True)
    places = _Likenesses([one.place for one in ordered])
    letters: dict[str, int] = {}
    titles = [_Taken.of(one.title, letters) for one in ordered]
    doings = [_Taken.of(one.title + one.activity, letters) for one in ordered]
    kept = []
    for at, first in enumerate(ordered):
        of_group, of_place = groups.row(at), places.row(at)
        for other in range(at + 1, len(ordered)):
            group, place = of_group[groups.kinds[other]], of_place[places.kinds[other]]
            if group < limits.target_group and place < limits.place:
                continue  # the longest texts are compared only where it matters: one aspect is no overlap
            doing = max(_shared(titles[at], titles[other]), _shared(doings[at], doings[other]))
            reasons = _reasons(doing, group, place, limits)
            if len(reasons) > 1:
                kept.append(Pair(first.number, ordered[other].number, reasons))
    return sorted(kept, key=lambda pair: (-pair.weight, pair.first, pair.second))


def _reasons(doing: float, group: float, place: float, limits: Limits) -> tuple[Alike, ...]:
    found = (
        (Aspect.ACTIVITY, doing, limits.activity),
        (Aspect.TARGET_GROUP, group, limits.target_group),
        (Aspect.PLACE, place, limits.place),
    )
    return tuple(Alike(aspect, round(100 * value)) for aspect, value, limit in found if value >= limit)


def likeness(one: str, other: str) -> float:
    """From 0 (nothing shared) to 1 (the same): twice the shared runs over all runs. An empty text is like nothing."""
    letters: dict[str, int] = {}
    return _shared(_Taken.of(one, letters), _Taken.of(other, letters))


@dataclass(frozen=True, slots=True)
class _Taken:
    """A text taken apart: a bit for each of its runs, at the run's place among those of all texts, and how many there
    are. Two numbers are compared many times faster than two sets.
    """

    bits: int
    count: int

    @classmethod
    def of(cls, text: str, letters: dict[str, int]) -> _Taken:
        found = runs(text)
        return cls(sum(1 << letters.setdefault(one, len(letters)) for one in found), len(found))


def _shared(a: _Taken, b: _Taken) -> float:
    return 2 * (a.bits & b.bits).bit_count() / (a.count + b.count) if a.count and b.count else 0.0


class _Likenesses:
    """How alike each two texts of one aspect are. Groups and places are few and come again in every pair, so that only
    different ones are compared. `kinds` is which of them each project has. `by_grade`: texts that name grades, and not
    one in common, are about other pupils however alike their letters are.
    """

    def __init__(self, texts: Sequence[str], *, by_grade: bool = False) -> None:
        known: dict[str, int] = {}
        self.kinds = [known.setdefault(text, len(known)) for text in texts]
        letters: dict[str, int] = {}
        self._taken = [_Taken.of(text, letters) for text in known]
        self._grades = [grades(text) if by_grade else frozenset() for text in known]
        self._rows: dict[int, list[float]] = {}

    def row(self, at: int) -> list[float]:
        """Of the text of this project: how alike it is to each different one."""
        kind = self.kinds[at]
        if kind not in self._rows:
            own = self._grades[kind]
            self._rows[kind] = [
                0.0 if own and there and own.isdisjoint(there) else _shared(self._taken[kind], one)
                for one, there in zip(self._taken, self._grades, strict=True)
            ]
        return self._rows[kind]


def grades(text: str) -> frozenset[int]:
    """Those that a text names, e.g. ป.1–ป.3 or ม.4-6, counted on from อ.1; none where it says them in words."""
    found: set[int] = set()
    for level, first, other, last in _GRADES.findall(to_arabic(unicodedata.normalize("NFKC", text))):
        begin = _BEFORE[level] + int(first)
        found |= set(range(begin, _BEFORE[other or level] + int(last or first) + 1)) or {begin}
    return frozenset(found)


def runs(text: str) -> frozenset[str]:
    """The runs of letters of a text; a text shorter than one run is its own."""
    bare = _bare(text)
    return frozenset(bare[at : at + RUN] for at in range(max(1, len(bare) - RUN + 1))) if bare else frozenset()


def _bare(text: str) -> str:
    plain = to_arabic(unicodedata.normalize("NFKC", text)).casefold()
    for filler in _FILLERS:
        plain = plain.replace(filler, "")
    return "".join(char for char in plain if char.isalnum() or unicodedata.category(char).startswith("M"))
