"""Cells, columns and signatures that the papers of the asset book share."""

from __future__ import annotations

from datetime import date
from typing import Final

from office.document.cells import Day, Money, Number, Words
from office.document.content import Align, Column, Sides
from office.document.text import exact

NOTHING: Final = "–"
SMALL_PT: Final = 11
Cell = Number | Money | Day | Words | str | int
_DOTS: Final = "." * 30


def figures(title: str, unit: str = "", width: float = 1.0) -> Column:
    """A column of figures, aligned right."""
    return Column(title=title, unit=unit, width=width, align=Align.RIGHT, whole=True)


def money(satang: int | None) -> Cell:
    """Baht with two decimals; a dash where nobody said."""
    return NOTHING if satang is None else Money(satang=satang)


def day(value: date | None) -> Cell:
    """A short Thai date; a dash where nobody said."""
    return NOTHING if value is None else Day(day=value)


def code(text: str) -> Cell:
    """A number of an asset, whose digits are never written otherwise."""
    return Words(text=exact(text or NOTHING))


def hands(left: str, right: str) -> Sides:
    """Room for two signatures beside one another, each with what it is for and a name in brackets."""
    return Sides(left=_hand(left), right=_hand(right), left_share=0.5)


def _hand(role: str) -> str:
    return f"\nลงชื่อ{_DOTS}{role}\n({_DOTS})\nวันที่........../........../.........." if role else ""
