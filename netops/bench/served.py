"""Pages of a real web process while a real poller polls 2,000 switches beside it: `python -m netops.bench.served`.

The time is what a reader on the same machine waits. Scrapes go on through rounds of the poller, so that one which
had to wait for a round would be seen.
"""

from __future__ import annotations

import asyncio
import json
import os
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import ExitStack, closing, contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Final

import httpx
from sqlmodel import Session, select

from netops import db
from netops.bench.figures import fleet, silent_port
from netops.bench.history import Extent, add_history
from netops.bench.pages import DEVICES, Figure, Seeded, Took, addresses, check_status, cookie_of, figure, with_people
from netops.bench.seeding import seed
from netops.models.poller import PollerBeat
from netops.polling.poll import poll_once
from netops.polling.wiring import polling
from netops.settings import Settings
from netops.vault import Vault
from netops.web.app import create_app
from service.columns import utc_now
from service.database import make_engine

INTERVAL_S: Final = 10  # six times as often as usual, so that pages meet rounds
REQUESTS: Final = 10
SCRAPE_ROUNDS: Final = 4
SCRAPE_GOAL_MS: Final = 2000
READY_WITHIN_S: Final = 120


@contextmanager
def service(settings: Settings) -> Iterator[str]:
    """The poller and the web process on the data folder; yields the address of the pages."""
    with closing(socket.socket()) as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    environment = os.environ | {
        "NETOPS_DATA_DIR": str(settings.data_dir),
        "NETOPS_PORT": str(port),
        "NETOPS_SNMP_INTERVAL_S": str(INTERVAL_S),
        "NETOPS_ICMP_INTERVAL_S": str(INTERVAL_S),
    }
    with ExitStack() as stack:
        for name in ("poller", "web"):
            process = stack.enter_context(subprocess.Popen([sys.executable, "-m", "netops", name], env=environment))
            stack.callback(process.terminate)
        yield f"http://127.0.0.1:{port}"


async def walked(seeded: Seeded) -> None:
    """Each switch walked and polled once, so that the poller begins with its plans."""
    async with polling(seeded.engine, seeded.settings, seeded.vault) as poll:
        await poll_once(poll)


@contextmanager
def polled_district(*, devices: int, extent: Extent) -> Iterator[tuple[Seeded, str]]:
    """The large district on a fleet that answers, with its service running."""
    with ExitStack() as stack:
        folder = stack.enter_context(tempfile.TemporaryDirectory(prefix="netops-bench-"))
        settings = Settings(data_dir=Path(folder))
        vault = Vault.create(settings.data_dir)
        db.migrate(settings.url)
        engine = make_engine(settings.url)
        stack.callback(engine.dispose)
        port, nowhere = stack.enter_context(fleet(devices)), stack.enter_context(silent_port())
        seeded = Seeded(settings, engine, vault)
        seed(engine, vault, living=devices, ports=(port, nowhere))
        asyncio.run(walked(seeded))
        add_history(engine, vault, replace(extent, ports=0), now=utc_now())
        yield with_people(seeded), stack.enter_context(service(settings))


def wait_until_polled(client: httpx.Client) -> None:
    """Until the metrics of a switch are there; TimeoutError when they do not come."""
    until = time.monotonic() + READY_WITHIN_S
    while time.monotonic() < until:
        try:
            if client.get("/metrics/device/1").status_code == httpx.codes.OK:
                return
        except httpx.TransportError:
            pass
        time.sleep(0.2)
    raise TimeoutError("the service does not answer")


def pages(client: httpx.Client, seeded: Seeded, *, requests: int) -> list[Figure]:
    """Every route in turn, again and again, so that each meets rounds at other moments."""
    app = create_app(seeded.settings, seeded.engine, seeded.vault)
    asked = addresses(app.routes, seeded.values)
    app.state.jobs.close()
    app.state.poller.close()
    took: dict[str, list[Took]] = {path: [] for path in asked}
    sizes: dict[str, int] = {}
    for number in range(requests + 1):
        for path, address in asked.items():
            started = time.perf_counter()
            answer = client.get(address, headers=cookie_of(path, seeded))
            took[path].append(Took(1000 * (time.perf_counter() - started), 0.0))
            check_status(path, answer.status_code)
            sizes[path] = len(answer.content)
            if not number:  # caches are filled
                took[path].clear()
    return [figure(path, took[path], where="served", size=sizes[path]) for path in asked]


def scrapes(client: httpx.Client, seeded: Seeded, *, rounds: int) -> list[Figure]:
    """One switch and the whole fleet in turn until the poller has ended `rounds` rounds meanwhile."""
    took: dict[str, list[Took]] = {"/metrics/device/{device_id}": [], "/metrics": []}
    sizes: dict[str, int] = {}
    seen = {_last_round(seeded)}
    while len(seen) <= rounds:
        for path, own in took.items():
            for _ in range(1 if path == "/metrics" else 20):
                started = time.perf_counter()
                answer = client.get(path.format(device_id=1))
                own.append(Took(1000 * (time.perf_counter() - started), 0.0))
                check_status(path, answer.status_code)
                sizes[path] = len(answer.content)
        seen.add(_last_round(seeded))
    found = []
    for path, own in took.items():
        line = figure(path, own, where="scrape", size=sizes[path])
        line["note"] += f"; the slowest {max(one.ms for one in own):.0f} ms, through {rounds} rounds"
        if path == "/metrics":
            line["goal"] = SCRAPE_GOAL_MS
        found.append(line)
    return found


def _last_round(seeded: Seeded) -> object:
    with Session(seeded.engine) as session:
        return session.exec(select(PollerBeat.at).where(PollerBeat.kind == "snmp")).first()


def measure(*, devices: int, extent: Extent, requests: int, rounds: int) -> list[Figure]:
    """All figures."""
    with (
        polled_district(devices=devices, extent=extent) as (seeded, address),
        httpx.Client(base_url=address, timeout=60, trust_env=False) as client,
    ):
        wait_until_polled(client)
        return scrapes(client, seeded, rounds=rounds) + pages(client, seeded, requests=requests)


def main() -> None:
    """Print a JSON line for each route."""
    for line in measure(devices=DEVICES, extent=Extent(), requests=REQUESTS, rounds=SCRAPE_ROUNDS):
        line.pop("cpu")  # spent in another process
        sys.stdout.write(json.dumps(line, ensure_ascii=False) + "\n")


if __name__ == "__main__":
    main()
