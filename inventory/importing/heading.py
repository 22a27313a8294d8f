"""Which row of a sheet is its heading, by the columns of a kind of file."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import Final

from inventory.importing.columns import COLUMNS, Kind, required_in
from service.importing import heading
from service.importing.decode import Sheet
from service.importing.heading import ANYWHERE, LEAST_KNOWN, Place, bare

LEAST_LETTERS: Final = 3  # a shorter alias stands within too many headings


def read_sheet(kind: Kind, data: bytes, place: Place = ANYWHERE) -> Sheet:
    """The sheet from its heading on; its first row where none looks like a heading. Raises UnreadableError."""
    return heading.read_sheet(data, partial(_score, kind), place)


def find_heading(kind: Kind, data: bytes, place: Place = ANYWHERE) -> Place:
    """Where the heading is: the first row that has all needed columns, else the one that has most that are known."""
    return heading.find_heading(data, partial(_score, kind), place)


def _score(kind: Kind, cells: Sequence[str]) -> int:
    """More than a thousand where all needed columns are there, else how many headings are known."""
    known = [bare(alias) for one in COLUMNS[kind] for alias in (one.name, *one.aliases)]
    said = [bare(cell) for cell in cells if cell]
    # One long title that names several columns is no heading.
    if len(said) < LEAST_KNOWN:
        return 0
    count = sum(
        any(alias == cell or (len(alias) >= LEAST_LETTERS and alias in cell) for alias in known) for cell in said
    )
    return count + (1000 if required_in(kind, cells) else 0) if count >= LEAST_KNOWN else 0
