"""Target quantities of lines by quarter. What is counted in different units is never added up."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Quantity:
    """So many of one unit in the four quarters."""

    unit: str
    quarters: tuple[int, int, int, int]

    @property
    def total(self) -> int:
        """Of the year."""
        return sum(self.quarters)


def by_unit(lines: Iterable[tuple[str, Sequence[int]]]) -> list[Quantity]:
    """From unit and quarters of each line, one for each unit in the order of the lines; nothing where none has a
    target.
    """
    sums: dict[str, list[int]] = {}
    for unit, quarters in lines:
        if any(quarters):
            found = sums.setdefault(unit, [0, 0, 0, 0])
            for at, part in enumerate(quarters):
                found[at] += part
    return [Quantity(unit, (one[0], one[1], one[2], one[3])) for unit, one in sums.items()]
