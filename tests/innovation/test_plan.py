"""Sums of a plan: months of a rent, needs by their year, and what nobody can price."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from innovation.plan import PricedNeed, RentedLine, costs, months_in
from office.fiscal import FiscalYear

YEAR = FiscalYear(2570)  # October 2026 to September 2027
LINE = RentedLine(1, "หลัก", "โรงเรียน", "1/2570", 59_933, None, None)
NEED = PricedNeed(1, "สวิตช์", None, 3, 2570, 1_300_001)


@pytest.mark.parametrize(
    ("begins", "ends", "months"),
    [
        (None, None, 12),
        (date(2026, 10, 31), None, 12),
        (date(2026, 11, 1), None, 11),
        (None, date(2026, 9, 30), 0),
        (None, date(2026, 10, 1), 1),
        (date(2027, 9, 30), date(2028, 1, 1), 1),
        (date(2027, 10, 1), None, 0),
        (date(2026, 12, 5), date(2027, 2, 1), 3),
    ],
)
def test_a_month_with_a_day_of_the_rent_is_a_month(begins: date | None, ends: date | None, months: int) -> None:
    assert months_in(replace(LINE, starts_on=begins, ends_on=ends), YEAR) == months


def test_a_year_is_its_needs_and_its_rent() -> None:
    late = replace(NEED, need_id=2, year=None)
    before = replace(NEED, need_id=3, year=2560)
    beyond = replace(NEED, need_id=4, year=2580)
    unpriced = replace(NEED, need_id=5, unit_satang=None)
    first, second = costs([YEAR.following, YEAR], [NEED, late, before, beyond, unpriced], [LINE])
    assert [need.need_id for need in first.needs] == [1, 2, 3, 5]
    assert first.needs_satang == 3 * 3 * 1_300_001
    assert first.total_satang == first.needs_satang + 12 * 59_933
    assert [need.need_id for need in first.unpriced] == [5]
    assert (second.needs_satang, second.total_satang) == (0, 12 * 59_933)
