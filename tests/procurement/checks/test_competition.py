"""Products that can compete."""

from __future__ import annotations

from datetime import date

import pytest

from procurement.checks.competition import Product, too_few_products
from procurement.finding import Weight
from procurement.parameters import shipped_parameters

DAY = date(2026, 6, 1)
ONE = Product("ผู้ผลิต ก", "A-1")


@pytest.mark.parametrize(
    ("products", "weight"),
    [
        ([], Weight.MUST),
        ([ONE], Weight.MUST),
        ([ONE, Product("ผู้ผลิต  ก", "a-1")], Weight.MUST),  # the same product
        ([ONE, Product("ผู้ผลิต ข", " ")], Weight.MUST),  # no product
        ([ONE, Product("ผู้ผลิต ก", "A-2")], Weight.EXPLAIN),
        ([ONE, Product("ผู้ผลิต ข", "B-1")], None),
    ],
)
def test_two_of_two_makers_can_compete(products: list[Product], weight: Weight | None) -> None:
    found = too_few_products(products, day=DAY, parameters=shipped_parameters())
    assert (found.weight if found else None) == weight


def test_before_the_rule_is_known_it_is_unclear() -> None:
    found = too_few_products([ONE], day=date(2000, 1, 1), parameters=shipped_parameters())
    assert found
    assert found.weight is Weight.UNCLEAR
