"""Step 4.3 (a), factors around the office: weighed and scored, they give the point at which the office stands."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

WHOLE: Final = 100
LOWEST, HIGHEST = 1, 5
INNER: Final = frozenset({"strength", "weakness"})
_SIGNS: Final = {"strength": 1, "weakness": -1, "opportunity": 1, "threat": -1}


class Quadrant(StrEnum):
    """Where the point lies; the pair of letters says which strategies it asks for."""

    STRONG_HELPED = "SO"
    WEAK_HELPED = "WO"
    STRONG_HINDERED = "ST"
    WEAK_HINDERED = "WT"


@dataclass(frozen=True, slots=True)
class Weighed:
    """`factor_class` is strength, weakness, opportunity or threat; `weight` in hundredths of its side."""

    factor_class: str
    weight: int
    score: int

    @property
    def weighted(self) -> float:
        """Weight times score, 0 to 5."""
        return self.weight * self.score / WHOLE


@dataclass(frozen=True, slots=True)
class Position:
    """`inner` is strengths less weaknesses, `outer` opportunities less threats, each from -5 to 5."""

    inner: float
    outer: float
    sums: dict[str, float]

    @property
    def quadrant(self) -> Quadrant:
        """A point on a line counts as helped or strong."""
        if self.inner >= 0:
            return Quadrant.STRONG_HELPED if self.outer >= 0 else Quadrant.STRONG_HINDERED
        return Quadrant.WEAK_HELPED if self.outer >= 0 else Quadrant.WEAK_HINDERED


def position(factors: Sequence[Weighed]) -> Position:
    """The weighted point."""
    sums = {
        name: round(sum(one.weighted for one in factors if one.factor_class == name), 4)
        for name in ("strength", "weakness", "opportunity", "threat")
    }
    return Position(
        inner=round(sums["strength"] - sums["weakness"], 4),
        outer=round(sums["opportunity"] - sums["threat"], 4),
        sums=sums,
    )


def weight_of(factors: Sequence[Weighed], *, is_inner: bool) -> int:
    """The weights of one side together, in hundredths; a side that is whole has 100."""
    return sum(one.weight for one in factors if (one.factor_class in INNER) is is_inner)


def empty_classes(factors: Sequence[Weighed]) -> tuple[str, ...]:
    """Classes of which nobody named a factor."""
    named = {one.factor_class for one in factors}
    return tuple(name for name in _SIGNS if name not in named)


def pair_of(inner: str, outer: str) -> str:
    """SO, ST, WO or WT. ValueError where the two are not of both sides."""
    if inner not in INNER or outer in INNER or outer not in _SIGNS:
        raise ValueError(f"no pair of {inner} and {outer}")
    return f"{inner[0]}{outer[0]}".upper()
