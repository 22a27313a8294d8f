"""The simulated district against the real collectors: what is silenced is seen as silent, and nothing else."""

from __future__ import annotations

import asyncio
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from functools import partial
from pathlib import Path

import pytest
from pydantic import SecretStr

from collectors.collect import collect_all
from collectors.instances import steady_instances
from collectors.outcome import Answered
from collectors.reading import Reading
from collectors.snmp.connect import open_session
from collectors.snmp.hub import SnmpHub
from collectors.snmp.steady import SteadyPoller
from collectors.ssh.redact import redacted, stable
from collectors.ssh.session import SshReader
from collectors.target import SnmpCredential, SnmpTarget, SnmpTuning, SshCredential, SshTarget
from netops.polling.walks import plan_of
from netops.simulation.__main__ import sim_devices
from netops.simulation.agent import Agent, SimDevice
from netops.simulation.cli import SSH_PASSWORD, SSH_USER, CommandLines
from netops.simulation.configuration import planted_secret
from netops.simulation.control import DemoNotRunningError, Standing, send
from netops.simulation.district import COMMUNITY, District, Placed, make_district
from netops.simulation.faults import Fault, Stage, Step, UnknownNameError, script

TODAY = date(2026, 11, 22)
NOTHING_OUT = Standing((), (), ())
SCHOOLS = 24
pytestmark = pytest.mark.anyio


@pytest.fixture
def anyio_backend() -> str:
    return "asyncio"


class Watched:
    """A district on stage, polled by plans from a real walk."""

    def __init__(self) -> None:
        self.district: District = make_district(schools=SCHOOLS, today=TODAY)
        self.devices: dict[str, SimDevice] = sim_devices(self.district, time.monotonic())
        self.stage = Stage(self.district, self.devices, time.monotonic)
        self.agent = Agent(self.devices, 0)
        self.hub = SnmpHub()
        self.readings: dict[str, Reading] = {}
        self.poller = SteadyPoller(on_reading=self._take, hub=self.hub)

    def _take(self, reading: Reading) -> None:
        self.readings[reading.key] = reading

    def _key(self, placed: Placed) -> str:
        return f"{placed.site_code}/{placed.name}"

    async def walk(self) -> int:
        """Walk every device in full; how many answered."""
        credential = SnmpCredential(community=SecretStr(COMMUNITY))
        tuning = SnmpTuning(timeout_ms=300, retries=1)
        targets = [
            SnmpTarget(
                key=self._key(placed),
                host=placed.equipment.address,
                port=self.agent.port,
                credential=credential,
                tuning=tuning,
            )
            for placed in self.district.devices
        ]
        outcomes = await collect_all(targets, partial(open_session, hub=self.hub))
        seen = {key: outcome.value for key, outcome in outcomes.items() if isinstance(outcome, Answered)}
        for target in targets:
            self.poller.put(target, plan_of(steady_instances(seen[target.key]), target.tuning))
        return len(seen)

    async def round(self) -> dict[str, Reading]:
        self.readings.clear()
        await self.poller.round([self._key(placed) for placed in self.district.devices])
        return dict(self.readings)

    def silent(self) -> set[str]:
        placed = self.district.devices
        return {self._key(one) for one in placed if self.devices[one.equipment.address].silent}

    async def close(self) -> None:
        await self.poller.close()
        self.hub.close()
        self.agent.close()


def moments(steps: list[Step]) -> list[tuple[float, bool, Step]]:
    begins = [(step.at_s, True, step) for step in steps]
    return sorted(
        begins + [(step.until_s, False, step) for step in steps], key=lambda moment: (moment[0], not moment[1])
    )


