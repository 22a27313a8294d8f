"""Step 4.3 (b), the school map: which run of the school network the plan stands on, and whether it is outdated."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Run:
    """A run as the school network told of it."""

    key: str
    fingerprint: str
    academic_year: int
    children: int
    children_beyond: int

    @property
    def share_within(self) -> float | None:
        """Percent of the children who live within the norm."""
        return (self.children - self.children_beyond) / self.children * 100 if self.children else None


def newest(runs: Sequence[Run]) -> Run | None:
    """Runs come in the order in which they were told."""
    return runs[-1] if runs else None


def is_stale(used_fingerprint: str, runs: Sequence[Run]) -> bool:
    """A later run with other inputs stands: what was built on the earlier one is to be looked at again."""
    last = newest(runs)
    return last is not None and bool(used_fingerprint) and last.fingerprint != used_fingerprint
