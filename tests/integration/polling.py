"""A steady poller, its readings, and a switch whose rows change between rounds."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from contextlib import AsyncExitStack, closing

from collectors.reading import Column, Reading
from collectors.snmp.hub import SnmpHub
from collectors.snmp.plan import COLUMN_OIDS, UPTIME, PlanPort, PollPlan
from collectors.snmp.session import Oid, Tag, VarBind
from collectors.snmp.steady import SteadyPoller
from collectors.target import SnmpTuning, SnmpVersion
from tests.integration.servers.liar import Liar, lying

LOAD: Oid = (1, 3, 6, 1, 2, 1, 25, 3, 3, 1, 2, 1)
QUICK = SnmpTuning(timeout_ms=150, retries=1)
TEXTS = {Column.NAME: b"Gi0/%d", Column.ALIAS: b"room %d"}
TAGS = {Column.IN_OCTETS: Tag.COUNTER64, Column.OUT_OCTETS: Tag.COUNTER64, Column.OPER_STATUS: Tag.INTEGER}


class Switch:
    """The rows of a switch, to be changed between rounds."""

    def __init__(self, ports: int = 12) -> None:
        self.values: dict[Oid, tuple[int, int | bytes]] = {UPTIME: (Tag.TIMETICKS, 5000), LOAD: (Tag.INTEGER, 9)}
        for number, column in enumerate(Column, 1):
            for port in range(1, ports + 1):
                text = TEXTS.get(column)
                tag = Tag.OCTET_STRING if text else TAGS.get(column, Tag.GAUGE32)
                value = text % port if text else number * 1000 + port
                self.values[(*COLUMN_OIDS[column], port)] = (tag, value)
        self.plan = PollPlan.build([PlanPort(port) for port in range(1, ports + 1)], [LOAD], QUICK)

    def set(self, column: Column, port: int, value: int | bytes) -> None:
        tag, _ = self.values[(*COLUMN_OIDS[column], port)]
        self.values[(*COLUMN_OIDS[column], port)] = (tag, value)

    def pass_time(self, ticks: int = 100) -> None:
        tag, uptime = self.values[UPTIME]
        assert isinstance(uptime, int)
        self.values[UPTIME] = (tag, uptime + ticks)

    def rows(self) -> list[VarBind]:
        return sorted(VarBind(oid, tag, value) for oid, (tag, value) in self.values.items())


class Polling:
    """A poller, its readings of the last round by key, and the agents that it asks."""

    def __init__(self, poller: SteadyPoller, stack: AsyncExitStack) -> None:
        self.poller = poller
        self.stack = stack
        self.readings: list[Reading] = []
        self.told: list[Reading] = []

    async def start(self, key: str, liar: Liar, plan: PollPlan, *, version: SnmpVersion = SnmpVersion.V2C) -> None:
        """Start an agent and have it polled."""
        await self.stack.enter_async_context(lying(liar))
        target = liar.target(version=version, tuning=QUICK).model_copy(update={"key": key})
        self.poller.put(target, plan)

    async def round(self, *keys: str) -> dict[str, Reading]:
        """One round; exactly one reading for each key."""
        self.told.clear()
        await self.poller.round(keys)
        assert sorted(reading.key for reading in self.told) == sorted(keys)
        return {reading.key: reading for reading in self.told}


def polling(test: Callable[[Polling], Awaitable[None]], *, most_in_flight: int = 400) -> None:
    """Run a test with a poller of its own."""

    async def run() -> None:
        with closing(SnmpHub()) as hub:
            told: list[Reading] = []
            poller = SteadyPoller(on_reading=told.append, hub=hub, most_in_flight=most_in_flight)
            async with AsyncExitStack() as stack:
                mine = Polling(poller, stack)
                mine.told = told
                try:
                    await test(mine)
                finally:
                    await poller.close()

    asyncio.run(run())


def failure(reading: Reading) -> str:
    return reading.failure.reason if reading.failure else ""
