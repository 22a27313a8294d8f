"""What is proposed for needs and devices: equal items in one line, each school with its number."""

from __future__ import annotations

from datetime import date

import pytest

from procurement.criteria.shipped import shipped
from procurement.proposing import USUAL, Wanted, propose

DAY = date(2026, 6, 1)


def test_equal_items_become_one_line_with_every_school() -> None:
    wanted = [Wanted(1, kind="switch"), Wanted(2, kind="switch", quantity=2), Wanted(1, kind="router")]
    switches, router = propose([*wanted, Wanted(2, kind="switch")], shipped(), DAY)
    assert (switches.quantity, switches.places) == (4, {1: 1, 2: 3})
    assert router.held is not None
    assert router.held.item.code == "37"


def test_what_was_named_stands_over_the_usual_item_of_a_kind() -> None:
    (line,) = propose([Wanted(1, kind="switch", item="computer/34")], shipped(), DAY)
    assert line.held is not None
    assert line.held.item.code == "34"


@pytest.mark.parametrize(("day", "price"), [(date(2026, 5, 10), 2_000_000), (DAY, 2_300_000)])
def test_the_price_is_that_of_the_day(day: date, price: int) -> None:
    (line,) = propose([Wanted(1, kind="computer")], shipped(), day)
    assert line.held is not None
    assert line.held.item.price_satang == price


def test_things_in_no_criteria_are_told_apart_by_their_words() -> None:
    lines = propose([Wanted(1, title="ตู้จ่ายไฟ"), Wanted(None, title="ตู้จ่ายไฟ"), Wanted(1, title="เก้าอี้")], shipped(), DAY)
    assert [(line.name, line.held, line.quantity, line.places) for line in lines] == [
        ("ตู้จ่ายไฟ", None, 2, {1: 1}),
        ("เก้าอี้", None, 1, {1: 1}),
    ]


@pytest.mark.parametrize("kind", USUAL)
def test_every_usual_item_is_in_force(kind: str) -> None:
    (line,) = propose([Wanted(1, kind=kind)], shipped(), DAY)
    assert line.held is not None
