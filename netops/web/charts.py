"""Figures for charts: round trip with loss under it on one time axis, outages and maintenance as bands."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import TypedDict
from zoneinfo import ZoneInfo

from sqlmodel import Session, and_, col, or_, select

from inventory.models.link import Link
from inventory.models.outage import MaintenanceWindow, Outage, Subject
from inventory.models.site import Office, Site
from inventory.queries.availability import Period, Point, points
from inventory.windows import Schedule, occurrences

Band = tuple[float, float]
_LEAST = timedelta(hours=1)  # shown, however few samples there are
_GAP = 1.6  # of a sample's span without one is a gap


class Quality(TypedDict):
    """Columns of equal length for the chart; None is a gap. Times are seconds since the epoch."""

    at: list[float]
    rtt_ms: list[float | None]
    p95_ms: list[float | None]
    loss_percent: list[float | None]
    outages: list[Band]
    maintenance: list[Band]
    start: float
    end: float


def quality(db: Session, link: Link, period: Period, *, now: datetime, zone: ZoneInfo) -> Quality:
    """What the chart of a link shows."""
    assert link.id is not None
    start = period.start(now, zone)
    own = points(db, [link.id], since=start, coarsest=period.coarsest, zone=zone).get(link.id, ())
    if own:
        # A link that is watched since this morning fills its chart; the period is what it may show at most.
        start = max(start, min(own[0].at, now - _LEAST))
    found: Quality = {
        "at": [],
        "rtt_ms": [],
        "p95_ms": [],
        "loss_percent": [],
        "outages": outage_bands(db, Subject.LINK, link.id, start=start, now=now),
        "maintenance": maintenance_bands(db, Subject.LINK, link.id, link.site_id, start=start, now=now),
        "start": start.timestamp(),
        "end": now.timestamp(),
    }
    for point in with_gaps(own):
        at, sample = point
        found["at"].append(at)
        found["rtt_ms"].append(sample.sample.rtt_avg_ms if sample else None)
        found["p95_ms"].append(sample.sample.rtt_p95_ms if sample else None)
        found["loss_percent"].append(sample.loss_percent if sample else None)
    return found


def with_gaps(own: Sequence[Point]) -> Sequence[tuple[float, Point | None]]:
    """The points, with an empty one where samples are missing, so that no line is drawn across."""
    shown: list[tuple[float, Point | None]] = []
    for before, point in zip((None, *own), own, strict=False):
        at = point.at.timestamp()
        if before is not None and at - before.at.timestamp() > _GAP * before.seconds:
            shown.append((before.at.timestamp() + before.seconds, None))
        shown.append((at, point))
    return shown


def outage_bands(db: Session, subject: Subject, subject_id: int, *, start: datetime, now: datetime) -> list[Band]:
    """When it was out since `start`."""
    rows = db.exec(
        select(Outage.started_at, Outage.ended_at).where(
            Outage.subject == subject,
            Outage.subject_id == subject_id,
            or_(col(Outage.ended_at).is_(None), col(Outage.ended_at) >= start),
        )
    ).all()
    return [_band(begin, end, start, now) for begin, end in rows]


def maintenance_bands(
    db: Session, subject: Subject, subject_id: int, site_id: int, *, start: datetime, now: datetime
) -> list[Band]:
    """When it, its provider, its whole site or the whole office was worked on since `start`."""
    site = db.get_one(Site, site_id)
    of = [(subject, subject_id), (Subject.SITE, site_id), (Subject.OFFICE, site.office_id)]
    link = db.get(Link, subject_id) if subject is Subject.LINK else None
    if link is not None and link.provider_id is not None:
        of.append((Subject.PROVIDER, link.provider_id))
    window = MaintenanceWindow
    rows = db.exec(
        select(window)
        .where(or_(*(and_(col(window.subject) == kind, col(window.subject_id) == row_id) for kind, row_id in of)))
        .where(window.office_id == site.office_id, col(window.starts_at) <= now)
    ).all()
    zone = ZoneInfo(db.get_one(Office, site.office_id).timezone)
    spans = (span for row in rows for span in occurrences(Schedule.of(row, zone), start, now))
    return [_band(begin, end, start, now) for begin, end in sorted(spans)]


def _band(begin: datetime, end: datetime | None, start: datetime, now: datetime) -> Band:
    return max(begin, start).timestamp(), min(end or now, now).timestamp()
