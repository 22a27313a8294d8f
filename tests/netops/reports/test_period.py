"""Which months a report is of: keys, what comes before, how far it has come."""

from __future__ import annotations

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest

from netops.reports.period import of_month, read_period

BANGKOK = ZoneInfo("Asia/Bangkok")
# 1 November 2026, 00:30 in Bangkok: still October in UTC.
NOW = datetime(2026, 10, 31, 17, 30, tzinfo=UTC)


def test_a_month_is_a_local_one() -> None:
    october, november = read_period("2026-10"), read_period("2026-11")
    assert october.span(NOW, BANGKOK).since == datetime(2026, 9, 30, 17, tzinfo=UTC)
    assert october.span(NOW, BANGKOK).until == datetime(2026, 10, 31, 17, tzinfo=UTC)
    assert (october.is_over(NOW, BANGKOK), november.is_over(NOW, BANGKOK)) == (True, False)
    assert november.span(NOW, BANGKOK).until == NOW
    assert not november.following.is_begun(NOW, BANGKOK)
    assert november.last_day(NOW, BANGKOK) == date(2026, 11, 1)


def test_a_fiscal_year_begins_in_october_and_reaches_as_far_as_it_has_come() -> None:
    year = read_period("fy2570")
    assert (year.months[0], year.months[-1]) == (date(2026, 10, 1), date(2027, 9, 1))
    span = year.span(NOW, BANGKOK)
    assert span.months == (date(2026, 10, 1), date(2026, 11, 1))
    assert span.until == NOW
    assert year.title() == "ปีงบประมาณ พ.ศ. 2570"
    assert year.preceding.key == "fy2569"
    assert year.leading == ()


def test_a_quarter_is_of_the_fiscal_year_and_its_trend_of_twelve_months() -> None:
    quarter = read_period("fy2570q1")
    assert (quarter.months[0], quarter.months[-1]) == (date(2026, 10, 1), date(2026, 12, 1))
    assert quarter.span(NOW, BANGKOK).months == (date(2026, 10, 1), date(2026, 11, 1))
    assert (quarter.key, quarter.preceding.key, quarter.following.key) == ("fy2570q1", "fy2569q4", "fy2570q2")
    assert len((*quarter.leading, *quarter.months)) == 12
    assert quarter.title() == "ไตรมาสที่ 1 ปีงบประมาณ พ.ศ. 2570"
    assert quarter.title("en") == "quarter 1 of fiscal year 2570"


def test_a_month_is_compared_with_the_one_before_and_looks_back_on_a_year() -> None:
    january = of_month(date(2027, 1, 15))
    assert (january.key, january.preceding.key, january.following.key) == ("2027-01", "2026-12", "2027-02")
    assert (january.leading[0], january.leading[-1], len(january.leading)) == (date(2026, 2, 1), date(2026, 12, 1), 11)
    assert january.title() == "เดือนมกราคม 2570"
    assert january.title("en") == "January 2027"


@pytest.mark.parametrize(
    "key", ["", "2026-13", "2026-1", "fy2026", "fy25700", "fy2570q5", "fy2570q", "2026-10x", "1999-10", "๒๕๖๙-๑๐"]
)
def test_anything_else_is_no_period(key: str) -> None:
    with pytest.raises(ValueError, match="no period"):
        read_period(key)
