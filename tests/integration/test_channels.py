"""Channels through real HTTP servers: what each service is asked, and what becomes of it when the service fails."""

from __future__ import annotations

import logging
import os
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import Engine
from sqlmodel import col, select

from inventory.events import LinkRecovered, LinkWentDown
from inventory.models.link import Link
from inventory.models.outage import Outage
from inventory.models.site import Office
from netops.models.alert import AlertChannel, Delivery, OutboxMessage
from netops.models.response import Article
from netops.notify.alerts import tell
from netops.notify.delivery.mail_settings import MailSettings, store_mail_settings
from netops.notify.lanes import Lanes
from netops.notify.outbox import deliver_due, resume
from netops.notify.recipients.keeping import create_channel
from netops.settings import Settings
from netops.vault import Vault
from service.database import reading, transaction
from tests.factories import make_link, make_office, make_outage, make_person, make_provider, make_site
from tests.integration.servers.chat import ChatServer
from tests.integration.servers.smtp import MailServer

NOW = datetime(2026, 11, 22, 3, 0, tzinfo=UTC)
LINE_TOKEN = "xq7linecanary/with+slash=="
BOT_TOKEN = "123456789:xq7telegramcanary_abcdefghij"
SIGNATURE = "xq7teamscanary-abc_def"
HOOK_TOKEN = "xq7hookcanary"
GROUP = "C" + "0123456789abcdef" * 2
TEAMS_HOST = "default12.3a.environment.api.powerplatform.com"
TEAMS_URL = (
    f"https://{TEAMS_HOST}:443/powerautomate/automations/direct/cu/08/workflows/abc123/triggers/manual/paths/invoke"
    f"?api-version=1&sp=%2Ftriggers%2Fmanual%2Frun&sv=1.0&sig={SIGNATURE}"
)
ADDRESSES: dict[str, dict[str, object]] = {
    "line": {"token": LINE_TOKEN, "to": GROUP},
    "telegram": {"token": BOT_TOKEN, "chat": "-1001234567890"},
    "teams": {"url": TEAMS_URL},
}
DELIVER = """
import sys
from datetime import datetime
from service.database import make_engine
from netops.notify.lanes import Lanes
from netops.settings import Settings
from netops.vault import Vault
settings = Settings()
lanes = Lanes(make_engine(settings.url), Vault.open(settings.data_dir), local_allowed=True)
for thread in lanes.start(datetime.fromisoformat(sys.argv[1])):
    thread.join()
"""


class Room:
    """An office with a link and channels, and the means to let time pass."""

    def __init__(self, engine: Engine, settings: Settings, vault: Vault) -> None:
        self.engine, self.settings, self.vault = engine, settings, vault
        self.lanes = Lanes(engine, vault, local_allowed=True)
        with transaction(engine) as session:
            self.office_id = make_office(session).id or 0
            office = session.get_one(Office, self.office_id)
            provider = make_provider(session, office, name="ผู้ให้บริการจำลอง")
            site = make_site(session, office, name="โรงเรียนบ้านดอยจำลอง")
            self.link_id = make_link(session, site, name="สายหลัก", provider_id=provider.id, circuit_no="C-77").id

    def add(self, kind: str, **values: object) -> int:
        given = {"name": f"{kind} of the office", "language": "th", **ADDRESSES.get(kind, {}), **values}
        with transaction(self.engine) as session:
            channel = create_channel(session, kind, given, office_id=self.office_id, vault=self.vault)
            return channel.id or 0

    def cut(self, at: datetime = NOW) -> None:
        with transaction(self.engine) as session:
            link = session.get_one(Link, self.link_id)
            outage = make_outage(session, link, started_at=at, confirmed_at=at)
            tell(session, [LinkWentDown(link_id=link.id, outage_id=outage.id)], at=at, settings=self.settings)

    def mend(self, at: datetime) -> None:
        with transaction(self.engine) as session:
            for outage in session.exec(select(Outage)):
                outage.ended_at = at
            tell(session, [LinkRecovered(link_id=self.link_id, seconds=60)], at=at, settings=self.settings)

    def run(self, now: datetime = NOW) -> None:
        """Let every lane that is free run to its end."""
        for thread in self.lanes.start(now):
            thread.join(timeout=30)
            assert not thread.is_alive()

    def rows(self, channel: str = "") -> list[OutboxMessage]:
        with reading(self.engine) as session:
            rows = session.exec(select(OutboxMessage).order_by(col(OutboxMessage.id))).all()
            return [row for row in rows if not channel or row.channel == channel]

    def channel(self, channel_id: int) -> AlertChannel:
        with reading(self.engine) as session:
            return session.get_one(AlertChannel, channel_id)


