"""Purchases of one kind within a fiscal year, apart and together."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from procurement.checks.splitting import Bought, may_be_split
from procurement.finding import Weight
from procurement.parameters import shipped_parameters

LIMIT = 50_000_000  # satang, as shipped
WANTED = Bought("office", date(2026, 6, 1), "desktop", 20_000_000)


def other(**values: object) -> Bought:
    return replace(replace(WANTED, day=date(2025, 10, 1), amount_satang=30_000_001), **values)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("before", "told"),
    [
        ([other()], True),
        ([other(amount_satang=30_000_000)], False),  # together exactly at the limit
        ([other(amount_satang=20_000_000), other(amount_satang=20_000_000)], True),
        ([other(day=date(2025, 9, 30))], False),  # the fiscal year before
        ([other(category="printer")], False),
        ([other(unit="a school")], False),
        ([other(amount_satang=LIMIT + 1)], False),  # was made by another method
        ([], False),
    ],
)
def test_only_what_is_alike_and_within_the_year_counts(before: list[Bought], told: bool) -> None:
    found = may_be_split(WANTED, before, shipped_parameters())
    assert (found is not None) is told
    assert found is None or found.weight is Weight.EXPLAIN


def test_a_purchase_above_the_limit_evades_nothing() -> None:
    assert may_be_split(replace(WANTED, amount_satang=LIMIT + 1), [other()], shipped_parameters()) is None


def test_the_sentence_tells_year_sum_and_limit() -> None:
    found = may_be_split(WANTED, [other()], shipped_parameters())
    assert found
    assert found.values == {"count": 1, "year": 2569, "total": "500,000.01", "limit": "500,000.00"}
    assert "2569" in found.text()


def test_before_a_limit_is_known_it_is_unclear() -> None:
    found = may_be_split(replace(WANTED, day=date(2010, 1, 1)), [], shipped_parameters())
    assert found
    assert found.weight is Weight.UNCLEAR
