"""Step 4.10, what was reached: an indicator graded by its direction, and the newest actual of a year."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum


class Grade(StrEnum):
    """Better: on the way from the baseline, but short of the target. Unknown: no target or no actual."""

    MET = "met"
    BETTER = "better"
    MISSED = "missed"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Measure:
    """How an indicator is to be read. Ends of the band only for direction `band`."""

    direction: str
    baseline: float | None = None
    band_low: float | None = None
    band_high: float | None = None


@dataclass(frozen=True, slots=True)
class Told:
    """An actual of a quarter of a fiscal year; quarter 0: of the whole year."""

    fiscal_year: int
    quarter: int
    value: float


def grade(measure: Measure, target: float | None, actual: float | None) -> Grade:
    """A band is met inside its ends, whatever the target says."""
    if actual is None:
        return Grade.UNKNOWN
    if measure.direction == "band":
        return _of_band(measure, actual)
    if target is None:
        return Grade.UNKNOWN
    is_met = actual >= target if measure.direction == "up" else actual <= target
    if is_met:
        return Grade.MET
    if measure.baseline is None:
        return Grade.MISSED
    is_better = actual > measure.baseline if measure.direction == "up" else actual < measure.baseline
    return Grade.BETTER if is_better else Grade.MISSED


def _of_band(measure: Measure, actual: float) -> Grade:
    low, high = measure.band_low, measure.band_high
    if low is None or high is None:
        return Grade.UNKNOWN
    if low <= actual <= high:
        return Grade.MET
    if measure.baseline is None:
        return Grade.MISSED
    return Grade.BETTER if _off(low, high, actual) < _off(low, high, measure.baseline) else Grade.MISSED


def _off(low: float, high: float, value: float) -> float:
    return max(low - value, value - high, 0.0)


def newest(told: Iterable[Told], fiscal_year: int) -> Told | None:
    """The word of the whole year, else that of its last quarter that was told."""
    of_year = [one for one in told if one.fiscal_year == fiscal_year]
    whole = [one for one in of_year if one.quarter == 0]
    return whole[-1] if whole else max(of_year, key=lambda one: one.quarter, default=None)
