"""Figures of rules hold from a day on, and none holds before it is known to."""

from __future__ import annotations

from datetime import date

import pytest

from procurement.criteria.edition import Certainty
from procurement.parameters import Name, Parameter, Parameters, shipped_parameters

OLD = Parameter(Name.MARKET_PRICES, 2, date(2020, 1, 1), Certainty.READ, "a test")
NEW = Parameter(Name.MARKET_PRICES, 4, date(2025, 1, 1), Certainty.READ, "a test")


@pytest.mark.parametrize(
    ("day", "value"),
    [(date(2019, 12, 31), None), (date(2020, 1, 1), 2), (date(2024, 12, 31), 2), (date(2025, 1, 1), 4)],
)
def test_a_figure_holds_until_the_next_one(day: date, value: int | None) -> None:
    found = Parameters([NEW, OLD]).at(Name.MARKET_PRICES, day)
    assert (found.value if found else None) == value


def test_every_figure_is_shipped_with_a_source() -> None:
    known = shipped_parameters().known
    assert {one.name for one in known} == set(Name)
    assert all(one.source for one in known)
