"""What was held is told in one message: one table, the worst first, each matter once with its beginning and its end."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final
from zoneinfo import ZoneInfo

from sqlmodel import Session, col, select

from inventory.models.outage import State
from inventory.models.site import Office
from netops.models.alert import Alert, AlertChannel, Delivery, OutboxMessage, Severity
from netops.models.person import Person
from netops.notify.phase import DIGEST, ENDED, OPENED
from netops.notify.plain import one_line
from netops.notify.posting import message_for
from netops.notify.recipients.kinds import EMAIL
from netops.notify.recipients.readers import Reader, office_of
from netops.notify.words import shapes
from netops.notify.words.addresses import Addresses
from netops.notify.words.briefing import Briefing, brief
from netops.notify.words.letter import Letter, rendered, state_of, word_of
from netops.notify.words.short import safe
from office import thai_date
from service.i18n import _, ngettext, speaking, spoken

_WORST: Final = (Severity.CRITICAL, Severity.WARNING, Severity.NOTICE)
MOST_IN_CHAT: Final = 15  # lines; the page has the rest
MOST_IN_MAIL: Final = 200


@dataclass(frozen=True, slots=True)
class Line:
    """One matter of the table, in the reader's language."""

    state: State
    word: str
    name: str
    began: str
    ended: str
    lasted: str
    url: str

    @property
    def cid(self) -> str:
        """The picture of its sign."""
        return shapes.content_id(self.state)


def gather_due(session: Session, *, base_url: str, mail_from: str, at: datetime) -> int:
    """Write the digests whose time has come, and mark what is in them; how many. Flushes; the caller commits."""
    query = (
        select(OutboxMessage)
        .where(OutboxMessage.state == Delivery.HELD, OutboxMessage.next_try_at <= at)
        .order_by(col(OutboxMessage.id))
        .with_for_update()  # so that two processes never gather the same
    )
    by_reader: dict[str, list[OutboxMessage]] = defaultdict(list)
    for row in session.exec(query):
        by_reader[row.recipient].append(row)
    written = 0
    for rows in by_reader.values():
        reader = _reader(session, rows[0])
        alerts = _alerts(session, rows)
        office = office_of(session, alerts[0]) if alerts else None
        if reader is None or office is None:
            continue
        briefings = [brief(session, alert, office) for alert in alerts]
        letter = write_digest(briefings, office, reader, base_url=base_url)
        digest = message_for(reader, letter, phase=DIGEST, mail_from=mail_from, at=at)
        session.add(digest)
        session.flush()
        for row in rows:
            row.state, row.digest_id = Delivery.GATHERED, digest.id
        written += 1
    session.flush()
    return written


def write_digest(briefings: Sequence[Briefing], office: Office, reader: Reader, *, base_url: str) -> Letter:
    """The words of a digest for one reader."""
    with speaking(reader.language):
        lines = [_line(briefing, Addresses(base_url), ZoneInfo(office.timezone)) for briefing in briefings]
        still = sum(briefing.alert.ended_at is None for briefing in briefings)
        lead = ngettext("%(count)d matter, %(open)d still open", "%(count)d matters, %(open)d still open", len(lines))
        lead = lead % {"count": len(lines), "open": still}
        subject = one_line(_("Digest: %(lead)s – %(office)s") % {"lead": lead, "office": office.name})
        if reader.kind != EMAIL:
            return Letter(subject, _short(subject, lines, base_url), "")
        words = {
            "subject": subject,
            "lead": lead,
            "lines": lines[:MOST_IN_MAIL],
            "more": max(0, len(lines) - MOST_IN_MAIL),
            "url": f"{base_url}/outages",
            "office": one_line(office.name),
            "language": spoken(),
        }
        return Letter(subject, *rendered("digest", words))


def _short(subject: str, lines: Sequence[Line], base_url: str) -> str:
    shown = [safe(f"[{line.word}] {line.name} · {line.began} {line.lasted}") for line in lines[:MOST_IN_CHAT]]
    more = len(lines) - len(shown)
    rest = [_("and %(count)d more") % {"count": more}] if more else []
    return "\n".join([safe(subject), *shown, *rest, f"{base_url}/outages"])


def _line(briefing: Briefing, addresses: Addresses, zone: ZoneInfo) -> Line:
    alert = briefing.alert
    phase = OPENED if alert.ended_at is None else ENDED
    names = [name for name in (briefing.site or briefing.office, briefing.thing) if name]
    span = (alert.ended_at - alert.started_at).total_seconds() if alert.ended_at is not None else None
    return Line(
        state=state_of(briefing, phase),
        word=word_of(briefing, phase),
        name=" – ".join(names),
        began=thai_date.long_time(alert.started_at, zone, spoken()),
        ended=thai_date.long_time(alert.ended_at, zone, spoken()) if alert.ended_at is not None else "–",
        lasted=thai_date.duration(span, spoken()) if span is not None else "",
        url=addresses.outage(briefing) or addresses.school(briefing),
    )


def _alerts(session: Session, rows: Sequence[OutboxMessage]) -> list[Alert]:
    """Each once: what is still open before what is over, then by severity, then the oldest."""
    ids = {row.alert_id for row in rows if row.alert_id is not None}
    found = session.exec(select(Alert).where(col(Alert.id).in_(ids))).all()
    return sorted(found, key=lambda a: (a.ended_at is not None, _WORST.index(a.severity), a.started_at))


def _reader(session: Session, row: OutboxMessage) -> Reader | None:
    """Who the held messages were for."""
    if row.channel_id is not None:
        channel = session.get(AlertChannel, row.channel_id)
        return Reader.of_channel(channel) if channel is not None else None
    person = session.get(Person, row.person_id) if row.person_id is not None else None
    return None if person is None else Reader(row.recipient, person.language, Reader.of_person(person).rule, person.id)
