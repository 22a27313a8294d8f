"""Target less state: what a school lacks, line by line, each with both figures."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from network.state import SiteState
from network.targets import TargetModel


class Measure(StrEnum):
    """What is compared; SPEED in kbit/s for each pupil, all others are counts."""

    LINKS = "links"
    SPEED = "speed"
    SWITCH_PORTS = "switch_ports"
    ACCESS_POINTS = "access_points"
    UPS = "ups"


@dataclass(frozen=True, slots=True)
class GapLine:
    """One measure. `actual` None: not known, which is neither met nor lacking."""

    measure: Measure
    target: int
    actual: int | None

    @property
    def lack(self) -> int | None:
        """How much is missing; 0 where the target is met."""
        return None if self.actual is None else max(0, self.target - self.actual)

    @property
    def is_met(self) -> bool | None:
        """None where nobody knows."""
        return None if self.actual is None else self.actual >= self.target


def gap_of(state: SiteState, model: TargetModel) -> tuple[GapLine, ...]:
    """All measures of a school against the target of its size."""
    return (
        GapLine(Measure.LINKS, model.links, state.links),
        GapLine(Measure.SPEED, model.kbps_per_pupil, state.kbps_per_pupil),
        GapLine(Measure.SWITCH_PORTS, model.switch_ports, state.switch_ports),
        GapLine(Measure.ACCESS_POINTS, model.access_points, state.access_points),
        GapLine(Measure.UPS, model.ups, state.ups),
    )


def meets(lines: Sequence[GapLine]) -> bool | None:
    """Whether a school has what its size asks for. One line that lacks is enough for no; else one unknown for None."""
    if any(line.is_met is False for line in lines):
        return False
    return True if lines and all(line.is_met for line in lines) else None
