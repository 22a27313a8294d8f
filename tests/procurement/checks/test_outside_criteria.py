"""Market prices of what no criteria price."""

from __future__ import annotations

from datetime import date

import pytest

from procurement.checks.outside_criteria import MarketPrice, too_few_market_prices
from procurement.criteria.edition import InForce, Listing
from procurement.criteria.shipped import shipped
from procurement.finding import Weight
from procurement.parameters import shipped_parameters

DAY = date(2026, 6, 1)
PARAMETERS = shipped_parameters()


def prices(*sources: str) -> list[MarketPrice]:
    return [MarketPrice(source, 100) for source in sources]


@pytest.mark.parametrize(
    ("given", "found"),
    [
        (prices(), 0),
        (prices("ร้าน ก", "ร้าน ข"), 2),
        (prices("ร้าน ก", "ร้าน  ก", "ร้าน ข"), 2),  # one shop twice
        (prices("ร้าน ก", "ร้าน ข", " "), 2),  # nobody is no source
        ([*prices("ร้าน ก", "ร้าน ข"), MarketPrice("ร้าน ค", 0)], 2),  # nothing is no price
    ],
)
def test_too_few_are_told_with_how_many(given: list[MarketPrice], found: int) -> None:
    told = too_few_market_prices(None, given, day=DAY, parameters=PARAMETERS)
    assert told
    assert (told.weight, told.values) == (Weight.MUST, {"wanted": 3, "found": found})


def test_three_of_three_shops_suffice() -> None:
    assert too_few_market_prices(None, prices("ก", "ข", "ค"), day=DAY, parameters=PARAMETERS) is None


def _held(listing: Listing, code: str) -> InForce | None:
    return shipped().item_at(DAY, listing, code)


def test_what_has_a_ceiling_needs_none_and_what_is_only_named_does() -> None:
    assert too_few_market_prices(_held(Listing.COMPUTER, "37"), [], day=DAY, parameters=PARAMETERS) is None
    camera = too_few_market_prices(_held(Listing.CCTV, "13"), [], day=DAY, parameters=PARAMETERS)
    assert camera
    assert "no price of it is known" in camera.text()


def test_before_the_rule_is_known_it_is_unclear() -> None:
    told = too_few_market_prices(None, [], day=date(2000, 1, 1), parameters=PARAMETERS)
    assert told
    assert told.weight is Weight.UNCLEAR
