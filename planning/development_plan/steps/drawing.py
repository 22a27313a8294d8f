"""Charts as plain figures, drawn by the pages as SVG: bars of years, and the point between four fields."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

BAR_WIDTH: Final = 48
BAR_GAP: Final = 12
BAR_HEIGHT: Final = 150
SIDE: Final = 320
_HALF: Final = SIDE // 2
_REACH: Final = 5.0
_EDGE: Final = 10


@dataclass(frozen=True, slots=True)
class Bar:
    """One column; `y` is its top."""

    label: str
    value: int
    x: int
    y: float
    height: float


def bars(values: Sequence[tuple[str, int]]) -> tuple[Bar, ...]:
    """From left to right; the highest fills the height."""
    most = max((value for _label, value in values), default=0) or 1
    return tuple(
        Bar(
            label,
            value,
            at * (BAR_WIDTH + BAR_GAP),
            BAR_HEIGHT - value / most * BAR_HEIGHT,
            value / most * BAR_HEIGHT,
        )
        for at, (label, value) in enumerate(values)
    )


@dataclass(frozen=True, slots=True)
class Spot:
    """Where the point stands in a square of SIDE; the inner side runs to the right, the outer one upwards."""

    x: float
    y: float


def spot(inner: float, outer: float) -> Spot:
    """-5 to 5 each."""
    scale = (_HALF - _EDGE) / _REACH
    return Spot(round(_HALF + inner * scale, 1), round(_HALF - outer * scale, 1))
