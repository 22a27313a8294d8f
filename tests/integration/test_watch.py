"""The daily test and the dead-man's switch, through real servers."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
from pydantic import SecretStr
from sqlalchemy import Engine
from sqlmodel import col, select

from inventory.models.outage import Subject
from netops.metrics import Family
from netops.models.alert import Alert, AlertKind, WatchTest
from netops.models.poller import PollerBeat
from netops.notify.delivery.mail_settings import MailSettings, store_mail_settings
from netops.notify.lanes import Lanes
from netops.notify.outbox import deliver_due
from netops.notify.recipients.keeping import create_channel
from netops.notify.watch.deadman import push_due
from netops.notify.watch.second_path import second_paths
from netops.notify.watch.selftest import latest_tests, settle, try_ways
from netops.notify.watch.settings import WatchSettings, store_watch
from netops.polling.telling_figures import of_telling
from netops.settings import Settings
from netops.vault import Vault
from service.database import reading, transaction
from tests.factories import make_office, make_person
from tests.integration.servers.chat import ChatServer
from tests.integration.servers.smtp import MailServer

EIGHT = datetime(2026, 11, 22, 1, 0, tzinfo=UTC)  # in Bangkok


class Guard:
    """An office with an officer, a channel that is a second path, and a switch."""

    def __init__(self, engine: Engine, settings: Settings, vault: Vault, chat: ChatServer) -> None:
        self.engine, self.vault, self.chat = engine, vault, chat
        self.settings = settings.model_copy(update={"channels_reach_here": True})
        self.lanes = Lanes(engine, vault, local_allowed=True)
        with transaction(engine) as session:
            office = make_office(session, code="o1")
            self.office_id = office.id or 0
            make_person(session, office, email="it@office.example", alerts=True)
            address = {"name": "sms", "second_path": True, "url": f"{chat.url}/sms"}
            create_channel(session, "webhook", address, office_id=self.office_id, vault=vault)

    def mail(self, port: int) -> None:
        with transaction(self.engine) as session:
            mail = MailSettings(host="127.0.0.1", port=port, security="none", sender="n@office.example")
            store_mail_settings(session, self.office_id, mail, vault=self.vault)

    def try_ways(self, at: datetime) -> None:
        with transaction(self.engine) as session:
            try_ways(session, vault=self.vault, base_url="http://x", mail_from="n@office.example", at=at)

    def deliver(self, at: datetime) -> None:
        deliver_due(self.engine, settings=self.settings, vault=self.vault, now=at)
        for thread in self.lanes.start(at):
            thread.join(timeout=30)

    def tests(self, at: datetime) -> dict[str, bool | None]:
        with transaction(self.engine) as session:
            settle(session, at)
            return {test.kind: test.succeeded for test, _message in latest_tests(session, self.office_id)}

    def switch(self, url: str) -> None:
        with transaction(self.engine) as session:
            store_watch(session, self.office_id, WatchSettings(url=SecretStr(url)), vault=self.vault)

    def beat(self, at: datetime) -> None:
        with transaction(self.engine) as session:
            session.merge(PollerBeat(kind="icmp", at=at, seconds=1, asked=1, failed=0, detail=""))

    def push(self, at: datetime, delivered_at: datetime | None = None) -> int:
        settings, now = self.settings, at
        return push_due(self.engine, settings=settings, vault=self.vault, now=now, delivered_at=delivered_at or at)

    def figure(self, family: Family) -> str:
        with reading(self.engine) as session:
            return of_telling(session)[family].decode()


@pytest.fixture
def guard(database: Engine, settings: Settings, vault: Vault) -> Iterator[Guard]:
    with ChatServer() as chat:
        yield Guard(database, settings, vault, chat)


def test_every_way_is_tested_once_a_day_and_its_fate_is_kept(guard: Guard) -> None:
    with MailServer() as server:
        guard.mail(server.port)
        guard.try_ways(EIGHT - timedelta(minutes=1))
        assert guard.tests(EIGHT) == {}
        guard.try_ways(EIGHT)
        guard.try_ways(EIGHT + timedelta(minutes=1))
        assert guard.tests(EIGHT) == {"self": None, "second_path": None}
        guard.deliver(EIGHT + timedelta(minutes=1))
        (mail,) = server.wait_for(1)
        (asked,) = guard.chat.wait_for(1)
        assert "ทดสอบประจำวัน" in mail["Subject"]
        assert "ทดสอบประจำวัน" in asked.body["message"]
        assert guard.tests(EIGHT + timedelta(minutes=2)) == {"self": True, "second_path": True}
        assert guard.figure(Family.TEST_FAILED).endswith(" 0\n")
        guard.try_ways(EIGHT + timedelta(days=1))
        assert guard.tests(EIGHT + timedelta(days=1)) == {"self": None, "second_path": None}


def test_a_way_that_fails_is_told_and_one_that_comes_late_has_worked(guard: Guard) -> None:
    with MailServer() as server:
        guard.mail(server.port)
        server.stop()
        guard.try_ways(EIGHT)
        guard.deliver(EIGHT)
        assert guard.tests(EIGHT + timedelta(minutes=29)) == {"self": None, "second_path": True}
        late = EIGHT + timedelta(minutes=31)
        assert guard.tests(late) == {"self": False, "second_path": True}
        with reading(guard.engine) as session:
            assert second_paths(session, guard.office_id).failing == 1
        assert guard.figure(Family.TEST_FAILED).endswith(" 1\n")
        server.start()
        guard.deliver(late)
        assert guard.tests(late) == {"self": True, "second_path": True}


def test_an_office_that_could_tell_nobody_fails_its_test(guard: Guard) -> None:
    with transaction(guard.engine) as session:
        lonely = make_office(session).id or 0
    guard.try_ways(EIGHT)
    with reading(guard.engine) as session:
        ((test, message),) = latest_tests(session, lonely)
        assert (test.succeeded, message) == (False, None)
        assert not second_paths(session, lonely).is_set
        assert second_paths(session, guard.office_id).is_set


def test_the_switch_is_asked_only_while_the_poller_truly_works(guard: Guard) -> None:
    guard.switch(f"{guard.chat.url}/ping/xq7canary")
    assert guard.push(EIGHT) == 0, "no round yet"
    guard.beat(EIGHT)
    assert guard.push(EIGHT) == 1
    assert guard.push(EIGHT + timedelta(minutes=4)) == 0, "not so soon"
    late = EIGHT + timedelta(minutes=10)
    assert guard.push(late) == 0, "rounds are old"
    guard.beat(late)
    assert guard.push(late, delivered_at=EIGHT - timedelta(minutes=1)) == 0, "the outbox stands still"
    with transaction(guard.engine) as session:
        alert = Alert(
            kind=AlertKind.OFFICE_UPLINK_DOWN, subject=Subject.OFFICE, subject_id=guard.office_id, started_at=late
        )
        session.add(alert)
    assert guard.push(late) == 0, "cut off"
    with transaction(guard.engine) as session:
        session.exec(select(Alert)).one().ended_at = late
    assert guard.push(late) == 1
    assert [asked.path for asked in guard.chat.asked] == ["/ping/xq7canary"] * 2
    with reading(guard.engine) as session:
        rows = session.exec(select(WatchTest).order_by(col(WatchTest.id))).all()
    assert [row.succeeded for row in rows] == [False, True, False, True]
    assert all("xq7canary" not in row.detail for row in rows)
    assert guard.figure(Family.SWITCH_AT) == f'{Family.SWITCH_AT.metric}{{office="o1"}} {int(late.timestamp())}\n'


def test_a_switch_that_does_not_answer_well_is_not_taken(guard: Guard, settings: Settings) -> None:
    guard.beat(EIGHT)
    for number, (url, said) in enumerate(
        [
            (f"{guard.chat.url}/ping", "status 302"),
            ("http://127.0.0.1:1/ping", "ConnectionRefusedError"),
        ]
    ):
        guard.chat.statuses = {"": 302}  # the host of plain requests
        guard.chat.headers["Location"] = f"{guard.chat.url}/elsewhere"
        guard.switch(url)
        assert guard.push(EIGHT + timedelta(minutes=number)) == 0
        with reading(guard.engine) as session:
            row = session.exec(select(WatchTest).order_by(col(WatchTest.id).desc())).first()
        assert row is not None
        assert row.detail == said
    guard.settings = settings
    asked = len(guard.chat.asked)
    guard.switch(f"{guard.chat.url}/ping")
    assert guard.push(EIGHT + timedelta(minutes=3)) == 0
    assert len(guard.chat.asked) == asked, "this very machine is not reached unless a setting allows it"
