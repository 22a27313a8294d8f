"""Replacing after fewer years than the criteria ask."""

from __future__ import annotations

from datetime import date

import pytest

from procurement.checks.replacement import Replaced, replaced_too_early
from procurement.finding import Weight
from procurement.parameters import shipped_parameters

PARAMETERS = shipped_parameters()


@pytest.mark.parametrize(
    ("since", "day", "weight"),
    [
        (date(2021, 6, 1), date(2026, 6, 1), None),  # five years to the day
        (date(2021, 6, 2), date(2026, 6, 1), Weight.MUST),
        (date(2024, 2, 29), date(2029, 2, 28), Weight.MUST),
        (date(2024, 2, 29), date(2029, 3, 1), None),
        (date(2010, 1, 1), date(2026, 6, 1), None),
        (date(2027, 1, 1), date(2026, 6, 1), Weight.MUST),  # a mistyped day is not old enough
        (None, date(2026, 6, 1), Weight.UNCLEAR),
        (date(2010, 1, 1), date(2025, 11, 30), Weight.UNCLEAR),  # before the edition whose rule was read
    ],
)
def test_five_years_are_counted_to_the_day(since: date | None, day: date, weight: Weight | None) -> None:
    found = replaced_too_early([Replaced("เครื่อง 1", since)], day=day, parameters=PARAMETERS)
    assert [one.weight for one in found] == ([weight] if weight else [])


def test_each_that_is_too_young_is_named_with_its_full_years() -> None:
    replaced = [Replaced("ก", date(2022, 6, 2)), Replaced("ข", date(2015, 1, 1)), Replaced("ค", date(2026, 1, 1))]
    found = replaced_too_early(replaced, day=date(2026, 6, 1), parameters=PARAMETERS)
    assert [(one.values["name"], one.values["since"]) for one in found] == [("ก", 3), ("ค", 0)]


def test_a_reason_is_kept_beside_it() -> None:
    young = [Replaced("ก", date(2025, 1, 1))]
    found = replaced_too_early(young, day=date(2026, 6, 1), parameters=PARAMETERS, reason="ถูกฟ้าผ่า")
    assert [one.weight for one in found] == [Weight.EXPLAIN]


def test_nothing_replaced_is_nothing_to_say() -> None:
    assert replaced_too_early([], day=date(2000, 1, 1), parameters=PARAMETERS) == ()
