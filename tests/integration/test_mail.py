"""Mails through a real SMTP server that dies, comes back, refuses, and is killed away from."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from email.message import EmailMessage

import pytest
from pydantic import SecretStr
from sqlalchemy import Engine
from sqlmodel import Session, col, select

from inventory.events import LinkRecovered, LinkWentDown
from inventory.models.link import Link
from inventory.models.outage import Outage
from inventory.models.site import Office
from netops.models.alert import Delivery, OutboxMessage
from netops.models.person import Person, Role
from netops.models.response import Article
from netops.notify.alerts import tell
from netops.notify.delivery.mail_settings import MailSettings, load_mail_settings, store_mail_settings
from netops.notify.outbox import Delivered, deliver_due, resume, retry_failed
from netops.notify.posting import post_test
from netops.settings import Settings
from netops.vault import Vault
from service.database import reading, transaction
from tests.factories import make_link, make_office, make_outage, make_person, make_site
from tests.integration.servers.smtp import MailServer

NOW = datetime(2026, 11, 22, 3, 0, tzinfo=UTC)
PASSWORD = "correct horse"
DELIVER = """
import sys
from datetime import datetime
from service.database import make_engine
from netops.notify.outbox import deliver_due
from netops.settings import Settings
from netops.vault import Vault
settings = Settings()
deliver_due(make_engine(settings.url), settings=settings, vault=Vault.open(settings.data_dir),
            now=datetime.fromisoformat(sys.argv[1]))
