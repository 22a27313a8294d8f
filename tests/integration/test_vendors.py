"""Each vendor's recording gives the facts that its own head expects: a new vendor needs a recording, no new test."""

from __future__ import annotations

import asyncio
from contextlib import closing

import pytest

from collectors.collect import observe
from collectors.observation import DeviceObservation
from collectors.snmp.connect import open_session
from collectors.snmp.hub import SnmpHub
from tests.integration.servers.agent import RECORDINGS, read_recording, serving, target

EXPECT = "# expect "


def expectations(name: str) -> dict[str, str]:
    lines = (RECORDINGS / f"{name}.snmprec").read_text("utf-8").splitlines()
    return dict(line.removeprefix(EXPECT).split("=", 1) for line in lines if line.startswith(EXPECT))


NAMES = sorted(str(path.relative_to(RECORDINGS).with_suffix("")) for path in RECORDINGS.rglob("*.snmprec"))
EXPECTING = [name for name in NAMES if expectations(name)]


def observed(name: str) -> DeviceObservation:
    async def run() -> DeviceObservation:
        async with serving(read_recording(name)) as port:
            with closing(SnmpHub()) as hub:
                return await observe(open_session(target(name, port), hub=hub), name)

    return asyncio.run(run())


def told(seen: DeviceObservation, fact: str) -> str:
    """One fact as its expectation writes it: of several CPUs, pools, VLANs or sensors of a kind, the first."""
    figures: dict[str, list[float]] = {
        "processors": [cpu.usage_percent for cpu in seen.processors],
        "memory": [pool.used_percent for pool in seen.memory],
        "storage": [pool.used_percent for pool in seen.storage],
        "vlans": [float(vlan.id) for vlan in seen.vlans],
    }
    for sensor in seen.sensors:
        figures.setdefault(sensor.kind, []).append(sensor.value)
    if fact in figures:
        return f"{figures[fact][0]:g}" if figures[fact] else ""
    return str(getattr(seen.system, fact))


def test_there_are_recordings_that_expect_something() -> None:
    assert {"mikrotik/router", "cisco/switch"} <= set(EXPECTING)


@pytest.mark.parametrize("name", EXPECTING)
def test_a_recording_gives_what_it_expects(name: str) -> None:
    seen, expected = observed(name), expectations(name)
    assert {fact: told(seen, fact) for fact in expected} == expected
