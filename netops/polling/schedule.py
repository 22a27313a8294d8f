"""Jobs by the clock, in one event loop. A job never overlaps itself; a fault in one stops nothing."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from zoneinfo import ZoneInfo

from apscheduler.executors.asyncio import AsyncIOExecutor
from apscheduler.schedulers.asyncio import AsyncIOScheduler
from apscheduler.triggers.cron import CronTrigger
from apscheduler.triggers.interval import IntervalTrigger


@dataclass(frozen=True, slots=True)
class Job:
    """Work that comes again: every so many seconds, or each day at a local hour."""

    name: str
    work: Callable[[], Awaitable[None]]
    every_s: int = 0
    hour: int | None = None
    at_once: bool = False


@asynccontextmanager
async def scheduled(
    jobs: Sequence[Job], *, zone: ZoneInfo, on_fault: Callable[[str, BaseException], None]
) -> AsyncIterator[None]:
    """Run the jobs while inside. At the end no job starts any more, and those under way are waited for."""
    running: set[asyncio.Task[None]] = set()

    async def run(job: Job) -> None:
        task = asyncio.current_task()
        assert task is not None
        running.add(task)
        try:
            await job.work()
        except Exception as error:
            on_fault(job.name, error)
        finally:
            running.discard(task)

    scheduler = AsyncIOScheduler(timezone=zone, executors={"default": AsyncIOExecutor()})
    for job in jobs:
        trigger = (
            CronTrigger(hour=job.hour, timezone=zone)
            if job.hour is not None
            else IntervalTrigger(seconds=job.every_s, timezone=zone)
        )
        first = {"next_run_time": datetime.now(zone)} if job.at_once else {}
        # A round that comes late runs once, not as often as it was missed.
        scheduler.add_job(
            partial(run, job),
            trigger,
            id=job.name,
            name=job.name,
            max_instances=1,
            coalesce=True,
            misfire_grace_time=None,
            **first,
        )
    scheduler.start()
    try:
        yield
    finally:
        scheduler.pause()
        if running:
            await asyncio.wait(running)
        scheduler.shutdown(wait=False)
