"""Asset numbers by a pattern: within the fiscal year where the pattern names it, else over all."""

from __future__ import annotations

import pytest

from inventory.store.asset_numbering import next_numbers
from office.fiscal import FiscalYear
from service.refusal import RefusedError

YEAR = FiscalYear(2570)


@pytest.mark.parametrize(
    ("pattern", "taken", "numbers"),
    [
        ("7440-016-####/YY", [], ["7440-016-0001/70", "7440-016-0002/70"]),
        ("7440-016-####/YY", ["7440-016-0007/70", "7440-016-0009/69"], ["7440-016-0008/70", "7440-016-0009/70"]),
        ("7440-016-###/YYYY", ["7440-016-999/2570"], ["7440-016-1000/2570", "7440-016-1001/2570"]),
        ("A##", ["A05", "B09"], ["A06", "A07"]),
    ],
)
def test_the_next_ones_follow_the_highest(pattern: str, taken: list[str], numbers: list[str]) -> None:
    assert next_numbers(pattern, YEAR, taken, 2) == numbers


@pytest.mark.parametrize("pattern", ["7440-016", "##-##", ""])
def test_a_pattern_counts_in_exactly_one_place(pattern: str) -> None:
    with pytest.raises(RefusedError):
        next_numbers(pattern, YEAR, [], 1)