async def test_the_first_two_minutes_as_the_real_collectors_see_them() -> None:
    """The script moment by moment with a poll after each, instead of two minutes of waiting."""
    world = Watched()
    try:
        assert await world.walk() == len(world.district.devices)
        first = await world.round()
        assert not [key for key, reading in first.items() if reading.failure]
        opening = [step for step in script(world.district, seed=1) if step.until_s <= 120]
        again: dict[str, str] = {}
        ever_silent: set[str] = set()
        for _, begins, step in moments(opening):
            (world.stage.begin if begins else world.stage.end)(step)
            readings = await world.round()
            assert {key for key, reading in readings.items() if reading.failure} == world.silent()
            ever_silent |= world.silent()
            again |= {key: reading.walk_again for key, reading in readings.items() if reading.walk_again}
        assert world.silent() == set()
        assert len(ever_silent) > 4
        wanted = {step.subject: step.fault for step in opening if step.fault in {Fault.REBOOT, Fault.RENUMBER}}
        assert set(again) == set(wanted)
        assert {again[subject] for subject, fault in wanted.items() if fault is Fault.REBOOT} == {"reboot"}
    finally:
        await world.close()


async def test_a_router_tells_its_configuration_with_its_secrets_hidden(tmp_path: Path) -> None:
    district = make_district(schools=12, today=TODAY)
    lines = await CommandLines.start(district, sim_devices(district, time.monotonic()), port=0, data_dir=tmp_path)
    reader = SshReader()
    credential = SshCredential(username=SSH_USER, password=SecretStr(SSH_PASSWORD))
    by_platform = {placed.equipment.kind.ssh_platform: placed.equipment for placed in district.devices}
    try:
        for platform in ("cisco_ios", "mikrotik_routeros"):
            router = by_platform[platform]
            target = SshTarget(key="r", host=router.address, port=lines.port, platform=platform, credential=credential)
            first, second = await asyncio.gather(reader.read_config(target), reader.read_config(target))
            assert isinstance(first, Answered), first
            assert isinstance(second, Answered), second
            planted = [planted_secret(router, name) for name in ("community", "enable", "user", "pppoe")]
            assert any(secret in first.value.text for secret in planted)
            assert not any(secret in redacted(first.value.text) for secret in planted)
            assert stable(first.value.text) == stable(second.value.text)
            assert first.value.facts["serial"] == router.serial
    finally:
        reader.close()
        await lines.close()


@contextmanager
def process(data_dir: Path) -> Iterator[tuple[subprocess.Popen[str], int]]:
    command = [sys.executable, "-m", "netops.simulation", "--with-parent", "--no-faults", "--schools", "12"]
    running = subprocess.Popen(
        [*command, "--data-dir", str(data_dir)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    try:
        assert running.stdout is not None
        word, snmp_port, _, _ = running.stdout.readline().split()
        assert word == "ready"
        yield running, int(snmp_port)
    finally:
        running.terminate()
        running.communicate()


def answers(address: str, port: int) -> bool:
    command = ("snmpget", "-v2c", "-c", COMMUNITY, "-r0", "-t1", f"{address}:{port}", "1.3.6.1.2.1.1.3.0")
    return subprocess.run(command, capture_output=True, check=False).returncode == 0


@pytest.mark.peer("snmpget")
def test_a_link_is_cut_and_restored_by_name_while_it_runs(tmp_path: Path) -> None:
    circuit = make_district(schools=12, today=TODAY).circuits[0]
    link = f"{circuit.site_code}/{circuit.name}"
    with process(tmp_path) as (_, port):
        assert answers(circuit.address, port)
        assert send(tmp_path, "cut", link) == Standing((link,), (), ())
        assert not answers(circuit.address, port)
        with pytest.raises(UnknownNameError):
            send(tmp_path, "cut", "nowhere/NET1")
        assert send(tmp_path, "restore", link) == NOTHING_OUT
        assert answers(circuit.address, port)
        assert send(tmp_path, "provider-down", circuit.provider) == Standing((), (), (circuit.provider,))
        assert not answers(circuit.address, port)
        assert send(tmp_path, "provider-up", circuit.provider) == NOTHING_OUT
        with pytest.raises(UnknownNameError, match="is no command"):
            send(tmp_path, "explode", link)
    with pytest.raises(DemoNotRunningError):
        send(tmp_path, "list")


def test_the_simulation_ends_when_its_parent_is_gone(tmp_path: Path) -> None:
    with process(tmp_path) as (running, _):
        assert running.stdin is not None
        running.stdin.close()
        assert running.wait(30) == 0
        running.stdin = None
