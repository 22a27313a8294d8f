"""What makes a figure an indicator (INV-C2), said once for all services: a unit, the direction that is better, the
source of the figure and the baseline. Where nothing was measured yet there is no baseline, and then a reason says so.
"""

from __future__ import annotations

from enum import StrEnum
from typing import Final, Protocol

from service.refusal import _ as N_


class Direction(StrEnum):
    """Which way is better."""

    UP = "up"
    DOWN = "down"
    BAND = "band"


DIRECTIONS: Final = {
    Direction.UP: N_("more is better"),
    Direction.DOWN: N_("less is better"),
    Direction.BAND: N_("within a band"),
}
IN_THAI: Final = {Direction.UP: "ยิ่งมากยิ่งดี", Direction.DOWN: "ยิ่งน้อยยิ่งดี", Direction.BAND: "อยู่ในช่วง"}
"""The same on papers and in files."""
NOT_MEASURED: Final = "ยังไม่มีการวัด"
PARTS: Final = {
    "unit": N_("no unit"),
    "direction": N_("no direction"),
    "source": N_("no source"),
    "baseline": N_("no baseline"),
}
"""Each part by its field, and what its lack is called."""


class Described(Protocol):
    """An indicator, wherever it is kept."""

    @property
    def unit(self) -> str:
        """In which it is counted."""
        ...

    @property
    def direction(self) -> str | None:
        """Which way is better."""
        ...

    @property
    def source(self) -> str:
        """From where its figures are."""
        ...

    @property
    def baseline(self) -> float | None:
        """Where it began."""
        ...

    @property
    def no_baseline(self) -> str:
        """Why nothing was measured yet."""
        ...


def lacks(one: Described) -> tuple[str, ...]:
    """Which of `PARTS` it does not have; nothing: it is an indicator."""
    found = [name for name in ("unit", "direction", "source") if not (getattr(one, name) or "").strip()]
    has_baseline = one.baseline is not None or bool(one.no_baseline.strip())
    return (*found, *(() if has_baseline else ("baseline",)))
