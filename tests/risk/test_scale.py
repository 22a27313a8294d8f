"""The matrix: every product of two classes has a level, by the cut points of the set."""

from __future__ import annotations

import pytest

from risk.scale import SHIPPED, Level, Scale, ScaleError


def test_the_shipped_cut_points_are_those_of_the_public_register() -> None:
    by_level = {
        level: sorted({a * b for a in range(1, 6) for b in range(1, 6) if SHIPPED.level(a * b) is level})
        for level in Level
    }
    assert by_level == {
        Level.LOW: [1, 2, 3],
        Level.MODERATE: [4, 5, 6, 8, 9],
        Level.HIGH: [10, 12],
        Level.VERY_HIGH: [15, 16, 20, 25],
    }
    assert [SHIPPED.span(level) for level in Level] == [(1, 3), (4, 9), (10, 14), (15, 25)]


def test_a_set_comes_back_from_json_as_it_was() -> None:
    assert Scale.of_json(SHIPPED.as_json()) == SHIPPED


@pytest.mark.parametrize("least", [(2, 4, 10, 15), (1, 4, 4, 15), (1, 10, 4, 15), (1, 4, 10, 26)])
def test_levels_that_do_not_rise_are_refused(least: tuple[int, int, int, int]) -> None:
    with pytest.raises(ScaleError):
        Scale(least, SHIPPED.names, SHIPPED.likelihood, SHIPPED.impact)


@pytest.mark.parametrize("kept", [{}, {"least": [1, 2, 3], "names": [], "likelihood": [], "impact": []}])
def test_json_that_is_no_set_is_refused(kept: dict[str, object]) -> None:
    with pytest.raises(ScaleError):
        Scale.of_json(kept)
