"""Step 4.10, what was reached: an indicator graded by its direction, and the newest actual of a year."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from planning.plans import grading
from planning.plans.grading import Measure


class Grade(StrEnum):
    """Better: on the way from the baseline, but short of the target. Unknown: no target or no actual."""

    MET = "met"
    BETTER = "better"
    MISSED = "missed"
    UNKNOWN = "unknown"


_OURS: Final = {
    grading.Grade.MET: Grade.MET,
    grading.Grade.IMPROVED: Grade.BETTER,
    grading.Grade.NOT_MET: Grade.MISSED,
    grading.Grade.UNKNOWN: Grade.UNKNOWN,
}
"""The rule is that of all plans; its words are those of the tables that this service publishes."""


@dataclass(frozen=True, slots=True)
class Told:
    """An actual of a quarter of a fiscal year; quarter 0: of the whole year."""

    fiscal_year: int
    quarter: int
    value: float


def grade(value: float | None, by: Measure) -> Grade:
    """In the words of this service."""
    return _OURS[grading.grade(value, by)]


def newest(told: Iterable[Told], fiscal_year: int) -> Told | None:
    """The word of the whole year, else that of its last quarter that was told."""
    of_year = [one for one in told if one.fiscal_year == fiscal_year]
    whole = [one for one in of_year if one.quarter == 0]
    return whole[-1] if whole else max(of_year, key=lambda one: one.quarter, default=None)
