"""How urgent what a school asks for is: marks of 0 to 5, weighted, out of a hundred (weights are parameters)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

WEIGHTS: Final[Mapping[str, int]] = {"lack": 35, "condition": 25, "pupils": 20, "safety": 20}
MOST: Final = 5


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a school asks for, as it is compared with other years."""

    school: str
    item: str

    @property
    def same(self) -> tuple[str, str]:
        """Alike however it is written."""
        return self.school, "".join(self.item.split()).casefold()


def score(marks: Mapping[str, int]) -> float:
    """0 to 100."""
    return sum(WEIGHTS[name] * marks[name] for name in WEIGHTS) / MOST


def funded_before(wanted: Wanted, last_year: list[Wanted]) -> bool:
    """Whether the same school got the same thing in the year before."""
    return wanted.same in {one.same for one in last_year}
