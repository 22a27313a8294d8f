"""A district with a past, for pages to show: the simulated schools, states as the pipeline writes them, samples of
thirty days, outages with their probes, and a service that listens on a free port."""

from __future__ import annotations

import asyncio
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from random import Random
from typing import Any

import uvicorn
from sqlalchemy import Engine
from sqlmodel import Session, col, select

from collectors.trace import Hop
from inventory.models.config import ConfigVersion
from inventory.models.device import Device, Health, Interface, Neighbour
from inventory.models.link import Link, LinkSample, LinkSampleHour, Provider
from inventory.models.outage import CurrentState, Event, MaintenanceWindow, Outage, Probe, State, Subject
from inventory.models.site import Contact, Office, Site, SiteKind
from netops.first_aid.scene import Means, scene_of
from netops.first_aid.taking import take
from netops.models.alert import Alert, AlertKind, Severity
from netops.models.person import Person
from netops.models.poller import PollerBeat
from netops.models.threshold import ThresholdRule
from netops.settings import Settings
from netops.simulation.district import make_district
from netops.simulation.seed import Ports, Seeding
from netops.vault import Vault
from netops.web.app import create_app
from service.database import reading, transaction

PASSWORD = "a password of tests"
USERS = ("admin", "it", "supply", "planner", "director", "school")
SCHOOLS = 40


def fill(engine: Engine, vault: Vault, *, now: datetime, schools: int = SCHOOLS) -> None:
    """Everything; the same at each call but for the moment."""
    district = make_district(schools=schools, seed=7, today=now.date())
    random = Random(7)
    with transaction(engine) as session:
        Seeding(session, district, Ports(snmp=1161, ssh=1122, smtp=1025), vault.seal).fill(
            dict.fromkeys(USERS, PASSWORD)
        )
        session.flush()
        _office_contact(session)
        _states(session, now, random)
        _past(session, now, random)
        _device_details(session, now, random)
        _beyond_limits(session, now)
        for kind in ("icmp", "snmp"):
            session.add(PollerBeat(kind=kind, at=now, seconds=2.1, asked=100))
    looked_at(engine, now=now)


def looked_at(engine: Engine, *, now: datetime) -> None:
    """First aid for every open outage, as the poller takes it; only the path is made up, the network being none."""

    async def way(host: str, **_limits: float) -> list[Hop]:
        return [Hop(1, "10.64.0.1", None, False), Hop(2, "10.64.8.1", None, False), Hop(3, "", None, False)]

    async def take_all() -> None:
        with reading(engine) as session:
            rows = session.exec(select(Outage).where(Outage.ended_at == None)).all()  # noqa: E711
            scenes = [scene_of(session, row) for row in rows]
        for scene in scenes:
            await take(engine, scene, Means(trace=way), now=lambda: now - timedelta(minutes=3))

    asyncio.run(take_all())


def _office_contact(session: Session) -> None:
    office = session.exec(select(Office)).one()
    assert office.id is not None
    seat = Site(office_id=office.id, code="99000000", name="สำนักงานเขต (จำลอง)", kind=SiteKind.OFFICE)
    session.add(seat)
    session.flush()
    assert seat.id is not None
    session.add(Contact(site_id=seat.id, name="กลุ่มส่งเสริมการศึกษาทางไกล", role="ผู้ดูแลเครือข่าย", phone="02 000 0000"))


def _states(session: Session, now: datetime, random: Random) -> None:
    links = session.exec(select(Link).order_by(Link.id)).all()  # type: ignore[arg-type]
    troubles = {3: State.DOWN, 11: State.DOWN, 17: State.DEGRADED, 23: State.UNKNOWN, 29: State.MAINTENANCE}
    for number, link in enumerate(links):
        state = troubles.get(number, State.UP)
        since = now - timedelta(minutes=random.randint(5, 90) if state is not State.UP else random.randint(600, 9000))
        put_state(session, Subject.LINK, link.id or 0, state, since=since, now=now, rtt_ms=random.uniform(8, 60))
        if state is State.DOWN:
            open_outage(session, link, since=since)
    down_sites = {links[number].site_id for number, state in troubles.items() if state is State.DOWN}
    for device in session.exec(select(Device)).all():
        hidden = device.site_id in down_sites
        state = (State.UNREACHABLE if device.parent_id else State.DOWN) if hidden else State.UP
        put_state(session, Subject.DEVICE, device.id or 0, state, since=now - timedelta(hours=1), now=now, rtt_ms=3.0)


