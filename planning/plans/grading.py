"""How good a result of an indicator is, by the direction that is better."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from planning.plans.described import Direction


class Grade(StrEnum):
    """`improved`: not at the target, yet better than the baseline."""

    MET = "met"
    IMPROVED = "improved"
    NOT_MET = "not_met"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Measure:
    """By what a value is judged. A band needs no target: between its ends it is met. Without a baseline nothing is
    better than it was.
    """

    direction: Direction
    baseline: float | None
    target: float | None = None
    low: float | None = None
    high: float | None = None


def grade(value: float | None, by: Measure) -> Grade:
    """Unknown without a value or without what it is judged by."""
    if value is None:
        return Grade.UNKNOWN
    if by.direction is Direction.BAND:
        return _in_band(value, by)
    if by.target is None:
        return Grade.UNKNOWN
    sign = 1 if by.direction is Direction.UP else -1
    if sign * value >= sign * by.target:
        return Grade.MET
    is_better = by.baseline is not None and sign * value > sign * by.baseline
    return Grade.IMPROVED if is_better else Grade.NOT_MET


def _in_band(value: float, by: Measure) -> Grade:
    if by.low is None or by.high is None:
        return Grade.UNKNOWN
    if by.low <= value <= by.high:
        return Grade.MET

    def beyond(one: float) -> float:
        return max(by.low - one, one - by.high, 0) if by.low is not None and by.high is not None else 0

    is_nearer = by.baseline is not None and beyond(value) < beyond(by.baseline)
    return Grade.IMPROVED if is_nearer else Grade.NOT_MET
