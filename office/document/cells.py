"""Cells of tables: text, or a value that a spreadsheet can reckon with."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Discriminator, Field, Tag

from office.baht import figures
from office.document.text import Part, Run, Text, runs
from office.thai_date import short_date


class Number(Part):
    """A figure with so many decimals. Its unit stands at the head of its column."""

    kind: Literal["number"] = "number"
    value: Decimal
    decimals: int = Field(default=0, ge=0, le=9)


class Money(Part):
    """An amount; shown as 12,345.00 under a column whose unit is บาท."""

    kind: Literal["money"] = "money"
    satang: int


class Day(Part):
    """A date; shown as 30 ก.ย. 69."""

    kind: Literal["day"] = "day"
    day: date


class Words(Part):
    """Text in a cell."""

    kind: Literal["words"] = "words"
    text: Text = ()


def _kind(value: Any) -> str | None:
    return value.get("kind") if isinstance(value, dict) else getattr(value, "kind", None)


def _as_cell(value: Any) -> Any:
    if isinstance(value, bool):
        return value
    if isinstance(value, str | Run | tuple):
        return Words(text=value)
    if isinstance(value, int | Decimal):
        return Number(value=Decimal(value), decimals=max(0, -int(Decimal(value).as_tuple().exponent)))
    return Day(day=value) if isinstance(value, date) else value


Cell = Annotated[
    Annotated[Number, Tag("number")]
    | Annotated[Money, Tag("money")]
    | Annotated[Day, Tag("day")]
    | Annotated[Words, Tag("words")],
    Discriminator(_kind),
]
"""One cell of a table."""

Given = Annotated[Cell, BeforeValidator(_as_cell)]
"""A field of this type also takes strings, runs, whole numbers, decimals and dates."""


def shown(cell: Number | Money | Day | Words) -> tuple[Run, ...]:
    """The cell as text, numerals still 0-9."""
    match cell:
        case Words():
            return cell.text
        case Number():
            return runs(f"{cell.value:,.{cell.decimals}f}")
        case Money():
            return runs(figures(cell.satang))
        case Day():
            return runs(short_date(cell.day))
