"""The fiscal year of Thai government, October to September, named by the Buddhist-era year in which it ends.

An academic year is another thing (`office.academic`): neither type takes the other, and comparing them is a TypeError.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from office.thai_date import BUDDHIST_ERA, check_era

_FIRST_MONTH: Final = 10
_MONTHS_A_QUARTER: Final = 3


@dataclass(frozen=True, order=True, slots=True)
class FiscalYear:
    """ปีงบประมาณ พ.ศ. 2570 is 1 October 2569 to 30 September 2570. `era` is that Buddhist-era year: 2570.

    ValueError when it is none, e.g. a year of the common era.
    """

    era: int

    def __post_init__(self) -> None:
        check_era(self.era)

    @classmethod
    def of(cls, day: date) -> FiscalYear:
        """The one that a day lies in."""
        return cls(day.year + BUDDHIST_ERA + (day.month >= _FIRST_MONTH))

    @property
    def first(self) -> date:
        """1 October."""
        return date(self.era - BUDDHIST_ERA - 1, _FIRST_MONTH, 1)

    @property
    def last(self) -> date:
        """30 September."""
        return self.following.first - timedelta(days=1)

    @property
    def following(self) -> FiscalYear:
        """The next one."""
        return FiscalYear(self.era + 1)

    @property
    def preceding(self) -> FiscalYear:
        """The one before."""
        return FiscalYear(self.era - 1)

    @property
    def months(self) -> tuple[date, ...]:
        """The first day of each of its twelve months, October first."""
        return tuple(_months_from(self.first, 12))

    @property
    def quarters(self) -> tuple[Quarter, ...]:
        """All four; the first begins in October."""
        return tuple(Quarter(self, number) for number in (1, 2, 3, 4))

    def __contains__(self, day: date) -> bool:
        return self.first <= day <= self.last

    def __str__(self) -> str:
        return f"ปีงบประมาณ พ.ศ. {self.era}"


@dataclass(frozen=True, order=True, slots=True)
class Quarter:
    """ไตรมาสที่ 1 of a fiscal year is October to December. ValueError for a number other than 1 to 4."""

    year: FiscalYear
    number: int

    def __post_init__(self) -> None:
        if not isinstance(self.year, FiscalYear):
            raise TypeError(f"a quarter is of a fiscal year, not of {self.year!r}")
        if self.number not in {1, 2, 3, 4}:
            raise ValueError(f"no quarter {self.number!r}")

    @classmethod
    def of(cls, day: date) -> Quarter:
        """The one that a day lies in."""
        return cls(FiscalYear.of(day), (day.month - _FIRST_MONTH) % 12 // _MONTHS_A_QUARTER + 1)

    @property
    def months(self) -> tuple[date, ...]:
        """The first day of each of its three months."""
        start = (self.number - 1) * _MONTHS_A_QUARTER
        return self.year.months[start : start + _MONTHS_A_QUARTER]

    @property
    def first(self) -> date:
        """Its first day."""
        return self.months[0]

    @property
    def last(self) -> date:
        """Its last day."""
        return month_end(self.months[-1])

    def __contains__(self, day: date) -> bool:
        return self.first <= day <= self.last

    def __str__(self) -> str:
        return f"ไตรมาสที่ {self.number} {self.year}"


def month_end(day: date) -> date:
    """The last day of the month of a day."""
    *_, following = _months_from(day.replace(day=1), 2)
    return following - timedelta(days=1)


def _months_from(first: date, count: int) -> Iterator[date]:
    for passed in range(count):
        years, month = divmod(first.month - 1 + passed, 12)
        yield first.replace(year=first.year + years, month=month + 1)
