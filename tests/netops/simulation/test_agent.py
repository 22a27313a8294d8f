"""A simulated agent is a real SNMP agent: net-snmp's own tools are satisfied with it."""

from __future__ import annotations

import asyncio
import subprocess
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import replace

import pytest

from netops.simulation.agent import Agent, SimDevice
from netops.simulation.equipment import Equipment, mib_of
from netops.simulation.fleet import SWITCH, fleet

pytestmark = [pytest.mark.anyio, pytest.mark.peer("snmpget", "snmpbulkwalk")]

UPTIME = "1.3.6.1.2.1.1.3.0"
NAME = "1.3.6.1.2.1.1.5.0"
IN_OCTETS = "1.3.6.1.2.1.31.1.1.1.6"
ADDRESS = "127.1.0.1"


class Clock:
    """Seconds that pass when the test says so."""

    def __init__(self) -> None:
        self.now = 100_000.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def anyio_backend() -> str:
    return "asyncio"


@asynccontextmanager
async def serving(devices: dict[str, SimDevice], clock: Clock) -> AsyncIterator[Agent]:
    agent = Agent(devices, 0, clock)
    try:
        yield agent
    finally:
        agent.close()


async def ask(program: str, agent: Agent, words: Sequence[str], version: str = "2c", address: str = ADDRESS) -> str:
    peer = f"{address}:{agent.port}"
    command = (program, "-v", version, "-c", "public", "-r", "0", "-t", "1", "-On", "-Oq", "-Oe", "-Ot", peer, *words)
    done = await asyncio.to_thread(subprocess.run, command, capture_output=True, text=True, check=False)
    return done.stdout + done.stderr


async def test_values_move_with_the_clock_and_names_stay() -> None:
    clock = Clock()
    async with serving(fleet(2, now=clock.now), clock) as agent:
        first = (await ask("snmpget", agent, [UPTIME, NAME, f"{IN_OCTETS}.1"])).split("\n")
        clock.now += 10
        second = (await ask("snmpget", agent, [UPTIME, NAME, f"{IN_OCTETS}.1"])).split("\n")
        other = await ask("snmpget", agent, [NAME], address="127.1.0.2")
    assert first[0] == f".{UPTIME} 8640000"
    assert second[0] == f".{UPTIME} 8641000"
    assert first[1] == second[1]
    assert int(second[2].split()[1]) > int(first[2].split()[1])
    assert "switch-1" in other


async def test_a_walk_is_whole_and_in_order_by_bulk_and_by_next() -> None:
    clock = Clock()
    async with serving(fleet(1, now=clock.now), clock) as agent:
        bulk = await ask("snmpbulkwalk", agent, ["1.3.6.1"])
        step = await ask("snmpwalk", agent, ["1.3.6.1"])
    assert bulk == step
    lines = [line for line in bulk.splitlines() if line.startswith(".1")]
    names = [tuple(map(int, line.split()[0].strip(".").split("."))) for line in lines if "No more" not in line]
    assert names == sorted(names)
    assert sum(line.startswith(f".{IN_OCTETS}.") for line in lines) == 28


async def test_version_1_has_no_64_bit_counters() -> None:
    clock = Clock()
    async with serving(fleet(1, now=clock.now), clock) as agent:
        small = await ask("snmpget", agent, [NAME], version="1")
        large = await ask("snmpget", agent, [f"{IN_OCTETS}.1"], version="1")
    assert "switch-0" in small
    assert "noSuchName" in large


async def test_a_missing_instance_is_said_to_be_missing() -> None:
    clock = Clock()
    async with serving(fleet(1, now=clock.now), clock) as agent:
        answer = await ask("snmpget", agent, [f"{IN_OCTETS}.99", NAME])
    assert "No Such Instance" in answer
    assert "switch-0" in answer


async def test_too_much_for_one_datagram_is_too_big() -> None:
    clock = Clock()
    names = [f"1.3.6.1.2.1.31.1.1.1.1.{port}" for port in range(1, 29)]
    async with serving(fleet(1, now=clock.now), clock) as agent:
        answer = await ask("snmpget", agent, names * 2)
    assert "tooBig" in answer


async def test_silence_and_a_wrong_community_are_timeouts() -> None:
    clock = Clock()
    devices = fleet(2, now=clock.now)
    devices["127.1.0.2"].community = b"secret"
    async with serving(devices, clock) as agent:
        assert "switch-0" in await ask("snmpget", agent, [NAME])
        wrong = await ask("snmpget", agent, [NAME], address="127.1.0.2")
        devices[ADDRESS].silent = True
        silent = await ask("snmpget", agent, [NAME])
        devices[ADDRESS].silent = False
        assert "switch-0" in await ask("snmpget", agent, [NAME])
    assert "Timeout" in wrong
    assert "Timeout" in silent


def test_a_renumbered_device_keeps_its_port_names() -> None:
    equipment = Equipment(
        kind=SWITCH, name="a", location="", serial="S1", address=ADDRESS, seed=1, mac=b"\x02\0\0\0\0\0"
    )
    names = (1, 3, 6, 1, 2, 1, 31, 1, 1, 1, 1)

    def ports(first_index: int) -> list[object]:
        mib = mib_of(replace(equipment, first_index=first_index))
        found = [mib.find((*names, first_index + offset)) for offset in range(28)]
        return [mib.value(at) for at in found if at is not None]

    assert ports(1) == ports(1001)
    assert len(ports(1)) == 28
    assert mib_of(replace(equipment, first_index=1001)).find((*names, 1)) is None
