"""Which item of the price criteria fills which lack, and how much of it one piece fills."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Final

from network.gap import GapLine, Measure

DATA: Final = Path(__file__).parent / "data" / "pieces.csv"


@dataclass(frozen=True, slots=True)
class Piece:
    """`criteria_item` is its code in the list of computers and networks; one piece fills `per_piece` of the lack."""

    measure: Measure
    criteria_item: str
    per_piece: int

    def pieces(self, line: GapLine) -> int:
        """How many fill what is lacking; 0 where nothing is, or nobody knows."""
        return -(-(line.lack or 0) // self.per_piece)


@cache
def pieces() -> tuple[Piece, ...]:
    """Those that this release knows; links and their speed are rented and not bought by the piece."""
    with DATA.open(encoding="utf-8", newline="") as file:
        rows = csv.DictReader(file)
        return tuple(Piece(Measure(one["measure"]), one["criteria_item"], int(one["per_piece"])) for one in rows)
