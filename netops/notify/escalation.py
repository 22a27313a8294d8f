"""What is said later: escalation of what nobody has taken on, and what was snoozed when its time is up."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta

from sqlalchemy import func
from sqlmodel import Session, col, select

from netops.models.alert import Alert, AlertChannel, EscalationStep, OutboxMessage
from netops.models.person import Person
from netops.notify.phase import AGAIN, ENDED, OPENED, step
from netops.notify.posting import Desk, post, told_of
from netops.notify.recipients.readers import Reader, office_of
from netops.notify.recipients.subscribing import PRESSING, rule_of


def escalate(session: Session, *, base_url: str, mail_from: str, at: datetime) -> None:
    """Wake what was snoozed, then tell each step whose time has come, once. Flushes; the caller commits."""
    snoozed = select(Alert).where(col(Alert.snoozed_until).is_not(None), col(Alert.snoozed_until) <= at)
    for alert in session.exec(snoozed).all():
        alert.snoozed_until = None
        post(session, alert, AGAIN if alert.ended_at is None else ENDED, base_url=base_url, mail_from=mail_from, at=at)
    steps = _steps(session)
    if not steps:
        return
    waiting = select(Alert).where(
        col(Alert.ended_at).is_(None), col(Alert.acknowledged_at).is_(None), col(Alert.snoozed_until).is_(None)
    )
    for alert in session.exec(waiting).all():
        office = office_of(session, alert)
        if office is None:
            continue
        begun = _told_at(session, alert)
        for one in steps.get(office.id or 0, ()):
            if is_due(one, alert, begun, at):
                alert.level = one.position
                reader = reader_of(session, one)
                if reader is not None:
                    desk = Desk(session, alert, office, step(one.position), base_url, mail_from, at)
                    before = told_of(session, alert).get(reader.recipient)
                    desk.write_or_hold(reader, in_reply_to=before.message_id if before else "")
    session.flush()


def is_due(one: EscalationStep, alert: Alert, begun: datetime, at: datetime) -> bool:
    """Whether a step is to be told now: not yet told, pressing enough, and long enough after `begun`."""
    presses = PRESSING.index(alert.severity) <= PRESSING.index(one.severity)
    return one.position > alert.level and presses and at - begun >= timedelta(minutes=one.after_minutes)


def reader_of(session: Session, one: EscalationStep) -> Reader | None:
    """Whom a step calls; None when that is nobody any more, which the page of the steps says."""
    if one.channel_id is not None:
        channel = session.get(AlertChannel, one.channel_id)
        usable = channel is not None and channel.disabled_at is None
        return Reader.of_channel(channel) if channel is not None and usable else None
    person = session.get(Person, one.person_id) if one.person_id is not None else None
    if person is None or person.disabled_at is not None or not person.email:
        return None
    rule = rule_of(session, person)
    return Reader.of_person(person) if rule is None else Reader.of_person(person, rule)


def _steps(session: Session) -> Mapping[int, Iterable[EscalationStep]]:
    found: dict[int, list[EscalationStep]] = defaultdict(list)
    for one in session.exec(select(EscalationStep).order_by(col(EscalationStep.position))):
        found[one.office_id].append(one)
    return found


def _told_at(session: Session, alert: Alert) -> datetime:
    """From when the minutes count: when people were last told that it is open, or else its beginning."""
    latest = func.max(OutboxMessage.created_at, type_=OutboxMessage.__table__.c.created_at.type)  # type: ignore[attr-defined]
    query = select(latest).where(OutboxMessage.alert_id == alert.id, col(OutboxMessage.phase).in_((OPENED, AGAIN)))
    return session.exec(query).one() or alert.started_at
