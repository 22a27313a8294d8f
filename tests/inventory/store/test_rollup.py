"""Samples grow coarser with age and lose nothing that counts; what is too old goes."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import Engine
from sqlmodel import select

from inventory.models.link import LinkSample, LinkSampleDay, LinkSampleHour
from inventory.models.outage import Event
from inventory.store.polling import save_samples
from inventory.store.rollup import retire_old, roll_up, usual_round_trips
from service.database import reading, transaction
from tests.factories import make_link, make_office, make_site

BANGKOK = ZoneInfo("Asia/Bangkok")
NOW = datetime(2026, 11, 23, 3, 0, tzinfo=UTC)


@pytest.fixture
def link_id(database: Engine) -> int:
    with transaction(database) as session:
        link = make_link(session, make_site(session, make_office(session)))
        assert link.id is not None
        return link.id


def sample(link_id: int, at: datetime, **values: Any) -> dict[str, Any]:
    row = {"link_id": link_id, "at": at, "sent": 50, "received": 50, "rounds": 10}
    row |= dict.fromkeys(("rounds_down", "rounds_closed", "rounds_maintenance", "rounds_unknown"), 0)
    row |= {"rtt_min_ms": 5.0, "rtt_avg_ms": 10.0, "rtt_p95_ms": 20.0, "rtt_max_ms": 30.0, "jitter_ms": 1.0}
    return row | values


def rows(engine: Engine, table: type[Any]) -> Sequence[Any]:
    with reading(engine) as session:
        return session.exec(select(table)).all()


def test_hours_and_local_days_are_sums_and_weighted_means(database: Engine, link_id: int) -> None:
    midnight = datetime(2026, 11, 21, 17, 0, tzinfo=UTC)  # in Bangkok
    with transaction(database) as session:
        save_samples(
            session,
            [
                sample(link_id, midnight - timedelta(minutes=5)),
                sample(link_id, midnight),
                sample(link_id, midnight + timedelta(minutes=5), received=25, rtt_avg_ms=40.0, rounds_down=5),
                sample(link_id, midnight + timedelta(hours=1), rounds=0, sent=0, received=0, rtt_avg_ms=None),
            ],
        )
    for _ in range(2):  # a second run changes nothing
        with transaction(database) as session:
            roll_up(session, NOW, BANGKOK)
        hours = {row.at: row for row in rows(database, LinkSampleHour)}
        assert len(hours) == 3
        assert (hours[midnight].sent, hours[midnight].received, hours[midnight].rounds_down) == (100, 75, 5)
        assert hours[midnight].rtt_avg_ms == pytest.approx(20.0)
        assert hours[midnight + timedelta(hours=1)].rtt_avg_ms is None
        days = {row.day: row for row in rows(database, LinkSampleDay)}
        assert set(days) == {date(2026, 11, 22)}
        assert (days[date(2026, 11, 22)].rounds, days[date(2026, 11, 22)].received) == (20, 75)


def test_the_usual_round_trip_is_the_median_of_a_week(database: Engine, link_id: int) -> None:
    with transaction(database) as session:
        session.add_all(
            LinkSampleHour(**sample(link_id, NOW - timedelta(hours=hours), rtt_avg_ms=rtt_ms))
            for hours, rtt_ms in ((1, 10.0), (2, 12.0), (3, 900.0), (4, None), (24 * 8, 1.0))
        )
    with reading(database) as session:
        assert usual_round_trips(session, NOW) == {link_id: 12.0}


def test_what_is_older_than_its_keeping_goes(database: Engine, link_id: int) -> None:
    old, young = NOW - timedelta(days=11), NOW - timedelta(days=9)
    with transaction(database) as session:
        save_samples(session, [sample(link_id, old), sample(link_id, young)])
        for at in (old, young):
            session.add(LinkSampleHour(**sample(link_id, at)))
            session.add(Event(at=at, kind="LinkWentDown"))
            day = sample(link_id, at)
            del day["at"]
            session.add(LinkSampleDay(day=at.date(), **day))
    with transaction(database) as session:
        retire_old(session, NOW, samples=10, hours=10, days=10, events=10)
    for table in (LinkSample, LinkSampleHour, Event):
        assert [row.at for row in rows(database, table)] == [young]
    assert [row.day for row in rows(database, LinkSampleDay)] == [young.date()]
