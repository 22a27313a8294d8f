"""Lists in the URL: allow-lists, toggled columns, pages."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from starlette.requests import Request

from service.web.table import MOST_PER_PAGE, Asked, Column, View, asked

COLUMNS = (Column("name", "Name"), Column("speed", "Speed", figures=True), Column("note", "Note", sortable=False))


def request(query: str) -> Request:
    return Request({"type": "http", "query_string": query.encode(), "headers": []})


def test_only_known_keys_are_taken() -> None:
    found = asked(
        request("sort=-password&columns=name,secret&state=up&evil=1&q=%00x"), COLUMNS, filters=("state",), sort="name"
    )
    assert (found.sort, found.descending) == ("name", False)
    assert found.columns == ("name",)
    assert dict(found.filters) == {"state": "up"}
    assert found.q == "x"


def test_a_column_that_cannot_be_sorted_is_not() -> None:
    assert asked(request("sort=note"), COLUMNS, sort="-speed") == asked(request(""), COLUMNS, sort="-speed")


@pytest.mark.parametrize(("text", "page"), [("0", 1), ("-3", 1), ("7", 7), ("x", 1), ("๓", 1), ("9" * 30, 1)])
def test_a_page_is_a_small_whole_number(text: str, page: int) -> None:
    assert asked(request(f"page={text}"), COLUMNS).page == page


def test_asking_for_the_same_sort_again_turns_it() -> None:
    first = asked(request("sort=name&q=ab"), COLUMNS)
    assert first.changed(COLUMNS, sort="name") == "q=ab&sort=-name"
    assert asked(request("sort=-name"), COLUMNS).changed(COLUMNS, sort="name") == "sort=name"


def test_toggling_keeps_the_order_of_the_table_and_the_last_column() -> None:
    view = View("/x", asked(request("columns=note"), COLUMNS), COLUMNS, [], 0)
    assert view.url(toggle="name") == "/x?columns=name%2Cnote"
    assert view.url(toggle="note") == "/x?columns=note"


def test_an_export_keeps_everything_but_the_page() -> None:
    assert asked(request("page=3&q=a&state=up&sort=-speed"), COLUMNS, filters=("state",)).query == (
        "q=a&state=up&sort=-speed"
    )


@given(st.text(max_size=40), st.integers(0, 10_000))
def test_rows_shown_are_within_the_total(page: str, total: int) -> None:
    found = asked(request("page=1"), COLUMNS)
    view = View("/x", found, COLUMNS, [None] * min(total, found.per_page), total)
    assert view.first <= view.last <= total
    assert view.pages * found.per_page >= total
    assert Asked(q=page).changed(COLUMNS, page=2).endswith("page=2")
    assert asked(request("per_page=100000"), COLUMNS).per_page == MOST_PER_PAGE
