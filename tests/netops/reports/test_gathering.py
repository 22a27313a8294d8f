"""The figures of a report, on both databases: counts, comparison, what stands apart, and that every total agrees."""

from __future__ import annotations

from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import Engine

from inventory.queries.sight import Sight
from inventory.sla.counting import Reason
from netops.reports.figures import ReportFigures, Spent, percent
from netops.reports.gathering import Moment, gather
from netops.reports.period import read_period
from service.database import transaction
from tests.netops.reports.rows import DAY_S, HOSTILE, NOW, reported_office

MOMENT = Moment(NOW, ZoneInfo("Asia/Bangkok"))
MEASURED = 20 * DAY_S - 3600


@pytest.fixture
def october(database: Engine) -> ReportFigures:
    with transaction(database) as session:
        reported_office(session)  # another office, of which nothing is seen
        office = reported_office(session)
        return gather(session, Sight(office.id or 0), read_period("2026-10"), MOMENT)


def test_schools_and_links_of_the_office_only(october: ReportFigures) -> None:
    total = october.total
    assert (total.schools, total.connected, total.unconnected) == (3, 2, 1)
    assert total.connected_percent == Decimal("66.67")
    assert (total.measured_s, total.counted_s) == (3 * MEASURED, 3 * 7200)
    assert [school.name for school in october.unconnected] == ["โรงเรียนไม่มีวงจร"]
    assert [(one.name, one.cut_off_s) for one in october.schools] == [(HOSTILE, 3 * 3600)]
    assert (october.is_over, october.title, october.before_title) == (True, "เดือนตุลาคม 2569", "เดือนกันยายน 2569")


def test_every_total_is_the_sum_of_its_rows(october: ReportFigures) -> None:
    for name in ("schools", "connected", "outages", "measured_s", "counted_s", "cut_off_s"):
        assert sum(getattr(line, name) for line in october.districts) == getattr(october.total, name), name
    together = Spent.sum_of(october.providers, "")
    assert (together.links, together.priced, together.price_satang) == (3, 2, 120_100)
    assert together.satang_per_mbps == 601  # 1,201.00 baht for 200 Mbit/s is 6.005
    assert (together.measured_s, together.counted_s) == (october.total.measured_s, october.total.counted_s)


def test_all_time_is_told(october: ReportFigures) -> None:
    apart = october.apart
    assert apart.excluded_s == {Reason.CLOSED: 3 * 10 * DAY_S, Reason.POWER: 3 * 3600}
    assert apart.measured_s + sum(apart.excluded_s.values()) == apart.whole_s == 3 * 30 * DAY_S
    assert apart.measured_s == october.total.measured_s


def test_a_month_is_compared_with_the_one_before(october: ReportFigures) -> None:
    assert october.before is not None
    assert october.before.connected == 2
    assert len(october.trend) == 12
    assert all(line.available is not None for line in october.trend)


def test_before_anything_was_kept_nothing_is_compared(database: Engine) -> None:
    with transaction(database) as session:
        office = reported_office(session)
        first = gather(session, Sight(office.id or 0), read_period("2025-11"), MOMENT)
    assert first.before is None
    assert [line.available for line in first.trend[:-1]] == [None] * 11
    assert first.total.available == percent(MEASURED - 7200, MEASURED)


def test_a_fiscal_year_sums_its_months(database: Engine) -> None:
    with transaction(database) as session:
        office = reported_office(session)
        year = gather(session, Sight(office.id or 0), read_period("fy2569"), MOMENT)
    assert len(year.trend) == 12
    assert year.total.measured_s == 3 * 11 * MEASURED  # of October 2025 nothing was kept
    assert year.until.isoformat() == "2026-09-30"


@pytest.mark.parametrize(
    ("part", "whole", "shown"),
    [(118, 120, "98.33"), (2, 3, "66.67"), (0, 7, "0.00"), (7, 7, "100.00"), (99_999_999, 100_000_000, "99.99")],
)
def test_only_all_is_a_hundred_percent(part: int, whole: int, shown: str) -> None:
    assert f"{percent(part, whole)}" == shown
    assert percent(0, 0) is None
