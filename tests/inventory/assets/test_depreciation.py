"""Depreciation reckoned by hand, to the satang: first and last years, leap years, batches, and what is never written
down.
"""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from inventory.assets.depreciation import KEPT_SATANG, Line, Written, cut_off, last_year, line_at, schedule
from office.fiscal import FiscalYear


def lines(written: Written) -> list[tuple[int, int, int, int, int]]:
    """As the register card shows them."""
    return [
        (one.year.era, one.opening_satang, one.year_satang, one.accumulated_satang, one.net_satang)
        for one in schedule(written)
    ]


def test_bought_on_the_first_of_october_it_takes_whole_years_only() -> None:
    """30,000 / 3 = 10,000 a year; the third takes 9,999 and leaves one baht."""
    assert lines(Written(3_000_000, 1, date(2022, 10, 1), 3)) == [
        (2566, 3_000_000, 1_000_000, 1_000_000, 2_000_000),
        (2567, 2_000_000, 1_000_000, 2_000_000, 1_000_000),
        (2568, 1_000_000, 999_900, 2_999_900, 100),
    ]


def test_bought_on_the_last_day_of_september_the_first_year_is_one_day() -> None:
    """30,000 x 1 / (3 x 365) = 27.397... -> 27.40; a fourth year takes what is left."""
    assert lines(Written(3_000_000, 1, date(2022, 9, 30), 3)) == [
        (2565, 3_000_000, 2_740, 2_740, 2_997_260),
        (2566, 2_997_260, 1_000_000, 1_002_740, 1_997_260),
        (2567, 1_997_260, 1_000_000, 2_002_740, 997_260),
        (2568, 997_260, 997_160, 2_999_900, 100),
    ]


def test_a_leap_year_has_its_own_number_of_days() -> None:
    """15 January to 30 September 2024 are 260 days of 366: 25,890 x 260 / (3 x 366) = 6,130.60; a year is 8,630."""
    assert lines(Written(2_589_000, 1, date(2024, 1, 15), 3)) == [
        (2567, 2_589_000, 613_060, 613_060, 1_975_940),
        (2568, 1_975_940, 863_000, 1_476_060, 1_112_940),
        (2569, 1_112_940, 863_000, 2_339_060, 249_940),
        (2570, 249_940, 249_840, 2_588_900, 100),
    ]


def test_the_whole_of_a_leap_year_is_one_year_and_not_more() -> None:
    assert lines(Written(3_660_000, 1, date(2023, 10, 1), 3))[0][2] == 1_220_000


def test_a_third_that_does_not_go_up_is_made_good_in_the_last_year() -> None:
    """10,000 / 3 = 3,333.33 twice, then 3,332.34."""
    assert [one[2] for one in lines(Written(1_000_000, 1, date(2022, 10, 1), 3))] == [333_333, 333_333, 333_234]


def test_half_a_satang_goes_up() -> None:
    """10,000.01 / 2 = 5,000.005."""
    assert [one[2] for one in lines(Written(1_000_001, 1, date(2022, 10, 1), 2))] == [500_001, 499_900]


def test_a_batch_is_so_many_times_one_piece_and_leaves_one_baht_of_each() -> None:
    """Twelve notebooks of 21,000: 7,000 a year each."""
    batch = Written(2_100_000, 12, date(2022, 10, 1), 3)
    assert batch.total_satang == 25_200_000
    assert lines(batch) == [
        (2566, 25_200_000, 8_400_000, 8_400_000, 16_800_000),
        (2567, 16_800_000, 8_400_000, 16_800_000, 8_400_000),
        (2568, 8_400_000, 8_398_800, 25_198_800, 1_200),
    ]


def test_a_life_of_one_year() -> None:
    assert lines(Written(1_200_000, 1, date(2022, 10, 1), 1)) == [(2566, 1_200_000, 1_199_900, 1_199_900, 100)]
    # 1 July to 30 September are 92 days: 12,000 x 92 / 365 = 3,024.657... -> 3,024.66.
    assert lines(Written(1_200_000, 1, date(2023, 7, 1), 1)) == [
        (2566, 1_200_000, 302_466, 302_466, 897_534),
        (2567, 897_534, 897_434, 1_199_900, 100),
    ]


