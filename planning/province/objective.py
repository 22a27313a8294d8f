"""Figures of the objective of process 3, reckoned from data."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from planning.province.equity import Measure, out_of_school_percent

Figures = Mapping[tuple[str, Measure], int]
"""The table of equity, by district and measure."""


def contributing(asked: Sequence[int], gave: frozenset[int]) -> float | None:
    """The share of agencies that gave something, in percent of those that were asked; None where nobody was."""
    return 100 * len([one for one in asked if one in gave]) / len(asked) if asked else None


def out_of_school(figures: Figures) -> float | None:
    """Percent of the school-age population of all districts of which both figures are known."""
    known = {
        name for name, measure in figures if measure is Measure.OUT_OF_SCHOOL and (name, Measure.SCHOOL_AGE) in figures
    }
    return out_of_school_percent(
        sum(figures[name, Measure.SCHOOL_AGE] for name in known),
        sum(figures[name, Measure.OUT_OF_SCHOOL] for name in known),
    )


def under_served(figures: Figures) -> float | None:
    """Villages of all districts of which it is known; None where of none."""
    known = [value for (_name, measure), value in figures.items() if measure is Measure.UNDER_SERVED]
    return float(sum(known)) if known else None
