"""The twelve outages that were worked out by hand (november.py) agree to the satang, by several formulas."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from inventory.models.contract import ClockStart
from inventory.sla.availability import totals
from inventory.sla.clock import Clock
from inventory.sla.counting import Reason, excluded_seconds
from inventory.sla.spans import clipped, seconds
from inventory.store.months import cut_percent
from tests.inventory.sla.november import (
    ALWAYS,
    AROUND,
    BANGKOK,
    DECEMBER,
    NOVEMBER,
    OCTOBER,
    SCHOOL_HOURS,
    judged,
    local,
    per_hour,
    reckoned,
    terms,
)

COUNTED = {1: 4200, 2: 1800, 4: 300, 6: 15300, 7: 10800, 8: 1799, 9: 176401, 11: 2700, 12: 9000}
# By the clock of a school (Monday to Friday 08:00-16:30, the 19th a holiday):
#   4  Thursday                                   300 s
#   6  Tuesday 08:00-13:00 less 0:45 unseen    15,300 s
#   9  Wednesday 11:00-16:30      5:30:00 = 19,800 s
#      Thursday the holiday                     –
#      Friday 08:00-12:00:01      4:00:01 = 14,401 s   together 34,201 s
#  11  Tuesday                                  2,700 s
#   1, 2, 5, 7, 8, 10 and 12 lie in nights and at week-ends.
COUNTED_AT_SCHOOL = {4: 300, 6: 15300, 9: 34201, 11: 2700}


@pytest.mark.parametrize(("clock", "counted"), [(ALWAYS, COUNTED), (Clock(BANGKOK, SCHOOL_HOURS), COUNTED_AT_SCHOOL)])
def test_what_counts_of_each(clock: Clock, counted: dict[int, int]) -> None:
    """Each outage by the clock of the contract, to the second."""
    november = clock.month(NOVEMBER)
    found = {one.cut.id: seconds(clipped(one.counted, november)) for one in judged(terms(clock))}
    assert {number: length for number, length in found.items() if length} == counted


def test_what_does_not_count_is_kept_with_its_reason() -> None:
    """The seconds of the table's fifth column."""
    november = ALWAYS.month(NOVEMBER)
    assert excluded_seconds(judged(terms()), november) == {
        Reason.UNKNOWN: 2700,
        Reason.MAINTENANCE: 7200,
        Reason.POWER: 14400,
        Reason.OURS: 5400,
        Reason.SHORT: 299,
    }


def test_availability_by_the_contracts_clock() -> None:
    """All hours: 2,340,000 ÷ 2,562,300. School hours: 20 days of 8:30 = 612,000 s, less 2,700 that we could not see,
    are 609,300; less the 52,501 s that count are 556,799 ÷ 609,300 = 91.38339... %.
    """
    always = totals(judged(terms()), terms(), AROUND, ALWAYS.month(NOVEMBER))
    assert (always.measured_s, always.counted_s, cut_percent(always.percent)) == (2562300, 222300, Decimal("91.3242"))
    school = terms(Clock(BANGKOK, SCHOOL_HOURS))
    at_school = totals(judged(school), school, AROUND, ALWAYS.month(NOVEMBER))
    assert (at_school.measured_s, at_school.counted_s) == (609300, 52501)
    assert cut_percent(at_school.percent) == Decimal("91.3833")
    assert at_school.closed_s == 2592000 - 612000


# Hours of each outage, a part of an hour as a whole one:
#   1  upto the end of November 2:30:00 -> 3, of these October had 1:20:00 -> 2       1
#   2  0:30:00 -> 1      4  0:05:00 -> 1      6  4:15:00 -> 5      7  3:00:00 -> 3
#   8  0:29:59 -> 1      9 49:00:01 -> 50    11  0:45:00 -> 1     12  2:30:00 -> 3
# together 1 + 1 + 1 + 5 + 3 + 1 + 50 + 1 + 3 = 66 hours
# 0.035 % of 1,070.00 baht = 0.3745 baht an hour; × 66 = 24.717 baht
HOURLY = per_hour("0.035")
# Rounded one by one, in satang: five times 37.45 -> 37 = 185; 5 h 187.25 -> 187; two times 3 h 112.35 -> 112 = 224;
# 50 h 1,872.5 -> 1,873; together 2,469
# In the month's total: 222,300 s less 120 free minutes (7,200 s) = 215,100 s = 59.75 h
BY_MONTH = {"kind": "baht_per_hour", "satang": 1550, "per": "month", "free_minutes": 120}
TIERS = {
    "kind": "tiers",
    "tiers": [{"below": "99.5", "percent": "5"}, {"below": "99", "percent": "10"}, {"below": "95", "percent": "25"}],
}
# 0.10 % of 128,400.00 baht = 128.40 baht a day. Dates: 1; 3 and 4; 5; 10; 12 and 13; 15; 18, 19 and 20; 24; 30 = 13.
DAILY = {"kind": "percent_per_day", "percent": "0.1"}
# Beyond four hours: 6 has 15,300 − 14,400 = 900 s -> 1 h; 9 has 176,401 − 14,400 = 162,001 s -> 46 h (45.0003).
# 12 lasts 4:45:00 in all, but the four hours are over only in December.
LATE = {"kind": "baht_per_hour", "satang": 10_000, "measure": "repair_over"}


