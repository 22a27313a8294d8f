"""Numbers too small to be told where counts of children by place leave the office: few enough to say who they are."""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from typing import Final, TypeVar

K = TypeVar("K", bound=Hashable)
FEWEST_SHOWN: Final = 5
"""No rule that was read names a number; five is usual for open data of statistics offices."""


def shown(counts: Mapping[K, int]) -> dict[K, int | None]:
    """None where the number is too small. One alone could be reckoned from the sum of all: then the next smallest is
    not told either.
    """
    small = {key for key, count in counts.items() if 0 < count < FEWEST_SHOWN}
    if len(small) == 1:
        rest = {key: count for key, count in counts.items() if key not in small and count}
        small |= {min(rest, key=rest.__getitem__)} if rest else set()
    return {key: None if key in small else count for key, count in counts.items()}
