"""All checks over a whole specification, each on both sides; what is open, and what words help against."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from procurement.brands import shipped_brands
from procurement.checks.splitting import Bought
from procurement.criteria.edition import Listing
from procurement.criteria.shipped import shipped
from procurement.judging import Surroundings, judge
from procurement.parameters import shipped_parameters
from procurement.sheet import Check, Criterion, Delivery, Line, Price, Product, Replaced, Sheet

DAY = date(2026, 6, 1)
PRODUCTS = (Product(maker="ก", model="ก1"), Product(maker="ข", model="ข1"))
PLACES = (Delivery(site_code="1", school="โรงเรียน ก", quantity=2),)
HELD = shipped().item_at(DAY, Listing.COMPUTER, "4")


def line(**more: Any) -> Line:
    """One that no check minds."""
    assert HELD is not None
    given: dict[str, Any] = {
        "name": HELD.item.name_th,
        "category": "desktop",
        "criterion": Criterion.of(HELD),
        "quantity": 2,
        "unit_price_satang": 2_300_000,
        "deliveries": PLACES,
        "products": PRODUCTS,
        "needed": {"โรงเรียน ก": 2},
    }
    return Line(**given | more)


def found(*lines: Line, bought: tuple[Bought, ...] = (), **more: Any) -> dict[Check, bool]:
    """The checks that say something, and whether each is open."""
    given: dict[str, Any] = {"office": "ส", "owner": "ส", "title": "จัดซื้อ", "day": DAY, "lines": lines}
    around = Surroundings(shipped(), shipped_parameters(), shipped_brands(), "ส", bought)
    return {one.check: one.is_open for one in judge(Sheet(**given | more), around)}


def test_a_clean_line_has_no_finding() -> None:
    assert found(line()) == {}


@pytest.mark.parametrize(
    ("change", "check"),
    [
        ({"unit_price_satang": 2_300_001}, Check.CEILING),
        ({"criterion": None}, Check.OUTSIDE),
        ({"replaced": (Replaced(name="a", in_use_since=date(2024, 1, 1)),)}, Check.REPLACEMENT),
        ({"additions": ("ใช้ร่วมกับไมโครติก",)}, Check.BRAND),
        ({"products": PRODUCTS[:1]}, Check.COMPETITION),
        ({"quantity": 3}, Check.DELIVERY),
        ({"needed": {}}, Check.QUANTITY),
    ],
)
def test_each_check_speaks_of_what_is_its_own_and_holds_it_up(change: dict[str, Any], check: Check) -> None:
    assert found(line(**change)) == {check: True}


@pytest.mark.parametrize("check", [Check.CEILING, Check.REPLACEMENT, Check.BRAND, Check.QUANTITY])
def test_a_reason_makes_these_a_matter_of_explaining(check: Check) -> None:
    change: dict[Check, dict[str, Any]] = {
        Check.CEILING: {"unit_price_satang": 2_300_001},
        Check.REPLACEMENT: {"replaced": (Replaced(name="a", in_use_since=date(2024, 1, 1)),)},
        Check.BRAND: {"additions": ("ใช้ร่วมกับไมโครติก",)},
        Check.QUANTITY: {"needed": {}},
    }
    assert found(line(**change[check], reasons={check.value: "เหตุผล"})) == {check: False}
    assert found(line(**change[check], reasons={check.value: " "})) == {check: True}


def test_no_words_help_where_something_has_to_be_mended() -> None:
    assert found(line(quantity=3, reasons={"delivery": "เหตุผล"})) == {Check.DELIVERY: True}


def test_three_market_prices_do_for_what_is_in_no_criteria() -> None:
    prices = tuple(Price(source=name, price_satang=100) for name in "กขค")
    assert found(line(criterion=None, prices=prices)) == {}


@pytest.mark.parametrize(("day", "told"), [(date(2026, 5, 10), True), (date(2026, 5, 11), False)])
def test_an_edition_that_did_not_hold_on_the_day_is_told(day: date, *, told: bool) -> None:
    assert (Check.EDITION in found(line(), day=day)) is told


def test_purchases_of_one_kind_are_counted_together_within_the_unit_and_year() -> None:
    before = Bought("ส", date(2026, 3, 1), "desktop", 46_000_000)
    assert found(line(), bought=(before,)) == {Check.SPLITTING: True}
    assert found(line(), bought=(before,), reasons={"splitting": "คนละโครงการ"}) == {Check.SPLITTING: False}
    other = Bought("ส", date(2026, 3, 1), "notebook", 46_000_000)
    assert found(line(), bought=(other,)) == {}


def test_names_in_the_title_and_terms_are_told_too() -> None:
    assert found(line(), title="จัดซื้ออุปกรณ์ไมโครติก") == {Check.BRAND: True}
