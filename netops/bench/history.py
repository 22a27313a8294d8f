"""What years of work leave in a database, for measuring pages: outages, samples, facts, configurations, mails.

Added in bulk to the office of `netops.bench.seeding`. Long rows of samples are written once for one link and copied
within the database for the others, since it is their number that makes a page slow and not their values.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from random import Random
from typing import Any

from sqlalchemy import Engine, case, delete, func, insert, literal, select, update
from sqlmodel import Session, col

from inventory.models.device import Device, Health, Interface, Neighbour
from inventory.models.link import Link, LinkSample, LinkSampleDay, LinkSampleHour, Sample
from inventory.models.outage import Cause, CurrentState, Event, Outage, Probe, State, Subject
from inventory.models.site import Contact, Site
from netops.bench.agreed import add_months
from netops.bench.asset_book import add_assets, add_inspection
from netops.bench.network import add_network
from netops.bench.office import add_office_work
from netops.bench.paperwork import add_agreement, add_configs, add_jobs, add_mails
from netops.bench.register import add_register
from netops.bench.response import add_response
from netops.bench.specs import add_specification
from netops.models.person import AuditEntry
from netops.vault import Vault
from service.database import transaction

PORTS = 28
OPEN_OUTAGES = 30
_DISTRICTS = 8
_PROBES = 6
_SAMPLE_COLUMNS = tuple(Sample.model_fields)


@dataclass(frozen=True, slots=True)
class Extent:
    """How much there is. Samples of five minutes, hours and days reach back so many days."""

    outages: int = 5000
    events: int = 50_000
    configs: int = 500
    messages: int = 2000
    audits: int = 20_000
    second_links: int = 60
    days_5min: int = 45
    days_hours: int = 120
    days_days: int = 400
    assets: int = 50_000
    ports: int = PORTS  # 0: the devices were walked and have their ports


def add_history(engine: Engine, vault: Vault, extent: Extent, *, now: datetime) -> None:
    """Everything of `extent` until `now`, to an office whose sites, links and devices are there."""
    random = Random(1)  # noqa: S311 - the same history on every run is the point
    now = now.replace(second=0, microsecond=0)
    with transaction(engine) as session:
        _complete(session, extent)
        things = _Things.of(session)
        _add_states(session, things, now)
        _add_ports(session, things, extent, now)
        _add_outages(session, things, extent, random, now)
        _add_facts(session, things, extent, random, now)
        add_configs(session, vault, extent.configs, now)
        add_mails(session, extent.messages, now)
        add_jobs(session, vault, now)
        add_network(session, now)
        add_months(session, now)
        add_assets(session, extent.assets, now.date())
        add_inspection(session, now.date())
        add_response(session, vault, now)
        add_specification(session)
        add_office_work(session, vault.seal, now)
        add_register(session, now)
    with transaction(engine) as session:
        _add_samples(session, things, extent, random, now)
    with transaction(engine) as session:
        add_agreement(session, now)


@dataclass(frozen=True, slots=True)
class _Things:
    """(id, site id) of every link and device."""

    links: list[tuple[int, int]]
    devices: list[tuple[int, int]]

    @classmethod
    def of(cls, session: Session) -> _Things:
        return cls(
            links=[(row[0], row[1]) for row in session.execute(select(col(Link.id), col(Link.site_id)))],
            devices=[(row[0], row[1]) for row in session.execute(select(col(Device.id), col(Device.site_id)))],
        )

    def any_of(self, random: Random) -> tuple[Subject, int, int]:
        """A link twice as often as a device, as outages are: (what, its id, its site)."""
        subject = random.choice((Subject.LINK, Subject.LINK, Subject.DEVICE))
        return (subject, *random.choice(self.links if subject is Subject.LINK else self.devices))


def _complete(session: Session, extent: Extent) -> None:
    """What forms and walks would have filled, and a second link at some sites."""
    number = col(Site.id) % _DISTRICTS
    session.execute(
        update(Site).values(
            district=case({n: f"อำเภอเพื่อการวัด {n + 1}" for n in range(_DISTRICTS)}, value=number),
            latitude=18.5 + col(Site.id) * 0.005,
            longitude=98.2 + col(Site.id) * 0.007 % 1.9,
        )
    )
    session.execute(update(Link).values(circuit_no=literal("C00").concat(col(Link.id)), speed_bps=500_000_000))
    session.execute(
        update(Link).values(price_satang_month=129_000, contract_end=datetime(2028, 9, 30, tzinfo=UTC).date())
    )
    session.execute(
        update(Device).values(
            role="switch",
            vendor="NetOps simulation",
            model="SIM-28",
            version="1.0",
            serial=literal("SIM").concat(col(Device.id)),
            sys_name=literal("sim-").concat(col(Device.id)),
        )
    )
    sites = session.execute(select(col(Site.id)).order_by(col(Site.id))).scalars().all()
    session.execute(
        insert(Contact),
        [{"site_id": site_id, "name": "ครูผู้ดูแลระบบ (จำลอง)", "phone": "000-000-0000"} for site_id in sites],
    )
    more = [
        {
            "site_id": site_id,
            "provider_id": 1,
            "name": "second",
            "circuit_no": f"S{site_id:05}",
            "check_address": "127.0.0.1",
        }
        for site_id in sites[: extent.second_links]
    ]
    if more:
        session.execute(insert(Link), more)


def _add_states(session: Session, things: _Things, now: datetime) -> None:
    """Most are well; every thirteenth is not."""
    known = {
        (row[0], row[1]) for row in session.execute(select(col(CurrentState.subject), col(CurrentState.subject_id)))
    }
    ill = (State.DOWN, State.DEGRADED, State.UNREACHABLE, State.UNKNOWN)
    rows = [
        {
            "subject": subject,
            "subject_id": thing_id,
            "state": ill[thing_id % len(ill)] if thing_id % 13 == 0 else State.UP,
            "since": now - timedelta(hours=thing_id % 700),
            "recent": "....",
            "checked_at": now,
            "rtt_ms": 12.5,
            "loss_percent": 0.0,
        }
        for subject, own in ((Subject.LINK, things.links), (Subject.DEVICE, things.devices))
        for thing_id, _site in own
        if (subject, thing_id) not in known
    ]
    if rows:
        session.execute(insert(CurrentState), rows)


def _add_ports(session: Session, things: _Things, extent: Extent, now: datetime) -> None:
    rows = [
        {
            "device_id": device_id,
            "if_index": port,
            "position": port,
            "name": f"GigabitEthernet1/0/{port}",
            "alias": f"ห้อง {port}",
            "type": 6,
            "mtu": 1500,
            "mac": f"02:00:{device_id >> 8:02x}:{device_id & 255:02x}:00:{port:02x}",
            "admin_status": "up",
            "oper_status": "up" if port % 3 else "down",
            "speed_bps": 1_000_000_000,
        }
        for device_id, _site in things.devices
        for port in range(1, extent.ports + 1)
    ]
    if not rows:
        return
    session.execute(insert(Interface), rows)
    health = ("processor", "memory", "sensor")
    session.execute(
        insert(Health),
        [
            {"device_id": d, "section": section, "descr": section, "oid": "1", "value": 40.0, "unit": "%", "at": now}
            for d, _site in things.devices
            for section in health
        ],
    )
    session.execute(
        insert(Neighbour),
        [
            {
                "device_id": d,
                "protocol": "lldp",
                "local_interface": "GigabitEthernet1/0/1",
                "remote_name": f"sim-{d}",
                "seen_at": now,
            }
            for d, _site in things.devices
        ],
    )


def _add_outages(session: Session, things: _Things, extent: Extent, random: Random, now: datetime) -> None:
    """One after the other over two years, the newest still open; each with the probes it rests on."""
    first_id: int = session.execute(select(func.coalesce(func.max(col(Outage.id)), 0))).scalar_one() + 1
    outages, probes = [], []
    for number in range(extent.outages):
        subject, thing_id, site_id = things.any_of(random)
        began = now - timedelta(minutes=(extent.outages - number) * 200 + random.randrange(100))
        lasted = timedelta(minutes=random.randrange(2, 600))
        ended = None if number >= extent.outages - OPEN_OUTAGES else began + lasted
        row_id = first_id + number
        outages.append(
            {
                "id": row_id,
                "subject": subject,
                "subject_id": thing_id,
                "site_id": site_id,
                "started_at": began,
                "confirmed_at": began + timedelta(seconds=90),
                "ended_at": ended,
                "cause": Cause.UNCLEAR if number % 3 else Cause.POWER,
            }
        )
        probes += [
            {"outage_id": row_id, "at": began + timedelta(seconds=30 * n), "method": "icmp", "answered": n == 0}
            for n in range(_PROBES)
        ]
    session.execute(insert(Outage), outages)
    session.execute(insert(Probe), probes)


def _facts(things: _Things, extent: Extent, random: Random, now: datetime) -> Iterator[dict[str, Any]]:
    for number in range(extent.events):
        at = now - timedelta(minutes=20 * (extent.events - number))
        if number % 4:
            device_id, site_id = random.choice(things.devices)
            data: dict[str, Any] = {"port": f"GigabitEthernet1/0/{number % PORTS}", "was": "up", "now": "down"}
            kind, own = "PortStatusChanged", {"device_id": device_id, "link_id": None}
        else:
            link_id, site_id = random.choice(things.links)
            kind, data = "LinkRecovered", {"seconds": 300.0}
            own = {"device_id": None, "link_id": link_id}
        yield {"at": at, "kind": kind, "site_id": site_id, "data": data, **own}


def _add_facts(session: Session, things: _Things, extent: Extent, random: Random, now: datetime) -> None:
    session.execute(insert(Event), list(_facts(things, extent, random, now)))
    session.execute(
        insert(AuditEntry),
        [
            {
                "at": now - timedelta(minutes=11 * number),
                "office_id": 1,
                "actor": "เจ้าหน้าที่ (จำลอง)",
                "action": ("device.changed", "link.changed", "sign_in")[number % 3],
                "subject": "device",
                "subject_id": things.devices[number % len(things.devices)][0],
                "detail": {"note": ["", "x"]},
            }
            for number in range(extent.audits)
        ],
    )


def _add_samples(session: Session, things: _Things, extent: Extent, random: Random, now: datetime) -> None:
    first, others = things.links[0][0], [link_id for link_id, _site in things.links[1:]]
    midnight = now.replace(hour=0, minute=0)
    steps = (
        (LinkSample, "at", timedelta(minutes=5), extent.days_5min, now.replace(minute=now.minute // 5 * 5)),
        (LinkSampleHour, "at", timedelta(hours=1), extent.days_hours, now.replace(minute=0)),
        (LinkSampleDay, "day", timedelta(days=1), extent.days_days, midnight),
    )
    for table, key, step, days, end in steps:
        moments = [end - step * n for n in range(1, int(timedelta(days=days) / step) + 1)]
        rounds = int(step / timedelta(seconds=30))
        session.execute(delete(table))  # of a first poll
        session.execute(
            insert(table),
            [{"link_id": first, key: at.date() if key == "day" else at, **_sample(random, rounds)} for at in moments],
        )
        names = [key, *_SAMPLE_COLUMNS]
        columns = [getattr(table, name) for name in names]
        for link_id in others:
            session.execute(
                insert(table).from_select(
                    ["link_id", *names], select(literal(link_id), *columns).where(col(table.link_id) == first)
                )
            )


def _sample(random: Random, rounds: int) -> dict[str, Any]:
    rtt_ms = random.uniform(4, 40)
    lost = random.random() < 0.02
    return {
        "sent": rounds * 5,
        "received": rounds * 5 - (rounds if lost else 0),
        "rtt_min_ms": rtt_ms * 0.8,
        "rtt_avg_ms": rtt_ms,
        "rtt_p95_ms": rtt_ms * 1.6,
        "rtt_max_ms": rtt_ms * 2,
        "jitter_ms": rtt_ms * 0.1,
        "rounds": rounds,
        "rounds_down": 1 if lost else 0,
        "rounds_closed": 0,
        "rounds_maintenance": 0,
        "rounds_unknown": 0,
    }
