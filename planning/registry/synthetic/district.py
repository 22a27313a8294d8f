"""An invented district as files would give it, the same for the same seed: schools, pupils, staff, villages, people.

The schools are those of the demonstration of netops (`service.invented`); nothing in it is a real place or person.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from random import Random
from typing import Final

from office.academic import AcademicYear
from planning.registry.grades import GRADES, CountDay, Grade
from planning.registry.reading.homes import PupilHomes
from planning.registry.reading.pupils import GradeCount, SchoolPupils
from planning.registry.reading.schools import RegisteredSchool, SchoolPlace, StaffCount
from planning.registry.reading.villages import AgeCount, Village
from planning.registry.sizes import MOST_IN_A_ROOM
from planning.registry.synthetic.living import Living
from service.invented import DISTRICTS, OFFICE_CODE, OFFICE_NAME, School, make_schools

YEARS: Final = 5
SCHOOLS: Final = 130
VILLAGES: Final = 700
OLDEST: Final = 101
SOURCE: Final = "ข้อมูลสมมติ (synthetic data)"
PROVINCE: Final = "จังหวัดสมมติ"
_SPANS: Final = ((Grade.K2, Grade.P6), (Grade.K2, Grade.M3), (Grade.P1, Grade.P6))
_SHARES: Final = (78, 18, 4)
_EVERY_MISSING: Final = 61
_CHILDREN_OF_SIZE: Final = 0.91  # children of one age in a village of size 1, by `_born`
_SMALLEST: Final = 0.3
_SPARES: Final = 5  # a smaller cohort loses nobody before November


@dataclass(frozen=True, slots=True)
class SyntheticSchool:
    """An invented school with the grades that it offers and how many pupils enter its first grade in a year."""

    school: School
    lowest: Grade
    highest: Grade
    entering: int

    @property
    def grades(self) -> tuple[Grade, ...]:
        """All that it offers."""
        return GRADES[self.lowest.place : self.highest.place + 1]


@dataclass(frozen=True, slots=True)
class Cohort:
    """Children of one year near one school; of some one boy leaves before November."""

    boys: int
    girls: int
    is_leaving: bool


@dataclass(frozen=True, slots=True)
class Size:
    """How large the district is; villages that nobody names are as many for each school as in the usual one."""

    schools: int = SCHOOLS
    villages: int = 0

    def __post_init__(self) -> None:
        """A district of a few schools has a few villages."""
        if not self.villages:
            object.__setattr__(self, "villages", max(1, round(self.schools * VILLAGES / SCHOOLS)))


class District:
    """Rows of every dataset. Each is drawn from a random of its own, so that one does not change another."""

    def __init__(self, *, seed: int = 1, today: date, size: Size | None = None) -> None:
        self._seed, self.today, self._size = seed, today, size or Size()
        random = self.random("schools")
        self.schools = [self._school(one, random) for one in make_schools(self._size.schools, Random(seed))]  # noqa: S311 - the same on every run is the point

    def random(self, name: str) -> Random:
        return Random(f"{self._seed} {name}")  # noqa: S311 - the same on every run is the point

    @staticmethod
    def _school(school: School, random: Random) -> SyntheticSchool:
        lowest, highest = random.choices(_SPANS, _SHARES)[0]
        # About half of the schools are small; the largest have some hundred pupils.
        return SyntheticSchool(school, lowest, highest, max(1, round(random.gammavariate(1.1, 13))))

    def registry(self) -> list[RegisteredSchool]:
        """Codes, names and places."""
        return [
            RegisteredSchool(
                smis_code=one.school.code,
                moe_code=f"10{one.school.code}",
                percode=f"9{one.school.number + 1:05}",
                name=one.school.name,
                office_code=OFFICE_CODE,
                office_name=OFFICE_NAME,
                education="สามัญ",
                network=f"กลุ่ม{one.school.district.removeprefix('อำเภอ')} {one.school.number // len(DISTRICTS) % 2 + 1}",
                village="",
                tambon=one.school.sub_district,
                amphoe=one.school.district,
                province=PROVINCE,
                km_to_office=Decimal(5 + one.school.number % 70),
                km_to_amphoe=Decimal(1 + one.school.number % 25),
                size="",
                electricity="มี",
                lowest=one.lowest,
                highest=one.highest,
            )
            for one in self.schools
        ]

    def coordinates(self) -> list[SchoolPlace]:
        """Of most schools: some are not known, as in life."""
        return [
            SchoolPlace(one.school.code, one.school.name, one.school.latitude, one.school.longitude)
            for one in self.schools
            if one.school.number % _EVERY_MISSING != _EVERY_MISSING - 1
        ]

    def count_days(self) -> list[CountDay]:
        """10 June and 10 November of five years, as far as they are over."""
        newest = AcademicYear.of(self.today).era
        days = []
        for era in range(newest - YEARS + 1, newest + 1):
            days += [CountDay.of_june(AcademicYear(era)), CountDay.of_november(AcademicYear(era))]
        return [one for one in days if one.day <= self.today]

    def pupils(self, day: CountDay) -> list[SchoolPupils]:
        """Cohorts that walk through the grades, fewer each year; some leave before November."""
        return [
            SchoolPupils(one.school.code, one.school.name, OFFICE_CODE, OFFICE_NAME, tuple(self._grades(one, day)))
            for one in self.schools
        ]

    def _grades(self, one: SyntheticSchool, day: CountDay) -> Iterator[GradeCount]:
        for at, grade in enumerate(one.grades):
            boys, girls = self._present(one, day, at)
            if boys + girls:
                yield GradeCount(grade, boys, girls, -(-(boys + girls) // MOST_IN_A_ROOM[grade.level]))

    def _present(self, one: SyntheticSchool, day: CountDay, at: int) -> tuple[int, int]:
        """Boys and girls of its grade of this place; some boys leave before November."""
        cohort = self.cohort(one, day.year.era - at)
        left = day.day.month == 11 and cohort.is_leaving
        return max(0, cohort.boys - left), cohort.girls

    def cohort(self, one: SyntheticSchool, era: int) -> Cohort:
        """Those who enter the first grade of a school in a year, or are of their age and will, or did."""
        random = self.random(f"{one.school.code} {era}")
        fewer = 0.97 ** (era - 2560)
        entered = max(0, round(one.entering * fewer * random.uniform(0.75, 1.25)))
        girls = sum(random.random() < 0.49 for _pupil in range(entered))
        return Cohort(entered - girls, girls, entered > _SPARES and random.random() < 0.3)

    def homes(self, day: CountDay) -> list[PupilHomes]:
        """From which villages the pupils of a count come, as far as a district would know it."""
        living = Living(self)
        rows = []
        for one in self.schools:
            for at, grade in enumerate(one.grades):
                boys, girls = self._present(one, day, at)
                found = living.known_homes(one, day.year.era - at, boys, girls)
                rows += [
                    PupilHomes(one.school.code, day.year.era, day.day, code, grade, male, female)
                    for code, (male, female) in found.items()
                ]
        return rows

    def staff(self, year: AcademicYear) -> list[StaffCount]:
        """One teacher to about eighteen pupils, at least two; a head where the school is not very small."""
        random = self.random(f"staff {year.era}")
        rows = []
        for school, one in zip(self.schools, self.pupils(CountDay.of_june(year)), strict=True):
            teachers = max(2, round(one.total / random.uniform(14, 22)))
            men = sum(random.random() < 0.3 for _teacher in range(teachers))
            names = (school.school.code, school.school.name)
            if one.total > 40:
                rows.append(StaffCount(*names, "ผู้อำนวยการสถานศึกษา", *((1, 0) if random.random() < 0.55 else (0, 1))))
            rows.append(StaffCount(*names, "ครู", men, teachers - men))
            if random.random() < 0.4:
                rows.append(StaffCount(*names, "ครูผู้ช่วย", 0, 1))
            if random.random() < 0.5:
                rows.append(StaffCount(*names, "ธุรการโรงเรียน", 0, 1))
        return rows

    def villages(self) -> list[Village]:
        """Scattered around the schools, in their subdistricts."""
        random = self.random("villages")
        rows = []
        for number in range(self._size.villages):
            near = self.schools[number % len(self.schools)].school
            rows.append(
                Village(
                    code=f"{near.code[:4]}{number + 1:04}",
                    name=f"บ้านสมมติ {number + 1}",
                    tambon=near.sub_district,
                    amphoe=near.district,
                    province=PROVINCE,
                    latitude=round(near.latitude + random.gauss(0, 0.02), 5),
                    longitude=round(near.longitude + random.gauss(0, 0.02), 5),
                )
            )
        return rows

    def people(self) -> list[AgeCount]:
        """Every age of every village at the end of the last year. Children of school age are the cohorts of the schools
        near them and some who learn elsewhere: enrolment and population agree.
        """
        living, random = Living(self), self.random("people")
        year = self.today.year + 543 - 1
        children = living.children(AcademicYear.of(self.today).era)
        rows = []
        for village in self.villages():
            mine = children[village.code]
            size = max(_SMALLEST, sum(map(sum, mine.values())) / (len(mine) * _CHILDREN_OF_SIZE))
            rows += [
                AgeCount(village.code, year, age, *(mine.get(age) or _born(random, age, size)), SOURCE)
                for age in range(OLDEST + 1)
            ]
        return rows


def _born(random: Random, age: int, size: float) -> tuple[int, int]:
    """Men and women of one age in a village."""
    share = 0.7 if age < 20 else 1.1 if age < 60 else max(0.02, 1.1 - (age - 60) / 40)
    return round(size * share * random.uniform(0.3, 1)), round(size * share * random.uniform(0.3, 1))
