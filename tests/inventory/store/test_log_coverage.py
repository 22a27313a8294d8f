"""How far back traffic logs reach: measured from the lines received, and who has stopped sending."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import Engine, event
from sqlmodel import Session, col, select

from inventory.models.message import Channel, LogCoverage, LogSource, MessageCount
from inventory.models.outage import CurrentState, State, Subject
from inventory.models.site import CalendarDay, DayKind, Office, OpenHours, Site
from inventory.queries.log_sources import LogStanding, site_logs
from inventory.queries.sight import Sight
from inventory.store.log_coverage import coverage, measure_logs, silent_sources
from inventory.store.log_sources import delete_log_source
from netops.models.alert import Alert, AlertKind
from netops.notify.alerts import review
from netops.settings import Settings
from service.database import reading, transaction
from tests import factories

ZONE = ZoneInfo("Asia/Bangkok")
TODAY = date(2026, 11, 27)  # a Friday
NOW = datetime.combine(TODAY, time(15, 30), ZONE).astimezone(UTC)
WORKDAYS = range(5)


@pytest.fixture
def place(database: Engine) -> tuple[Office, Site, int]:
    """A school that is open on workdays from 7 to 17, with a firewall that is up and should keep 90 days."""
    with transaction(database) as session:
        office = factories.make_office(session)
        calendar = factories.make_calendar(session, office, is_default=True)
        for day in WORKDAYS:
            session.add(OpenHours(calendar_id=calendar.id or 0, weekday=day, opens=time(7), closes=time(17)))
        site = factories.make_site(session, office)
        device = factories.make_device(session, site, name="fw", role="firewall")
        source = LogSource(site_id=site.id or 0, name="ไฟร์วอลล์", retention_days=90, device_id=device.id)
        session.add(source)
        session.add(
            CurrentState(
                subject=Subject.DEVICE, subject_id=device.id or 0, state=State.UP, since=NOW - timedelta(hours=8)
            )
        )
        session.flush()
        source_id = source.id or 0
    return office, site, source_id


def device_of(session: Session, source_id: int) -> int:
    return session.get_one(LogSource, source_id).device_id or 0


def lines(engine: Engine, source_id: int, *days: date, hour: int = 9, channel: Channel = Channel.SYSLOG) -> None:
    """A line of the firewall in this local hour of each day."""
    with transaction(engine) as session:
        for day in days:
            at = datetime.combine(day, time(hour), ZONE).astimezone(UTC)
            session.add(
                MessageCount(
                    hour=at, channel=channel, sender="127.0.0.9", device_id=device_of(session, source_id), received=3
                )
            )


def workdays(first: date, last: date) -> list[date]:
    days = [first + timedelta(days=n) for n in range((last - first).days + 1)]
    return [day for day in days if day.weekday() in WORKDAYS]


def measured(engine: Engine, *, at: datetime = NOW) -> dict[int, int]:
    with transaction(engine) as session:
        measure_logs(session, at)
        return {row.log_source_id: (row.last_day - row.since).days for row in session.exec(select(LogCoverage))}


def standing(engine: Engine, office: Office) -> tuple[LogStanding, int | None]:
    with reading(engine) as session:
        (found,) = site_logs(session, Sight(office.id or 0), TODAY)
    return found.standing, found.days


def alerts(engine: Engine, at: datetime) -> list[bool]:
    """Whether each alert of missing logs is over, after a look at this moment."""
    with transaction(engine) as session:
        review(session, at=at, settings=Settings())
        kind = AlertKind.LOG_SOURCE_SILENT
        return [alert.ended_at is not None for alert in session.exec(select(Alert).where(Alert.kind == kind))]


@pytest.mark.requirement("P6-7.2")
def test_sixty_days_of_lines_do_not_comply_whatever_was_typed(
    database: Engine, place: tuple[Office, Site, int]
) -> None:
    office, _site, source_id = place
    assert standing(database, office) == (LogStanding.UNCHECKED, 90)
    lines(database, source_id, *workdays(TODAY - timedelta(days=60), TODAY))
    assert measured(database) == {source_id: 60}
    assert standing(database, office) == (LogStanding.SHORT, 60)
    with reading(database) as session:
        assert coverage(session, office.id or 0)[source_id][0] == 60


@pytest.mark.requirement("P6-7.2")
def test_ninety_days_of_lines_comply_although_weekends_and_holidays_have_none(
    database: Engine, place: tuple[Office, Site, int]
) -> None:
    office, _site, source_id = place
    first, holiday = TODAY - timedelta(days=91), date(2026, 10, 13)
    with transaction(database) as session:
        calendar_id = session.exec(select(OpenHours.calendar_id)).first() or 0
        session.add(CalendarDay(calendar_id=calendar_id, first_day=holiday, last_day=holiday, kind=DayKind.CLOSED))
    lines(database, source_id, *[day for day in workdays(first, TODAY) if day != holiday])
    assert measured(database) == {source_id: 91}
    assert standing(database, office) == (LogStanding.KEPT, 91)


def test_an_open_day_without_a_line_begins_the_count_anew(database: Engine, place: tuple[Office, Site, int]) -> None:
    office, _site, source_id = place
    gap = date(2026, 11, 11)
    lines(database, source_id, *[day for day in workdays(TODAY - timedelta(days=100), TODAY) if day != gap])
    assert measured(database) == {source_id: (TODAY - date(2026, 11, 12)).days}
    assert standing(database, office)[0] is LogStanding.SHORT


def test_counting_day_by_day_comes_to_the_same_as_counting_at_once(
    database: Engine, place: tuple[Office, Site, int]
) -> None:
    _office, _site, source_id = place
    days = [day for day in workdays(TODAY - timedelta(days=30), TODAY) if day != date(2026, 11, 11)]
    for day in days:
        lines(database, source_id, day)
        measured(database, at=datetime.combine(day, time(16), ZONE))
    assert measured(database) == {source_id: 15}
    with transaction(database) as session:
        session.delete(session.get_one(LogCoverage, source_id))
    assert measured(database) == {source_id: 15}


def test_traps_are_no_traffic_logs(database: Engine, place: tuple[Office, Site, int]) -> None:
    _office, _site, source_id = place
    lines(database, source_id, TODAY, channel=Channel.TRAP)
    assert measured(database) == {}


@pytest.mark.requirement("P6-7.2")
def test_a_source_that_is_silent_for_a_day_raises_the_alarm_which_ends_with_the_next_line(
    database: Engine, place: tuple[Office, Site, int]
) -> None:
    _office, site, source_id = place
    lines(database, source_id, TODAY - timedelta(days=1), hour=14)  # its hour ends at 15:00
    measured(database, at=NOW - timedelta(minutes=31))
    assert alerts(database, NOW) == []
    measured(database)
    with reading(database) as session:
        assert list(silent_sources(session)) == [site.id]
    assert alerts(database, NOW) == [False]
    lines(database, source_id, TODAY, hour=15)
    measured(database, at=NOW + timedelta(minutes=10))
    assert alerts(database, NOW + timedelta(minutes=10)) == [True]


@pytest.mark.parametrize(
    ("state", "minutes"), [(State.CLOSED, 600), (State.DOWN, 600), (State.UNKNOWN, 600), (State.UP, 59)]
)
def test_a_device_that_does_not_answer_or_has_just_come_up_is_no_silent_source(
    database: Engine, place: tuple[Office, Site, int], state: State, minutes: int
) -> None:
    _office, _site, source_id = place
    lines(database, source_id, TODAY - timedelta(days=3))
    with transaction(database) as session:
        now = session.get_one(CurrentState, (Subject.DEVICE, device_of(session, source_id)))
        now.state, now.since = state, NOW - timedelta(minutes=minutes)
        session.add(now)
    measured(database)
    with reading(database) as session:
        assert silent_sources(session) == {}


def test_another_device_begins_at_nothing(database: Engine, place: tuple[Office, Site, int]) -> None:
    _office, site, source_id = place
    lines(database, source_id, *workdays(TODAY - timedelta(days=10), TODAY))
    assert measured(database) == {source_id: 10}
    with transaction(database) as session:
        other = factories.make_device(session, session.get_one(Site, site.id), name="fw2")
        source = session.get_one(LogSource, source_id)
        source.device_id = other.id
        session.add(source)
    assert measured(database) == {}


def test_a_source_can_be_removed_with_what_was_counted(database: Engine, place: tuple[Office, Site, int]) -> None:
    _office, _site, source_id = place
    lines(database, source_id, TODAY)
    measured(database)
    with transaction(database) as session:
        delete_log_source(session, session.get_one(LogSource, source_id))
    with reading(database) as session:
        assert session.exec(select(LogCoverage).order_by(col(LogCoverage.log_source_id))).all() == []


def test_many_sources_are_measured_with_as_many_statements_as_one(
    database: Engine, place: tuple[Office, Site, int]
) -> None:
    """Counted before and not yet, each by the lines of its own device."""
    _office, site, source_id = place
    with transaction(database) as session:
        for number in range(4):
            device = factories.make_device(session, session.get_one(Site, site.id), name=f"fw-{number}")
            session.add(LogSource(site_id=site.id or 0, name=device.name, retention_days=90, device_id=device.id))
        session.flush()
        others = [row.id or 0 for row in session.exec(select(LogSource).order_by(col(LogSource.id)))][1:]
    asked: list[str] = []
    event.listen(database, "before_cursor_execute", lambda *args: asked.append(args[2]))

    def counted(*source_ids: int, day: date) -> int:
        for one in source_ids:
            with transaction(database) as session:
                sender = f"127.0.0.{one}"
                at = datetime.combine(day, time(9), ZONE).astimezone(UTC)
                count = MessageCount(hour=at, channel=Channel.SYSLOG, sender=sender, received=1)
                count.device_id = device_of(session, one)
                session.add(count)
        asked.clear()
        measured(database)
        return sum(one.startswith("SELECT") for one in asked)

    alone = counted(source_id, day=TODAY - timedelta(days=2))
    together = counted(source_id, *others, day=TODAY - timedelta(days=1))
    again = counted(source_id, *others, day=TODAY)
    assert alone == together == again
    assert measured(database) == {source_id: 2} | dict.fromkeys(others, 1)
