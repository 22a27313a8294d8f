"""The contract's own clock: which days it holds and which hours of them count. Pure."""

from __future__ import annotations

import calendar
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, tzinfo

from inventory.hours import Hours
from inventory.sla.spans import Span, clipped

DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Clock:
    """`hours` None: all 24 of every day count. The contract holds from `starts_on` to `ends_on`, both included; None:
    without a beginning, without an end.
    """

    zone: tzinfo
    hours: Hours | None = None
    starts_on: date | None = None
    ends_on: date | None = None

    def holds(self, window: Span) -> list[Span]:
        """What of the window lies within the days of the contract."""
        start = window.start if self.starts_on is None else max(window.start, self._midnight(self.starts_on))
        end = window.end if self.ends_on is None else min(window.end, self._midnight(self.ends_on + DAY))
        return [Span(start, end)] if start < end else []

    def open(self, window: Span) -> list[Span]:
        """The hours of the window that count, whatever the days of the contract."""
        if self.hours is None:
            return [window]
        return clipped((Span(*pair) for pair in self.hours.open_between(window.start, window.end)), window)

    def month(self, first_day: date) -> Span:
        """The month of a day, from midnight to midnight by the local clock."""
        first = first_day.replace(day=1)
        return Span(self._midnight(first), self._midnight(first + timedelta(days=days_of(first))))

    def days_held(self, first_day: date) -> int:
        """On how many days of the month the contract holds."""
        first = first_day.replace(day=1)
        last = first + timedelta(days=days_of(first) - 1)
        start, end = max(first, self.starts_on or first), min(last, self.ends_on or last)
        return max(0, (end - start).days + 1)

    def _midnight(self, day: date) -> datetime:
        return datetime.combine(day, time(), self.zone).astimezone(UTC)


def days_of(day: date) -> int:
    """How many days the month of a day has."""
    return calendar.monthrange(day.year, day.month)[1]
