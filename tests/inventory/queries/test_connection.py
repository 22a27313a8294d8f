"""The table that offices report: schools with and without the internet, how it held, what it costs."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import Engine

from inventory.models.contract import LinkMonth
from inventory.models.link import Link
from inventory.models.site import SiteKind
from inventory.queries.connection import Connection, Span, common, connection
from inventory.queries.sight import Sight
from service.database import transaction
from tests.factories import make_link, make_office, make_outage, make_provider, make_site

BANGKOK = timedelta(hours=7)
OCTOBER = date(2026, 10, 1)
SINCE = datetime(2026, 10, 1, tzinfo=UTC) - BANGKOK
UNTIL = datetime(2026, 11, 1, tzinfo=UTC) - BANGKOK
SPAN = Span((OCTOBER,), SINCE, UNTIL)
BEFORE = SINCE - timedelta(days=100)
HOUR = timedelta(hours=1)


def month_of(link: Link, measured_s: int, counted_s: int) -> tuple[tuple[int, date], LinkMonth]:
    assert link.id is not None
    row = LinkMonth(link_id=link.id, month=OCTOBER, written_at=UNTIL - 3 * HOUR, outages=0)  # before the last outages
    row.measured_s, row.counted_s = measured_s, counted_s
    return (link.id, OCTOBER), row


@pytest.fixture
def found(engine: Engine) -> Connection:
    """Three schools in two districts: one with two links, one with one, one with none; and what must not count."""
    with transaction(engine) as session:
        office, foreign = make_office(session), make_office(session)
        nt, true = make_provider(session, office, name="ก"), make_provider(session, office, name="ข")
        given = {"created_at": BEFORE}
        two = make_site(session, office, name="สอง", district="ท่าปลา", **given)
        one = make_site(session, office, name="หนึ่ง", district="ท่าปลา", **given)
        make_site(session, office, name="ไม่มี", district="น้ำปาด", **given)
        make_site(session, office, name="สำนักงาน", kind=SiteKind.OFFICE, **given)
        make_site(session, office, name="ยุบแล้ว", archived_at=SINCE + HOUR, **given)
        make_site(session, office, name="ยังไม่เปิด", created_at=UNTIL)
        priced = {"speed_bps": 100_000_000, "price_satang_month": 60_000}
        a = make_link(session, two, provider_id=nt.id, check_address="127.0.0.1", **given, **priced)
        b = make_link(session, two, provider_id=true.id, check_address="127.0.0.2", **given)
        c = make_link(session, one, provider_id=nt.id, check_address="127.0.0.3", **given, **priced)
        make_link(session, one, provider_id=nt.id, created_at=UNTIL)  # of the next month
        elsewhere = make_link(session, make_site(session, foreign, **given), **given)
        # Both links of the first school together for one hour; its second link lasts beyond the month.
        make_outage(session, a, started_at=SINCE + 10 * HOUR, ended_at=SINCE + 13 * HOUR)
        make_outage(session, b, started_at=SINCE + 12 * HOUR, ended_at=UNTIL + HOUR)
        make_outage(session, c, started_at=UNTIL - 2 * HOUR)  # still
        make_outage(session, elsewhere, started_at=SINCE, ended_at=UNTIL)
        quality = dict([month_of(a, 1000, 10), month_of(b, 1000, 700), month_of(c, 500, 5), month_of(elsewhere, 9, 9)])
        return connection(session, Sight(office.id or 0), SPAN, quality)


def test_schools_connected_and_not(found: Connection) -> None:
    rows = {line.name: (line.schools, line.connected, line.unconnected, line.percent) for line in found.districts}
    assert rows == {"ท่าปลา": (2, 2, 0, 100.0), "น้ำปาด": (1, 0, 1, 0.0)}
    assert (found.total.schools, found.total.connected) == (3, 2)
    assert found.total.percent == pytest.approx(66.667, abs=0.001)
    assert [site.name for site in found.unconnected] == ["ไม่มี"]


def test_a_school_is_cut_off_while_all_its_links_are(found: Connection) -> None:
    assert [(line.site.name, line.cut_off_s, line.cuts) for line in found.schools] == [
        ("หนึ่ง", 2 * 3600, 1),
        ("สอง", 3600, 1),
    ]
    assert found.total.cut_off_s == 3 * 3600


def test_the_worst_links_and_providers_come_first(found: Connection) -> None:
    assert [round(line.share.percent or 0, 1) for line in found.links] == [30.0, 99.0, 99.0]
    assert found.links[0].outage_s == (UNTIL - SINCE - 12 * HOUR).total_seconds()
    providers = {line.name: (line.links, line.price_satang, line.satang_per_mbps) for line in found.providers}
    assert providers == {"ข": (1, 0, None), "ก": (2, 120_000, 600.0)}
    assert [line.name for line in found.providers] == ["ข", "ก"]


def test_the_trend_is_of_this_office_only(found: Connection) -> None:
    (point,) = found.trend
    assert (point.month, point.share.measured_s, point.share.counted_s, point.outages) == (OCTOBER, 2500, 715, 3)
    assert point.outages == found.total.outages


stretches = st.lists(st.tuples(st.integers(0, 50), st.integers(1, 9)), max_size=6).map(
    lambda pairs: [(start, start + length) for start, length in pairs]
)


def hours(listed: list[tuple[int, int]]) -> set[int]:
    return {hour for start, end in listed for hour in range(start, end)}


def apart(listed: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """In order and without overlap, as the outages of one link are."""
    covered = sorted(hours(listed))
    return [(hour, hour + 1) for hour in covered]


@given(st.lists(stretches.map(apart), min_size=1, max_size=3))
def test_common_stretches_are_what_all_have(lists: list[list[tuple[int, int]]]) -> None:
    moments = [[(SINCE + a * HOUR, SINCE + b * HOUR) for a, b in listed] for listed in lists]
    shared = {int((start - SINCE) / HOUR) for start, _ in common(moments)}
    assert shared == set.intersection(*(hours(listed) for listed in lists))
