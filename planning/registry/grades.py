"""Grades from อ.1 to ปวช.3 in their order, the levels that they make, and the day on which pupils were counted."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Final

from office.academic import AcademicYear

_JUNE_COUNT: Final = (6, 10)
_NOVEMBER_COUNT: Final = (11, 10)


class Level(StrEnum):
    """Levels of schools, youngest first."""

    KINDERGARTEN = "kindergarten"
    PRIMARY = "primary"
    LOWER_SECONDARY = "lower_secondary"
    UPPER_SECONDARY = "upper_secondary"
    VOCATIONAL = "vocational"


class Grade(StrEnum):
    """A year of school; the members stand in the order in which a pupil walks through them."""

    K1 = "k1"
    K2 = "k2"
    K3 = "k3"
    P1 = "p1"
    P2 = "p2"
    P3 = "p3"
    P4 = "p4"
    P5 = "p5"
    P6 = "p6"
    M1 = "m1"
    M2 = "m2"
    M3 = "m3"
    M4 = "m4"
    M5 = "m5"
    M6 = "m6"
    V1 = "v1"
    V2 = "v2"
    V3 = "v3"

    @property
    def year(self) -> int:
        """1 of อ.1."""
        return int(self.value[1])

    @property
    def label(self) -> str:
        """อ.1, ป.1, ม.1, ปวช.1, as Thai offices write it."""
        return f"{_SHORT[self.value[0]]}{self.year}"

    @property
    def names(self) -> tuple[str, ...]:
        """All ways in which files write it, the shortest first."""
        return (self.label, *(f"{word}{self.year}" for word in _LONG[self.value[0]]))

    @property
    def level(self) -> Level:
        """The level that it belongs to."""
        if self.value[0] == "m":
            return Level.LOWER_SECONDARY if self.year <= 3 else Level.UPPER_SECONDARY
        return _LEVELS[self.value[0]]

    @property
    def place(self) -> int:
        """0 of อ.1, 17 of ปวช.3."""
        return GRADES.index(self)


GRADES: Final = tuple(Grade)
_SHORT: Final = {"k": "อ.", "p": "ป.", "m": "ม.", "v": "ปวช."}
_LONG: Final = {
    "k": ("อนุบาล", "อนุบาลปีที่", "ชั้นอนุบาล", "ชั้นอนุบาลปีที่"),
    "p": ("ประถมศึกษาปีที่", "ชั้นประถมศึกษาปีที่", "ประถม"),
    "m": ("มัธยมศึกษาปีที่", "ชั้นมัธยมศึกษาปีที่", "มัธยม"),
    "v": ("ประกาศนียบัตรวิชาชีพปีที่", "ปวช.ปีที่"),
}
_LEVELS: Final = {"k": Level.KINDERGARTEN, "p": Level.PRIMARY, "v": Level.VOCATIONAL}


def grades_of(level: Level) -> tuple[Grade, ...]:
    """The grades of a level, in order."""
    return tuple(grade for grade in GRADES if grade.level is level)


@dataclass(frozen=True, order=True, slots=True)
class CountDay:
    """The day on which pupils of an academic year were counted; ValueError when it lies outside that year."""

    year: AcademicYear
    day: date

    def __post_init__(self) -> None:
        if self.day not in self.year:
            raise ValueError(f"{self.day} is no day of {self.year}")

    @classmethod
    def of_june(cls, year: AcademicYear) -> CountDay:
        """10 June, by which grants and sizes go."""
        return cls(year, date(year.first.year, *_JUNE_COUNT))

    @classmethod
    def of_november(cls, year: AcademicYear) -> CountDay:
        """10 November, on which the second count is held mostly."""
        return cls(year, date(year.first.year, *_NOVEMBER_COUNT))

    @classmethod
    def newest(cls, today: date) -> CountDay:
        """The last of these days: what a file that is given today is of, mostly."""
        this = AcademicYear.of(today)
        known = [of(year) for year in (AcademicYear(this.era - 1), this) for of in (cls.of_june, cls.of_november)]
        return max((one for one in known if one.day <= today), key=lambda one: one.day)
