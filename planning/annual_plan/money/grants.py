"""Grants per head: a rate of each level and term, pupils of the count date, an amount of each school in satang."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from planning.annual_plan.terms import Level, level_of


@dataclass(frozen=True, slots=True)
class Rate:
    """Satang a pupil and term, of a level, in academic years from `first` to `last` (Buddhist era; None: no end)."""

    level: Level
    satang: int
    first: int
    last: int | None = None

    def holds(self, year: int) -> bool:
        """In that academic year."""
        return self.first <= year and (self.last is None or year <= self.last)


@dataclass(frozen=True, slots=True)
class Heads:
    """Pupils of one grade of one school, of one revision of a count."""

    school: str
    grade: str
    pupils: int


@dataclass(frozen=True, slots=True)
class Share:
    """What one school gets: pupils by level and the amount."""

    school: str
    pupils: Mapping[Level, int]
    amount: int


class NoRateError(LookupError):
    """No rate, or more than one, holds for a level that has pupils."""

    def __init__(self, level: Level, count: int) -> None:
        self.level, self.count = level, count
        super().__init__(f"{count} rates of {level}")


def shares(rates: Iterable[Rate], heads: Iterable[Heads], year: int) -> list[Share]:
    """One share of each school with a count, by code. NoRateError where a rate is missing or stands twice."""
    valid = [one for one in rates if one.holds(year)]
    counted: dict[str, dict[Level, int]] = defaultdict(lambda: defaultdict(int))
    for one in heads:
        counted[one.school][level_of(one.grade)] += one.pupils
    by_level: dict[Level, int] = {}
    for level in {level for levels in counted.values() for level, pupils in levels.items() if pupils}:
        found = [one.satang for one in valid if one.level is level]
        if len(found) != 1:
            raise NoRateError(level, len(found))
        by_level[level] = found[0]
    return [
        Share(school, dict(levels), sum(pupils * by_level.get(level, 0) for level, pupils in levels.items()))
        for school, levels in sorted(counted.items())
    ]


@dataclass(frozen=True, slots=True)
class Difference:
    """What a corrected count changes for one school: to be paid more, or (below zero) to be asked back."""

    school: str
    before: int
    after: int

    @property
    def amount(self) -> int:
        """After less before."""
        return self.after - self.before


def differences(before: Sequence[Share], after: Sequence[Share]) -> list[Difference]:
    """One row of each school whose amount changed, also of those that came or went."""
    old = {one.school: one.amount for one in before}
    new = {one.school: one.amount for one in after}
    return [
        Difference(school, old.get(school, 0), new.get(school, 0))
        for school in sorted(old.keys() | new.keys())
        if old.get(school, 0) != new.get(school, 0)
    ]
