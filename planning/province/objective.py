"""Indicators of the objective of process 3, reckoned from data."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from planning.province.equity import Measure, out_of_school_percent


class Aimed(StrEnum):
    """One indicator."""

    CONTRIBUTING = "contributing"
    OUT_OF_SCHOOL = "out_of_school"
    UNDER_SERVED = "under_served"


@dataclass(frozen=True, slots=True)
class Reckoned:
    """`value` in percent, or in villages for `UNDER_SERVED`; None: nothing was there to reckon with. `district` empty:
    the whole province.
    """

    indicator: Aimed
    value: float | None
    basis: int
    district: str = ""


def contributing(asked: Sequence[int], gave: frozenset[int]) -> Reckoned:
    """The share of agencies that brought something or sent their plan, in percent of those that were asked."""
    own = [one for one in asked if one in gave]
    return Reckoned(Aimed.CONTRIBUTING, 100 * len(own) / len(asked) if asked else None, len(asked))


def by_district(figures: Mapping[tuple[str, Measure], int]) -> Sequence[Reckoned]:
    """The equity of the whole province first, then of each district."""
    names = sorted({name for name, _measure in figures})
    whole = {one: sum(figures[name, one] for name in names if (name, one) in figures) for one in Measure}
    known = {one for _name, one in figures}
    found = [*_of("", {one: value for one, value in whole.items() if one in known})]
    for name in names:
        found += _of(name, {one: figures[name, one] for one in Measure if (name, one) in figures})
    return found


def _of(district: str, figures: Mapping[Measure, int]) -> Sequence[Reckoned]:
    age, out = figures.get(Measure.SCHOOL_AGE), figures.get(Measure.OUT_OF_SCHOOL)
    share = None if age is None or out is None else out_of_school_percent(age, out)
    far = figures.get(Measure.UNDER_SERVED)
    return [
        Reckoned(Aimed.OUT_OF_SCHOOL, share, age or 0, district),
        Reckoned(Aimed.UNDER_SERVED, None if far is None else float(far), 0 if far is None else 1, district),
    ]
