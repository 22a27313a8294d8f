"""Grids: what must stay whole fits, and the widths fill the page."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from office.document.content import Column, Table
from office.document.measure import CELL_PAD_CM, grid, width_cm
from tests.office import specimens


@given(
    st.lists(st.tuples(st.floats(0.1, 50), st.booleans(), st.text(max_size=60)), min_size=1, max_size=8),
    st.floats(5, 25),
)
@settings(deadline=None)
def test_widths_fill_the_page(columns: list[tuple[float, bool, str]], within: float) -> None:
    table = Table(
        columns=tuple(Column(title="หัว", width=width, whole=whole) for width, whole, _text in columns),
        rows=(tuple(text for _width, _whole, text in columns),),
    )
    widths, size = grid(table, within)
    assert sum(widths) == pytest.approx(within)
    assert min(widths) > 0
    assert 9 <= size <= table.size_pt


def test_prices_get_the_room_they_need_and_texts_the_rest() -> None:
    table = specimens.outages(40)
    widths, size = grid(table, 16)
    assert widths[-1] >= width_cm(f"{820 * 1_234_567.89:,.2f}", size) + 2 * CELL_PAD_CM - 1e-6
    assert widths[1] == max(widths)


def test_letters_get_smaller_before_anything_is_torn() -> None:
    columns = tuple(Column(title=f"คอลัมน์ {at}", whole=True) for at in range(10))
    table = Table(columns=columns, rows=(tuple("1,234,567.89" for _ in columns),))
    assert grid(table, 16)[1] < table.size_pt
    assert grid(table, 24.7)[1] > grid(table, 16)[1]
