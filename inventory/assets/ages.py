"""The two ages of an asset that officials confuse: the life of accounting, and the use after which it may be replaced.

A computer of three years is written off in the book and may yet not be replaced for two more years: both are shown.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Ages:
    """`used_years` are whole years of use; a day is the first on which the life is over, or replacing is allowed."""

    used_years: int
    used_months: int
    life_ends_on: date | None
    life_is_over: bool
    replaceable_on: date | None
    is_replaceable: bool


def ages(acquired_on: date, today: date, *, life_years: int | None, replace_after_years: int | None) -> Ages:
    """As of a day. Without a life or a rule, nothing is said of its end."""
    ends = None if life_years is None else years_later(acquired_on, life_years)
    replaceable = None if replace_after_years is None else years_later(acquired_on, replace_after_years)
    months = max((today.year - acquired_on.year) * 12 + today.month - acquired_on.month, 0)
    if months and today.day < acquired_on.day:
        months -= 1
    return Ages(
        used_years=months // 12,
        used_months=months % 12,
        life_ends_on=ends,
        life_is_over=ends is not None and today >= ends,
        replaceable_on=replaceable,
        is_replaceable=replaceable is not None and today >= replaceable,
    )


def years_later(day: date, years: int) -> date:
    """The same day so many years later; of 29 February, 1 March where there is none: only then the years are whole."""
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        return date(day.year + years, 3, 1)


def years_earlier(day: date, years: int) -> date:
    """The latest day from which so many years are whole on `day`."""
    try:
        return day.replace(year=day.year - years)
    except ValueError:
        return date(day.year - years, 2, 28)