@pytest.fixture
def chat(monkeypatch: pytest.MonkeyPatch) -> Iterator[ChatServer]:
    with ChatServer() as running:
        for name in ("HTTP_PROXY", "http_proxy", "https_proxy", "ALL_PROXY", "all_proxy", "no_proxy"):
            monkeypatch.delenv(name, raising=False)
        for name, value in running.environment.items():
            monkeypatch.setenv(name, value)
        yield running


@pytest.fixture
def room(database: Engine, settings: Settings, vault: Vault) -> Room:
    return Room(database, settings, vault)


def said_to_line(body: dict[str, Any]) -> str:
    (message,) = body["messages"]
    return str(message["text"])


def test_line_gets_the_beginning_and_the_end_in_thai(chat: ChatServer, room: Room) -> None:
    channel_id = room.add("line")
    room.cut()
    room.mend(NOW + timedelta(minutes=5))
    room.run(NOW + timedelta(minutes=5))
    opened, ended = chat.wait_for(2)
    assert (opened.host, opened.path) == ("api.line.me", "/v2/bot/message/push")
    assert opened.headers["Authorization"] == f"Bearer {LINE_TOKEN}"
    assert opened.body["to"] == GROUP
    lines = said_to_line(opened.body).splitlines()
    assert lines[0] == "[ขัดข้อง] โรงเรียนบ้านดอยจำลอง – สายหลัก"
    assert "ผู้ให้บริการ: ผู้ให้บริการจำลอง" in lines
    assert any(line.endswith("C-77") for line in lines)
    assert "/outages/" in lines[-1]
    assert said_to_line(ended.body).startswith("[กลับมาใช้งานได้]")
    assert [row.state for row in room.rows()] == [Delivery.SENT] * 2
    assert room.channel(channel_id).delivered_at is not None


@pytest.mark.requirement("P6-7.1")
def test_a_channel_names_the_closest_article(chat: ChatServer, room: Room) -> None:
    with transaction(room.engine) as session:
        of_kind = Article(office_id=room.office_id, title="โทรหาผู้ให้บริการ", body="-", runbook="LinkDown")
        closest = Article(
            office_id=room.office_id, title="สายนี้ <ขาดบ่อย>", body="-", subject="link", subject_id=room.link_id,
            review_on=NOW.date() - timedelta(days=1),
        )  # fmt: skip
        session.add_all([of_kind, closest])
        session.flush()
    room.add("line")
    room.cut()
    room.mend(NOW + timedelta(minutes=5))
    room.run(NOW + timedelta(minutes=5))
    opened, ended = (said_to_line(one.body) for one in chat.wait_for(2))
    assert opened.splitlines()[-3:-1] == [
        "บทความความรู้ที่เกี่ยวข้อง: สายนี้ ‹ขาดบ่อย› (เลยกำหนดทบทวนตั้งแต่ 21 พฤศจิกายน 2569)",
        f"{room.settings.base_url}/articles/{closest.id}",
    ]
    assert f"/articles/{of_kind.id}" not in opened
    assert "/articles/" not in ended


