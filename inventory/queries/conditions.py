"""Conditions that lists share: of a row, a word or a fiscal year, as addresses say them that anybody can type."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from enum import StrEnum
from typing import Any

from sqlalchemy import ColumnElement, and_, false

from inventory.queries.table import Condition
from office.fiscal import FiscalYear


def whole(value: str) -> int | None:
    """A whole number that a database takes; None of anything else."""
    return int(value) if value.isascii() and value.isdigit() and len(value) < 10 else None


def is_row(column: Any) -> Condition:
    """The column holds this number; whatever is none finds nothing."""
    return lambda value: false() if whole(value) is None else column == whole(value)


def is_word(column: Any, kind: type[StrEnum]) -> Condition:
    """The column, as text, is this word of an enumeration."""
    return lambda value: column == value if value in set(kind) else false()


def in_fiscal_year(column: Any) -> Condition:
    """The day lies in a fiscal year of the Buddhist era."""

    def condition(value: str) -> ColumnElement[bool]:
        try:
            year = FiscalYear(whole(value) or 0)
        except ValueError:
            return false()
        return and_(column >= year.first, column <= year.last)

    return condition


def eras(first: date | None, last: date | None) -> list[tuple[str, str]]:
    """Fiscal years between two days as choices, the latest first."""
    if first is None or last is None:
        return []
    return [(str(era), str(era)) for era in range(FiscalYear.of(last).era, FiscalYear.of(first).era - 1, -1)]


def by_value(words: Mapping[Any, str]) -> dict[str, str]:
    """Words of an enumeration by what is stored."""
    return {str(value): said for value, said in words.items()}
