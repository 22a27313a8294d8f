"""Days allowed: of the calendar, or working days without weekends and holidays."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, timedelta
from typing import Final

_SATURDAY: Final = 5


def is_working(day: date, holidays: Collection[date]) -> bool:
    """Whether an office works on this day."""
    return day.weekday() < _SATURDAY and day not in holidays


def next_working(day: date, holidays: Collection[date]) -> date:
    """The day itself, or the first working day after it."""
    while not is_working(day, holidays):
        day += timedelta(days=1)
    return day


def after_days(start: date, days: int) -> date:
    """The last of so many days of the calendar, the first being the day after `start`."""
    return start + timedelta(days=days)


def after_working_days(start: date, days: int, holidays: Collection[date]) -> date:
    """The last of so many working days, the first being the first one after `start`. None allowed: `start` itself."""
    day = start
    while days > 0:
        day += timedelta(days=1)
        days -= is_working(day, holidays)
    return day
