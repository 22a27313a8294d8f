"""A unit price and the ceiling of its day."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from procurement.checks.ceiling import above_ceiling
from procurement.criteria.comparing import compare
from procurement.criteria.edition import InForce, Listing
from procurement.criteria.shipped import shipped
from procurement.finding import Weight

DAY = date(2026, 6, 1)


def held(day: date = DAY, code: str = "4") -> InForce:
    found = shipped().item_at(day, Listing.COMPUTER, code)
    assert found
    return found


def test_two_specifications_either_side_of_the_day_are_held_to_their_own_ceilings() -> None:
    catalogue = shipped()
    found = compare(catalogue, "computer-2568-12", "computer-2569-05")
    assert (found.added, found.removed) == ((), ())
    assert {int(one.new.code) for one in found.changed} <= set(range(1, 12))
    price = 2_200_000  # between the ceiling of December and that of May
    earlier = above_ceiling(price, held(date(2026, 5, 10)))
    assert earlier
    assert (earlier.weight, earlier.values["ceiling"]) == (Weight.MUST, "20,000.00")
    assert above_ceiling(price, held(date(2026, 5, 11))) is None
    # Of an edition whose prices nobody knows no item is in force, so none can lend its ceiling.
    assert catalogue.item_at(date(2024, 6, 1), Listing.COMPUTER, "4") is None
    assert all(item.price_satang is None for item in catalogue.items_of("cctv-2564"))


@pytest.mark.parametrize(
    ("satang", "reason", "weight"),
    [
        (2_300_000, "", None),
        (2_299_999, "", None),
        (2_300_001, "", Weight.MUST),
        (2_300_001, "   ", Weight.MUST),
        (2_300_001, "ต้องมีจอสัมผัส", Weight.EXPLAIN),
    ],
)
def test_a_price_above_needs_its_reason(satang: int, reason: str, weight: Weight | None) -> None:
    found = above_ceiling(satang, held(), reason=reason)
    assert (found.weight if found else None) == weight


def test_what_is_not_known_is_unclear_and_never_fine() -> None:
    pc = held()
    without_price = InForce(replace(pc.item, price_satang=None), pc.edition)
    assert _weight(above_ceiling(1, without_price)) is Weight.UNCLEAR
    rack = held(code="64")  # a ceiling of which nobody read whether it is for a month
    assert _weight(above_ceiling(1, rack)) is Weight.UNCLEAR
    assert _weight(above_ceiling(9_999_999_00, rack)) is Weight.MUST


def test_what_is_in_no_criteria_is_not_this_check_s() -> None:
    assert above_ceiling(1, None) is None


def _weight(found: object) -> object:
    return getattr(found, "weight", None)
