"""How far back the traffic logs of a source reach, by the lines that were received of it, never by what was typed.

A day on which the school was open and no line came is a gap: what reaches back is counted from after it. Days on which
a school is closed are none. A source is silent when its device answers and no line came for a day.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime, time, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from sqlalchemy import select as columns
from sqlmodel import Session, col, select

from inventory.hours import Hours
from inventory.models.message import Channel, LogCoverage, LogSource, MessageCount
from inventory.models.outage import CurrentState, State, Subject
from inventory.models.site import Office, Site
from inventory.opening import TABLES, calendars

SILENT: Final = timedelta(hours=24)
SETTLES: Final = timedelta(hours=1)  # a device that has just been switched on had no time yet to say anything
HOUR: Final = timedelta(hours=1)
ANSWERS: Final = (State.UP, State.DEGRADED)


def measure_logs(session: Session, now: datetime) -> None:
    """Count the hours that came since the last time, of every source whose device is named; then who is silent."""
    sources = session.exec(select(LogSource).where(col(LogSource.device_id).is_not(None))).all()
    if not sources:
        return
    kept = {row.log_source_id: row for row in session.exec(select(LogCoverage))}
    places = _places(session)
    heard, states = _heard(session, sources, kept), _states(session, sources)
    for source in sources:
        assert source.id is not None
        zone, hours = places[source.site_id]
        row = kept.get(source.id)
        if row is not None and row.device_id != source.device_id:
            session.delete(row)  # another device sends now: what was heard of the other says nothing of it
            session.flush()
            row = None
        came = heard.get(source.device_id or 0, ())
        if row is None and came:
            row = _begun(source, came[0], zone)
        if row is None:
            continue
        for hour in came:
            if hour >= row.counted_until:
                _count(row, hour, zone, hours)
        row.silent_since = _silent_since(row, states.get(row.device_id), now)
        session.add(row)
    session.flush()


def coverage(session: Session, office_id: int) -> dict[int, tuple[int, datetime]]:
    """Days that reach back, and the newest line, by source."""
    rows = session.exec(
        select(LogCoverage)
        .join(LogSource, col(LogSource.id) == LogCoverage.log_source_id)
        .join(Site, col(Site.id) == LogSource.site_id)
        .where(Site.office_id == office_id)
    )
    return {row.log_source_id: (days_kept(row), row.last_at) for row in rows}


def silent_sources(session: Session) -> dict[int, datetime]:
    """Since when the first of its sources of traffic logs is silent, by site."""
    rows = session.exec(
        select(LogSource.site_id, LogCoverage.silent_since)
        .join(LogCoverage, col(LogCoverage.log_source_id) == LogSource.id)
        .where(col(LogSource.has_traffic), col(LogCoverage.silent_since).is_not(None))
        .order_by(col(LogCoverage.silent_since).desc())
    )
    return {site_id: since for site_id, since in rows if since is not None}


def days_kept(row: LogCoverage) -> int:
    """From the first day without a gap behind it to the newest with a line."""
    return (row.last_day - row.since).days


def _places(session: Session) -> Mapping[int, tuple[ZoneInfo, Hours | None]]:
    tables = {
        table: [dict(row) for row in session.execute(columns(table.__table__)).mappings()]  # type: ignore[attr-defined]
        for table in TABLES
    }
    known = calendars(tables)
    zones = {row["id"]: ZoneInfo(row["timezone"]) for row in tables[Office]}
    return {
        site_id or 0: (zones[office_id], known.get(calendar_id or ("office", office_id)))
        for site_id, office_id, calendar_id in session.exec(select(Site.id, Site.office_id, Site.calendar_id))
    }


def _heard(
    session: Session, sources: Sequence[LogSource], kept: Mapping[int, LogCoverage]
) -> dict[int, list[datetime]]:
    """Hours with a line, in order, by device: those not counted yet. A device of which a source was never counted is
    read from its first line.
    """
    devices = {source.device_id for source in sources if source.device_id is not None}
    fresh = {source.device_id for source in sources if not _is_counted(source, kept)}
    lines = columns(col(MessageCount.device_id), col(MessageCount.hour)).where(
        col(MessageCount.channel) == Channel.SYSLOG, col(MessageCount.received) > 0
    )
    counted = col(LogCoverage.device_id) == col(MessageCount.device_id)
    since = lines.join(LogCoverage, counted & (col(MessageCount.hour) >= col(LogCoverage.counted_until)))
    found: dict[int, set[datetime]] = defaultdict(set)
    for wanted, ids in ((lines, fresh), (since, devices - fresh)):
        for device_id, hour in session.execute(wanted.where(col(MessageCount.device_id).in_(ids)).distinct()):
            found[device_id].add(hour)
    return {device_id: sorted(hours) for device_id, hours in found.items()}


def _is_counted(source: LogSource, kept: Mapping[int, LogCoverage]) -> bool:
    """Of the device that sends now."""
    row = kept.get(source.id or 0)
    return row is not None and row.device_id == source.device_id


def _begun(source: LogSource, first: datetime, zone: ZoneInfo) -> LogCoverage:
    day = first.astimezone(zone).date()
    return LogCoverage(
        log_source_id=source.id or 0,
        device_id=source.device_id or 0,
        since=day,
        last_day=day,
        last_at=first + HOUR,
        counted_until=first,
    )


def _count(row: LogCoverage, hour: datetime, zone: ZoneInfo, hours: Hours | None) -> None:
    day = hour.astimezone(zone).date()
    between = ((row.last_day + timedelta(days=n)) for n in range(1, (day - row.last_day).days))
    if any(_is_open_on(missed, zone, hours) for missed in between):
        row.since = day
    row.last_day, row.last_at, row.counted_until = day, hour + HOUR, hour + HOUR


def _is_open_on(day: date, zone: ZoneInfo, hours: Hours | None) -> bool:
    """A day of which nobody says otherwise counts."""
    if hours is None:
        return True
    begins = datetime.combine(day, time(), zone).astimezone(UTC)
    return bool(hours.open_between(begins, begins + timedelta(days=1)))


def _states(session: Session, sources: Sequence[LogSource]) -> dict[int, CurrentState]:
    ids = {source.device_id for source in sources}
    ours = select(CurrentState).where(CurrentState.subject == Subject.DEVICE, col(CurrentState.subject_id).in_(ids))
    return {state.subject_id: state for state in session.exec(ours)}


def _silent_since(row: LogCoverage, state: CurrentState | None, now: datetime) -> datetime | None:
    """Begins only while its device answers: one that is down, or a school that is closed, says nothing for that reason.

    It ends with the next line.
    """
    if now - row.last_at < SILENT:
        return None
    if state is None or state.state is State.NOT_MONITORED:
        return row.last_at
    if state.state not in ANSWERS or now - state.since < SETTLES:
        return row.silent_since
    return row.last_at
