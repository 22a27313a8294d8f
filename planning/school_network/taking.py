"""Rows of the registry as what the engine reckons with: schools with one count of their pupils, villages by age."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from statistics import median
from typing import Final

from contract.data.annual_plan import ClassRow
from contract.data.registry import CountRow, HomeRow, SchoolRow, VillageRow
from planning.school_network.mapping.district import (
    Home,
    School,
    SpecialArea,
    Status,
    Tambon,
    Village,
    homes_of,
    tambons_of,
)
from planning.school_network.mapping.grade import GRADES, Grade

CODES: Final = {grade.name.lower(): grade for grade in Grade}
"""Codes of the registry -> columns of the engine; vocational classes have no column."""
FIRST_AGE: Final = 3
_STATUS: Final[Mapping[str, Status]] = {"open": Status.OPEN, "closing": Status.OPEN, "co_learning": Status.CO_LEARNING}
_AREA: Final[Mapping[str, SpecialArea]] = {area.value: area for area in SpecialArea}
_WIDE_DEG: Final = 0.25  # a subdistrict whose outline nobody gave is taken to lie within this of its middle


@dataclass(frozen=True, slots=True, order=True)
class Count:
    """One count of pupils that was frozen; a later revision corrects an earlier one."""

    academic_year: int
    count_date: date
    revision: int

    @property
    def key(self) -> str:
        """As a form sends it."""
        return f"{self.academic_year}.{self.count_date.isoformat()}.{self.revision}"


@dataclass(frozen=True, slots=True)
class Taken:
    """Tables of a run, and in which district each place lies."""

    schools: tuple[School, ...]
    villages: tuple[Village, ...]
    tambons: tuple[Tambon, ...]
    districts: Mapping[str, str]  # by code of a village or school
    homes: tuple[Home, ...] = ()


def counts_of(rows: Iterable[CountRow]) -> list[Count]:
    """Those that are frozen and hold, the newest first."""
    found = {Count(one.academic_year, one.count_date, one.revision) for one in rows if one.is_frozen and one.is_current}
    return sorted(found, reverse=True)


def take(
    schools: Sequence[SchoolRow],
    counts: Iterable[CountRow],
    villages: Sequence[VillageRow],
    count: Count,
    classes: Iterable[ClassRow] = (),
) -> Taken:
    """Planned, closed and transferred schools are left out: nobody goes there. Rooms are those of the approved class
    plan of the count's year; where there is none, those that were counted.
    """
    pupils, rooms = _by_school(counts, count)
    for one in classes:
        if one.academic_year == count.academic_year and one.grade in CODES:
            rooms[one.smis_code][CODES[one.grade]] = one.rooms
    open_schools = [one for one in schools if one.state in _STATUS]
    return Taken(
        tuple(_school(one, pupils[one.smis_code], rooms[one.smis_code]) for one in open_schools),
        tuple(_village(one) for one in villages),
        _tambons(villages),
        {one.smis_code: one.district for one in open_schools} | {one.code: one.district for one in villages},
    )


def with_homes(taken: Taken, rows: Iterable[HomeRow], count: Count) -> Taken:
    """The same with the homes of this count. Of schools that do not teach any more, of villages that are not known any
    more, and of vocational classes, nobody's way is reckoned.
    """
    schools, villages = {one.id for one in taken.schools}, {one.code for one in taken.villages}
    homes = [
        Home(one.smis_code, one.village_code, CODES[one.grade], one.male + one.female)
        for one in rows
        if Count(one.academic_year, one.count_date, one.revision) == count
        and one.smis_code in schools
        and one.village_code in villages
        and one.grade in CODES
    ]
    return replace(taken, homes=homes_of(homes))


def _by_school(counts: Iterable[CountRow], count: Count) -> tuple[dict[str, list[int]], dict[str, list[int]]]:
    pupils: dict[str, list[int]] = defaultdict(lambda: [0] * GRADES)
    rooms: dict[str, list[int]] = defaultdict(lambda: [0] * GRADES)
    for one in counts:
        grade = CODES.get(one.grade)
        if grade is not None and Count(one.academic_year, one.count_date, one.revision) == count:
            pupils[one.smis_code][grade] += one.male + one.female
            rooms[one.smis_code][grade] += one.rooms
    return pupils, rooms


def _school(row: SchoolRow, pupils: list[int], rooms: list[int]) -> School:
    """Grades that nobody told are those with pupils; without any, primary."""
    filled = [grade for grade in Grade if pupils[grade]]
    low = CODES.get(row.lowest_grade, min(filled, default=Grade.P1))
    high = CODES.get(row.highest_grade, max(filled, default=Grade.P6))
    return School(
        id=row.smis_code,
        smis=row.smis_code,
        name=row.name,
        lat=row.latitude,
        lon=row.longitude,
        tambon=_place(row.district, row.subdistrict),
        low=min(low, high),
        high=max(low, high),
        pupils=tuple(pupils),
        rooms=tuple(rooms),
        special=_AREA.get(row.special_area),
        status=_STATUS[row.state],
        ours=row.is_ours,
    )


def _village(row: VillageRow) -> Village:
    children = [0] * GRADES
    for one in row.ages:
        if FIRST_AGE <= one.age < FIRST_AGE + GRADES:
            children[one.age - FIRST_AGE] += one.male + one.female
    return Village(
        code=row.code,
        name=row.name,
        lat=row.latitude,
        lon=row.longitude,
        tambon=_place(row.district, row.subdistrict),
        children=tuple(children),
    )


def _place(district: str, subdistrict: str) -> str:
    return f"{district} {subdistrict}".strip() if subdistrict else ""


def _tambons(villages: Sequence[VillageRow]) -> tuple[Tambon, ...]:
    """The middle of each subdistrict is that of its villages: one wrong coordinate does not move a median far."""
    places: dict[str, list[tuple[float, float]]] = defaultdict(list)
    for one in villages:
        name = _place(one.district, one.subdistrict)
        if name and one.latitude is not None and one.longitude is not None:
            places[name].append((one.latitude, one.longitude))
    return tambons_of(_tambon(name, found) for name, found in places.items())


def _tambon(name: str, found: list[tuple[float, float]]) -> Tambon:
    lat, lon = (median(part) for part in zip(*found, strict=True))
    return Tambon(name, lat, lon, lat - _WIDE_DEG, lon - _WIDE_DEG, lat + _WIDE_DEG, lon + _WIDE_DEG)
