"""The academic year of Thai schools, 16 May to 15 May, named by the Buddhist-era year in which it begins.

Kept apart from the fiscal year (`office.fiscal`), with which it is easily taken for one another: both are written
as one four-digit year.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from office.thai_date import BUDDHIST_ERA, check_era

_OPENS: Final = (5, 16)  # what the ministry sets; a school's own days of term stand in its calendar


@dataclass(frozen=True, order=True, slots=True)
class AcademicYear:
    """ปีการศึกษา 2569 is 16 May 2569 to 15 May 2570. `era` is that Buddhist-era year; ValueError when it is none."""

    era: int

    def __post_init__(self) -> None:
        check_era(self.era)

    @classmethod
    def of(cls, day: date) -> AcademicYear:
        """The one that a day lies in; the long holiday belongs to the year that ends."""
        return cls(day.year + BUDDHIST_ERA - ((day.month, day.day) < _OPENS))

    @property
    def first(self) -> date:
        """16 May."""
        return date(self.era - BUDDHIST_ERA, *_OPENS)

    @property
    def last(self) -> date:
        """15 May of the next year."""
        return self.following.first - timedelta(days=1)

    @property
    def following(self) -> AcademicYear:
        """The next one."""
        return AcademicYear(self.era + 1)

    @property
    def preceding(self) -> AcademicYear:
        """The one before."""
        return AcademicYear(self.era - 1)

    def __contains__(self, day: date) -> bool:
        return self.first <= day <= self.last

    def __str__(self) -> str:
        return f"ปีการศึกษา {self.era}"
