"""Shares of time and points from samples: coarse ones as far as they reach, finer ones after, gaps stay gaps."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import Engine
from sqlmodel import Session

from inventory.models.link import Link, LinkSample, LinkSampleDay, LinkSampleHour
from inventory.queries.availability import Availability, Period, availability, points
from service.database import reading, transaction
from tests import factories

BANGKOK = ZoneInfo("Asia/Bangkok")
NOON = datetime(2026, 11, 22, 5, 0, tzinfo=UTC)


@pytest.fixture
def link(database: Engine) -> Link:
    with transaction(database) as session:
        office = factories.make_office(session)
        return factories.make_link(session, factories.make_site(session, office))


def five(session: Session, link: Link, *, minutes_ago: int, down: int = 0, **apart: int) -> None:
    at = NOON - timedelta(minutes=minutes_ago)
    sample = LinkSample(link_id=link.id or 0, at=at, sent=50, received=50 - 5 * down, rounds=10, rounds_down=down)
    for name, count in apart.items():
        setattr(sample, name, count)
    session.add(sample)


def test_only_rounds_in_which_it_should_have_answered_count(database: Engine, link: Link) -> None:
    with transaction(database) as session:
        five(session, link, minutes_ago=10, down=1)
        five(session, link, minutes_ago=5, rounds_closed=90, rounds_unknown=50, rounds_maintenance=30)
    assert link.id is not None
    with reading(database) as session:
        found = availability(session, [link.id], since=NOON - timedelta(days=30), zone=BANGKOK)[link.id]
    assert found.percent == pytest.approx(95.0)
    assert (found.closed, found.maintenance, found.unknown) == (90, 30, 50)


def test_a_link_that_nobody_asked_has_no_availability_rather_than_none_or_all() -> None:
    assert Availability().percent is None
    assert Availability(closed=5, unknown=3).percent is None


def test_finer_samples_go_on_where_the_roll_up_ends(database: Engine, link: Link) -> None:
    """The hour that is rolled up is not counted twice, the present one not forgotten."""
    link_id = link.id or 0
    with transaction(database) as session:
        session.add(LinkSampleDay(link_id=link_id, day=date(2026, 11, 21), rounds=1000, rounds_down=100))
        for hour in (2, 1):
            session.add(LinkSampleHour(link_id=link_id, at=NOON - timedelta(hours=hour + 1), rounds=120))
        five(session, link, minutes_ago=90)  # within the rolled-up hour
        five(session, link, minutes_ago=10)
    with reading(database) as session:
        since = NOON - timedelta(days=20)
        own = points(session, [link_id], since=since, coarsest=2, zone=BANGKOK)[link_id]
        assert [point.seconds for point in own] == [86400, 3600, 3600, 300]
        assert own[0].at == datetime(2026, 11, 20, 17, 0, tzinfo=UTC)  # local midnight
        share = availability(session, [link_id], since=since, zone=BANGKOK, coarsest=2)[link_id]
        assert (share.rounds, share.down) == (1000 + 240 + 10, 100)


def test_a_sample_in_which_nothing_was_asked_has_no_loss(database: Engine, link: Link) -> None:
    link_id = link.id or 0
    with transaction(database) as session:
        session.add(LinkSample(link_id=link_id, at=NOON - timedelta(minutes=5), rounds_closed=10))
    with reading(database) as session:
        own = points(session, [link_id], since=NOON - timedelta(days=1), coarsest=0, zone=BANGKOK)[link_id]
        assert [point.loss_percent for point in own] == [None]


@pytest.mark.parametrize(
    ("now", "start"),
    [
        (datetime(2026, 11, 22, 5, tzinfo=UTC), datetime(2026, 9, 30, 17, tzinfo=UTC)),
        (datetime(2026, 9, 30, 16, 59, tzinfo=UTC), datetime(2025, 9, 30, 17, tzinfo=UTC)),
        (datetime(2026, 9, 30, 17, 0, tzinfo=UTC), datetime(2026, 9, 30, 17, tzinfo=UTC)),
    ],
)
def test_a_fiscal_year_begins_on_the_first_of_october_local_time(now: datetime, start: datetime) -> None:
    assert Period.FISCAL_YEAR.start(now, BANGKOK) == start
    assert Period.DAY.start(now, BANGKOK) == now - timedelta(days=1)
