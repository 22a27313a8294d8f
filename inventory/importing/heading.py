"""Where a sheet's heading is: real registers have a title, an office and a date above it."""

from __future__ import annotations

from typing import Final

from inventory.importing.columns import Kind, required_in
from inventory.importing.decode import Sheet, decode

MOST_TITLES: Final = 15


def read_sheet(kind: Kind, data: bytes) -> Sheet:
    """The sheet from its heading on; the first row where no row has all needed columns. Raises UnreadableError."""
    sheet = decode(data)
    if required_in(kind, sheet.header):
        return sheet
    for at, (_number, cells) in enumerate(sheet.rows[:MOST_TITLES]):
        if required_in(kind, cells):
            return Sheet(_trimmed(cells), sheet.rows[at + 1 :])
    return sheet


def _trimmed(cells: tuple[str, ...]) -> tuple[str, ...]:
    """Without the empty cells at the end that a wider title left."""
    last = max(at for at, cell in enumerate(cells) if cell)
    return cells[: last + 1]
