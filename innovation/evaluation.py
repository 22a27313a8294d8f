"""Figures of an evaluation: means with their spread and n, before against after, answers of a survey. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import sqrt

LOWEST, HIGHEST = 1, 5


@dataclass(frozen=True, slots=True)
class Spread:
    """Mean and standard deviation (n - 1) of `n` figures; None where there are too few for it."""

    n: int
    mean: float | None
    deviation: float | None


def spread(values: Sequence[float]) -> Spread:
    """Of figures; one alone has no deviation."""
    n = len(values)
    if n == 0:
        return Spread(0, None, None)
    mean = sum(values) / n
    if n == 1:
        return Spread(1, mean, None)
    return Spread(n, mean, sqrt(sum((value - mean) ** 2 for value in values) / (n - 1)))


@dataclass(frozen=True, slots=True)
class Change:
    """After against before. `percent` None where before was nothing; `is_better` None where nothing changed."""

    difference: float
    percent: float | None
    is_better: bool | None


def change(before: float, after: float, *, is_higher_better: bool) -> Change:
    """What became of a figure."""
    difference = after - before
    percent = 100 * difference / abs(before) if before else None
    is_better = None if difference == 0 else (difference > 0) == is_higher_better
    return Change(difference, percent, is_better)


@dataclass(frozen=True, slots=True)
class SurveyFigures:
    """Of all answers of a survey: each question by itself, and all figures together; `answers` is how many people."""

    answers: int
    questions: Sequence[Spread]
    whole: Spread
    percent: float | None


def survey_figures(questions: int, answers: Sequence[Sequence[int | None]]) -> SurveyFigures:
    """Each answer counts once in the whole, as the mean of what it says, so that who leaves a question out weighs no
    less. `percent` is where that mean stands between the lowest figure (0) and the highest (100).
    """
    by_question = [
        spread([float(one[at]) for one in answers if at < len(one) and one[at] is not None])  # type: ignore[arg-type]
        for at in range(questions)
    ]
    means = []
    for one in answers:
        said = [figure for figure in one if figure is not None]
        if said:
            means.append(sum(said) / len(said))
    whole = spread(means)
    percent = None if whole.mean is None else 100 * (whole.mean - LOWEST) / (HIGHEST - LOWEST)
    return SurveyFigures(len(means), by_question, whole, percent)


@dataclass(frozen=True, slots=True)
class Indicator:
    """One figure of the objective against its target. `actual` None: not measured, which is neither met nor not."""

    actual: float | None
    baseline: float
    target: float

    @property
    def is_met(self) -> bool | None:
        """Whether the target is reached. Downwards where the target is below where it began."""
        if self.actual is None:
            return None
        return self.actual >= self.target if self.target >= self.baseline else self.actual <= self.target
