"""The share of schools at their target: the last look of a month is kept, and a past year is told from its months."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import Engine
from sqlmodel import Session, select

from inventory.models.device import DeviceSupport
from inventory.models.site import Office, PupilCount
from inventory.queries.sight import Sight
from netops.polling.network_shares import keep_shares
from network.indicator import Indicator
from network.models.follow_up import NetworkShare
from network.queries.indicators import FollowUp, follow_up
from network.store.shares import keep_share
from network.store.targets import TargetDraft, set_target
from office.fiscal import FiscalYear
from service.columns import utc_now
from tests import factories

BANGKOK = ZoneInfo("Asia/Bangkok")
NEEDS_ONE_LINK = {"least_pupils": 0, "valid_from": "2026-01-01", "links": 1, "kbps_per_pupil": 0, "source": "ทดสอบ"}
NOTHING_ELSE: dict[str, Any] = {"switch_ports": 0, "access_points": 0, "ups": 0}


@pytest.fixture
def office(database: Engine) -> Office:
    """One school with a link, one without: the target asks for one link."""
    with Session(database, expire_on_commit=False) as session:
        office = factories.make_office(session)
        for number in (1, 2):
            site = factories.make_site(session, office, code=f"5700000{number}", name=f"โรงเรียนที่ {number}")
            session.add(PupilCount(site_id=site.id or 0, year=2569, pupils=60))
            if number == 1:
                factories.make_link(session, site, speed_bps=100_000_000)
        set_target(session, TargetDraft.read(NEEDS_ONE_LINK | NOTHING_ELSE), office_id=office.id or 0)
        session.commit()
    return office


def kept(engine: Engine) -> list[tuple[date, date, int, int, int]]:
    with Session(engine) as session:
        rows = session.exec(select(NetworkShare).order_by(NetworkShare.month))  # type: ignore[arg-type]
        return [(one.month, one.seen_on, one.met, one.known, one.schools) for one in rows]


def test_the_last_look_of_a_month_stays_and_the_next_month_is_another_row(database: Engine, office: Office) -> None:
    # The last is October in UTC and November in Bangkok, where the office is.
    for at in (
        datetime(2026, 10, 5, tzinfo=UTC),
        datetime(2026, 10, 30, tzinfo=UTC),
        datetime(2026, 10, 31, 20, tzinfo=UTC),
    ):
        keep_shares(database, at, BANGKOK)
    assert kept(database) == [
        (date(2026, 10, 1), date(2026, 10, 30), 1, 2, 2),
        (date(2026, 11, 1), date(2026, 11, 1), 1, 2, 2),
    ]


def reckoned(engine: Engine, office: Office, year: int, until: date) -> FollowUp:
    with Session(engine) as session:
        return follow_up(session, Sight(office.id or 0), FiscalYear(year), until=until, zone=BANGKOK)


def test_a_past_year_is_told_as_it_was_and_one_without_looks_is_not_measured(database: Engine, office: Office) -> None:
    with Session(database) as session:
        for met, day in ((1, date(2026, 8, 31)), (3, date(2026, 9, 30)), (4, date(2026, 10, 31))):
            keep_share(session, office.id or 0, [place < met for place in range(4)] + [None], day)
        session.commit()
    share = {one: reckoned(database, office, one, date(2026, 11, 5)) for one in (2568, 2569, 2570)}
    values = {
        year: next(one.figure for one in found.office if one.indicator is Indicator.TARGET_SHARE)
        for year, found in share.items()
    }
    assert (values[2568].value, values[2568].basis) == (None, 0)
    assert (values[2569].value, values[2569].basis) == (75.0, 4)
    assert (values[2570].value, values[2570].basis) == (50.0, 2)  # this year: as of now
    assert [(one.met, one.known, one.schools) for one in share[2569].shares] == [(1, 4, 5), (3, 4, 5)]
    assert [one.seen_on for one in share[2570].shares] == [date(2026, 10, 31)]


def test_devices_in_life_are_those_whose_known_end_has_not_come(database: Engine, office: Office) -> None:
    """Of three with a known end one is over; what is archived or not known counts for nothing, nor does a past year."""
    day = date(2026, 11, 5)
    with Session(database) as session:
        site = factories.make_site(session, office)
        ends = (date(2026, 11, 4), day, date(2030, 1, 1), None, date(2020, 1, 1))
        devices = [factories.make_device(session, site) for _ in ends]
        devices[-1].archived_at = utc_now()
        for device, end in zip(devices, ends, strict=True):
            session.add(DeviceSupport(device_id=device.id or 0, end_of_support=end, written_at=utc_now()))
        session.commit()
    figures = {
        year: next(
            one.figure for one in reckoned(database, office, year, day).office if one.indicator is Indicator.IN_LIFE
        )
        for year in (2569, 2570)
    }
    assert figures[2570].value == pytest.approx(200 / 3)
    assert figures[2570].basis == 3
    assert (figures[2569].value, figures[2569].basis) == (None, 0)
