"""How long the claims of a month take: `python -m netops.bench.claims`, 150 links, five-minute samples of 30 days."""

from __future__ import annotations

import json
import sys
import tempfile
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path
from random import Random
from typing import Any, Final

from sqlalchemy import Engine, insert, literal, update
from sqlalchemy import select as select_columns
from sqlmodel import Session, col, select

from inventory.models.contract import Contract
from inventory.models.link import Link, LinkSample
from inventory.models.outage import Cause, Outage, Probe, Subject
from inventory.queries.claims import claimable
from inventory.queries.evidence import COLUMNS
from inventory.queries.sight import Sight
from netops import db
from netops.audit import Actor
from netops.bench.seeding import DEVICES_A_SITE, seed
from netops.polling.months import keep_months
from netops.polling.poll import cpu_seconds
from netops.vault import Vault
from netops.work.claims_job import Links, claims_work
from netops.work.jobs import Progress
from service.database import make_engine, reading, transaction

LINKS: Final = 150
OUTAGES_A_LINK: Final = 12
START: Final = datetime(2026, 10, 31, 17, tzinfo=UTC)  # midnight of 1 November in Bangkok
SPANS: Final = 30 * 288
AFTER: Final = datetime(2026, 12, 5, tzinfo=UTC)


def measured(folder: Path) -> dict[str, Any]:
    """Drafts all claims of the month with letter and annex, and keeps its months."""
    engine = make_engine(f"sqlite:///{folder / 'netops.sqlite3'}")
    db.migrate(str(engine.url))
    seed(engine, Vault.create(folder), living=LINKS * DEVICES_A_SITE, ports=(161, 161))
    _history(engine)
    begun, cpu = time.monotonic(), cpu_seconds()
    with reading(engine) as session:
        links = Links(claimable(session, Sight(1)), START.date() + timedelta(days=1))
    came = claims_work(engine, links, actor=Actor("bench", 1), at=AFTER)(Progress())
    seconds, cpu_s = time.monotonic() - begun, cpu_seconds() - cpu
    begun = time.monotonic()
    keep_months(engine, AFTER)
    months_s = time.monotonic() - begun
    engine.dispose()
    return {
        "figure": "claims",
        "links": LINKS,
        "samples": LINKS * SPANS,
        "outages": LINKS * OUTAGES_A_LINK,
        "packs": came["due"],
        "nothing_due": came["nothing"],
        "due_satang": came["total_satang"],
        "seconds": round(seconds, 1),
        "cpu_s": round(cpu_s, 1),
        "months_s": round(months_s, 1),
    }


def _history(engine: Engine) -> None:
    random = Random(1)  # noqa: S311 - figures that repeat, no secret
    with transaction(engine) as session:
        terms: dict[str, Any] = {
            "excluded": ["power", "planned", "ours"],
            "repair_minutes": 240,
            "formula": {"rates": [{"kind": "percent_per_hour", "percent": "0.035"}]},
        }
        session.add(Contract(id=1, office_id=1, provider_id=1, number="1/2569", **terms))
        session.flush()
        session.execute(update(Link).values(contract_id=1, price_satang_month=107_000, speed_bps=500_000_000))
        for link_id, site_id in session.exec(select(Link.id, Link.site_id)).all():
            assert link_id is not None
            if link_id == 1:
                session.execute(insert(LinkSample), [_sample(random, link_id, number) for number in range(SPANS)])
            else:
                _copy_samples(session, link_id)
            _outages(session, random, link_id, site_id)


def _copy_samples(session: Session, link_id: int) -> None:
    """Those of the first link, by the database itself: seeding is not what is measured."""
    columns = [column for column in COLUMNS if column.name != "link_id"]
    first = select_columns(literal(link_id), *columns).where(col(LinkSample.link_id) == 1)
    session.execute(insert(LinkSample).from_select(["link_id", *(column.name for column in columns)], first))


def _outages(session: Session, random: Random, link_id: int, site_id: int) -> None:
    for number in range(OUTAGES_A_LINK):
        began = START + timedelta(days=2.4 * number, seconds=random.randrange(86400))
        outage = Outage(
            subject=Subject.LINK,
            subject_id=link_id,
            site_id=site_id,
            started_at=began,
            confirmed_at=began + timedelta(seconds=90),
            ended_at=began + timedelta(seconds=random.randrange(60, 30_000)),
            method="icmp",
            cause=random.choice(list(Cause)),
        )
        session.add(outage)
        session.flush()
        session.add_all(
            Probe(outage_id=outage.id or 0, at=began + timedelta(seconds=30 * step), method="icmp", answered=False)
            for step in range(4)
        )


def _sample(random: Random, link_id: int, number: int) -> dict[str, Any]:
    rtt_ms = random.uniform(5, 40)
    return {
        "link_id": link_id,
        "at": START + timedelta(minutes=5 * number),
        "sent": 50,
        "received": 50,
        "rtt_min_ms": rtt_ms * 0.8,
        "rtt_avg_ms": rtt_ms,
        "rtt_p95_ms": rtt_ms * 1.4,
        "rtt_max_ms": rtt_ms * 2,
        "jitter_ms": rtt_ms * 0.1,
        "rounds": 10,
        "rounds_down": 0,
        "rounds_closed": 0,
        "rounds_maintenance": 0,
        "rounds_unknown": 0,
    }


def main() -> None:
    """Measure and print the JSON line."""
    with tempfile.TemporaryDirectory() as folder:
        sys.stdout.write(json.dumps(measured(Path(folder))) + "\n")


if __name__ == "__main__":
    main()
