"""Reckoning with whole months."""

from __future__ import annotations

from datetime import date


def months_later(day: date, months: int) -> date:
    """The same day of a later month, or the last day that this month has."""
    years, month = divmod(day.month - 1 + months, 12)
    for last in (day.day, 30, 29, 28):
        try:
            return date(day.year + years, month + 1, last)
        except ValueError:
            continue
    raise AssertionError("every month has 28 days")
