"""When a device is walked again: one cut short soon, though not for ever; one that was whole after the interval."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from contextlib import closing
from datetime import UTC, datetime, timedelta
from typing import Any

from collectors.observation import DeviceObservation
from collectors.snmp.hub import SnmpHub
from netops.polling.walks import FIRST_RETRY, HALF_WALKS, Walks
from tests.integration.servers.agent import read_recording, serving, target

INTERVAL = timedelta(hours=24)
DEVICE = 7


def walked(times: int, *, silent_after: int | None = None) -> tuple[list[DeviceObservation], list[bool]]:
    """What each of so many walks stored, and whether the device was due again just after it."""
    stored: list[DeviceObservation] = []
    due: list[bool] = []

    async def store(_: int, observation: DeviceObservation, __: Mapping[str, Any]) -> None:
        stored.append(observation)

    async def run() -> None:
        with closing(SnmpHub()) as hub:
            walks = Walks(hub, store=store, interval=INTERVAL)
            at = datetime.now(UTC)
            for _ in range(times):
                async with serving(read_recording("generic/ups"), silent_after=silent_after) as port:
                    at += timedelta(days=1)  # past every pause
                    walks.start(DEVICE, target("it", port), at)
                    await walks.wait()
                due.append(walks.is_due(DEVICE, at, at))

    asyncio.run(run())
    return stored, due


def test_a_device_that_said_everything_is_left_alone_until_its_day() -> None:
    ((stored,), due) = walked(1)
    assert stored.sensors
    assert due == [False]


def test_a_device_that_fell_silent_in_the_middle_is_walked_again_but_not_for_ever() -> None:
    stored, due = walked(HALF_WALKS, silent_after=6)
    assert not stored[0].sensors
    assert due == [True] * (HALF_WALKS - 1) + [False]


def test_a_walk_cut_short_is_not_begun_anew_at_once() -> None:
    begun: list[int] = []

    async def store(_: int, __: DeviceObservation, ___: Mapping[str, Any]) -> None:
        begun.append(1)

    async def run() -> None:
        with closing(SnmpHub()) as hub:
            walks = Walks(hub, store=store, interval=INTERVAL)
            for pause in (timedelta(), FIRST_RETRY / 2, FIRST_RETRY * 2):
                async with serving(read_recording("generic/ups"), silent_after=6) as port:
                    walks.start(DEVICE, target("it", port), datetime.now(UTC) + pause)
                    await walks.wait()

    asyncio.run(run())
    assert len(begun) == 2
