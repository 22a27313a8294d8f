"""What the rest of the engine asks of distances, whichever way they are measured.

Metres and seconds are whole numbers in float arrays; infinite means that there is no way, or none within the limit of
the search. A school index of -1 means none. Of equally near schools the one with the lower id is the nearer.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

from planning.school_network.mapping.arrays import Floats, Truths, Whole


@dataclass(frozen=True, slots=True, eq=False)
class Nearest:
    """For each place its nearest schools, nearest first: (places, how many)."""

    school: Whole
    metres: Floats
    seconds: Floats


@dataclass(frozen=True, slots=True, eq=False)
class Pairs:
    """Ways between schools, in the order of the indices."""

    start: Whole
    end: Whole
    metres: Floats
    seconds: Floats


class Distances(Protocol):
    """Straight lines or roads."""

    @property
    def on_straight_line(self) -> Truths:
        """Villages whose distances are straight lines for want of a road."""

    def nearest(self, among: Truths, count: int) -> Nearest:
        """The nearest of some schools for every village."""

    def to_school(self, villages: Whole, schools: Whole) -> tuple[Floats, Floats]:
        """Metres and seconds of each pair of indices."""

    def pairs(self, starts: Truths, ends: Truths, within_m: float) -> Pairs:
        """All ways from one school to another that are no longer than that."""

    def next_school(self, starts: Whole, among: Truths) -> Nearest:
        """The nearest other of some schools for each of these schools: (starts, 1)."""
