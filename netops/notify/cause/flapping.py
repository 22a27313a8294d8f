"""A thing that goes down and up again and again: one alert while it does, and its single outages only as evidence."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlmodel import Session, col, select

from inventory.models.outage import Outage, Subject
from netops.models.alert import Alert, AlertKind
from netops.notify.cause.matters import Turns, end_untold, ended, open_alerts, open_of_kind, opened
from netops.settings import Settings


def flaps(session: Session, outage: Outage, at: datetime, settings: Settings) -> Turns | None:
    """What is to be said of a thing that went down once more; None when it does not flap. One that has stayed down as
    long as it would take to be steady is down, however often it fell before.
    """
    if open_alerts(session, AlertKind.FLAPPING, outage.subject, outage.subject_id):
        return []
    if outage.started_at <= at - timedelta(seconds=settings.flap_steady_s):
        return None
    since = at - timedelta(seconds=settings.flap_window_s)
    count, first = _outages(session, outage.subject, outage.subject_id, since)
    if count < settings.flap_times:
        return None
    alert = Alert(
        kind=AlertKind.FLAPPING,
        subject=outage.subject,
        subject_id=outage.subject_id,
        outage_id=outage.id,
        site_id=outage.site_id,
        started_at=first or outage.started_at,
        value=float(count),
    )
    return opened(session, alert)


def settle(session: Session, at: datetime, settings: Settings) -> Turns:
    """End the alert of what has been steady. What stays down is not well: its own alert takes over."""
    turns: Turns = []
    steady_since = at - timedelta(seconds=settings.flap_steady_s)
    for alert in open_of_kind(session, AlertKind.FLAPPING):
        last = session.exec(
            select(Outage)
            .where(Outage.subject == alert.subject, Outage.subject_id == alert.subject_id)
            .order_by(col(Outage.id).desc())
            .limit(1)
        ).first()
        if last is None or (last.ended_at is not None and last.ended_at <= steady_since):
            alert.value = float(_outages(session, alert.subject, alert.subject_id, alert.started_at)[0])
            turns += ended([alert], at)
        elif last.ended_at is None and last.started_at <= steady_since:
            end_untold([alert], at)
    session.flush()
    return turns


def _outages(session: Session, subject: Subject, subject_id: int, since: datetime) -> tuple[int, datetime | None]:
    """How many began since then, and when the first of them did."""
    query = select(Outage.started_at).where(
        Outage.subject == subject, Outage.subject_id == subject_id, Outage.started_at >= since
    )
    began = session.exec(query).all()
    return len(began), min(began, default=None)
