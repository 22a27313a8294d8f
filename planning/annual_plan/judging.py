"""Whether a result of a project's indicator is what the project aimed at."""

from __future__ import annotations

import re
from typing import Final

from office.numerals import to_arabic
from planning.plans.grading import Grade, Measure, grade
from planning.plans.indicator_data import IndicatorData

_NUMBER: Final = re.compile(r"-?\d[\d,]*(?:\.\d+)?")


def aimed_at(target: str) -> float | None:
    """The figure of a target in words, e.g. of "ไม่น้อยกว่าร้อยละ ๘๐"; None where it names none or more than one."""
    found = _NUMBER.findall(to_arabic(target))
    return float(found[0].replace(",", "")) if len(found) == 1 else None


def judged(one: IndicatorData, result: float | None) -> Grade:
    """By its target; within a band by its ends, whatever the target says."""
    if one.direction is None:
        return Grade.UNKNOWN
    return grade(result, Measure(one.direction, one.baseline, aimed_at(one.target), one.band_low, one.band_high))
