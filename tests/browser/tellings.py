"""What was told, and what was learnt: messages in every state, the daily test, an article, and mails as pictures."""

from __future__ import annotations

import base64
import re
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Final

from playwright.sync_api import Browser
from sqlalchemy import Engine
from sqlmodel import Session, col, select

from inventory.models.contract import Contract
from inventory.models.link import Link
from inventory.models.outage import Outage, State, Subject
from inventory.models.site import Office, Site
from netops.knowledge.articles import Written, write
from netops.models.alert import Alert, AlertKind, AlertMember, Delivery, OutboxMessage, Severity
from netops.models.person import Person
from netops.models.response import Article
from netops.notify.alerts import review
from netops.notify.digest import gather_due
from netops.notify.phase import AGAIN, ENDED, OPENED, step
from netops.notify.posting import post
from netops.notify.watch.selftest import try_ways
from netops.notify.words import shapes
from netops.notify.words.letter import write_test
from netops.vault import Vault
from service.database import reading

BASE: Final = "https://netops.example"
SENDER: Final = "NetOps <netops@demo.example>"
WIDTHS: Final = (600, 390)
_SIGN: Final = re.compile(r"cid:([^\"']+)")


def tell_everybody(session: Session, office_id: int, vault: Vault, *, now: datetime) -> None:
    """Every kind of message: of outages, of limits, of many schools at once, a contract's end, tests, a digest."""
    _contracts(session, now.date())
    review(session, at=now)
    for alert in session.exec(select(Alert)).all():
        if not _told(session, alert):
            post(session, alert, OPENED, base_url=BASE, mail_from=SENDER, at=now - timedelta(hours=2))
        if alert.ended_at is not None:
            post(session, alert, ENDED, base_url=BASE, mail_from=SENDER, at=now - timedelta(hours=1))
    for kind in (AlertKind.AREA_POWER_OUT, AlertKind.PROVIDER_OUTAGE):
        _many(session, kind, now)
    down = session.exec(select(Alert).where(Alert.kind == AlertKind.LINK_DOWN)).first()
    if down is not None:
        for phase in (AGAIN, step(1)):
            post(session, down, phase, base_url=BASE, mail_from=SENDER, at=now)
    session.flush()
    try_ways(session, vault=vault, base_url=BASE, mail_from=SENDER, at=now.replace(hour=5))  # noon in Bangkok
    gather_due(session, base_url=BASE, mail_from=SENDER, at=now + timedelta(days=2))
    _fates(session, now)
    _held(session, now)


def _told(session: Session, alert: Alert) -> bool:
    return session.exec(select(OutboxMessage.id).where(OutboxMessage.alert_id == alert.id)).first() is not None


def _contracts(session: Session, today: date) -> None:
    for number, contract in enumerate(session.exec(select(Contract).order_by(col(Contract.id))).all()):
        contract.signed_on = today - timedelta(days=310)
        contract.starts_on = today - timedelta(days=300)
        contract.ends_on = today + timedelta(days=(28, 65, 200, 365)[number % 4])
        contract.remind_days = [90, 60, 30]
    session.flush()


def _many(session: Session, kind: AlertKind, now: datetime) -> None:
    """One alert of several schools, which is over."""
    links = session.exec(select(Link).order_by(col(Link.id)).offset(20).limit(5)).all()
    first = session.get_one(Site, links[0].site_id)
    is_area = kind is AlertKind.AREA_POWER_OUT
    alert = Alert(
        kind=kind,
        subject=Subject.OFFICE if is_area else Subject.PROVIDER,
        subject_id=(first.office_id if is_area else links[0].provider_id) or 0,
        severity=Severity.CRITICAL,
        area=f"{first.district} / {first.sub_district}" if is_area else first.district,
        started_at=now - timedelta(hours=3),
        value=2,
    )
    session.add(alert)
    session.flush()
    for link in links:
        member = AlertMember(
            alert_id=alert.id or 0,
            subject=Subject.LINK,
            subject_id=link.id or 0,
            site_id=link.site_id,
            joined_at=now - timedelta(hours=3),
        )
        session.add(member)
    session.flush()
    post(session, alert, OPENED, base_url=BASE, mail_from=SENDER, at=now - timedelta(hours=3))
    alert.ended_at = now - timedelta(hours=1)
    for member in session.exec(select(AlertMember).where(AlertMember.alert_id == alert.id)).all():
        member.left_at = alert.ended_at
    session.flush()
    post(session, alert, ENDED, base_url=BASE, mail_from=SENDER, at=now - timedelta(hours=1))


def _fates(session: Session, now: datetime) -> None:
    """Most were delivered, one was given up, one waits."""
    waiting = session.exec(
        select(OutboxMessage).where(OutboxMessage.state == Delivery.WAITING).order_by(col(OutboxMessage.id))
    ).all()
    for message in waiting[2:]:
        message.state, message.sent_at, message.tries = Delivery.SENT, now - timedelta(minutes=4), 1
    waiting[0].state, waiting[0].tries = Delivery.FAILED, 8
    waiting[0].last_error = "550 mailbox unavailable"
    session.flush()


def _held(session: Session, now: datetime) -> None:
    """Two matters wait for the administrator's next digest."""
    admin = session.exec(select(Person).where(Person.username == "admin")).one()
    gathered = select(OutboxMessage).where(
        OutboxMessage.person_id == admin.id, OutboxMessage.state == Delivery.GATHERED
    )
    for message in session.exec(gathered.limit(2)).all():
        message.state, message.digest_id = Delivery.HELD, None
        message.next_try_at = now + timedelta(hours=6)
    session.flush()


def learn(session: Session, outage: Outage, *, person_id: int, office_id: int) -> Article:
    """An article of an outage."""
    body = "## อาการ\n\n- ไฟ LOS ที่กล่องสัญญาณกะพริบสีแดงทุกครั้งที่ฝนตกหนัก\n\n## วิธีแก้ถาวร\n\n- ขอให้ผู้ให้บริการย้ายแนวสายออกจากต้นไม้"
    given = Written(title="สายใยแก้วหน้าโรงเรียนถูกกิ่งไม้เกี่ยว", body=body, outage_id=outage.id)
    return write(session, office_id, given, runbook="LinkDown", person_id=person_id)


def shoot_mails(browser: Browser, engine: Engine, out: Path) -> None:
    """One mail of each kind as mail programs show it, at the width of a window and of a phone."""
    with reading(engine) as session:
        rows = session.exec(select(OutboxMessage).where(OutboxMessage.html != "").order_by(col(OutboxMessage.id))).all()
        kinds = {row.id: row.kind.value for row in session.exec(select(Alert)).all()}
        office = session.exec(select(Office)).one()
    mails = {f"{kinds.get(row.alert_id, 'office')}-{row.phase}": row.html for row in rows}
    mails["test"] = write_test(name="ผู้ดูแลระบบ", office=office.name, language="th", base_url=BASE).html
    for width in WIDTHS:
        page = browser.new_page(viewport={"width": width, "height": 400})
        for name, html in mails.items():
            page.set_content(_SIGN.sub(_picture, html))
            page.screenshot(path=out / f"mail-{name}-{width}.png", full_page=True)
        page.close()


def _picture(found: re.Match[str]) -> str:
    state = State(found.group(1).removeprefix("state-"))
    return f"data:image/png;base64,{base64.b64encode(shapes.sign(state)).decode()}"
