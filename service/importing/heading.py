"""Where a sheet's heading is: real files have a title, an office and a date above it, and several sheets."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final

from service.importing.decode import MAX_COLUMNS, Sheet, UnreadableError, decode, sheet_names

MOST_TITLES: Final = 15
MOST_SHEETS: Final = 12
LEAST_KNOWN: Final = 2

Score = Callable[[Sequence[str]], int]
"""How much a row looks like the heading; 0 for one that does not at all."""


@dataclass(frozen=True, slots=True)
class Place:
    """Which sheet, counted from 0, and which row as a spreadsheet numbers it; none: found by what stands there."""

    sheet: int | None = None
    row: int | None = None


ANYWHERE: Final = Place()


def read_sheet(data: bytes, score: Score, place: Place = ANYWHERE, *, widest: int = MAX_COLUMNS) -> Sheet:
    """The sheet from its heading on; its first row where none looks like a heading. Raises UnreadableError."""
    found = find_heading(data, score, place, widest=widest)
    sheet = decode(data, sheet=found.sheet or 0, widest=widest)
    above = (_first(sheet), *sheet.rows)
    for at, (number, cells) in enumerate(above):
        if number == found.row:
            return Sheet(_trimmed(cells), above[at + 1 :], number)
    return sheet


def find_heading(data: bytes, score: Score, place: Place = ANYWHERE, *, widest: int = MAX_COLUMNS) -> Place:
    """Where the heading is: the row of the highest score among the first of each sheet."""
    sheets = range(min(len(sheet_names(data)), MOST_SHEETS)) if place.sheet is None else [place.sheet]
    best, most = Place(sheets[0] if sheets else 0, place.row), 0
    for at in sheets:
        try:
            sheet = decode(data, sheet=at, most=MOST_TITLES + 1, widest=widest)
        except UnreadableError:
            if len(sheets) == 1:
                raise
            continue  # an empty sheet among others
        if place.row is not None:
            return Place(at, place.row)
        for number, cells in (_first(sheet), *sheet.rows)[: MOST_TITLES + 1]:
            found = score(cells)
            if found > most:
                best, most = Place(at, number), found
    return best


def bare(heading: str) -> str:
    """Without blanks, brackets and marks, which differ from file to file."""
    return re.sub(r"[\s\W_]+", "", heading).casefold()


def _first(sheet: Sheet) -> tuple[int, tuple[str, ...]]:
    return sheet.number, sheet.header


def _trimmed(cells: tuple[str, ...]) -> tuple[str, ...]:
    """Without the empty cells at the end that a wider title left."""
    last = max((at for at, cell in enumerate(cells) if cell), default=0)
    return cells[: last + 1]
