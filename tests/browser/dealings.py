"""What an office has dealt with, for pages to show: months kept, claims in every state, reports, channels, rules."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from random import Random
from zoneinfo import ZoneInfo

from pydantic import SecretStr
from sqlalchemy import Engine
from sqlmodel import Session, col, select

from inventory.models.contract import Claim, ClaimState, ProviderReport
from inventory.models.link import Link
from inventory.models.outage import Cause, Outage, Probe, Subject
from inventory.models.site import Office, Site
from inventory.store.acting import ForOffice
from inventory.store.claims import move_claim
from inventory.store.power import path_of, renew_link
from netops.claims.kinds import Letterhead
from netops.claims.making import Sending, make_claim, send_claim
from netops.models.alert import AlertChannel, Delivery, OutboxMessage, Severity
from netops.models.person import Person
from netops.notify.recipients.keeping import create_channel
from netops.notify.recipients.stepping import StepDraft, add_step
from netops.notify.recipients.subscribing import SubscriptionDraft, set_rule
from netops.notify.watch.settings import WatchSettings, store_watch
from netops.reports.gathering import Moment
from netops.reports.making import make_report
from netops.reports.period import of_month, of_year
from netops.vault import Vault
from office.fiscal import FiscalYear
from service.database import transaction
from tests.browser import tellings
from tests.inventory.sla.stored import make_samples
from tests.netops.reports.rows import kept_month

ZONE = ZoneInfo("Asia/Bangkok")
MONTHS = 13
CLAIMED = (12, 13, 14)  # links with a claim, by their order: drafted, sent, credited
CUTS = ((3, 9, 190, Cause.PROVIDER), (11, 13, 120, Cause.POWER), (18, 8, 1505, Cause.PROVIDER))  # day, hour, minutes


@dataclass(frozen=True)
class Dealings:
    """Where to look: one of each thing that an office deals with."""

    drafted_id: int
    claim_id: int
    power_path: str
    message_id: int
    channel_id: int
    person_id: int
    link_id: int
    outage_id: int  # over, with a report to the provider
    article_id: int
    paper_id: int
    year: str


def deal(engine: Engine, vault: Vault, *, now: datetime) -> Dealings:
    """Everything, in a district that living.fill has filled."""
    with transaction(engine) as session:
        office = session.exec(select(Office)).one()
        links = session.exec(select(Link).order_by(col(Link.id))).all()
        month = of_month(now.astimezone(ZONE).date()).preceding
        _months(session, links, now)
        drafted, sent = _claims(
            session, [links[number] for number in CLAIMED], month.months[0], ForOffice(office.id or 0, now)
        )
        moment = Moment(now, ZONE)
        make_report(session, office.id or 0, month, moment, by=None)
        year = of_year(FiscalYear.of(now.astimezone(ZONE).date()).preceding)
        make_report(session, office.id or 0, year, moment, by=None)
        _telling(session, office.id or 0, vault)
        tellings.tell_everybody(session, office.id or 0, vault, now=now)
        site = session.exec(select(Site).order_by(col(Site.id))).first()
        assert site is not None
        over = session.exec(
            select(Outage).where(Outage.subject_id == sent.link_id, Outage.cause == Cause.PROVIDER)
        ).first()
        admin = session.exec(select(Person).where(Person.username == "admin")).one()
        assert over is not None
        article = tellings.learn(session, over, person_id=admin.id or 0, office_id=office.id or 0)
        messages = select(OutboxMessage.id).where(OutboxMessage.state == Delivery.SENT, OutboxMessage.html != "")
        return Dealings(
            drafted_id=drafted.id or 0,
            claim_id=sent.id or 0,
            power_path=path_of(site, renew_link(session, site.id or 0, at=now)),
            message_id=session.exec(messages).first() or 0,
            channel_id=session.exec(select(AlertChannel.id)).first() or 0,
            person_id=session.exec(select(Person.id).where(Person.username == "it")).one() or 0,
            link_id=sent.link_id,
            outage_id=over.id or 0,
            article_id=article.id or 0,
            paper_id=sent.paper_id or 0,
            year=year.key,
        )


def _months(session: Session, links: Sequence[Link], now: datetime) -> None:
    random = Random(7)
    for site in session.exec(select(Site)).all():
        site.created_at = now - timedelta(days=31 * MONTHS)
    for number, link in enumerate(links):
        link.created_at = now - timedelta(days=31 * MONTHS)
        month = of_month(now.astimezone(ZONE).date())
        for _back in range(MONTHS):
            down = random.choice((0, 600, 5400)) * (9 if number % 17 == 0 else 1)
            row = kept_month(session, link, month.months[0], counted_s=down, outage_s=down, outages=down // 600 % 5)
            row.rtt_p50_ms, row.rtt_p95_ms = random.uniform(10, 30), random.uniform(30, 80)
            row.loss_percent, row.jitter_ms, row.samples = random.uniform(0, 1), random.uniform(0.5, 4), 8640
            row.written_at = now
            month = month.preceding
    session.flush()


def _claims(session: Session, links: list[Link], month: date, by: ForOffice) -> tuple[Claim, Claim]:
    """One claim drafted, one sent, one credited; the first two."""
    claims = []
    start = datetime.combine(month, time(), ZONE).astimezone(UTC)
    for link in links:
        make_samples(session, link, start - timedelta(days=1), start + timedelta(days=32))
        for day, hour, minutes, cause in CUTS:
            at = datetime.combine(month.replace(day=day), time(hour, 12), ZONE).astimezone(UTC)
            _outage(session, link, at, minutes, cause)
        session.flush()
        claims.append(make_claim(session, link.id or 0, month, by))
    for number, claim in enumerate(claims[1:], start=1):
        head = Letterhead(signer="นายตัวอย่าง จำลองนาม", position="ผู้อำนวยการสำนักงานเขตพื้นที่การศึกษา (จำลอง)")
        send_claim(session, claim, Sending(head, number=f"ศธ 04000/{number}"), by)
    move_claim(claims[2], ClaimState.CREDITED, at=by.at, now=by.at, credited_satang=claims[2].due_satang)
    return claims[0], claims[1]


def _outage(session: Session, link: Link, at: datetime, minutes: int, cause: Cause) -> None:
    outage = Outage(
        subject=Subject.LINK,
        subject_id=link.id or 0,
        site_id=link.site_id,
        started_at=at,
        confirmed_at=at + timedelta(seconds=90),
        ended_at=at + timedelta(minutes=minutes),
        method="snmp",
        cause=cause,
    )
    session.add(outage)
    session.flush()
    session.add(Probe(outage_id=outage.id or 0, at=at, method="snmp", answered=False, sent=5))
    session.add(
        ProviderReport(
            outage_id=outage.id or 0,
            told_whom="ศูนย์รับแจ้ง (จำลอง)",
            ticket_no="SIM-1",
            reported_at=at + timedelta(minutes=20),
            answered_at=at + timedelta(minutes=50),
        )
    )


def _telling(session: Session, office_id: int, vault: Vault) -> None:
    line = {"name": "กลุ่ม LINE ไอทีเขต", "token": "synthetic", "to": "C" + "0" * 32}
    sms = {"name": "เครื่องส่ง SMS", "url": "https://sms.example/send", "second_path": True}
    first = create_channel(session, "line", line, office_id=office_id, vault=vault)
    second = create_channel(session, "webhook", sms, office_id=office_id, vault=vault)
    set_rule(session, first, SubscriptionDraft(least=Severity.WARNING, quiet_from=time(20), quiet_until=time(6)))
    admin = session.exec(select(Person).where(Person.username == "admin")).one()
    set_rule(session, admin, SubscriptionDraft(quiet_from=time(22), quiet_until=time(6), digest_hour=7))
    director = session.exec(select(Person).where(Person.username == "director")).one()
    add_step(session, StepDraft(after_minutes=30, channel_id=second.id), office_id=office_id)
    add_step(session, StepDraft(after_minutes=120, person_id=director.id), office_id=office_id)
    watch = WatchSettings(url=SecretStr("https://alive.example/ping/synthetic"))
    store_watch(session, office_id, watch, vault=vault)
