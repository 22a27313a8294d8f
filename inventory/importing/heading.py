"""Where a sheet's heading is: real registers have a title, an office and a date above it, and several sheets."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from inventory.importing.columns import COLUMNS, Kind, required_in
from inventory.importing.decode import Sheet, UnreadableError, decode, sheet_names

MOST_TITLES: Final = 15
MOST_SHEETS: Final = 12
LEAST_KNOWN: Final = 2
LEAST_LETTERS: Final = 3


@dataclass(frozen=True, slots=True)
class Place:
    """Which sheet, counted from 0, and which row as a spreadsheet numbers it; none: found by what stands there."""

    sheet: int | None = None
    row: int | None = None


ANYWHERE: Final = Place()


def read_sheet(kind: Kind, data: bytes, place: Place = Place()) -> Sheet:
    """The sheet from its heading on; its first row where none looks like a heading. Raises UnreadableError."""
    found = find_heading(kind, data, place)
    sheet = decode(data, sheet=found.sheet or 0)
    above = (_first(sheet), *sheet.rows)
    for at, (number, cells) in enumerate(above):
        if number == found.row:
            return Sheet(_trimmed(cells), above[at + 1 :], number)
    return sheet


def find_heading(kind: Kind, data: bytes, place: Place = Place()) -> Place:
    """Where the heading is: the first row that has all needed columns, else the one that has most that are known."""
    sheets = range(min(len(sheet_names(data)), MOST_SHEETS)) if place.sheet is None else [place.sheet]
    best, most = Place(sheets[0] if sheets else 0, place.row), 0
    for at in sheets:
        try:
            sheet = decode(data, sheet=at, most=MOST_TITLES + 1)
        except UnreadableError:
            if len(sheets) == 1:
                raise
            continue  # an empty sheet among others
        if place.row is not None:
            return Place(at, place.row)
        for number, cells in (_first(sheet), *sheet.rows)[: MOST_TITLES + 1]:
            score = _score(kind, cells)
            if score > most:
                best, most = Place(at, number), score
    return best


def _score(kind: Kind, cells: Sequence[str]) -> int:
    """More than a thousand where all needed columns are there, else how many headings are known."""
    known = [_bare(alias) for one in COLUMNS[kind] for alias in (one.name, *one.aliases)]
    said = [_bare(cell) for cell in cells if cell]
    count = sum(
        any(alias == cell or (len(alias) >= LEAST_LETTERS and alias in cell) for alias in known) for cell in said
    )
    # One long title that names several columns is no heading.
    if len(said) < LEAST_KNOWN:
        return 0
    return count + (1000 if required_in(kind, cells) else 0) if count >= LEAST_KNOWN else 0


def _bare(text: str) -> str:
    return re.sub(r"[\s\W_]+", "", text).casefold()


def _first(sheet: Sheet) -> tuple[int, tuple[str, ...]]:
    return sheet.number, sheet.header


def _trimmed(cells: tuple[str, ...]) -> tuple[str, ...]:
    """Without the empty cells at the end that a wider title left."""
    last = max((at for at, cell in enumerate(cells) if cell), default=0)
    return cells[: last + 1]
