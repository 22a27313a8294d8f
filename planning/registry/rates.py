"""How many pupils go on from grade to grade, and how many children of school age are pupils of the office.

Both count heads, not persons: who moved here, or learns at a school of another body, is not told apart.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from planning.registry.grades import GRADES, Grade, Level
from planning.registry.sizes import CHILDREN, Band
from planning.registry.tallying import NOTHING, Tally, by_level

_LEVELS: Final = (Level.KINDERGARTEN, Level.PRIMARY, Level.LOWER_SECONDARY, Level.UPPER_SECONDARY)
"""In the order of `CHILDREN`."""


@dataclass(frozen=True, slots=True)
class Going:
    """Pupils of a grade a year before, and of the next grade now."""

    grade: Grade
    following: Grade
    before: int
    after: int

    @property
    def percent(self) -> float | None:
        """Above 100 where pupils came from elsewhere; None where nobody was there."""
        return 100 * self.after / self.before if self.before else None


@dataclass(frozen=True, slots=True)
class Reached:
    """Children of a band of age, and pupils of the level that is meant for them."""

    band: Band
    level: Level
    children: int
    pupils: int

    @property
    def percent(self) -> float | None:
        """None where no child of that age is known."""
        return 100 * self.pupils / self.children if self.children else None


def going_on(before: Mapping[Grade, Tally], after: Mapping[Grade, Tally]) -> Iterator[Going]:
    """From each grade to the next one, where anybody is in it now: the last grade that the office has leads out of it,
    ม.6 and ปวช.3 lead nowhere.
    """
    for grade, following in pairwise(GRADES):
        if grade in before and following in after and following.level is not Level.VOCATIONAL:
            yield Going(grade, following, before[grade].total, after[following].total)


def reached(grades: Mapping[Grade, Tally], children: Sequence[int]) -> list[Reached]:
    """Each band of school age with its level."""
    levels = by_level(grades)
    return [
        Reached(band, level, count, levels.get(level, NOTHING).total)
        for band, level, count in zip(CHILDREN, _LEVELS, children, strict=True)
    ]