def _beyond_limits(session: Session, now: datetime) -> None:
    """Alerts of figures, open and past, a limit of one school, and work that comes again."""
    devices = session.exec(select(Device).order_by(col(Device.id))).all()
    told = (
        (AlertKind.DEVICE_HOT, Severity.WARNING, "Temperature", 78.0, None),
        (AlertKind.UPS_BATTERY_LOW, Severity.CRITICAL, "Battery charge", 22.0, None),
        (AlertKind.PORT_ERRORS, Severity.WARNING, "gigabitEthernet 1/0/7", 340.0, None),
        (AlertKind.DISK_FILLING, Severity.WARNING, "/volume1", 93.5, now - timedelta(hours=3)),
    )
    for device, (kind, severity, part, value, ended_at) in zip(devices[1::9], told, strict=False):
        session.add(
            Alert(
                kind=kind,
                severity=severity,
                subject=Subject.DEVICE,
                subject_id=device.id or 0,
                site_id=device.site_id,
                part=part,
                value=value,
                started_at=now - timedelta(hours=5),
                ended_at=ended_at,
            )
        )
    first = session.get_one(Site, devices[0].site_id)
    rule: dict[str, Any] = {"office_id": first.office_id, "metric": "temperature"}
    session.add(ThresholdRule(**rule, raise_at=70, clear_at=60, for_minutes=15))
    session.add(ThresholdRule(**rule, site_id=first.id or 0, raise_at=80, clear_at=70, for_minutes=10))
    begins = now.replace(minute=0) - timedelta(hours=1)
    provider = session.exec(select(Provider)).first()
    # The school's work is on; the provider's begins tomorrow, so that its other schools are still watched.
    for subject, subject_id, wait, days, note in (
        (Subject.PROVIDER, provider.id if provider else 0, 1, [1, 3], "ผู้ให้บริการปรับปรุงโครงข่ายทุกสัปดาห์"),
        (Subject.SITE, first.id, 0, list(range(7)), "ปิดเครื่องเพื่อย้ายตู้"),
    ):
        session.add(
            MaintenanceWindow(
                office_id=first.office_id,
                subject=subject,
                subject_id=subject_id or 0,
                starts_at=begins + timedelta(days=wait),
                ends_at=begins + timedelta(days=wait, hours=3),
                weekdays=days,
                note=note,
            )
        )


def put_state(
    session: Session, subject: Subject, subject_id: int, state: State, *, since: datetime, now: datetime, rtt_ms: float
) -> None:
    """A row as the pipeline writes it."""
    answers = state in {State.UP, State.DEGRADED}
    row = CurrentState(
        subject=subject,
        subject_id=subject_id,
        state=state,
        since=since,
        checked_at=now,
        last_up_at=now if answers else since,
        loss_percent=12.5 if state is State.DEGRADED else 0.0 if answers else 100.0,
        rtt_ms=rtt_ms if answers else None,
    )
    session.merge(row)


def open_outage(session: Session, link: Link, *, since: datetime) -> Outage:
    """An outage with its evidence."""
    outage = Outage(
        subject=Subject.LINK,
        subject_id=link.id or 0,
        site_id=link.site_id,
        started_at=since,
        confirmed_at=since + timedelta(seconds=90),
        method="snmp",
        detail="no answer before the deadline",
    )
    session.add(outage)
    session.flush()
    answered = [True, False, False, False]
    for number, good in enumerate(answered):
        at = since + timedelta(seconds=30 * (number - 1))
        session.add(
            Probe(outage_id=outage.id or 0, at=at, method="snmp", answered=good, sent=1, received=int(good), rtt_ms=9.0)
        )
    session.add(Event(at=since, kind="LinkWentDown", site_id=link.site_id, link_id=link.id, data={"reason": ""}))
    return outage


