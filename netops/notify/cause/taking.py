"""Taking a matter on and putting it off: written at the alert alone; an outage has it from there."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import datetime, timedelta
from typing import Final

from sqlmodel import Session, col, or_, select

from inventory.models.outage import Outage, Subject
from netops.models.alert import Alert, AlertKind, AlertMember
from service.i18n import N_
from service.refusal import MissingError, refuse

NOTE_LENGTH: Final = 2000
LONGEST_SNOOZE: Final = timedelta(days=7)
_KINDS: Final = {Subject.LINK: AlertKind.LINK_DOWN, Subject.DEVICE: AlertKind.DEVICE_DOWN}


def take_on(alert: Alert, *, person_id: int, note: str, at: datetime) -> None:
    """Somebody works on it: nothing escalates any more. Again: the note is replaced, the first moment kept."""
    if len(note) > NOTE_LENGTH:
        raise refuse("note", N_("At most %(max_length)s characters"), max_length=NOTE_LENGTH)
    if alert.acknowledged_at is None:
        alert.acknowledged_at, alert.acknowledged_by = at, person_id
    alert.note = note.strip()


def snooze(alert: Alert, *, until: datetime, at: datetime) -> None:
    """Say nothing of it until then; it is said then if it is still open. RefusedError for a time out of reach."""
    if alert.ended_at is not None:
        raise refuse("until", N_("It is over"))
    if not at < until <= at + LONGEST_SNOOZE:
        raise refuse("until", N_("A time within the next %(days)s days"), days=LONGEST_SNOOZE.days)
    alert.snoozed_until = until


def wake(alert: Alert, *, at: datetime) -> None:
    """End a snooze now: what is due is said with the next messages."""
    if alert.snoozed_until is not None:
        alert.snoozed_until = at


def alert_of(session: Session, outage: Outage) -> Alert:
    """The alert that an outage is told by. One that nobody was told of yet gets an alert that says nothing: whoever
    takes it on knows of it already.
    """
    found = alerts_of(session, [outage.id or 0]).get(outage.id or 0)
    if found is not None:
        return found
    if outage.subject not in _KINDS:
        raise MissingError("alert")
    alert = Alert(
        kind=_KINDS[outage.subject],
        subject=outage.subject,
        subject_id=outage.subject_id,
        outage_id=outage.id,
        site_id=outage.site_id,
        started_at=outage.started_at,
        ended_at=outage.ended_at,
    )
    session.add(alert)
    session.flush()
    return alert


def alerts_of(session: Session, outage_ids: Collection[int]) -> Mapping[int, Alert]:
    """Outage -> its alert: its own, or the one that stands for it; one that lasts before one that is over."""
    ids = list(outage_ids)
    own = select(Alert.outage_id, Alert).where(col(Alert.outage_id).in_(ids))
    shared = (
        select(AlertMember.outage_id, Alert)
        .join(Alert, col(Alert.id) == AlertMember.alert_id)
        .where(col(AlertMember.outage_id).in_(ids))
    )
    rows = [*session.exec(shared).all(), *session.exec(own).all()]
    # The last one wins: what is over first, what somebody has taken on last.
    rows.sort(key=lambda row: (row[1].ended_at is None, row[1].acknowledged_at is not None))
    return {outage_id: alert for outage_id, alert in rows if outage_id is not None}


def taken_outages(session: Session) -> frozenset[int]:
    """Outages that last and that somebody has taken on."""
    taken = col(Alert.acknowledged_at).is_not(None)
    shared = select(AlertMember.outage_id).join(Alert, col(Alert.id) == AlertMember.alert_id).where(taken)
    of_taken = or_(col(Outage.id).in_(select(Alert.outage_id).where(taken)), col(Outage.id).in_(shared))
    found = session.exec(select(Outage.id).where(col(Outage.ended_at).is_(None), of_taken))
    return frozenset(outage_id for outage_id in found if outage_id is not None)
