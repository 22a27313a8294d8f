"""The messages put into the outbox: for each reader of an alert one, to leave at once or held for a digest."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import datetime
from email.utils import parseaddr
from typing import Final
from uuid import uuid4
from zoneinfo import ZoneInfo

from sqlmodel import Session, col, select

from inventory.models.site import Office, Site
from inventory.store import power
from netops.models.alert import Alert, AlertChannel, Delivery, OutboxMessage
from netops.models.person import Person
from netops.notify.cause.matters import MAY_BE_POWER
from netops.notify.phase import ENDED, STEP, TEST, is_end
from netops.notify.recipients.kinds import EMAIL
from netops.notify.recipients.readers import Reader, held_until, office_of, readers
from netops.notify.words.briefing import Briefing, brief, known_of
from netops.notify.words.letter import Letter, write_letter, write_test
from netops.notify.words.short import write_short, write_short_test

NO_DOMAIN: Final = "netops.invalid"


@dataclass(slots=True)
class Desk:
    """Writes the messages of one phase of one alert; each text once for all who read it the same way."""

    session: Session
    alert: Alert
    office: Office
    phase: str
    base_url: str
    mail_from: str
    at: datetime
    _briefing: Briefing | None = None
    _letters: dict[tuple[bool, str, int | None], Letter] = field(default_factory=dict)

    def write(self, reader: Reader, *, in_reply_to: str = "") -> OutboxMessage:
        """A message to leave at once."""
        message = message_for(reader, self._letter(reader), phase=self.phase, mail_from=self.mail_from, at=self.at)
        message.alert_id = self.alert.id
        message.in_reply_to = in_reply_to
        self.session.add(message)
        return message

    def write_or_hold(self, reader: Reader, *, in_reply_to: str = "", with_held: OutboxMessage | None = None) -> None:
        """As the reader's rule says; what ends a matter whose beginning is still held is held with it."""
        message = self.write(reader, in_reply_to=in_reply_to)
        until = (
            with_held.next_try_at
            if with_held is not None
            else held_until(reader.rule, self.alert.severity, self.at, ZoneInfo(self.office.timezone))
        )
        if until is not None:
            message.state, message.next_try_at = Delivery.HELD, until

    def _letter(self, reader: Reader) -> Letter:
        key = (reader.kind == EMAIL, reader.language, reader.school_id)
        if key not in self._letters:
            self._briefing = self._briefing or self._brief()
            write = write_letter if reader.kind == EMAIL else write_short
            known = self._briefing if reader.school_id is None else self._to_school(self._briefing, reader.school_id)
            self._letters[key] = write(known, self.phase, language=reader.language, base_url=self.base_url)
        return self._letters[key]

    def _brief(self) -> Briefing:
        known = () if is_end(self.phase) else known_of(self.session, self.alert, self.office, self.at)
        return replace(brief(self.session, self.alert, self.office), articles=known)

    def _to_school(self, briefing: Briefing, school_id: int) -> Briefing:
        """Without the names of other schools and articles of the office, with the way to say that its power is off."""
        site = self.session.get(Site, school_id)
        asked = self.alert.kind in MAY_BE_POWER and not is_end(self.phase)
        link = power.link_for_mail(self.session, site, at=self.at) if asked and site is not None else None
        path = power.path_of(site, link) if site is not None and link is not None else ""
        return replace(briefing, behind=(), still=(), articles=(), power_path=path)


def post(session: Session, alert: Alert, phase: str, *, base_url: str, mail_from: str, at: datetime) -> None:
    """One message to each reader. The end goes to all who were told anything of it, as an answer to the first.

    A snoozed alert says nothing: netops.notify.escalation does when the time has come.
    """
    office = office_of(session, alert)
    if office is None or (alert.snoozed_until is not None and alert.snoozed_until > at):
        return
    desk = Desk(session, alert, office, phase, base_url, mail_from, at)
    told = told_of(session, alert)
    if phase == ENDED:
        rules = {reader.recipient: reader for reader in readers(session, alert, office)}
        for first in told.values():
            reader = rules.get(first.recipient) or _reader_of(session, first)
            if reader is not None:
                held = first if first.state is Delivery.HELD else None
                desk.write_or_hold(reader, in_reply_to=first.message_id, with_held=held)
    else:
        for reader in readers(session, alert, office):
            before = told.get(reader.recipient)
            desk.write_or_hold(reader, in_reply_to=before.message_id if before else "")
    session.flush()


def told_of(session: Session, alert: Alert) -> dict[str, OutboxMessage]:
    """Recipient -> the first message about the alert, for all who are told of it and not yet of its end."""
    query = select(OutboxMessage).where(OutboxMessage.alert_id == alert.id).order_by(col(OutboxMessage.id))
    first: dict[str, OutboxMessage] = {}
    ended: set[str] = set()
    for message in session.exec(query):
        first.setdefault(message.recipient, message)
        if message.phase == ENDED:
            ended.add(message.recipient)
    return {recipient: message for recipient, message in first.items() if recipient not in ended}


def _reader_of(session: Session, message: OutboxMessage) -> Reader | None:
    """Who was called by escalation although no rule takes the alert in; None for who would not hear of it any more."""
    if not message.phase.startswith(STEP):
        return None
    if message.channel_id is not None:
        channel = session.get(AlertChannel, message.channel_id)
        return Reader.of_channel(channel) if channel is not None and channel.disabled_at is None else None
    person = session.get(Person, message.person_id) if message.person_id is not None else None
    if person is None or person.disabled_at is not None or person.email != message.recipient:
        return None
    return Reader.of_person(person)


def post_test(session: Session, person: Person, *, base_url: str, mail_from: str, at: datetime) -> OutboxMessage:
    """The test button's message; the page follows its row to see what became of it."""
    office = session.get(Office, person.office_id)
    name = "" if office is None else office.name
    letter = write_test(name=person.name, office=name, language=person.language, base_url=base_url)
    return _kept(session, message_for(Reader.of_person(person), letter, phase=TEST, mail_from=mail_from, at=at))


def post_channel_test(session: Session, channel: AlertChannel, *, base_url: str, at: datetime) -> OutboxMessage:
    """The same for a channel."""
    office = session.get_one(Office, channel.office_id)
    letter = write_short_test(office=office.name, channel=channel.name, language=channel.language, base_url=base_url)
    return _kept(session, message_for(Reader.of_channel(channel), letter, phase=TEST, mail_from="", at=at))


def _kept(session: Session, message: OutboxMessage) -> OutboxMessage:
    session.add(message)
    session.flush()
    return message


def message_for(reader: Reader, letter: Letter, *, phase: str, mail_from: str, at: datetime) -> OutboxMessage:
    """A message with its Message-ID, which stays the same however often it is tried."""
    domain = parseaddr(mail_from)[1].rpartition("@")[2] or NO_DOMAIN
    return OutboxMessage(
        phase=phase,
        channel=reader.kind,
        channel_id=reader.channel_id,
        person_id=reader.person_id,
        recipient=reader.recipient,
        message_id=f"<{uuid4().hex}@{domain}>",
        subject=letter.subject,
        text=letter.text,
        html=letter.html,
        created_at=at,
        next_try_at=at,
    )