@pytest.mark.parametrize("price", [0, 99, 100])
def test_a_baht_or_less_is_not_written_down(price: int) -> None:
    assert lines(Written(price, 1, date(2022, 10, 1), 3)) == [(2566, price, 0, 0, price)]


def test_after_its_life_the_baht_stays() -> None:
    written = Written(3_000_000, 1, date(2022, 10, 1), 3)
    assert line_at(written, FiscalYear(2565)) is None
    assert line_at(written, FiscalYear(2567)) == Line(FiscalYear(2567), 2_000_000, 1_000_000, 2_000_000, 1_000_000)
    assert line_at(written, FiscalYear(2580)) == Line(FiscalYear(2580), 100, 0, 2_999_900, 100)


def test_the_rate_is_what_the_book_prints() -> None:
    assert Written(1, 1, date(2022, 10, 1), 3).rate_percent == Decimal("33.33")
    assert Written(1, 1, date(2022, 10, 1), 8).rate_percent == Decimal("12.50")


@given(
    price=st.integers(0, 10**11),
    many=st.integers(1, 500),
    day=st.dates(date(1960, 1, 1), date(2100, 1, 1)),
    life=st.integers(1, 50),
)
def test_every_card_ends_with_a_baht_a_piece_and_its_lines_add_up(price: int, many: int, day: date, life: int) -> None:
    written = Written(price, many, day, life)
    made = list(schedule(written))
    assert made[0].year == FiscalYear.of(day)
    assert made[-1].net_satang == min(price, KEPT_SATANG) * many
    assert made[-1].year <= last_year(written)
    assert sum(one.year_satang for one in made) == made[-1].accumulated_satang
    for before, after in pairwise(made):
        assert after.opening_satang == before.net_satang
        assert after.year == before.year.following
        assert after.year_satang >= 0
    # The life is over within the last fiscal year, and not before it.
    assert last_year(written).first <= day + timedelta(days=365 * life + life // 4 + 1)


def test_the_year_of_disposal_takes_its_days_and_no_more_than_the_year_would() -> None:
    written = Written(price_satang=3_000_000, quantity=2, acquired_on=date(2022, 10, 1), life_years=3)
    second = line_at(written, FiscalYear(2567))  # 1 October 2023 to 30 September 2024: 366 days
    assert second is not None
    cut = cut_off(written, second, date(2024, 3, 31))
    # 183 of 366 days, the day of disposal counted: half of a third of the price.
    assert (cut.year_satang, cut.opening_satang, cut.net_satang) == (1_000_000, 4_000_000, 3_000_000)
    assert (cut.accumulated_satang, cut.day) == (3_000_000, date(2024, 3, 31))
    whole = cut_off(written, second, date(2024, 9, 30))
    assert (whole.year_satang, whole.net_satang, whole.day) == (2_000_000, 2_000_000, date(2024, 9, 30))
    last = line_at(written, FiscalYear(2568))
    assert last is not None
    assert cut_off(written, last, date(2025, 9, 29)).net_satang >= 200  # one baht of each piece stays


@given(
    price=st.integers(100, 10**9),
    quantity=st.integers(1, 9),
    acquired=st.dates(date(2000, 1, 1), date(2020, 1, 1)),
    life=st.integers(1, 20),
    after=st.integers(0, 9000),
)
def test_whenever_it_is_disposed_of_nothing_is_lost(
    price: int, quantity: int, acquired: date, life: int, after: int
) -> None:
    written = Written(price, quantity, acquired, life)
    gone = acquired + timedelta(days=after)
    line = line_at(written, FiscalYear.of(gone))
    assert line is not None
    cut = cut_off(written, line, gone)
    assert cut.opening_satang - cut.year_satang == cut.net_satang
    assert cut.accumulated_satang + cut.net_satang == written.total_satang
    assert 0 <= cut.year_satang <= line.year_satang