def _past(session: Session, now: datetime, random: Random) -> None:
    """Thirty days of hours and a day of five minutes for each link of the first schools, with one bad evening."""
    for link in session.exec(select(Link).order_by(Link.id).limit(6)).all():  # type: ignore[arg-type]
        level = random.uniform(10, 35)
        hour = now.replace(minute=0, second=0, microsecond=0)
        for back in range(2, 30 * 24):
            session.add(_hour(link.id or 0, hour - timedelta(hours=back), level, random, bad=100 < back < 104))
        mark = now.replace(minute=now.minute // 5 * 5, second=0, microsecond=0)
        for back in range(1, 288):
            if 140 < back < 150:
                continue  # a gap: nobody asked
            rtt = level + random.gauss(0, 2) + (40 if 60 < back < 72 else 0)
            lost = random.choice((0, 0, 0, 1)) + (25 if 64 < back < 68 else 0)
            row = LinkSample(link_id=link.id or 0, at=mark - timedelta(minutes=5 * back), sent=50, received=50 - lost)
            row.rtt_avg_ms, row.rtt_p95_ms, row.jitter_ms = rtt, rtt * 1.4, 1.5
            row.rounds, row.rounds_down = 10, 5 if lost > 20 else 0
            session.add(row)
        ended = now - timedelta(days=4, hours=2)
        outage = Outage(
            subject=Subject.LINK,
            subject_id=link.id or 0,
            site_id=link.site_id,
            started_at=ended - timedelta(hours=3),
            confirmed_at=ended - timedelta(hours=3) + timedelta(seconds=90),
            ended_at=ended,
        )
        session.add(outage)
        recovered: dict[str, object] = {"seconds": 10800.0}
        session.add(Event(at=ended, kind="LinkRecovered", site_id=link.site_id, link_id=link.id, data=recovered))


def _hour(link_id: int, at: datetime, level: float, random: Random, *, bad: bool) -> LinkSampleHour:
    rtt = level + random.gauss(0, 3) + (6 if 1 <= at.hour <= 8 else 0)
    row = LinkSampleHour(link_id=link_id, at=at, sent=600, received=0 if bad else 600 - random.randint(0, 6))
    row.rtt_avg_ms, row.rtt_p95_ms, row.jitter_ms = (None, None, None) if bad else (rtt, rtt * 1.5, 2.0)
    row.rounds, row.rounds_down = 120, 120 if bad else 0
    return row


def _device_details(session: Session, now: datetime, random: Random) -> None:
    device = session.exec(select(Device).where(Device.parent_id != None).order_by(Device.id).limit(1)).one()  # type: ignore[arg-type]  # noqa: E711
    device.vendor, device.model, device.serial, device.version = "Example", "ES-24", "SIM0001", "1.2.3"
    device.sys_name, device.chassis_mac = device.name, "02:00:00:00:00:01"
    device.facts_at = device.booted_at = now - timedelta(days=12)
    device_id = device.id or 0
    for port in range(1, 25):
        up = random.random() < 0.6
        session.add(
            Interface(
                device_id=device_id,
                if_index=port,
                name=f"ge{port}",
                alias="uplink" if port == 1 else "",
                admin_status="up" if port != 24 else "down",
                oper_status="up" if up and port != 24 else "down",
                speed_bps=1_000_000_000 if up else None,
                position=port,
            )
        )
    usage = (("processor", "CPU", 23.0, "%"), ("memory", "RAM", 61.0, "%"), ("sensor", "ตู้อุปกรณ์", 41.5, "°C"))
    for section, descr, value, unit in usage:
        session.add(
            Health(
                device_id=device_id,
                section=section,
                kind="temperature" if section == "sensor" else "",
                descr=descr,
                oid=descr,
                value=value,
                unit=unit,
                at=now,
            )
        )
    session.add(
        Neighbour(
            device_id=device_id, protocol="lldp", local_interface="ge1", remote_name="rt1", remote_port="2", seen_at=now
        )
    )
    texts = (
        "hostname sw1\nsnmp-server community <hidden>\nvlan 10\n",
        "hostname sw1\nsnmp-server community <hidden>\nvlan 20\n",
    )
    for age, text in zip((9, 2), texts, strict=True):
        at = now - timedelta(days=age)
        session.add(
            ConfigVersion(device_id=device_id, taken_at=at, checked_at=at, sha256="0" * 64, redacted=text, sealed=b"-")
        )
    changed: dict[str, object] = {"lines_added": 1, "lines_removed": 1}
    session.add(
        Event(
            at=now - timedelta(days=2), kind="ConfigChanged", site_id=device.site_id, device_id=device_id, data=changed
        )
    )


@contextmanager
def serving(settings: Settings, engine: Engine, vault: Vault, *, port: int = 0) -> Iterator[str]:
    """The pages on a port of loopback, a free one where none is said; yields their address."""
    with socket.socket() as listener:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind(("127.0.0.1", port))
        config = uvicorn.Config(create_app(settings, engine, vault), log_level="error", lifespan="off")
        server = uvicorn.Server(config)
        listener.listen(128)
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]})
        thread.start()
        try:
            yield f"http://127.0.0.1:{listener.getsockname()[1]}"
        finally:
            server.should_exit = True
            thread.join()


def english(engine: Engine, username: str) -> None:
    """This person reads English."""
    with transaction(engine) as session:
        session.exec(select(Person).where(Person.username == username)).one().language = "en"


def now() -> datetime:
    """The present moment: pages compare with it."""
    return datetime.now(UTC)
