"""Whole years between two days, as people count them."""

from __future__ import annotations

from datetime import date


def whole_years(begin: date, day: date) -> int:
    """How many years are over; of 29 February, the year is over on 1 March where there is none. Never negative."""
    years = day.year - begin.year - ((day.month, day.day) < (begin.month, begin.day))
    return max(0, years)
