"""`python -m netops.bench.risks`: what re-scoring takes after a poll, with 2,000 devices and some 500 risks."""

from __future__ import annotations

import gc
import json
import statistics
import sys
import time
from datetime import UTC, datetime, timedelta
from typing import Any, Final

from sqlalchemy import Engine, func, insert
from sqlmodel import Session, col, select

from inventory.models.device import Device, DeviceSupport, Interface
from inventory.models.outage import Cause, Outage, Subject
from inventory.models.site import Contact, PupilCount
from netops.bench.seeding import passing_office
from risk.models.register import Risk
from risk.store.scoring import rescore
from risk.terms import RiskState
from service.database import reading, transaction

DEVICES: Final = 2000
PORTS: Final = 28
FAILING: Final = 150  # devices that fell silent three times
ENDING: Final = 120  # devices at the end of their support
ROUNDS: Final = 15
NOW: Final = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)
GOAL_MS: Final = 200
Took = tuple[float, float]  # milliseconds by the clock, and of the processor


def shape(session: Session) -> None:
    """Ports, pupils, contacts, a year of outages, and devices at their end."""
    device_ids = session.exec(select(Device.id).order_by(col(Device.id))).all()
    sites = dict(session.exec(select(Device.id, Device.site_id)).all())
    session.execute(
        insert(Interface),
        [
            {"device_id": device_id, "if_index": n, "name": f"port{n}", "type": 6, "position": n,
             "oper_status": "up" if n % 3 else "down", "first_seen_at": NOW}
            for device_id in device_ids
            for n in range(1, PORTS + 1)
        ],
    )  # fmt: skip
    session.execute(
        insert(Outage),
        [
            _outage(device_id or 0, sites[device_id], days)
            for place, device_id in enumerate(device_ids)
            for days in ((5, 25, 45) if place < FAILING else (300,))
        ],
    )
    session.execute(
        insert(DeviceSupport),
        [
            {"device_id": device_id, "written_at": NOW, "firmware": "newest",
             "end_of_support": (NOW - timedelta(days=100)).date() if place < ENDING else None}
            for place, device_id in enumerate(device_ids)
        ],
    )  # fmt: skip
    for site_id in set(sites.values()):
        session.add(PupilCount(site_id=site_id, year=2569, pupils=100 + site_id % 700))
        session.add_all(Contact(site_id=site_id, name=f"ผู้ติดต่อ {n}") for n in range(2))


def _outage(device_id: int, site_id: int, days: int) -> dict[str, Any]:
    at = NOW - timedelta(days=days)
    return {
        "subject": Subject.DEVICE, "subject_id": device_id, "site_id": site_id, "started_at": at, "confirmed_at": at,
        "ended_at": at + timedelta(hours=1), "cause": Cause.EQUIPMENT,
    }  # fmt: skip


def measure() -> list[dict[str, Any]]:
    """The first look, which opens all; looks after which nothing moved; and one after which ten moved."""
    with passing_office(devices=DEVICES) as engine:
        with transaction(engine) as session:
            shape(session)
        first = _look(engine, NOW)
        gc.collect()  # as the poller does when it is ready
        gc.freeze()
        calm = [_look(engine, NOW + timedelta(minutes=n)) for n in range(1, ROUNDS + 1)]
        moved = [_after_silences(engine, n) for n in range(5)]
        with reading(engine) as session:
            live = session.exec(select(func.count()).where(Risk.state != RiskState.CLOSED)).one()
    what = {"devices": DEVICES, "risks": live, "goal_ms": GOAL_MS}
    return [
        {"figure": "risks, the first look", **what, **_spread([first])},
        {"figure": "risks, nothing moved", **what, **_spread(calm)},
        {"figure": "risks, ten moved", **what, **_spread(moved)},
    ]


def _look(engine: Engine, now: datetime) -> Took:
    began, worked = time.perf_counter(), time.process_time()
    with transaction(engine) as session:
        rescore(session, 1, now)
    return 1000 * (time.perf_counter() - began), 1000 * (time.process_time() - worked)


def _after_silences(engine: Engine, number: int) -> Took:
    """Ten devices fall silent twice more: their class rises."""
    chosen = range(1 + 10 * number, 11 + 10 * number)
    with transaction(engine) as session:
        found = session.exec(select(Device).where(col(Device.id).in_(chosen))).all()
        session.execute(insert(Outage), [_outage(one.id or 0, one.site_id, days) for one in found for days in (1, 2)])
    return _look(engine, NOW + timedelta(hours=1 + number))


def _spread(looks: list[Took]) -> dict[str, float]:
    clock, cpu = ([look[at] for look in looks] for at in (0, 1))
    return {
        "median_ms": round(statistics.median(clock), 1),
        "slowest_ms": round(max(clock), 1),
        "cpu_ms": round(statistics.median(cpu), 1),
        "slowest_cpu_ms": round(max(cpu), 1),
    }


if __name__ == "__main__":
    for figure in measure():
        sys.stdout.write(json.dumps(figure, ensure_ascii=False) + "\n")
