"""`netops poll --once`: everything once through the whole pipeline, and what it cost."""

from __future__ import annotations

import asyncio
import json
import resource
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Annotated

import typer

from inventory.models.outage import Subject
from netops.pipeline import Heard
from netops.polling.wiring import Poll, polling
from netops.settings import Settings, get_settings
from netops.vault import Vault
from service.database import make_engine


@dataclass(frozen=True, slots=True)
class Cost:
    """One round. CPU of all threads and child processes, from the first request to commit and rendered metrics.

    The blocks of `/metrics` are rendered then; joining them into a page is a scrape's cost.
    """

    devices: int
    ok: int
    failed: int
    seconds: float
    cpu_seconds: float
    rss_mb: float


def cpu_seconds() -> float:
    """User and system time of this process, its threads and its ended children."""
    children = resource.getrusage(resource.RUSAGE_CHILDREN)
    return time.process_time() + children.ru_utime + children.ru_stime


def rss_mb() -> float:
    """Memory held now, in units of 2**20 bytes."""
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return pages * resource.getpagesize() / 2**20


async def poll_once(poll: Poll) -> Cost:
    """One round of everything. Devices that were never walked are walked, and then polled by their new plan."""
    await poll.rounds.reload()
    started, cpu = time.perf_counter(), cpu_seconds()
    walked = poll.rounds.walks.done
    heard, echoes = await asyncio.gather(poll.rounds.snmp_round(), poll.rounds.echo_round())
    await poll.rounds.walks.wait()
    if poll.rounds.walks.done > walked:
        heard = await poll.rounds.snmp_round()
    seen = _devices(heard) | _devices(echoes)
    return Cost(
        devices=len(seen),
        ok=sum(seen.values()),
        failed=len(seen) - sum(seen.values()),
        seconds=round(time.perf_counter() - started, 3),
        cpu_seconds=round(cpu_seconds() - cpu, 3),
        rss_mb=round(rss_mb(), 1),
    )


def _devices(heard: Heard) -> dict[int, bool]:
    """Whether each device answered. One that could not be asked at all has failed too."""
    answered = {
        thing_id: seen.received > 0 for (subject, thing_id), seen in heard.seen.items() if subject is Subject.DEVICE
    }
    return answered | {thing_id: False for subject, thing_id in heard.unseen if subject is Subject.DEVICE}


async def _run(settings: Settings, repeat: int, tell: Callable[[Cost], None]) -> None:
    engine = make_engine(settings.url)
    try:
        async with polling(engine, settings, Vault.open(settings.data_dir)) as poll:
            for _ in range(repeat):
                tell(await poll_once(poll))
    finally:
        engine.dispose()


def poll(
    once: Annotated[bool, typer.Option("--once", help="poll now and end; the service polls by itself")] = False,
    repeat: Annotated[int, typer.Option("--repeat", min=1, help="rounds, one after the other")] = 1,
    as_json: Annotated[bool, typer.Option("--json", help="one JSON line for each round")] = False,
) -> None:
    """Poll everything through the whole pipeline: ask, decode, reconcile, store, judge, render metrics."""
    if not once:
        raise typer.BadParameter("say --once; to poll continuously run `netops serve`")

    def tell(cost: Cost) -> None:
        if as_json:
            typer.echo(json.dumps(asdict(cost)))
            return
        typer.echo(
            f"{cost.ok} of {cost.devices} devices answered, {cost.failed} failed, in {cost.seconds:.1f} s "
            f"({cost.cpu_seconds:.2f} s of CPU, {cost.rss_mb:.0f} MB)"
        )

    asyncio.run(_run(get_settings(), repeat, tell))
