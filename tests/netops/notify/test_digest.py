"""What is held for the quiet hours or a digest: one message, the worst first, nothing lost and nothing twice."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta

import pytest
from sqlalchemy import Engine
from sqlmodel import col, select

from inventory.models.link import Link
from inventory.models.outage import Subject
from netops.models.alert import Alert, AlertChannel, AlertKind, Delivery, OutboxMessage, Severity
from netops.notify.digest import gather_due
from netops.notify.phase import DIGEST, ENDED, OPENED
from netops.notify.posting import post
from netops.notify.recipients.subscribing import SubscriptionDraft, set_rule
from service.database import reading, transaction
from tests.factories import make_link, make_office, make_person, make_site

EVENING = datetime(2026, 11, 22, 16, 0, tzinfo=UTC)  # 23:00 in Bangkok
MORNING = datetime(2026, 11, 22, 23, 0, tzinfo=UTC)  # 06:00


class Night:
    """An office whose IT officer sleeps from 22:00 to 6:00, and a channel that does not."""

    def __init__(self, engine: Engine) -> None:
        self.engine = engine
        with transaction(engine) as session:
            office = make_office(session)
            self.office_id = office.id or 0
            self.links = [
                make_link(session, make_site(session, office, name=f"โรงเรียน {name}")).id or 0 for name in "กขค"
            ]
            it = make_person(session, office, email="it@x.example", alerts=True)
            set_rule(session, it, SubscriptionDraft(quiet_from=time(22), quiet_until=time(6)))
            session.add(AlertChannel(office_id=self.office_id, kind="line", name="group"))

    def open(self, link: int, severity: Severity, at: datetime) -> int:
        with transaction(self.engine) as session:
            site_id = session.get_one(Link, self.links[link]).site_id
            alert = Alert(
                kind=AlertKind.LINK_DEGRADED,
                subject=Subject.LINK,
                subject_id=self.links[link],
                site_id=site_id,
                started_at=at,
                severity=severity,
            )
            session.add(alert)
            session.flush()
            post(session, alert, OPENED, base_url="http://x", mail_from="n@x.example", at=at)
            return alert.id or 0

    def end(self, alert_id: int, at: datetime) -> None:
        with transaction(self.engine) as session:
            alert = session.get_one(Alert, alert_id)
            alert.ended_at = at
            post(session, alert, ENDED, base_url="http://x", mail_from="n@x.example", at=at)

    def gather(self, at: datetime) -> int:
        with transaction(self.engine) as session:
            return gather_due(session, base_url="http://x", mail_from="n@x.example", at=at)

    def mails(self) -> list[OutboxMessage]:
        with reading(self.engine) as session:
            query = select(OutboxMessage).where(OutboxMessage.channel == "email").order_by(col(OutboxMessage.id))
            return list(session.exec(query))


@pytest.fixture
def night(database: Engine) -> Night:
    return Night(database)


def test_what_is_critical_comes_through_and_the_rest_in_one_mail_worst_first(night: Night) -> None:
    night.open(0, Severity.CRITICAL, EVENING)
    night.open(1, Severity.NOTICE, EVENING + timedelta(minutes=1))
    night.open(2, Severity.WARNING, EVENING + timedelta(minutes=2))
    assert [row.state for row in night.mails()] == [Delivery.WAITING, Delivery.HELD, Delivery.HELD]
    assert night.gather(MORNING - timedelta(seconds=1)) == 0
    assert night.gather(MORNING) == 1
    assert night.gather(MORNING) == 0
    critical, *held, digest = night.mails()
    assert (digest.phase, digest.state, digest.recipient) == (DIGEST, Delivery.WAITING, "it@x.example")
    assert {(row.state, row.digest_id) for row in held} == {(Delivery.GATHERED, digest.id)}
    assert digest.text.index("โรงเรียน ค") < digest.text.index("โรงเรียน ข")
    assert "โรงเรียน ก" not in digest.text
    assert critical.state is Delivery.WAITING


def test_what_began_and_ended_in_the_night_is_one_line_and_no_two_mails(night: Night) -> None:
    alert_id = night.open(0, Severity.WARNING, EVENING)
    night.end(alert_id, EVENING + timedelta(minutes=20))
    night.gather(MORNING)
    opened, ended, digest = night.mails()
    assert {opened.digest_id, ended.digest_id} == {digest.id}
    assert digest.text.count("โรงเรียน ก") == 1
    assert "20 นาที" in digest.text
    assert "1 เรื่อง ยังไม่จบ 0 เรื่อง" in digest.subject


def test_an_end_after_the_digest_is_told_by_itself(night: Night) -> None:
    alert_id = night.open(0, Severity.WARNING, EVENING)
    night.gather(MORNING)
    night.end(alert_id, MORNING + timedelta(hours=1))
    opened, _digest, ended = night.mails()
    assert (ended.phase, ended.state, ended.in_reply_to) == (ENDED, Delivery.WAITING, opened.message_id)


def test_a_channel_without_a_rule_is_told_in_the_night_too(night: Night) -> None:
    night.open(0, Severity.NOTICE, EVENING)
    with reading(night.engine) as session:
        (row,) = session.exec(select(OutboxMessage).where(OutboxMessage.channel == "line"))
    assert row.state is Delivery.WAITING
