"""One figure a run: `python -m netops.bench.figures NAME`, so that each is measured in a fresh process."""

from __future__ import annotations

import asyncio
import json
import shutil
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import asynccontextmanager, contextmanager
from pathlib import Path
from typing import Any

from collectors.icmp import sweep
from collectors.observation import EchoSeen
from collectors.reading import Reading
from collectors.snmp.hub import SnmpHub
from collectors.snmp.steady import SteadyPoller
from inventory.models.outage import Subject
from netops import db
from netops.bench.seeding import seed, switch_address
from netops.polling.local_service import LocalServer, Served, local_app
from netops.polling.poll import cpu_seconds, poll_once, rss_mb
from netops.polling.poller_client import PollerClient
from netops.polling.watching import load_memories
from netops.polling.wiring import Poll, polling
from netops.settings import Settings
from netops.vault import Vault
from service.database import make_engine, reading

ROUNDS = 9
PAUSE_S = 0.3  # between rounds, so that counters move as they do in life
VALUES = 309  # sysUpTime and 28 ports x 11 columns
Figure = dict[str, Any]


@contextmanager
def fleet(devices: int) -> Iterator[int]:
    """Simulated switches in a process of their own; yields their UDP port."""
    command = [sys.executable, "-m", "netops.simulation.fleet", "--devices", str(devices)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        try:
            assert process.stdout is not None
            yield int(process.stdout.readline().split()[1])
        finally:
            process.terminate()


@asynccontextmanager
async def polled(*, living: int, dead: int = 0) -> AsyncIterator[tuple[Poll, Settings]]:
    """A poll of a fresh inventory whose living devices were walked once."""
    folder = Path(tempfile.mkdtemp(prefix="netops-bench-"))
    settings = Settings(data_dir=folder, snmp_interval_s=60)
    vault = Vault.create(folder)
    db.migrate(settings.url)
    engine = make_engine(settings.url)
    try:
        with fleet(living) as port, silent_port() as nowhere:
            seed(engine, vault, living=living, dead=dead, ports=(port, nowhere))
            async with polling(engine, settings, vault) as poll:
                await poll_once(poll)
                yield poll, settings
    finally:
        engine.dispose()
        shutil.rmtree(folder)


@contextmanager
def silent_port() -> Iterator[int]:
    """A UDP port open on every loopback address that takes requests and never answers."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as sock:
        sock.setsockopt(socket.SOL_SOCKET, socket.SO_BINDTODEVICE, b"lo")
        sock.bind(("", 0))
        port: int = sock.getsockname()[1]
        yield port


async def steady() -> Figure:
    """The whole pipeline on one core, and what takes the time."""
    async with polled(living=1000) as (poll, settings):
        costs = []
        for _ in range(ROUNDS):
            await asyncio.sleep(PAUSE_S)
            costs.append((await poll_once(poll)).cpu_seconds)
        whole = statistics.median(costs)
        asking, taking = await breakdown(poll, settings)
        return {
            "figure": "steady",
            "devices": 1000,
            "values_each": VALUES,
            "devices_per_cpu_second": round(1000 / whole),
            "cpu_us_per_device": round(1e6 * whole / 1000),
            "ask_decode_us": round(asking),
            "rates_and_metrics_us": round(taking),
            "judge_store_rest_us": round(1e6 * whole / 1000 - asking - taking),
            "ask_decode_only_devices_per_cpu_second": round(1e6 / asking),
            "goal": 2000,
        }


async def breakdown(poll: Poll, settings: Settings) -> tuple[float, float]:
    """CPU microseconds a device: asking and decoding alone; rates and metric blocks alone."""
    targets = {d.id: d.snmp for d in poll.pipeline.roster.devices.values() if d.snmp is not None}
    engine = make_engine(settings.url)
    with reading(engine) as session:
        memories = load_memories(session, targets)
    engine.dispose()
    readings: list[Reading] = []
    hub = SnmpHub()
    poller = SteadyPoller(on_reading=readings.append, hub=hub)
    for device_id, target in targets.items():
        plan = memories[device_id].plan
        if plan is not None:
            poller.put(target, plan)
    asking: list[float] = []
    taking: list[float] = []
    for _ in range(ROUNDS):
        await asyncio.sleep(PAUSE_S)
        readings.clear()
        started = time.process_time()
        await poller.round([str(device_id) for device_id in targets])
        asking.append(time.process_time() - started)
        started = time.process_time()
        for answer in readings:
            _moved, blocks = poll.rounds.watched[int(answer.key)].take(answer)
            if blocks is not None:
                poll.board.put_device(int(answer.key), blocks)
        taking.append(time.process_time() - started)
    await poller.close()
    hub.close()
    return 1e6 * statistics.median(asking) / len(targets), 1e6 * statistics.median(taking) / len(targets)


async def dead() -> Figure:
    """1,000 dead among 2,000: when the last living one had answered, and when the round was over."""
    async with polled(living=1000, dead=1000) as (poll, _):
        living, whole, fewest = [], [], 1000
        for _number in range(5):
            await asyncio.sleep(PAUSE_S)
            started = time.time()
            heard = await poll.rounds.snmp_round()
            whole.append(time.time() - started)
            answered = [
                seen.at.timestamp()
                for (subject, _), seen in heard.seen.items()
                if subject is Subject.DEVICE and seen.received
            ]
            fewest = min(fewest, len(answered))
            living.append(max(answered) - started)
        return {
            "figure": "dead",
            "devices": 2000,
            "dead": 1000,
            "living_answered_at_least": fewest,
            "living_done_seconds": round(statistics.median(living), 3),
            "round_seconds": round(statistics.median(whole), 3),
            "goal": "living not delayed by more than one timeout (1.5 s)",
        }


async def scrape() -> Figure:
    """A scrape of 1,000 devices through the local service, as the web process fetches it."""
    async with polled(living=1000) as (poll, settings):
        server = LocalServer(local_app(Served(poll.board, poll.rounds.watched, {})), settings.data_dir)
        serving = asyncio.create_task(server.run_until_stopped())
        client = PollerClient(settings.data_dir)
        async with asyncio.timeout(10):
            while await asyncio.to_thread(client.metrics) is None:  # noqa: ASYNC110 -- it opens the socket by itself
                await asyncio.sleep(0.01)
        started = time.perf_counter()
        page = await asyncio.to_thread(client.metrics)
        seconds = time.perf_counter() - started
        started = time.perf_counter()
        poll.board.page()
        joining = time.perf_counter() - started
        client.close()
        server.should_exit = True
        await serving
        assert page is not None
        return {
            "figure": "scrape",
            "samples": sum(1 for line in page.splitlines() if not line.startswith(b"#")),
            "megabytes": round(len(page) / 1e6, 1),
            "seconds": round(seconds, 3),
            "joining_seconds": round(joining, 4),
            "goal": "280,000 samples under 1 s",
        }


async def memory() -> Figure:
    """2,000 devices with two hours of history of every port."""
    async with polled(living=2000) as (poll, _):
        await poll_once(poll)
        await poll_once(poll)
        fresh = rss_mb()
        for watching in poll.rounds.watched.values():
            history = watching.ports.history
            flat = {name: [1.0] * history.ports for name in ("in_bps", "out_bps")}
            for number in range(history.rounds):
                history.add(float(number), flat)
        poll.board.page()
        return {
            "figure": "memory",
            "devices": 2000,
            "ports": 56_000,
            "rss_mb": round(rss_mb(), 1),
            "rss_mb_without_history": round(fresh, 1),
            "goal": 400,
        }


async def icmp() -> Figure:
    """1,000 targets x 5 packets on loopback."""
    targets = {str(n): switch_address(n) for n in range(1000)}
    started, cpu = time.perf_counter(), cpu_seconds()
    answers = await sweep(targets, packets=5, timeout_s=2.0)
    answered = sum(a.received for a in answers.values() if isinstance(a, EchoSeen))
    return {
        "figure": "icmp",
        "targets": 1000,
        "packets": 5000,
        "answered": answered,
        "seconds": round(time.perf_counter() - started, 3),
        "cpu_seconds": round(cpu_seconds() - cpu, 3),
        "goal": "under 5 s",
    }


FIGURES: dict[str, Callable[[], Awaitable[Figure]]] = {
    "steady": steady,
    "dead": dead,
    "scrape": scrape,
    "memory": memory,
    "icmp": icmp,
}


def main(name: str) -> None:
    """Measure one figure and print its JSON line."""

    async def run() -> None:
        sys.stdout.write(json.dumps(await FIGURES[name]()) + "\n")

    asyncio.run(run())


if __name__ == "__main__":
    main(sys.argv[1])
