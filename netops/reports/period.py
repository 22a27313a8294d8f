"""Which months a report is of: one month, or a quarter or fiscal year as far as it has come."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, tzinfo
from typing import Final

from inventory.queries.connection import Span
from office import thai_date
from office.fiscal import FiscalYear, Quarter, month_end

TREND: Final = 12  # months that a report of one month looks back on, itself included
_MONTH: Final = re.compile(r"(20\d\d)-(0[1-9]|1[0-2])")
_YEAR: Final = re.compile(r"fy(2[5-6]\d\d)(?:q([1-4]))?")


@dataclass(frozen=True, slots=True)
class Period:
    """`months` are first days, in order. `of` is the fiscal year or quarter that they are, None: one month."""

    months: tuple[date, ...]
    of: FiscalYear | Quarter | None = None

    @property
    def key(self) -> str:
        """In addresses and in what is kept: 2026-10, fy2570q1, fy2570."""
        match self.of:
            case FiscalYear(era):
                return f"fy{era}"
            case Quarter(year, number):
                return f"fy{year.era}q{number}"
        return f"{self.months[0]:%Y-%m}"

    @property
    def preceding(self) -> Period:
        """The one that it is compared with."""
        return self._holding(_back(self.months[0], 1))

    @property
    def following(self) -> Period:
        """The next one."""
        return self._holding(_back(self.months[-1], -1))

    def _holding(self, month: date) -> Period:
        """The period of the same kind that a month lies in."""
        match self.of:
            case FiscalYear():
                return of_year(FiscalYear.of(month))
            case Quarter():
                return of_quarter(Quarter.of(month))
        return of_month(month)

    @property
    def leading(self) -> tuple[date, ...]:
        """The months before it that its trend begins with, so that it is of a year; a year is its own trend."""
        return tuple(_back(self.months[0], count) for count in range(TREND - len(self.months), 0, -1))

    def title(self, language: str = thai_date.THAI) -> str:
        """เดือนตุลาคม 2569 · ไตรมาสที่ 1 ปีงบประมาณ พ.ศ. 2570 · ปีงบประมาณ พ.ศ. 2570."""
        is_thai = language == thai_date.THAI
        match self.of:
            case FiscalYear(era):
                return str(self.of) if is_thai else f"fiscal year {era}"
            case Quarter(year, number):
                return str(self.of) if is_thai else f"quarter {number} of fiscal year {year.era}"
        return f"เดือน{thai_date.month(self.months[0])}" if is_thai else thai_date.month(self.months[0], language)

    def is_begun(self, now: datetime, zone: tzinfo) -> bool:
        """Whether there is anything to tell of it."""
        return _midnight(self.months[0], zone) <= now

    def is_over(self, now: datetime, zone: tzinfo) -> bool:
        """Whether its figures can change no more."""
        return _midnight(_back(self.months[-1], -1), zone) <= now

    def span(self, now: datetime, zone: tzinfo) -> Span:
        """Its months as far as they have begun, until their end or now."""
        begun = tuple(month for month in self.months if _midnight(month, zone) <= now) or self.months[:1]
        end = _midnight(_back(self.months[-1], -1), zone)
        return Span(begun, _midnight(begun[0], zone), max(min(end, now), _midnight(begun[0], zone)))

    def last_day(self, now: datetime, zone: tzinfo) -> date:
        """The day that its figures reach to."""
        return min(month_end(self.months[-1]), now.astimezone(zone).date())


def of_month(day: date) -> Period:
    """The month of a day."""
    return Period((day.replace(day=1),))


def of_year(year: FiscalYear) -> Period:
    """A whole fiscal year."""
    return Period(year.months, year)


def of_quarter(quarter: Quarter) -> Period:
    """A quarter of a fiscal year."""
    return Period(quarter.months, quarter)


def read_period(key: str) -> Period:
    """From `key`; ValueError for anything else."""
    if found := _MONTH.fullmatch(key):
        return of_month(date(int(found[1]), int(found[2]), 1))
    if found := _YEAR.fullmatch(key):
        year = FiscalYear(int(found[1]))
        return of_quarter(Quarter(year, int(found[2]))) if found[2] else of_year(year)
    raise ValueError(f"no period: {key[:20]!r}")


def _back(month: date, count: int) -> date:
    years, before = divmod(month.month - 1 - count, 12)
    return date(month.year + years, before + 1, 1)


def _midnight(day: date, zone: tzinfo) -> datetime:
    return datetime.combine(day, time(), zone).astimezone(UTC)
