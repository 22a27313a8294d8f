"""The indicators of the objective: unit, direction, and whether a figure meets its target."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Final


class Indicator(StrEnum):
    """What an effective network is told by."""

    AVAILABILITY = "availability"
    ROUND_TRIP = "round_trip"
    REPAIR_TIME = "repair_time"
    TARGET_SHARE = "target_share"
    IN_LIFE = "devices_in_life"


class Unit(StrEnum):
    """In which an indicator is."""

    PERCENT = "percent"
    MS = "ms"
    MINUTES = "minutes"


UNITS: Final = {
    Indicator.AVAILABILITY: Unit.PERCENT,
    Indicator.ROUND_TRIP: Unit.MS,
    Indicator.REPAIR_TIME: Unit.MINUTES,
    Indicator.TARGET_SHARE: Unit.PERCENT,
    Indicator.IN_LIFE: Unit.PERCENT,
}
HIGHER_IS_BETTER: Final = frozenset({Indicator.AVAILABILITY, Indicator.TARGET_SHARE, Indicator.IN_LIFE})


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure and what it was reckoned from: rounds, answers, outages, schools or devices."""

    value: float | None
    basis: int = 0


def is_met(indicator: Indicator, value: float | None, target: float | None) -> bool | None:
    """None where nothing was measured or nothing was set."""
    if value is None or target is None:
        return None
    return value >= target if indicator in HIGHER_IS_BETTER else value <= target
