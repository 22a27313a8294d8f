"""What a shared project costs against what its partners bring."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Share:
    """Money of one agency, in satang."""

    agency: int
    satang: int


@dataclass(frozen=True, slots=True)
class Funding:
    """`total` is what the project costs, `of` what each agency brings, in satang."""

    total: int
    of: Mapping[int, int]

    @property
    def brought(self) -> int:
        """All money of all partners."""
        return sum(self.of.values())

    @property
    def lack(self) -> int:
        """What is still to be found; below zero: more is brought than it costs."""
        return self.total - self.brought

    @property
    def is_whole(self) -> bool:
        """The shares add up to the project, to the satang."""
        return self.lack == 0


def funding(total: int, shares: Iterable[Share]) -> Funding:
    """The shares of each agency added up."""
    of: dict[int, int] = defaultdict(int)
    for one in shares:
        of[one.agency] += one.satang
    return Funding(total, dict(of))