@pytest.mark.parametrize(
    ("formula", "due_satang"),
    [
        ({"rates": [HOURLY]}, 2472),  # 24.717 -> 24.72
        ({"rates": [HOURLY], "rounding": "satang_down"}, 2471),
        ({"rates": [HOURLY], "rounding": "satang_up"}, 2472),
        ({"rates": [HOURLY], "rounding": "baht_down"}, 2400),
        ({"rates": [HOURLY], "rounding": "baht_half_up"}, 2500),
        ({"rates": [HOURLY], "round_each": True}, 2469),
        ({"rates": [BY_MONTH]}, 93_000),  # 59.75 -> 60 h × 15.50
        ({"rates": [BY_MONTH | {"parts": "exact"}]}, 92_613),  # 59.75 × 15.50 = 926.125
        ({"rates": [BY_MONTH | {"parts": "exact"}], "rounding": "satang_down"}, 92_612),
        ({"rates": [BY_MONTH | {"parts": "down"}]}, 91_450),  # 59 × 15.50
        ({"rates": [BY_MONTH | {"free_minutes": 4000}]}, 0),  # 240,000 s are more than all
        ({"rates": [TIERS]}, 26_750),  # 91.3242 is below 95: 25 % of 1,070.00
        ({"rates": [TIERS, HOURLY]}, 29_222),  # 267.50 + 24.717 = 292.217
        ({"rates": [TIERS, HOURLY], "cap_percent": "20"}, 21_400),  # 20 % of 1,070.00
        ({"rates": [TIERS, HOURLY], "cap_percent": "20", "cap_satang": 20_000}, 20_000),
        ({"rates": [DAILY | {"days": "dates"}], "base": "contract"}, 166_920),  # 13 × 128.40
        ({"rates": [DAILY | {"days": "dates"}], "base": "contract", "cap_satang": 150_000}, 150_000),
        # 24 hours: 9 has 49:00:01 -> 3; 2, 4, 6, 7, 8, 11 and 12 one each; 1 had its day in October: 10 × 128.40
        ({"rates": [DAILY], "base": "contract"}, 128_400),
        ({"rates": [LATE]}, 470_000),  # 47 h × 100.00
        ({"rates": []}, 0),
    ],
)
def test_november_to_the_satang(formula: dict[str, Any], due_satang: int) -> None:
    """What is due by the hand computation."""
    assert reckoned(formula).due_satang == due_satang


def test_the_months_beside_it() -> None:
    """October had 1:20:00 of the first (2 h); December has what is left of the last: 4:45:00 -> 5 h, less 3.

    Each 2 × 0.3745 = 0.749 -> 0.75 baht. Beyond four hours December has 45 minutes -> 1 h of 100.00.
    """
    assert reckoned({"rates": [HOURLY]}, month=OCTOBER).due_satang == 75
    assert reckoned({"rates": [HOURLY]}, month=DECEMBER).due_satang == 75
    assert reckoned({"rates": [LATE]}, month=DECEMBER).due_satang == 10_000


def test_school_hours() -> None:
    """300 s -> 1, 15,300 -> 5, 34,201 -> 10 (9.5003), 2,700 -> 1: 17 h × 0.3745 = 6.3665 -> 6.37 baht.

    Beyond four hours of the school's clock: 900 s -> 1, 34,201 − 14,400 = 19,801 s -> 6 (5.5003): 7 h × 100.00.
    """
    school = terms(Clock(BANGKOK, SCHOOL_HOURS))
    assert reckoned({"rates": [HOURLY]}, school).due_satang == 637
    assert reckoned({"rates": [LATE]}, school).due_satang == 70_000


def test_a_contract_that_began_within_the_month() -> None:
    """From 11 November: 20 of 30 days, 1,070.00 × 20 ÷ 30 = 713.3333... baht. Of the outages 1 to 6 lie before.

    Beyond four hours only 9: 46 h × 0.2 % × 713.3333... = 65.6266... -> 65.63 baht.
    """
    part = terms(Clock(BANGKOK, starts_on=date(2026, 11, 11)))
    found = reckoned({"rates": [per_hour("0.2", measure="repair_over")], "base": "part_month"}, part)
    assert found.due_satang == 6563


def test_the_clock_that_starts_with_the_report() -> None:
    """6 was reported at 08:30: 4:30:00 less 0:45:00 unseen = 3:45:00, within four hours. 9 was reported on the 18th at
    13:00: 47:00:01 = 169,201 s, less 14,400 = 154,801 s -> 44 h (43.0003). What was not reported never began to run.

    The answer to 9 came after 2:30:00: 1:30:00 beyond the hour -> 2 h. The answer to 6 came after 0:20:00.
    """
    by_report = terms(clock_start=ClockStart.REPORT)
    assert reckoned({"rates": [LATE]}, by_report).due_satang == 440_000
    assert reckoned({"rates": [LATE | {"measure": "response_over"}]}, by_report).due_satang == 20_000
    nine = next(one for one in judged(by_report) if one.cut.id == 9)
    assert nine.repair_from == local("11-18 13:00:00")
    assert next(one for one in judged(by_report) if one.cut.id == 7).repair_from is None
