"""Jobs come again, never overlap, and a fault in one stops nothing."""

from __future__ import annotations

import asyncio
from zoneinfo import ZoneInfo

from netops.polling.schedule import Job, scheduled

ZONE = ZoneInfo("Asia/Bangkok")


def test_a_failing_job_is_told_and_comes_again_beside_the_others() -> None:
    faults: list[str] = []
    worked = asyncio.Event()

    async def fail() -> None:
        raise ValueError("a fault of ours")

    async def work() -> None:
        if len(faults) >= 1:
            worked.set()

    async def play() -> None:
        jobs = [Job("bad", fail, every_s=1, at_once=True), Job("good", work, every_s=1, at_once=True)]
        async with scheduled(jobs, zone=ZONE, on_fault=lambda name, error: faults.append(f"{name}: {error}")):
            async with asyncio.timeout(10):
                await worked.wait()

    asyncio.run(play())
    assert faults[0] == "bad: a fault of ours"


def test_at_the_end_what_runs_is_waited_for() -> None:
    ended: list[bool] = []

    async def play() -> None:
        started, may_end = asyncio.Event(), asyncio.Event()

        async def slow() -> None:
            started.set()
            await may_end.wait()
            ended.append(True)

        async with scheduled([Job("slow", slow, every_s=60, at_once=True)], zone=ZONE, on_fault=print):
            await started.wait()
            asyncio.get_running_loop().call_later(0.05, may_end.set)
        assert ended == [True]

    asyncio.run(play())
    assert ended == [True]