"""


class Post:
    """An office with mail people and one link, and the means to let time pass."""

    def __init__(self, engine: Engine, settings: Settings, vault: Vault, server: MailServer) -> None:
        self.engine, self.settings, self.vault, self.server = engine, settings, vault, server
        with transaction(engine) as session:
            office = make_office(session)
            self.office_id = office.id or 0
            self.link_id = make_link(session, make_site(session, office, name="โรงเรียนบ้านดอยจำลอง")).id
            make_person(session, office, email="it@office.example", alerts=True)
            self.use(session)

    def use(self, session: Session, **values: object) -> None:
        """Mail settings of the office, as the settings page stores them."""
        known = {
            "host": "127.0.0.1",
            "port": self.server.port,
            "security": "none",
            "sender": "NetOps <n@office.example>",
        }
        mail = MailSettings.model_validate(known | values)
        store_mail_settings(session, self.office_id, mail, vault=self.vault)

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

    def deliver(self, now: datetime = NOW) -> Delivered:
        return deliver_due(self.engine, settings=self.settings, vault=self.vault, now=now)

    def rows(self) -> list[OutboxMessage]:
        with reading(self.engine) as session:
            return list(session.exec(select(OutboxMessage).order_by(col(OutboxMessage.id))))


@pytest.fixture
def server() -> Iterator[MailServer]:
    with MailServer() as running:
        yield running


@pytest.fixture
def post(database: Engine, settings: Settings, vault: Vault, server: MailServer) -> Post:
    return Post(database, settings, vault, server)


def body(message: EmailMessage, kind: str) -> str:
    part = message.get_body((kind,))
    assert part is not None
    return str(part.get_content())


def test_an_outage_and_its_end_arrive_as_one_thread(post: Post) -> None:
    post.cut()
    post.mend(NOW + timedelta(minutes=5))
    assert post.deliver(NOW + timedelta(minutes=5)) == Delivered(sent=2)
    opened, ended = post.server.wait_for(2)
    assert opened["Subject"].startswith("[ขัดข้อง] โรงเรียนบ้านดอยจำลอง")
    assert opened["To"] == "it@office.example"
    assert "ขัดข้องตั้งแต่วันที่ 22 พฤศจิกายน 2569" in body(opened, "plain")
    assert "ขัดข้องตั้งแต่วันที่ 22 พฤศจิกายน 2569" in body(opened, "html")
    assert {part.get_content_type() for part in opened.walk()} >= {"text/plain", "text/html", "image/png"}
    assert ended["In-Reply-To"] == ended["References"] == opened["Message-ID"]
    assert "5 นาที" in body(ended, "plain")
    assert [row.state for row in post.rows()] == [Delivery.SENT] * 2


def test_a_dead_server_delays_and_loses_nothing(post: Post) -> None:
    post.server.stop()
    post.cut()
    assert post.deliver() == Delivered(later=1)
    (row,) = post.rows()
    assert row.state is Delivery.WAITING
    assert "refused" in row.last_error
    post.mend(NOW + timedelta(seconds=5))
    assert post.deliver(NOW + timedelta(seconds=5)) == Delivered(), "the end must not overtake the beginning"
    post.server.start()
    assert post.deliver(NOW + timedelta(minutes=1)) == Delivered(sent=2)
    assert [m["Message-ID"] for m in post.server.wait_for(2)] == [r.message_id for r in post.rows()]


def test_killed_between_acceptance_and_commit_repeats_with_the_same_message_id(post: Post) -> None:
    post.cut()
    url = post.engine.url.render_as_string(hide_password=False)
    environment = os.environ | {"NETOPS_DATA_DIR": str(post.settings.data_dir), "NETOPS_DATABASE_URL": url}
    argv = [sys.executable, "-c", DELIVER, NOW.isoformat()]
    sender: list[subprocess.Popen[bytes]] = []
    post.server.on_message = lambda _message: sender[0].send_signal(signal.SIGKILL)
    sender.append(subprocess.Popen(argv, env=environment))
    post.server.wait_for(1)
    assert sender[0].wait(timeout=20) == -signal.SIGKILL
    post.server.on_message = None
    assert post.deliver() == Delivered(), "claimed by the killed one"
    resume(post.engine, now=NOW)
    assert post.deliver() == Delivered(sent=1)
    first, second = post.server.wait_for(2)
    assert first["Message-ID"] == second["Message-ID"] == post.rows()[0].message_id


def test_one_refused_mailbox_does_not_hold_up_the_others(post: Post) -> None:
    with transaction(post.engine) as session:
        office_id = session.exec(select(Person.office_id)).one()
        for email in ("gone@office.example", "head\r\nBcc: x@example.org", "last@office.example"):
            person = Person(office_id=office_id, username=email, email=email, alerts=True, role=Role.IT)
            session.add(person)
    post.server.refused = frozenset({"gone@office.example"})
    post.cut()
    assert post.deliver() == Delivered(sent=2, failed=2)
    assert [m["To"] for m in post.server.wait_for(2)] == ["it@office.example", "last@office.example"]
    failed = [row for row in post.rows() if row.state is Delivery.FAILED]
    assert "550 no such mailbox" in failed[0].last_error
    post.server.refused = frozenset()
    with transaction(post.engine) as session:
        retry_failed(session, session.get_one(OutboxMessage, failed[0].id), now=NOW)
    assert post.deliver() == Delivered(sent=1)


def test_a_wrong_password_is_seen_and_not_printed(post: Post) -> None:
    post.server.stop()
    post.server.login = ("netops", PASSWORD)
    post.server.start()
    with transaction(post.engine) as session:
        post.use(session, user="netops", password=SecretStr("wrong-secret"))
        post_test(session, session.exec(select(Person)).one(), base_url="http://x", mail_from="", at=NOW)
    assert post.deliver() == Delivered(later=1)
    (row,) = post.rows()
    assert "535" in row.last_error
    assert "wrong-secret" not in row.last_error
    with transaction(post.engine) as session:
        post.use(session, user="netops", password=SecretStr(PASSWORD))
    assert post.deliver(NOW + timedelta(minutes=1)) == Delivered(sent=1)
    assert post.server.wait_for(1)[0]["Subject"].startswith("อีเมลทดสอบ")


def test_a_server_without_the_asked_encryption_gets_nothing(post: Post) -> None:
    with transaction(post.engine) as session:
        post.use(session, security="starttls")
    post.cut()
    assert post.deliver() == Delivered(later=1)
    assert "STARTTLS" in post.rows()[0].last_error
    assert post.server.messages == []


def test_without_a_server_mails_wait(post: Post) -> None:
    with transaction(post.engine) as session:
        post.use(session, host="")
    post.cut()
    assert post.deliver() == Delivered()
    assert [row.state for row in post.rows()] == [Delivery.WAITING]
    with transaction(post.engine) as session:
        post.use(session)
    assert post.deliver() == Delivered(sent=1)


def test_a_password_sealed_with_another_key_is_a_visible_reason(
    post: Post, tmp_path_factory: pytest.TempPathFactory
) -> None:
    with transaction(post.engine) as session:
        post.use(session, user="netops", password=SecretStr(PASSWORD))
    other = Vault.create(tmp_path_factory.mktemp("other"))
    post.cut()
    assert deliver_due(post.engine, settings=post.settings, vault=other, now=NOW) == Delivered()
    assert post.rows()[0].last_error == "sealed with another key"


def test_stored_settings_win_over_the_environment(post: Post) -> None:
    settings = Settings(data_dir=post.settings.data_dir, smtp_host="elsewhere.example", mail_from="a@b.example")
    with reading(post.engine) as session:
        mine = load_mail_settings(session, post.office_id, settings=settings, vault=post.vault)
        others = load_mail_settings(session, 999, settings=settings, vault=post.vault)
    assert (mine.host, others.host) == ("127.0.0.1", "elsewhere.example")


@pytest.mark.requirement("P6-7.1")
def test_a_mail_names_the_articles_that_concern_it_and_which_is_overdue(post: Post) -> None:
    evil = 'ดูไฟ <img src=x onerror="alert(1)">\nBcc: all@office.example'
    with transaction(post.engine) as session:
        for title, review_on in ((evil, date(2026, 11, 21)), ("โทรหาผู้ให้บริการ", date(2026, 11, 22))):
            session.add(
                Article(office_id=post.office_id, title=title, body="-", runbook="LinkDown", review_on=review_on)
            )
        session.add(Article(office_id=post.office_id, title="เรื่องอื่น", body="-", runbook="DeviceHot"))
        school = make_person(
            session, session.get_one(Office, post.office_id), role=Role.SCHOOL, email="school@office.example",
            alerts=True, site_id=session.get_one(Link, post.link_id).site_id,
        )  # fmt: skip
        session.flush()
        ids = {row.title: row.id for row in session.exec(select(Article))}
    post.cut()
    post.mend(NOW + timedelta(minutes=5))
    post.deliver(NOW + timedelta(minutes=5))
    messages = {(one["To"], "In-Reply-To" in one): one for one in post.server.wait_for(4)}
    opened = messages["it@office.example", False]
    base = post.settings.base_url
    for kind in ("plain", "html"):
        said = body(opened, kind)
        assert "บทความความรู้ที่เกี่ยวข้อง" in said
        assert f"{base}/articles/{ids[evil]}" in said
        assert f"{base}/articles/{ids['โทรหาผู้ให้บริการ']}" in said
        assert said.count("เลยกำหนดทบทวนตั้งแต่") == 1
        assert "21 พฤศจิกายน 2569" in said
        assert "เรื่องอื่น" not in said
    assert "<img src=x" not in body(opened, "html")
    assert not any(line.startswith("Bcc:") for line in body(opened, "plain").splitlines())
    assert "/articles/" not in body(messages["it@office.example", True], "plain"), "it is over"
    of_school = messages[school.email, False]
    assert "/articles/" not in body(of_school, "plain") + body(of_school, "html"), "a school may not open them"
