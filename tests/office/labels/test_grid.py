"""Sheets of labels: those that are sold fit on A4, and labels stand where their sheet has them."""

from __future__ import annotations

import pytest
from pydantic import ValidationError

from office.labels.grid import PAGE_MM, USUAL, Grid, places

OWN = {"columns": 2, "rows": 3, "width": 90, "height": 80, "left": 10, "top": 20, "step_x": 100, "step_y": 85}


@pytest.mark.parametrize("grid", USUAL, ids=lambda grid: grid.key)
def test_a_usual_sheet_is_even_on_both_sides(grid: Grid) -> None:
    right = PAGE_MM[0] - (grid.left + grid.step_x * (grid.columns - 1) + grid.width)
    below = PAGE_MM[1] - (grid.top + grid.step_y * (grid.rows - 1) + grid.height)
    assert right == pytest.approx(grid.left, abs=1.3)
    assert below == pytest.approx(grid.top, abs=1.3)


def test_labels_begin_where_a_used_sheet_is_free_and_go_on_on_the_next() -> None:
    grid = Grid(**OWN)
    found = list(places(grid, 4, start=5))
    assert found == [(0, 10, 190), (0, 110, 190), (1, 10, 20), (1, 110, 20)]


@pytest.mark.parametrize("start", [0, 7, -1])
def test_a_place_that_a_sheet_has_not_is_refused(start: int) -> None:
    with pytest.raises(ValueError, match=f"no label {start}"):
        list(places(Grid(**OWN), 1, start=start))


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"step_x": 80}, "lie over one another"),
        ({"step_y": 79}, "lie over one another"),
        ({"left": 25}, "wider than the page"),
        ({"rows": 4}, "higher than the page"),
        ({"height": 5}, "greater than or equal to 12"),
        ({"left": float("nan")}, "finite"),
    ],
)
def test_a_sheet_that_cannot_be_is_refused(wrong: dict[str, float], said: str) -> None:
    with pytest.raises(ValidationError, match=said):
        Grid(**{**OWN, **wrong})
