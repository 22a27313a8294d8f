"""When a warranty ends: so many whole months after the day of acceptance."""

from __future__ import annotations

from calendar import monthrange
from datetime import date, timedelta


def months_after(day: date, months: int) -> date:
    """The same day of a later month, or its last one where the month is shorter."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def warranty_end(accepted_on: date, months: int) -> date | None:
    """Its last day: the day of acceptance counts as the first. None where no warranty was agreed."""
    return months_after(accepted_on, months) - timedelta(days=1) if months else None
