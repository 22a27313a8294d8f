"""Who is told of an alert, and the messages put into the outbox for them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from email.utils import parseaddr
from typing import Final
from uuid import uuid4

from sqlmodel import Session, col, or_, select

from inventory.models.outage import Subject
from inventory.models.site import Office, Site
from netops.models.alert import Alert, OutboxMessage
from netops.models.person import Person, Role
from netops.notify.briefing import brief
from netops.notify.letter import ENDED, OPENED, Letter, write_letter, write_test

TOLD_OF_EVERYTHING: Final = (Role.IT, Role.ADMIN)
TEST: Final = "test"


def post(session: Session, alert: Alert, phase: str, *, base_url: str, mail_from: str, at: datetime) -> None:
    """One message to each person concerned. The end goes to those who were told of the beginning, as its answer."""
    office = office_of(session, alert)
    if office is None:
        return
    briefing = brief(session, alert, office)
    letters: dict[str, Letter] = {}
    begun = _begun(session, alert) if phase == ENDED else {}
    for person in subscribers(session, office, alert.site_id):
        if phase == ENDED and person.email not in begun:
            continue
        if person.language not in letters:
            letters[person.language] = write_letter(briefing, phase, language=person.language, base_url=base_url)
        message = message_for(person, letters[person.language], phase=phase, mail_from=mail_from, at=at)
        message.alert_id = alert.id
        message.in_reply_to = begun.get(person.email, "")
        session.add(message)
    session.flush()


def post_test(session: Session, person: Person, *, base_url: str, mail_from: str, at: datetime) -> OutboxMessage:
    """The test button's message; the page follows its row to see what became of it."""
    office = session.get(Office, person.office_id)
    name = "" if office is None else office.name
    letter = write_test(name=person.name, office=name, language=person.language, base_url=base_url)
    message = message_for(person, letter, phase=TEST, mail_from=mail_from, at=at)
    session.add(message)
    session.flush()
    return message


def subscribers(session: Session, office: Office, site_id: int | None) -> Sequence[Person]:
    """The office's IT people who asked for mails, and the school's own."""
    own_school = (col(Person.role) == Role.SCHOOL) & (col(Person.site_id) == site_id)
    concerned = or_(col(Person.role).in_(TOLD_OF_EVERYTHING), own_school)
    query = (
        select(Person)
        .where(Person.office_id == office.id, col(Person.alerts), Person.email != "")
        .where(col(Person.disabled_at).is_(None), concerned)
        .order_by(col(Person.id))
    )
    # Two people may share a mailbox: one message is enough.
    return list({person.email: person for person in session.exec(query)}.values())


def message_for(person: Person, letter: Letter, *, phase: str, mail_from: str, at: datetime) -> OutboxMessage:
    """A message with its Message-ID, which stays the same however often it is tried."""
    domain = parseaddr(mail_from)[1].rpartition("@")[2] or "netops.invalid"
    return OutboxMessage(
        phase=phase,
        person_id=person.id,
        recipient=person.email,
        message_id=f"<{uuid4().hex}@{domain}>",
        subject=letter.subject,
        text=letter.text,
        html=letter.html,
        created_at=at,
        next_try_at=at,
    )


def office_of(session: Session, alert: Alert) -> Office | None:
    """Whose matter it is."""
    if alert.subject is Subject.OFFICE:
        return session.get(Office, alert.subject_id)
    site = session.get(Site, alert.site_id) if alert.site_id is not None else None
    return session.get(Office, site.office_id) if site is not None else None


def _begun(session: Session, alert: Alert) -> dict[str, str]:
    """Recipient -> Message-ID of the mail that opened the matter."""
    query = select(OutboxMessage.recipient, OutboxMessage.message_id).where(
        OutboxMessage.alert_id == alert.id, OutboxMessage.phase == OPENED
    )
    return dict(session.exec(query).all())
