"""A specification as one value: its sums, its VAT, and what changes its SHA-256."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from procurement.criteria.edition import Listing
from procurement.criteria.shipped import shipped
from procurement.sheet import Criterion, Delivery, Line, Sheet

AMOUNTS = st.tuples(st.integers(1, 10**4), st.integers(0, 10**9))


def sheet_of(*lines: Line) -> Sheet:
    return Sheet(office="สำนักงาน", owner="สำนักงาน", title="จัดซื้อ", day=date(2026, 6, 1), lines=lines)


@given(st.lists(AMOUNTS, max_size=40))
def test_the_total_is_the_sum_of_quantity_by_unit_price(amounts: list[tuple[int, int]]) -> None:
    lines = [Line(name="ก", quantity=quantity, unit_price_satang=price) for quantity, price in amounts]
    assert sheet_of(*lines).total_satang == sum(quantity * price for quantity, price in amounts)


@pytest.mark.parametrize(("total", "vat"), [(10_700, 700), (100, 7), (1, 0), (8_550_150, 559_356), (0, 0)])
def test_vat_is_the_part_of_a_price_that_holds_it_to_the_nearest_satang(total: int, vat: int) -> None:
    assert sheet_of(Line(name="ก", quantity=1, unit_price_satang=total)).vat_satang(7) == vat


def test_another_demand_price_or_reason_is_another_fingerprint() -> None:
    line = Line(name="ก", quantity=1, unit_price_satang=100)
    before = sheet_of(line).fingerprint()
    assert sheet_of(line).fingerprint() == before
    for changed in ({"additions": ("ข",)}, {"unit_price_satang": 101}, {"reasons": {"ceiling": "ค"}}):
        assert sheet_of(line.model_copy(update=changed)).fingerprint() != before


def test_a_criterion_is_the_item_of_its_edition_again() -> None:
    held = shipped().item_at(date(2026, 6, 1), Listing.COMPUTER, "4")
    assert held is not None
    again = Criterion.of(held).held()
    assert (again.item.price_satang, again.item.spec) == (held.item.price_satang, held.item.spec)
    assert again.edition.order == held.edition.order


def test_schools_are_told_once_in_their_order() -> None:
    places = [Delivery(site_code=code, school=name, quantity=1) for code, name in (("2", "ข"), ("1", "ก"))]
    lines = [Line(name="ก", quantity=1, unit_price_satang=1, deliveries=(place,)) for place in (*places, places[0])]
    assert sheet_of(*lines).schools == (("2", "ข"), ("1", "ก"))
