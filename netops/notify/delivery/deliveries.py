"""What became of messages: those of an office, and those about one alert, in words for its page."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from sqlalchemy import ColumnElement, or_
from sqlmodel import Session, col, select

from netops.models.alert import Alert, AlertChannel, Delivery, OutboxMessage
from netops.models.person import Person
from netops.notify.phase import AGAIN, DIGEST, ENDED, OPENED, SELF_TEST, STEP, TEST
from service.i18n import N_, _

STATES: Final = {
    Delivery.WAITING: N_("waiting"),
    Delivery.HELD: N_("held for a digest"),
    Delivery.GATHERED: N_("told in a digest"),
    Delivery.SENT: N_("delivered"),
    Delivery.FAILED: N_("given up"),
}
PHASES: Final = {
    OPENED: N_("opened"),
    AGAIN: N_("still open after a pause"),
    ENDED: N_("ended"),
    TEST: N_("test"),
    SELF_TEST: N_("daily self-test"),
    DIGEST: N_("digest"),
}


@dataclass(frozen=True, slots=True)
class Telling:
    """One message about an alert: to whom, why, and what became of it."""

    message: OutboxMessage
    to: str

    @property
    def why(self) -> str:
        """In the reader's language."""
        return phase_words(self.message.phase)

    @property
    def at(self) -> datetime:
        """When it was taken, or else written."""
        return self.message.sent_at or self.message.created_at


def phase_words(phase: str) -> str:
    """Why a message was written, in the reader's language."""
    if phase.startswith(STEP):
        return _("escalation, step %(step)s") % {"step": phase.removeprefix(STEP)}
    return _(PHASES.get(phase, phase))


def of_office(office_id: int) -> ColumnElement[bool]:
    """Messages to people and channels of an office."""
    people = select(Person.id).where(Person.office_id == office_id)
    channels = select(AlertChannel.id).where(AlertChannel.office_id == office_id)
    return or_(col(OutboxMessage.person_id).in_(people), col(OutboxMessage.channel_id).in_(channels))


def message_of(session: Session, message_id: int, *, office_id: int) -> OutboxMessage | None:
    """One of the office's, or None."""
    query = select(OutboxMessage).where(OutboxMessage.id == message_id, of_office(office_id))
    return session.exec(query).first()


def held_for(session: Session, person_id: int) -> Sequence[OutboxMessage]:
    """What waits for a person's next digests: the next to leave first, then as it was written."""
    query = select(OutboxMessage).where(OutboxMessage.person_id == person_id, OutboxMessage.state == Delivery.HELD)
    return session.exec(query.order_by(col(OutboxMessage.next_try_at), col(OutboxMessage.id))).all()


def recipients(session: Session, messages: Iterable[OutboxMessage]) -> Mapping[int, str]:
    """Message -> who got it: the mail address, or the channel's name."""
    rows = list(messages)
    ids = {row.channel_id for row in rows if row.channel_id is not None}
    query = select(AlertChannel.id, AlertChannel.name).where(col(AlertChannel.id).in_(ids))
    names = dict(session.exec(query).all()) if ids else {}
    return {row.id or 0: names.get(row.channel_id, "") or row.recipient for row in rows}


def tellings_of(session: Session, alert: Alert) -> list[Telling]:
    """Everything that was said of an alert, oldest first."""
    query = select(OutboxMessage).where(OutboxMessage.alert_id == alert.id).order_by(col(OutboxMessage.id))
    rows = list(session.exec(query))
    to = recipients(session, rows)
    return [Telling(row, to[row.id or 0]) for row in rows]
