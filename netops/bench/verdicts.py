"""`python -m netops.bench.verdicts`: what deciding states and alerts takes after a poll, without asking anything."""

from __future__ import annotations

import gc
import json
import shutil
import statistics
import sys
import tempfile
import time
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, Final

from sqlalchemy import Engine, insert, update
from sqlmodel import Session, col, select

from inventory.models.device import Device
from inventory.models.link import Check, Link, Provider
from inventory.models.outage import Subject
from inventory.models.site import Site
from inventory.state import Limits, Seen
from netops import db
from netops.bench.seeding import seed
from netops.models.alert import Alert, AlertKind
from netops.models.person import Person, Role
from netops.notify.alerts import review, tell
from netops.pipeline import Heard, Pipeline
from netops.vault import Vault
from netops.watched import roster
from netops.watched.roster import Thing
from service.database import make_engine, reading, transaction

DEVICES: Final = 2000
PROVIDERS: Final = 10
OFFICERS: Final = 5  # IT people who are mailed
DISTRICTS: Final = 8
CALM: Final = 20  # rounds in which all answer
FALLS: Final = 5  # times that a provider falls
ROUND: Final = timedelta(minutes=1)
START: Final = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)
GOAL_MS: Final = 100


def shape(session: Session) -> None:
    """Ten providers, links probed by themselves, each school's devices behind its router, and people to mail."""
    session.execute(
        insert(Provider), [{"id": n, "office_id": 1, "name": f"ผู้ให้บริการจำลอง {n}"} for n in range(2, PROVIDERS + 1)]
    )
    for link in session.exec(select(Link)):
        link.check, link.check_address = Check.ICMP, f"127.2.0.{link.site_id}"
        link.provider_id = link.site_id % PROVIDERS + 1
        behind = (col(Device.site_id) == link.site_id) & (col(Device.id) != link.device_id)
        session.execute(update(Device).where(behind).values(parent_id=link.device_id))
    for site in session.exec(select(Site)):
        number = (site.id or 0) % DISTRICTS
        site.district, site.sub_district = f"อำเภอ {number}", f"ตำบล {site.id}"
    session.add_all(
        Person(
            office_id=1,
            name=f"officer {n}",
            username=f"officer{n}",
            email=f"officer{n}@office.example",
            role=Role.IT,
            alerts=True,
        )
        for n in range(OFFICERS)
    )


@dataclass(slots=True, order=True)
class Took:
    """Milliseconds by the clock, and of the processor."""

    ms: float = 0.0
    cpu_ms: float = 0.0


@contextmanager
def timed() -> Iterator[Took]:
    """Filled in when the block is left."""
    took = Took()
    clock, cpu = time.perf_counter(), time.process_time()
    yield took
    took.ms, took.cpu_ms = 1000 * (time.perf_counter() - clock), 1000 * (time.process_time() - cpu)


class Rounds:
    """Rounds of one pipeline, a minute apart; each tells how long it took."""

    def __init__(self, engine: Engine, vault: Vault) -> None:
        self.engine = engine
        self.pipeline = Pipeline(engine, limits=Limits(), tell=tell)
        self.now = START
        with reading(engine) as session:
            watched = roster.load(session, vault.unseal)
        self.things: list[Thing] = [(Subject.LINK, n) for n in watched.links]
        self.things += [(Subject.DEVICE, n) for n in watched.devices]
        self.links_of_first = {
            (Subject.LINK, link.id) for link in watched.links.values() if link.site_id % PROVIDERS == 0
        }
        self.fallen = self.links_of_first | {
            (Subject.DEVICE, device.id) for device in watched.devices.values() if device.site_id % PROVIDERS == 0
        }
        self.pipeline.watch(watched, self.now)

    def run(self, silent: Collection[Thing] = ()) -> Took:
        """What one round took to be judged, stored and told."""
        self.now += ROUND
        heard = Heard(kind="icmp", at=self.now)
        for thing in self.things:
            answered = thing not in silent
            heard.seen[thing] = Seen(self.now, "icmp", 5, 5 * answered, 10.0 if answered else None)
        with timed() as took:
            self.pipeline.polled(heard)
        return took

    def look_again(self) -> Took:
        """What the review that follows now and then took."""
        with timed() as took, transaction(self.engine) as session:
            review(session, at=self.now)
        return took


@contextmanager
def rounds() -> Iterator[Rounds]:
    """A fresh inventory of 2,000 devices whose things were all heard often enough."""
    folder = Path(tempfile.mkdtemp(prefix="netops-bench-"))
    url, vault = f"sqlite:///{folder / 'netops.db'}", Vault.create(folder)
    db.migrate(url)
    engine = make_engine(url)
    try:
        seed(engine, vault, living=DEVICES, ports=(161, 161))
        with transaction(engine) as session:
            shape(session)
        played = Rounds(engine, vault)
        gc.collect()  # as the poller does when it is ready
        gc.freeze()
        yield played
    finally:
        engine.dispose()
        shutil.rmtree(folder)


def measure() -> list[dict[str, Any]]:
    """A round in which everything answers, and the round in which twenty links of one provider are found cut."""
    with rounds() as played:
        played.run()
        calm = [played.run() for _ in range(CALM)]
        fell, back, reviewed = [], [], []
        for _ in range(FALLS):
            fell.append(max(played.run(played.fallen) for _ in range(Limits().down_of)))
            reviewed.append(played.look_again())
            back.append(max(played.run() for _ in range(3)))
            played.now += timedelta(hours=2)  # or the links would flap
            played.run()
        with reading(played.engine) as session:
            told = len(session.exec(select(Alert).where(Alert.kind == AlertKind.PROVIDER_OUTAGE)).all())
            others = len(session.exec(select(Alert)).all()) - told
    fleet = {"devices": DEVICES, "links": len(played.things) - DEVICES, "goal_ms": GOAL_MS}
    return [
        {"figure": "verdicts, all answer", **fleet, **_spread(calm)},
        {
            "figure": "verdicts, a provider falls",
            **fleet,
            "cut_links": len(played.links_of_first),
            "silent_devices": len(played.fallen) - len(played.links_of_first),
            "provider_alerts": told,
            "other_alerts": others,
            **_spread(fell),
            "back": _spread(back),
            "review": _spread(reviewed),
        },
    ]


def _spread(values: list[Took]) -> dict[str, float]:
    return {
        "median_ms": round(statistics.median(each.ms for each in values), 1),
        "slowest_ms": round(max(each.ms for each in values), 1),
        "cpu_median_ms": round(statistics.median(each.cpu_ms for each in values), 1),
    }


if __name__ == "__main__":
    for figure in measure():
        sys.stdout.write(json.dumps(figure, ensure_ascii=False) + "\n")
