"""Pupils of the years ahead, of each school of a run: cohorts that go up, children who come in, rooms that they need.

The rates of survival are those of all schools over the counts that are known. Who enters the first grade of a school
are the children of that age who live where it is the nearest one, times the share of them that it has today; a school
that has none of that age near it keeps what it takes in today. Children who are not born yet are as many as the
youngest year that the registry knows.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

import numpy as np

from contract.data.registry import CountRow, VillageRow
from planning.school_network.mapping.arrays import Floats, Whole
from planning.school_network.mapping.diagnosis import room_pupils
from planning.school_network.mapping.district import Schools
from planning.school_network.mapping.grade import GRADES, Grade
from planning.school_network.mapping.inputs import Inputs
from planning.school_network.mapping.parameters import Name
from planning.school_network.mapping.projection import project, survival_rates
from planning.school_network.taking import CODES, Count
from planning.school_network.telling import nearest
from service.i18n import N_
from service.refusal import block

AHEAD: Final = 5
BEHIND: Final = 5
_YEARS_NEEDED: Final = 2  # with one count nothing is known of how cohorts go on


@dataclass(frozen=True, slots=True)
class SchoolAhead:
    """One school: pupils of each year, the first one as counted; rooms by the norm of the run."""

    id: str
    name: str
    ours: bool
    pupils: tuple[int, ...]
    rooms: int
    rooms_needed: int
    becomes_small: bool


@dataclass(frozen=True, slots=True)
class Ahead:
    """`years` are academic years (Buddhist era); `rates` percent by the grade that is left, where anybody was in it."""

    years: tuple[int, ...]
    counts: tuple[Count, ...]
    rates: tuple[tuple[int, float], ...]
    schools: tuple[SchoolAhead, ...]
    small_limit: int

    @property
    def totals(self) -> tuple[int, ...]:
        """Pupils of all schools of the office, by year."""
        ours = [one.pupils for one in self.schools if one.ours]
        return tuple(map(sum, zip(*ours, strict=True))) if ours else (0,) * len(self.years)


def ahead_of(
    inputs: Inputs, made: dict[str, Any], counts: Sequence[CountRow], villages: Iterable[VillageRow], base: Count
) -> Ahead:
    """From a run and the registry's counts; BlockedError while fewer than two years are counted."""
    used = yearly(counts, base)
    if base not in used:
        raise block(N_("The registry does not tell the count of this run any more"))
    if len(used) < _YEARS_NEEDED:
        raise block(N_("Frozen counts of two academic years or more are needed to look ahead"))
    history = _history(counts, used)
    rates = survival_rates(history)
    found = project(inputs.schools, rates, _intake(inputs.schools, made, list(villages)))
    limit = int(inputs.parameters.value(Name.SMALL_SCHOOL_PUPILS))
    by_year: Whole = found.shown.sum(axis=2)
    rooms = np.ceil(found.shown[-1] / room_pupils(inputs.parameters)).astype(np.int64).sum(axis=1)
    schools = inputs.schools
    told = tuple(
        SchoolAhead(
            id=schools.ids[row],
            name=schools.names[row],
            ours=bool(schools.ours[row]),
            pupils=tuple(int(one) for one in by_year[:, row]),
            rooms=int(schools.rooms[row].sum()),
            rooms_needed=int(rooms[row]),
            becomes_small=bool(schools.ours[row] and by_year[0, row] > limit >= by_year[-1, row]),
        )
        for row in np.flatnonzero(schools.open)
    )
    years = tuple(base.academic_year + step for step in range(AHEAD + 1))
    known = tuple((grade, 100 * float(rates[grade])) for grade in range(GRADES - 1) if history[:-1, :, grade].any())
    return Ahead(years, used, known, told, limit)


def yearly(counts: Iterable[CountRow], base: Count) -> tuple[Count, ...]:
    """One count for each academic year up to `base`, where the registry tells that one, the oldest first: of the same
    day of the year where there is one, so that the beginning of a year is not compared with the middle of another.
    """
    day = (base.count_date.month, base.count_date.day)
    found: dict[int, list[Count]] = defaultdict(list)
    for row in counts:
        one = Count(row.academic_year, row.count_date, row.revision)
        if one == base:
            found[base.academic_year] = [base]
        elif one.academic_year < base.academic_year and row.is_frozen and row.is_current:
            found[one.academic_year].append(one)
    like = [
        max(year, key=lambda one: ((one.count_date.month, one.count_date.day) == day, one.count_date, one.revision))
        for year in found.values()
    ]
    return tuple(sorted(like)[-BEHIND:])


def _history(counts: Iterable[CountRow], used: Sequence[Count]) -> Whole:
    """Pupils (years, schools, grades) of every school that was ever counted."""
    years = {one: place for place, one in enumerate(used)}
    cells: dict[tuple[int, str, Grade], int] = defaultdict(int)
    for row in counts:
        year = years.get(Count(row.academic_year, row.count_date, row.revision))
        if year is not None and row.grade in CODES:
            cells[year, row.smis_code, CODES[row.grade]] += row.male + row.female
    schools = {code: place for place, code in enumerate(sorted({code for _year, code, _grade in cells}))}
    history = np.zeros((len(used), len(schools), GRADES), dtype=np.int64)
    for (year, code, grade), pupils in cells.items():
        history[year, schools[code], grade] = pupils
    return history


def _intake(schools: Schools, made: dict[str, Any], villages: list[VillageRow]) -> Floats:
    """Children (years, schools) who enter the first grade."""
    places = {one["code"]: place for place, one in enumerate(made["villages"])}
    rows = {code: place for place, code in enumerate(schools.ids)}
    lowest = sorted({int(low) for low in schools.low})
    children = np.zeros((AHEAD + 1, len(schools.ids)))
    youngest = min((each.age for one in villages for each in one.ages), default=0)
    for one in villages:
        place = places.get(one.code)
        if place is None:
            continue
        ages = {each.age: each.male + each.female for each in one.ages}
        for low in lowest:
            near = nearest(made, place, low)
            row = rows[near[0][0]] if near else -1
            if row >= 0 and schools.low[row] == low:
                children[:, row] += _entering(ages, Grade(low).age, youngest)
    today = schools.pupils[np.arange(len(schools.ids)), schools.low].astype(np.float64)
    share = np.divide(today, children[0], out=np.zeros_like(today), where=children[0] > 0)
    return np.where(children[0] > 0, children[1:] * share, today)


def _entering(ages: Mapping[int, int], age: int, youngest: int) -> list[int]:
    """Children who come to an age this year and in each year ahead."""
    return [ages.get(max(age - step, youngest), 0) for step in range(AHEAD + 1)]
