"""Step 4.2, the situation: five years of counts as a trend, pupils per teacher and room, and the cohorts to come.

Counts only, of academic years; what the plan calls its years are fiscal ones, and the two are never compared.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import fmean
from typing import Final

GRADES: Final = (
    "k1", "k2", "k3", "p1", "p2", "p3", "p4", "p5", "p6", "m1", "m2", "m3", "m4", "m5", "m6",
)  # fmt: skip
YEARS: Final = 5
_PAIRS: Final = 3  # so many passages from year to year make a rate


@dataclass(frozen=True, slots=True)
class GradeCount:
    """Persons and rooms of one grade of one school in an academic year."""

    school: str
    academic_year: int
    grade: str
    male: int
    female: int
    rooms: int

    @property
    def pupils(self) -> int:
        """Both together."""
        return self.male + self.female


@dataclass(frozen=True, slots=True)
class YearFigures:
    """The office in one academic year. `teachers` None: not told for this year. Ratios None: nothing to divide by."""

    academic_year: int
    schools: int
    male: int
    female: int
    rooms: int
    teachers: int | None
    by_grade: tuple[tuple[str, int], ...]

    @property
    def pupils(self) -> int:
        """Both together."""
        return self.male + self.female

    @property
    def per_teacher(self) -> float | None:
        """Pupils for each teacher."""
        return self.pupils / self.teachers if self.teachers else None

    @property
    def per_room(self) -> float | None:
        """Pupils for each room."""
        return self.pupils / self.rooms if self.rooms else None


def trend(counts: Iterable[GradeCount], teachers: Mapping[int, int], *, years: int = YEARS) -> tuple[YearFigures, ...]:
    """The last years for which there are counts, the earliest first."""
    by_year: dict[int, list[GradeCount]] = {}
    for one in counts:
        by_year.setdefault(one.academic_year, []).append(one)
    return tuple(_year(year, by_year[year], teachers.get(year)) for year in sorted(by_year)[-years:])


def _year(year: int, counts: Sequence[GradeCount], teachers: int | None) -> YearFigures:
    grades: dict[str, int] = {}
    for one in counts:
        grades[one.grade] = grades.get(one.grade, 0) + one.pupils
    return YearFigures(
        academic_year=year,
        schools=len({one.school for one in counts if one.pupils}),
        male=sum(one.male for one in counts),
        female=sum(one.female for one in counts),
        rooms=sum(one.rooms for one in counts),
        teachers=teachers,
        by_grade=tuple((grade, grades[grade]) for grade in GRADES if grade in grades),
    )


@dataclass(frozen=True, slots=True)
class Projected:
    """Pupils to be expected in an academic year, by grade."""

    academic_year: int
    by_grade: tuple[tuple[str, int], ...]

    @property
    def pupils(self) -> int:
        """Of all grades."""
        return sum(count for _grade, count in self.by_grade)


def projection(figures: Sequence[YearFigures], *, years: int = YEARS) -> tuple[Projected, ...]:
    """Cohort survival: each grade is the grade below of the year before, times the mean share that passed on in the
    last passages; who enters the lowest grade is the mean of the last years. Empty without two years in a row.
    """
    rates = survival(figures)
    if not figures or not rates:
        return ()
    last = figures[-1]
    lowest = last.by_grade[0][0] if last.by_grade else GRADES[0]
    entering = fmean(dict(one.by_grade).get(lowest, 0) for one in figures[-_PAIRS:])
    known: dict[str, float] = {grade: float(count) for grade, count in last.by_grade}
    found = []
    for ahead in range(1, years + 1):
        following = {lowest: entering}
        for below, above in pairwise(GRADES):
            if above in known and above != lowest:
                following[above] = known.get(below, 0.0) * rates[above] if above in rates else known[above]
        known = following
        shown = tuple((grade, round(following[grade])) for grade in GRADES if grade in following)
        found.append(Projected(last.academic_year + ahead, shown))
    return tuple(found)


def survival(figures: Sequence[YearFigures]) -> dict[str, float]:
    """By grade, the share of the grade below that came into it the year after; more than 1 where others joined."""
    passages: dict[str, list[tuple[int, int]]] = {}
    for before, after in list(pairwise(figures))[-_PAIRS:]:
        if after.academic_year != before.academic_year + 1:
            continue
        earlier, later = dict(before.by_grade), dict(after.by_grade)
        for below, above in pairwise(GRADES):
            if earlier.get(below) and above in later:
                passages.setdefault(above, []).append((earlier[below], later[above]))
    return {grade: sum(b for _a, b in pairs) / sum(a for a, _b in pairs) for grade, pairs in passages.items()}
