"""Alerts as rows: opened, ended and found again, and what each stands for."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from typing import Final

from sqlmodel import Session, col, select

from inventory.lineage import Thing
from inventory.models.outage import Outage, Subject
from netops.models.alert import Alert, AlertKind, AlertMember, Severity
from netops.notify.phase import ENDED, OPENED

# (alert, phase): what is to be said.
Turns = list[tuple[Alert, str]]
# Alerts of many links that fell for one reason.
PATTERNS: Final = frozenset({AlertKind.PROVIDER_OUTAGE, AlertKind.AREA_POWER_OUT})
# Cut-offs that a school may explain by saying that its power is off.
MAY_BE_POWER: Final = PATTERNS | {AlertKind.LINK_DOWN, AlertKind.DEVICE_DOWN, AlertKind.FLAPPING}
# After the cause is over its shadows get this long to answer before they are told of.
GRACE: Final = timedelta(minutes=5)
SEVERITIES: Final = {
    AlertKind.LINK_DEGRADED: Severity.WARNING,
    AlertKind.FLAPPING: Severity.WARNING,
    AlertKind.AGENT_SILENT: Severity.WARNING,
    AlertKind.LOG_SOURCE_SILENT: Severity.WARNING,
    AlertKind.HOST_KEY_CHANGED: Severity.WARNING,
    AlertKind.PLANNING_DOWN: Severity.WARNING,
    AlertKind.CONFIG_STALE: Severity.NOTICE,
}


def opened(session: Session, alert: Alert, members: Iterable[AlertMember] = ()) -> Turns:
    """Store a new alert with what it stands for."""
    alert.severity = SEVERITIES.get(alert.kind, alert.severity)
    session.add(alert)
    session.flush()
    for member in members:
        member.alert_id = alert.id or 0
        session.add(member)
    session.flush()
    return [(alert, OPENED)]


def ended(alerts: Iterable[Alert], at: datetime) -> Turns:
    """End alerts; their ends are to be said."""
    turns: Turns = []
    for alert in alerts:
        alert.ended_at = at
        turns.append((alert, ENDED))
    return turns


def end_untold(alerts: Iterable[Alert], at: datetime) -> None:
    """End alerts of which another takes over: to say that they are over would be wrong."""
    for alert in alerts:
        alert.ended_at = at


def open_alerts(session: Session, kind: AlertKind, subject: Subject, subject_id: int) -> Sequence[Alert]:
    """The open ones of one thing."""
    query = select(Alert).where(Alert.kind == kind, col(Alert.ended_at).is_(None))
    return session.exec(query.where(Alert.subject == subject, Alert.subject_id == subject_id)).all()


def open_of_kind(session: Session, *kinds: AlertKind) -> Sequence[Alert]:
    """All open ones of some kinds, oldest first."""
    query = select(Alert).where(col(Alert.kind).in_(kinds), col(Alert.ended_at).is_(None))
    return session.exec(query.order_by(col(Alert.id))).all()


def members_of(session: Session, alert: Alert) -> Sequence[AlertMember]:
    """What an alert stands for, those that have left included."""
    query = select(AlertMember).where(AlertMember.alert_id == alert.id).order_by(col(AlertMember.id))
    return session.exec(query).all()


def told_since(session: Session, at: datetime) -> dict[Thing, datetime]:
    """The things that people know to be cut off, by an alert of their own or of many, and since when each is.

    What was over until a moment ago counts too: whoever is behind it has not had the time to answer.
    """
    return _told_among_many(session, at) | _told_alone(session, at)


def _told_alone(session: Session, at: datetime) -> dict[Thing, datetime]:
    query = (
        select(Alert.subject, Alert.subject_id, Alert.started_at)
        .where(col(Alert.kind).in_((AlertKind.LINK_DOWN, AlertKind.DEVICE_DOWN, AlertKind.FLAPPING)))
        .where(col(Alert.ended_at).is_(None) | (col(Alert.ended_at) > at - GRACE))
        .order_by(col(Alert.id))
    )
    return {(Subject(subject), subject_id): since for subject, subject_id, since in session.exec(query)}


def _told_among_many(session: Session, at: datetime) -> dict[Thing, datetime]:
    query = (
        select(AlertMember.subject, AlertMember.subject_id, Outage.started_at)
        .join(Outage, col(Outage.id) == AlertMember.outage_id)
        .join(Alert, col(Alert.id) == AlertMember.alert_id)
        .where(col(Alert.kind).in_(PATTERNS))
        .where(col(Alert.ended_at).is_(None) | (col(Alert.ended_at) > at - GRACE))
        .where(col(AlertMember.left_at).is_(None) | (col(AlertMember.left_at) > at - GRACE))
        .order_by(col(AlertMember.id))
    )
    return {(Subject(subject), subject_id): since for subject, subject_id, since in session.exec(query)}
