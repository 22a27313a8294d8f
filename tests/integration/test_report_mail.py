"""The report leaves by mail on its day, once, with its paper attached, to those who are to read it."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from hashlib import sha256
from zoneinfo import ZoneInfo

from sqlalchemy import Engine
from sqlmodel import select

from netops.models.job import Job
from netops.models.paper import Paper
from netops.models.person import Role
from netops.notify.delivery.mail_settings import MailSettings, store_mail_settings
from netops.notify.outbox import deliver_due
from netops.reports.schedule import ReportSchedule, store_schedule
from netops.settings import Settings
from netops.vault import Vault
from netops.work.report_mail import From, mail_due
from service.database import reading, transaction
from tests.factories import make_person
from tests.integration.servers.smtp import MailServer
from tests.netops.reports.rows import reported_office

BANGKOK = ZoneInfo("Asia/Bangkok")
SET_UP = datetime(2026, 10, 20, 3, tzinfo=UTC)
THE_DAY = datetime(2026, 11, 3, 1, tzinfo=UTC)  # 08:00 in Bangkok
ORIGIN = From("https://netops.example", "NetOps <n@office.example>")


def test_on_its_day_it_leaves_once_with_the_paper(engine: Engine, settings: Settings, vault: Vault) -> None:
    with MailServer() as server, transaction(engine) as session:
        office = reported_office(session)
        office_id = office.id or 0
        make_person(session, office, role=Role.DIRECTOR, email="director@office.example")
        make_person(session, office, role=Role.DIRECTOR, name="ผู้ไม่มีอีเมล")
        make_person(session, office, role=Role.SUPPLY, email="supply@office.example")
        make_person(session, office, role=Role.DIRECTOR, email="gone@office.example", disabled_at=SET_UP)
        known = {"host": "127.0.0.1", "port": server.port, "security": "none", "sender": ORIGIN.mail_from}
        store_mail_settings(session, office_id, MailSettings.model_validate(known), vault=vault)
        store_schedule(session, office_id, ReportSchedule(enabled=True, to_it=False), now=SET_UP, zone=BANGKOK)
        session.commit()

        assert mail_due(engine, ORIGIN, now=THE_DAY - timedelta(minutes=1)) == 0
        assert mail_due(engine, ORIGIN, now=THE_DAY) == 1
        assert mail_due(engine, ORIGIN, now=THE_DAY + timedelta(minutes=10)) == 0

        delivered = deliver_due(engine, settings=settings, vault=vault, now=THE_DAY)
        assert delivered.sent == 1
        (message,) = server.messages
    assert message["To"] == "director@office.example"
    (attached,) = list(message.iter_attachments())
    with reading(engine) as session:
        paper = session.exec(select(Paper)).one()
        job = session.exec(select(Job)).one()
    assert attached.get_content_type() == "application/pdf"
    assert sha256(attached.get_content()).hexdigest() == paper.pdf_sha256
    body = message.get_body(("plain",))
    assert body is not None
    assert "โรงเรียนในสังกัด 3 แห่ง เชื่อมต่ออินเทอร์เน็ต 2 แห่ง" in body.get_content()
    assert "https://netops.example/reports?period=2026-10" in body.get_content()
    assert (job.kind, job.done, job.total) == ("report", 1, 2)
    assert job.result["without_address"] == ["ผู้ไม่มีอีเมล"]


def test_after_september_the_fiscal_year_goes_with_it(engine: Engine) -> None:
    with transaction(engine) as session:
        office = reported_office(session)
        office_id = office.id or 0
        make_person(session, office, role=Role.DIRECTOR, email="director@office.example")
        at = datetime(2026, 9, 20, tzinfo=UTC)
        store_schedule(session, office_id, ReportSchedule(enabled=True), now=at, zone=BANGKOK)
    assert mail_due(engine, ORIGIN, now=datetime(2026, 10, 3, 1, tzinfo=UTC)) == 2
    with reading(engine) as session:
        titles = [paper.title for paper in session.exec(select(Paper).order_by("id"))]
    assert [title.split("สังกัด ")[1] for title in titles] == ["เดือนกันยายน 2569", "ปีงบประมาณ พ.ศ. 2569"]