def test_telegram_escapes_what_a_name_says(chat: ChatServer, room: Room) -> None:
    room.add("telegram")
    with transaction(room.engine) as session:
        session.get_one(Link, room.link_id).name = "<b>x</b> [click](http://evil.example)"
    room.cut()
    room.run()
    (asked,) = chat.wait_for(1)
    assert asked.host == "api.telegram.org"
    assert asked.path == f"/bot{BOT_TOKEN}/sendMessage"
    assert asked.body["chat_id"] == -1001234567890
    assert "<b>" not in asked.body["text"].split("โรงเรียน", 1)[1]
    assert "[click](" not in asked.body["text"]


def test_teams_gets_a_card_by_the_new_kind_of_address(chat: ChatServer, room: Room) -> None:
    room.add("teams")
    room.cut()
    room.run()
    (asked,) = chat.wait_for(1)
    assert asked.host == TEAMS_HOST
    assert asked.path.startswith("/powerautomate/automations/direct/cu/08/workflows/abc123/triggers/manual/")
    assert f"sig={SIGNATURE}" in asked.path
    card = asked.body["attachments"][0]["content"]
    assert "โรงเรียนบ้านดอยจำลอง" in card["body"][0]["text"]
    assert "entities" not in card["msteams"]


def test_a_webhook_gets_the_message_id_and_its_header(chat: ChatServer, room: Room) -> None:
    room.add("webhook", url=f"{chat.url}/sms/send?key=a%2Fb", authorization=f"Bearer {HOOK_TOKEN}")
    room.cut()
    room.run()
    (asked,) = chat.wait_for(1)
    (row,) = room.rows()
    assert asked.path == "/sms/send?key=a%2Fb"
    assert asked.headers["Authorization"] == f"Bearer {HOOK_TOKEN}"
    assert asked.body["message_id"] == row.message_id
    assert asked.body["message"] == row.text


def test_a_dead_channel_delays_neither_mail_nor_another(chat: ChatServer, room: Room) -> None:
    chat.hang.add("api.line.me")
    room.add("line")
    room.add("telegram")
    with MailServer() as mail:
        with transaction(room.engine) as session:
            make_person(session, session.get_one(Office, room.office_id), email="it@office.example", alerts=True)
            sender = MailSettings(host="127.0.0.1", port=mail.port, security="none", sender="n@office.example")
            store_mail_settings(session, room.office_id, sender, vault=room.vault)
        room.cut()
        started = room.lanes.start(NOW)
        assert len(started) == 2
        deliver_due(room.engine, settings=room.settings, vault=room.vault, now=NOW)
        assert mail.wait_for(1)[0]["To"] == "it@office.example"
        (quick,) = [thread for thread in started if thread.name != started[0].name]
        quick.join(timeout=30)
        assert started[0].is_alive(), "it hangs"
        assert not room.lanes.start(NOW + timedelta(minutes=10)), "and gets nothing more while it does"
        states = {row.channel: row.state for row in room.rows()}
        assert states == {"line": Delivery.WAITING, "telegram": Delivery.SENT, "email": Delivery.SENT}
    chat.released.set()
    started[0].join(timeout=30)


def test_a_channel_that_fails_is_left_alone_for_a_while_and_loses_nothing(chat: ChatServer, room: Room) -> None:
    channel_id = room.add("line")
    chat.statuses["api.line.me"] = 503
    room.cut()
    room.mend(NOW + timedelta(seconds=1))
    room.run()
    assert len(chat.asked) == 1
    assert "503" in room.channel(channel_id).last_error
    assert not room.lanes.start(NOW + timedelta(seconds=1)), "the circuit is open"
    chat.statuses.clear()
    room.run(NOW + timedelta(minutes=1))
    assert [said_to_line(asked.body)[:9] for asked in chat.wait_for(3)][1:] == ["[ขัดข้อง]", "[กลับมาใช"]
    assert room.channel(channel_id).last_error == ""


def test_what_the_service_refuses_is_given_up_and_shown(chat: ChatServer, room: Room) -> None:
    room.add("line")
    chat.statuses["api.line.me"] = 400
    room.cut()
    room.run()
    (row,) = room.rows()
    assert row.state is Delivery.FAILED
    assert "400" in row.last_error


