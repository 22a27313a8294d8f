"""The fine for goods that came late, per day of delay: from the contract's rate, reckoned step by step in whole satang.

A rate is parts per million of the price a day (0.20 % is 2,000), as the contract says it.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Final

from procurement.parameters import Name, Parameter, Parameters

MILLION: Final = 1_000_000


@dataclass(frozen=True, slots=True)
class Terms:
    """What the contract says. `least_satang_day` is the lowest fine of a day; 0: none."""

    due_on: date
    ppm_day: int
    least_satang_day: int = 0


@dataclass(frozen=True, slots=True)
class Fine:
    """`base_satang` is the price of what was late; `day_satang` the fine of one day of it."""

    days: int
    base_satang: int
    ppm_day: int
    day_satang: int
    total_satang: int


def fine_for(terms: Terms, base_satang: int, until: date) -> Fine:
    """For goods of this price that came on `until`; none that day or before. Half a satang of a day counts as one."""
    days = max((until - terms.due_on).days, 0)
    day_satang = (base_satang * terms.ppm_day * 2 + MILLION) // (2 * MILLION)
    if terms.ppm_day:
        day_satang = max(day_satang, terms.least_satang_day)
    return Fine(days, base_satang, terms.ppm_day, day_satang, days * day_satang)


@dataclass(frozen=True, slots=True)
class Range:
    """The rates that a rule allows, and the lowest fine of a day that goes with them."""

    least: Parameter
    most: Parameter
    least_satang_day: int

    def __contains__(self, ppm_day: object) -> bool:
        return isinstance(ppm_day, int) and self.least.value <= ppm_day <= self.most.value


def usual_range(parameters: Parameters, day: date, *, is_work: bool) -> Range | None:
    """What held on that day for goods, or for work that is wanted complete; None where that is not known."""
    names = (
        (Name.FINE_WORK_LEAST_PPM, Name.FINE_WORK_MOST_PPM) if is_work else (Name.FINE_LEAST_PPM, Name.FINE_MOST_PPM)
    )
    least, most = (parameters.at(name, day) for name in names)
    if least is None or most is None:
        return None
    floor = parameters.at(Name.FINE_WORK_LEAST_SATANG_DAY, day) if is_work else None
    return Range(least, most, floor.value if floor is not None else 0)
