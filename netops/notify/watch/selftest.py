"""The daily proof that telling works: a message to IT and by every channel, and what became of each."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, time, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from sqlmodel import Session, col, select

from inventory.models.site import Office
from netops.models.alert import AlertChannel, Delivery, OutboxMessage, WatchTest
from netops.models.person import Person
from netops.notify.phase import SELF_TEST
from netops.notify.plain import one_line
from netops.notify.posting import message_for
from netops.notify.recipients.kinds import EMAIL
from netops.notify.recipients.readers import TOLD_OF_EVERYTHING, Reader
from netops.notify.watch.settings import load_watch
from netops.notify.words.letter import Letter, Row, write_plain
from netops.notify.words.short import safe
from netops.vault import Vault
from service.i18n import _, speaking

SELF: Final = "self"
SECOND_PATH: Final = "second_path"
PATIENCE: Final = timedelta(minutes=30)  # a message that waits longer has failed for this day
_DAY: Final = timedelta(days=1)


def try_ways(session: Session, *, vault: Vault, base_url: str, mail_from: str, at: datetime) -> None:
    """Write today's test messages where their hour has come, and settle those that are under way. Flushes."""
    for office in session.exec(select(Office)).all():
        watch = load_watch(session, office.id or 0, vault)
        hour_today = _today(at, watch.hour, ZoneInfo(office.timezone))
        if watch.self_test and at >= hour_today and not _tested(session, office, since=hour_today):
            _write(session, office, base_url=base_url, mail_from=mail_from, at=at)
    settle(session, at)


def settle(session: Session, at: datetime) -> None:
    """What became of the messages of the last day; one that comes late is delivered after all."""
    query = select(WatchTest, OutboxMessage).join(OutboxMessage, col(OutboxMessage.id) == WatchTest.message_id)
    for test, message in session.exec(query.where(WatchTest.at > at - _DAY, col(WatchTest.succeeded).is_not(True))):
        if message.state is Delivery.SENT:
            test.succeeded, test.detail = True, ""
        elif message.state is Delivery.FAILED or at - test.at > PATIENCE:
            test.succeeded, test.detail = False, message.last_error or "not delivered in time"
        session.add(test)
    session.flush()


def latest_tests(session: Session, office_id: int) -> Sequence[tuple[WatchTest, OutboxMessage | None]]:
    """The tests of the last day on which there were any, by way."""
    kinds = col(WatchTest.kind).in_((SELF, SECOND_PATH))
    newest = session.exec(
        select(WatchTest.at).where(WatchTest.office_id == office_id, kinds).order_by(col(WatchTest.at).desc()).limit(1)
    ).first()
    if newest is None:
        return []
    query = (
        select(WatchTest, OutboxMessage)
        .outerjoin(OutboxMessage, col(OutboxMessage.id) == WatchTest.message_id)
        .where(WatchTest.office_id == office_id, kinds, WatchTest.at == newest)
        .order_by(col(WatchTest.id))
    )
    return list(session.exec(query).all())


def _write(session: Session, office: Office, *, base_url: str, mail_from: str, at: datetime) -> None:
    ways = _ways(session, office)
    if not ways:
        detail = "nobody to tell: no officer with alerts by e-mail, and no channel"
        session.add(WatchTest(office_id=office.id or 0, kind=SELF, at=at, succeeded=False, detail=detail))
    for reader, is_second in ways:
        letter = _letter(office, reader, len(ways), base_url=base_url)
        message = message_for(reader, letter, phase=SELF_TEST, mail_from=mail_from, at=at)
        session.add(message)
        session.flush()
        kind = SECOND_PATH if is_second else SELF
        session.add(WatchTest(office_id=office.id or 0, kind=kind, at=at, message_id=message.id))
    session.flush()


def _ways(session: Session, office: Office) -> list[tuple[Reader, bool]]:
    """Everyone of IT who is told by e-mail, and every channel; whether it is a second path."""
    people = select(Person).where(
        Person.office_id == office.id, col(Person.alerts), Person.email != "", col(Person.disabled_at).is_(None)
    )
    readers = {
        person.email: Reader.of_person(person) for person in session.exec(people) if person.role in TOLD_OF_EVERYTHING
    }
    channels = select(AlertChannel).where(AlertChannel.office_id == office.id, col(AlertChannel.disabled_at).is_(None))
    return [
        *((reader, False) for reader in readers.values()),
        *((Reader.of_channel(channel), channel.second_path) for channel in session.exec(channels)),
    ]


def _letter(office: Office, reader: Reader, ways: int, *, base_url: str) -> Letter:
    with speaking(reader.language):
        subject = one_line(_("Daily test: alerts reach you – %(office)s") % {"office": office.name})
        lead = _("NetOps tests %(count)d ways every day. If this message stays away one day, look at the page.") % {
            "count": ways
        }
        if reader.kind == EMAIL:
            page = f"{base_url}/watch"
            return write_plain(subject, lead, office=office.name, link=Row(_("Whether telling works"), page, page))
        return Letter(subject, "\n".join([safe(subject), safe(lead), f"{base_url}/watch"]), "")


def _tested(session: Session, office: Office, *, since: datetime) -> bool:
    query = select(WatchTest.id).where(
        WatchTest.office_id == office.id, col(WatchTest.kind).in_((SELF, SECOND_PATH)), WatchTest.at >= since
    )
    return session.exec(query.limit(1)).first() is not None


def _today(at: datetime, hour: int, zone: ZoneInfo) -> datetime:
    local = at.astimezone(zone)
    return datetime.combine(local.date(), time(hour), zone).astimezone(at.tzinfo)