def test_a_redirect_is_not_followed(chat: ChatServer, room: Room) -> None:
    room.add("line")
    chat.statuses["api.line.me"] = 302
    chat.headers["Location"] = f"{chat.url}/elsewhere"
    room.cut()
    room.run()
    assert [asked.host for asked in chat.asked] == ["api.line.me"]
    assert room.rows()[0].state is Delivery.WAITING


@pytest.mark.parametrize(
    "host", ["127.0.0.1", "[::1]", "localhost", "169.254.169.254", "[::ffff:127.0.0.1]", "0.0.0.0"]
)
def test_a_webhook_reaches_nothing_on_this_machine_or_its_wire(chat: ChatServer, room: Room, host: str) -> None:
    room.lanes = Lanes(room.engine, room.vault)
    room.add("webhook", url=f"http://{host}:{chat.url.rpartition(':')[2]}/x")
    room.cut()
    room.run()
    assert chat.asked == []
    assert room.rows()[0].state is Delivery.WAITING


def test_killed_between_acceptance_and_commit_repeats_with_the_same_message_id(chat: ChatServer, room: Room) -> None:
    room.add("webhook", url=f"{chat.url}/sms")
    room.cut()
    url = room.engine.url.render_as_string(hide_password=False)
    environment = os.environ | {"NETOPS_DATA_DIR": str(room.settings.data_dir), "NETOPS_DATABASE_URL": url}
    sender: list[subprocess.Popen[bytes]] = []
    ready = threading.Event()

    def kill(_asked: object) -> None:
        ready.wait(timeout=20)
        sender[0].send_signal(signal.SIGKILL)

    chat.on_request = kill
    sender.append(subprocess.Popen([sys.executable, "-c", DELIVER, NOW.isoformat()], env=environment))
    ready.set()
    (first,) = chat.wait_for(1, timeout_s=60)  # a whole program starts first
    assert sender[0].wait(timeout=20) == -signal.SIGKILL
    chat.on_request = None
    room.run()
    assert len(chat.asked) == 1, "claimed by the killed one"
    resume(room.engine, now=NOW)
    room.run()
    assert [asked.body["message_id"] for asked in chat.wait_for(2)] == [first.body["message_id"]] * 2
    assert room.rows()[0].state is Delivery.SENT


@pytest.mark.parametrize("status", [200, 401, 503])
def test_no_token_gets_into_a_log_or_a_row(
    chat: ChatServer, room: Room, caplog: pytest.LogCaptureFixture, capfd: pytest.CaptureFixture[str], status: int
) -> None:
    caplog.set_level(logging.DEBUG)
    for kind in ADDRESSES:
        room.add(kind)
    room.add("webhook", url=f"{chat.url}/{HOOK_TOKEN}", authorization=f"Bearer {HOOK_TOKEN}")
    room.add("webhook", url=f"http://127.0.0.1:1/{HOOK_TOKEN}", authorization=f"Bearer {HOOK_TOKEN}")
    chat.statuses = dict.fromkeys(("", "api.line.me", "api.telegram.org", TEAMS_HOST), status)
    room.cut()
    room.run()
    printed = "".join(capfd.readouterr()) + caplog.text
    kept = " ".join(f"{row.last_error} {row.recipient} {row.text}" for row in room.rows())
    with reading(room.engine) as session:
        kept += " ".join(f"{one.last_error} {one.name} {one.sealed!r}" for one in session.exec(select(AlertChannel)))
    for secret in ("xq7linecanary", "xq7telegramcanary", "xq7teamscanary", HOOK_TOKEN):
        assert secret not in printed
        assert secret not in kept
    assert len(chat.asked) == 4


def test_a_channel_whose_key_is_gone_says_so(room: Room, chat: ChatServer) -> None:
    channel_id = room.add("line")
    with transaction(room.engine) as session:
        session.get_one(AlertChannel, channel_id).sealed = b"gone"
    room.cut()
    room.run()
    assert chat.asked == []
    assert "another key" in room.channel(channel_id).last_error
    assert room.rows()[0].state is Delivery.WAITING
