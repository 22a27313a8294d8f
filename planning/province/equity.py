"""The table of equity: per district the school-age population, who is enrolled, who is not, and villages too far away.

Each figure says where it is from and of which day: a table of figures of different days is honest only then.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Final

from contract.data.registry import CountRow, SchoolRow, VillageRow
from contract.data.school_network import AccessRow

AGES: Final = range(6, 15)
GRADES: Final = frozenset({"p1", "p2", "p3", "p4", "p5", "p6", "m1", "m2", "m3"})


class Measure(StrEnum):
    """One column of the table."""

    SCHOOL_AGE = "school_age"
    ENROLLED = "enrolled"
    OUT_OF_SCHOOL = "out_of_school"
    UNDER_SERVED = "under_served"


NEEDED: Final = tuple(Measure)


@dataclass(frozen=True, slots=True)
class Found:
    """One figure of one district. `source` is Thai: it is printed."""

    district: str
    measure: Measure
    value: int
    source: str
    as_of: date


def from_registry(
    schools: Iterable[SchoolRow], counts: Iterable[CountRow], villages: Iterable[VillageRow], *, as_of: date
) -> Sequence[Found]:
    """Persons of 6 to 14 years, pupils of the grades that they are in, and the difference, by district. Figures that
    nothing was known for are left out, never taken for zero.
    """
    population = _by_district((one.district, _of_age(one)) for one in villages if one.district and one.ages)
    of_school = {one.smis_code: one.district for one in schools}
    newest = [one for one in counts if one.is_current and one.grade in GRADES]
    year = max((one.academic_year for one in newest), default=0)
    newest = [one for one in newest if one.academic_year == year]
    enrolled = _by_district((of_school.get(one.smis_code, ""), one.male + one.female) for one in newest)
    counted_on = max((one.count_date for one in newest), default=as_of)
    villages_say = "ทะเบียนหมู่บ้าน ประชากรอายุ 6–14 ปี"
    schools_say = f"ทะเบียนสถานศึกษา นักเรียน ป.1–ม.3 ปีการศึกษา {year}"
    found = [Found(name, Measure.SCHOOL_AGE, value, villages_say, as_of) for name, value in population.items()]
    for name, value in enrolled.items():
        found.append(Found(name, Measure.ENROLLED, value, schools_say, counted_on))
        if name in population:
            gap = max(0, population[name] - value)
            found.append(Found(name, Measure.OUT_OF_SCHOOL, gap, "คำนวณ: ประชากรวัยเรียนหักด้วยนักเรียน", as_of))
    return found


def from_map(access: Iterable[AccessRow], *, as_of: date) -> Sequence[Found]:
    """Villages with children beyond the norm, by the newest run of the school map; one that the registry's data have
    left behind says so.
    """
    return [
        Found(
            one.district,
            Measure.UNDER_SERVED,
            one.under_served_villages,
            f"แผนที่ตั้งการศึกษา ปีการศึกษา {one.academic_year}" + (" (ข้อมูลเปลี่ยนหลังวิเคราะห์)" if one.is_stale else ""),
            as_of,
        )
        for one in access
        if one.district
    ]


def lacking(districts: Iterable[str], found: Mapping[tuple[str, Measure], object]) -> Mapping[str, Sequence[Measure]]:
    """Of each district the figures that are missing; empty when the table is whole."""
    gaps = {name: [one for one in NEEDED if (name, one) not in found] for name in districts}
    return {name: missing for name, missing in gaps.items() if missing}


def out_of_school_percent(school_age: int, out_of_school: int) -> float | None:
    """None where nobody of that age lives."""
    return 100 * out_of_school / school_age if school_age else None


def _of_age(village: VillageRow) -> int:
    return sum(one.male + one.female for one in village.ages if one.age in AGES)


def _by_district(values: Iterable[tuple[str, int]]) -> dict[str, int]:
    sums: dict[str, int] = defaultdict(int)
    for name, value in values:
        if name:
            sums[name] += value
    return dict(sums)
