"""Which months a report is of: one month, or a fiscal year as far as it has come."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, tzinfo
from typing import Final

from inventory.queries.connection import Span
from office import thai_date
from office.fiscal import FiscalYear, month_end

TREND: Final = 12  # months that a report of one month looks back on, itself included
_MONTH: Final = re.compile(r"(20\d\d)-(0[1-9]|1[0-2])")
_YEAR: Final = re.compile(r"fy(2[5-6]\d\d)")


@dataclass(frozen=True, slots=True)
class Period:
    """`months` are first days, in order. `year` is the fiscal year that it is of, None: it is of one month."""

    months: tuple[date, ...]
    year: FiscalYear | None = None

    @property
    def key(self) -> str:
        """In addresses and in what is kept: 2026-10, fy2570."""
        return f"fy{self.year.era}" if self.year else f"{self.months[0]:%Y-%m}"

    @property
    def preceding(self) -> Period:
        """The one that it is compared with."""
        return of_year(self.year.preceding) if self.year else of_month(_back(self.months[0], 1))

    @property
    def following(self) -> Period:
        """The next one."""
        return of_year(self.year.following) if self.year else of_month(_back(self.months[0], -1))

    @property
    def leading(self) -> tuple[date, ...]:
        """The months before it that its trend begins with; a year is its own trend."""
        return () if self.year else tuple(_back(self.months[0], count) for count in range(TREND - 1, 0, -1))

    def title(self, language: str = thai_date.THAI) -> str:
        """เดือนตุลาคม 2569 · ปีงบประมาณ พ.ศ. 2570."""
        if language == thai_date.THAI:
            return str(self.year) if self.year else f"เดือน{thai_date.month(self.months[0])}"
        return f"fiscal year {self.year.era}" if self.year else thai_date.month(self.months[0], language)

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


def read_period(key: str) -> Period:
    """From `key`; ValueError for anything else."""
    if found := _MONTH.fullmatch(key):
        return of_month(date(int(found[1]), int(found[2]), 1))
    if found := _YEAR.fullmatch(key):
        return of_year(FiscalYear(int(found[1])))
    raise ValueError(f"no period: {key[:20]!r}")


def _back(month: date, count: int) -> date:
    years, before = divmod(month.month - 1 - count, 12)
    return date(month.year + years, before + 1, 1)


def _midnight(day: date, zone: tzinfo) -> datetime:
    return datetime.combine(day, time(), zone).astimezone(UTC)
