"""Link samples grow coarser with age: five minutes, hours, local days; what is older than its keeping goes."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, date, datetime, timedelta
from statistics import median
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import delete, select
from sqlmodel import Session, col

from inventory.models.link import LinkSample, LinkSampleDay, LinkSampleHour
from inventory.models.outage import Event
from inventory.samples import merged
from inventory.store.polling import upsert

AGAIN = timedelta(days=2)  # rolled up anew each time, so that a run that was missed is made up for
USUAL = timedelta(days=7)


def roll_up(session: Session, now: datetime, zone: ZoneInfo) -> None:
    """Hours from five minutes, days from hours; running it twice changes nothing."""
    since = _hour(now - AGAIN)
    hours: dict[tuple[int, datetime], list[Mapping[str, Any]]] = {}
    for row in _rows(session, LinkSample, since):
        hours.setdefault((row["link_id"], _hour(row["at"])), []).append(row)
    upsert(session, LinkSampleHour, [{"link_id": k, "at": at} | merged(rows) for (k, at), rows in hours.items()])
    # Whole local days only, or the first of them would lose its morning.
    first = (now - AGAIN).astimezone(zone).date() + timedelta(days=1)
    start = datetime.combine(first, datetime.min.time(), zone).astimezone(UTC)
    days: dict[tuple[int, date], list[Mapping[str, Any]]] = {}
    for row in _rows(session, LinkSampleHour, start):
        days.setdefault((row["link_id"], row["at"].astimezone(zone).date()), []).append(row)
    upsert(session, LinkSampleDay, [{"link_id": k, "day": day} | merged(rows) for (k, day), rows in days.items()])


def _hour(at: datetime) -> datetime:
    return at.astimezone(UTC).replace(minute=0, second=0, microsecond=0)


def _rows(session: Session, table: type[LinkSample | LinkSampleHour], since: datetime) -> list[dict[str, Any]]:
    columns: Any = table.__table__.columns  # type: ignore[union-attr]
    return [dict(row) for row in session.execute(select(*columns).where(columns["at"] >= since)).mappings()]


def retire_old(session: Session, now: datetime, *, samples: int, hours: int, days: int, events: int) -> None:
    """Delete what is older than these many days."""
    session.execute(delete(LinkSample).where(col(LinkSample.at) < now - timedelta(days=samples)))
    session.execute(delete(LinkSampleHour).where(col(LinkSampleHour.at) < now - timedelta(days=hours)))
    session.execute(delete(LinkSampleDay).where(col(LinkSampleDay.day) < (now - timedelta(days=days)).date()))
    session.execute(delete(Event).where(col(Event.at) < now - timedelta(days=events)))


def usual_round_trips(session: Session, now: datetime) -> dict[int, float]:
    """The 7-day median of the hourly mean round trip of each link, in ms."""
    rows = session.execute(
        select(col(LinkSampleHour.link_id), col(LinkSampleHour.rtt_avg_ms)).where(
            col(LinkSampleHour.at) >= now - USUAL, col(LinkSampleHour.rtt_avg_ms).is_not(None)
        )
    )
    found: dict[int, list[float]] = {}
    for link_id, rtt_ms in rows:
        if rtt_ms is not None:
            found.setdefault(link_id, []).append(rtt_ms)
    return {link_id: median(values) for link_id, values in found.items()}
