"""Means with their spread, change of a figure, answers of a survey, figures against targets."""

from __future__ import annotations

import pytest

from innovation.evaluation import Indicator, change, spread, survey_figures


def test_spread_of_none_one_and_many() -> None:
    assert (spread([]).mean, spread([]).n) == (None, 0)
    assert (spread([4]).mean, spread([4]).deviation) == (4, None)
    many = spread([2, 4, 4, 4, 5, 5, 7, 9])
    assert (many.n, many.mean) == (8, 5)
    assert many.deviation == pytest.approx(2.138, abs=0.001)


@pytest.mark.parametrize(
    ("before", "after", "higher", "better", "percent"),
    [
        (10, 15, True, True, 50),
        (10, 15, False, False, 50),
        (10, 5, False, True, -50),
        (7, 7, True, None, 0),
        (0, 3, True, True, None),
    ],
)
def test_a_change_is_better_by_its_own_direction(
    before: float, after: float, higher: bool, better: bool | None, percent: float | None
) -> None:
    found = change(before, after, is_higher_better=higher)
    assert (found.is_better, found.percent) == (better, percent)


def test_each_person_counts_once_in_the_whole_of_a_survey() -> None:
    found = survey_figures(2, [[5, 5], [1, None], [None, None], [3]])
    assert (found.answers, found.whole.mean) == (3, 3)
    assert [one.n for one in found.questions] == [3, 1]
    assert found.percent == 50


def test_a_target_below_its_beginning_is_met_downwards_and_without_data_nothing_is_said() -> None:
    assert Indicator(60, 40, 55).is_met is True
    assert Indicator(50, 40, 55).is_met is False
    assert Indicator(9, 20, 10).is_met is True
    assert Indicator(None, 40, 55).is_met is None
