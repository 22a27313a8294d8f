"""Which dated parameters hold for an asset, why one is not written down, and its two ages."""

from __future__ import annotations

from datetime import date

import pytest

from inventory.assets.ages import Ages, ages, years_earlier, years_later
from inventory.assets.depreciation import Written
from inventory.assets.terms import Book, Facts, Rule, Term, Untold, judge

OLD, NEW = date(1900, 1, 1), date(2020, 10, 1)
BOOK = Book(
    rules=(Rule(NEW, 1_000_000, 5), Rule(OLD, 500_000, 5)),
    terms={1: (Term(OLD, 5), Term(NEW, 3)), 2: (Term(OLD, 8, is_depreciated=False),)},
)
DAY = date(2024, 1, 15)


@pytest.mark.parametrize(
    ("facts", "found"),
    [
        (Facts(2_300_000, 2, DAY, 1), Written(2_300_000, 2, DAY, 3)),
        (Facts(2_300_000, 1, date(2020, 9, 30), 1), Written(2_300_000, 1, date(2020, 9, 30), 5)),
        (Facts(1_000_000, 1, DAY, 1), Written(1_000_000, 1, DAY, 3)),  # at the threshold is not below it
        (Facts(999_999, 1, DAY, 1), Untold.BELOW_THRESHOLD),
        (Facts(999_999, 100, DAY, 1), Untold.BELOW_THRESHOLD),  # a piece counts, not the batch
        (Facts(999_999, 1, date(2020, 9, 30), 1), Written(999_999, 1, date(2020, 9, 30), 5)),
        (Facts(2_300_000, 1, DAY, 2), Untold.NOT_DEPRECIATED),
        (Facts(2_300_000, 1, DAY, None), Untold.NO_TERM),
        (Facts(2_300_000, 1, DAY, None, life_years=4), Written(2_300_000, 1, DAY, 4)),
        (Facts(2_300_000, 1, DAY, 1, life_years=4), Written(2_300_000, 1, DAY, 4)),
        (Facts(None, 1, DAY, 1), Untold.NO_PRICE),
        (Facts(2_300_000, 1, None, 1), Untold.NO_DAY),
    ],
)
def test_an_asset_is_judged_by_what_held_when_it_was_acquired(facts: Facts, found: Written | Untold) -> None:
    assert judge(facts, BOOK) == found


def test_without_parameters_nothing_is_made_up() -> None:
    assert judge(Facts(2_300_000, 1, DAY, 1), Book()) is Untold.NO_TERM


def test_a_computer_is_written_off_and_not_yet_to_be_replaced() -> None:
    """The conflict that officials meet: three years in the book, five before a replacement."""
    bought = date(2022, 3, 10)
    assert ages(bought, date(2026, 3, 9), life_years=3, replace_after_years=5) == Ages(
        3, 11, date(2025, 3, 10), True, date(2027, 3, 10), False
    )
    assert ages(bought, date(2027, 3, 9), life_years=3, replace_after_years=5).is_replaceable is False
    assert ages(bought, date(2027, 3, 10), life_years=3, replace_after_years=5).is_replaceable is True
    assert ages(bought, date(2025, 3, 9), life_years=3, replace_after_years=5).life_is_over is False


def test_bought_on_the_leap_day_the_years_are_whole_on_the_first_of_march() -> None:
    assert years_later(date(2024, 2, 29), 3) == date(2027, 3, 1)
    assert years_later(date(2024, 2, 29), 4) == date(2028, 2, 29)
    assert years_earlier(date(2028, 2, 29), 5) == date(2023, 2, 28)


@pytest.mark.parametrize("today", [date(2027, 2, 28), date(2027, 3, 1), date(2028, 2, 29), date(2026, 11, 28)])
@pytest.mark.parametrize("years", [1, 3, 5])
def test_older_than_so_many_years_is_the_latest_such_day(today: date, years: int) -> None:
    found = years_earlier(today, years)
    assert years_later(found, years) <= today
    assert years_later(date.fromordinal(found.toordinal() + 1), years) > today


def test_what_is_acquired_tomorrow_has_no_age() -> None:
    assert ages(date(2026, 12, 1), date(2026, 11, 28), life_years=None, replace_after_years=None) == Ages(
        0, 0, None, False, None, False
    )
