"""Committees: who sits on one, whether a meeting had its quorum, and what its votes decided.

How many must be present is a parameter of each committee, as its order or rule says; none of it is a law here.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from enum import StrEnum


class Seat(StrEnum):
    """What a person is on a committee."""

    CHAIR = "chair"
    MEMBER = "member"
    SECRETARY = "secretary"


@dataclass(frozen=True, slots=True)
class Quorum:
    """At least `numerator` of `denominator` of those who count, rounded up, and the chair where it is needed.

    ValueError when it is no part of the whole.
    """

    numerator: int = 1
    denominator: int = 2
    chair_needed: bool = True
    secretary_counts: bool = True

    def __post_init__(self) -> None:
        if not 0 < self.numerator <= self.denominator:
            raise ValueError(f"{self.numerator}/{self.denominator} is no part of a committee")

    def needed(self, total: int) -> int:
        """How many must be present of so many; never none."""
        return max(1, -(-total * self.numerator // self.denominator))


@dataclass(frozen=True, slots=True)
class Attendance:
    """Who came, of those who count."""

    total: int
    needed: int
    present: int
    has_chair: bool
    chair_needed: bool

    @property
    def is_quorate(self) -> bool:
        """The meeting can decide."""
        return self.present >= self.needed and (self.has_chair or not self.chair_needed)


def attendance(seats: Sequence[tuple[int, Seat]], present: Collection[int], quorum: Quorum) -> Attendance:
    """Of members by id; ids of others do not count."""
    counting = [(row, seat) for row, seat in seats if quorum.secretary_counts or seat is not Seat.SECRETARY]
    return Attendance(
        total=len(counting),
        needed=quorum.needed(len(counting)),
        present=sum(row in present for row, _seat in counting),
        has_chair=any(row in present for row, seat in seats if seat is Seat.CHAIR),
        chair_needed=quorum.chair_needed,
    )


@dataclass(frozen=True, slots=True)
class Votes:
    """How those present voted. `chair_decides_for` counts when there are as many for as against."""

    in_favour: int
    against: int
    chair_decides_for: bool = False

    @property
    def is_approved(self) -> bool:
        """More are for it, or as many and the chair's deciding vote is; nobody at all approves nothing."""
        if self.in_favour == self.against:
            return self.chair_decides_for and self.in_favour > 0
        return self.in_favour > self.against
