"""Simulated devices speak from their own addresses, and are understood as what they mean."""

from __future__ import annotations

import asyncio
import socket
from collections.abc import Iterator
from contextlib import closing, suppress
from datetime import UTC, date, datetime

import pytest

from collectors.messages import syslog, traps
from collectors.messages.message import Kind
from netops.simulation import voices
from netops.simulation.__main__ import sim_devices
from netops.simulation.configuration import answers_of
from netops.simulation.district import Placed, make_district
from netops.simulation.faults import Fault, Stage, Step
from netops.simulation.voices import Ears, Voices, lines_of

DISTRICT = make_district(schools=24, today=date(2026, 11, 22))


@pytest.fixture
def ear() -> Iterator[socket.socket]:
    with closing(socket.socket(socket.AF_INET, socket.SOCK_DGRAM)) as listening:
        listening.bind(("127.0.0.1", 0))
        listening.settimeout(10)
        yield listening


def switch() -> Placed:
    return next(placed for placed in DISTRICT.devices if placed.equipment.kind.role == "switch")


def test_a_device_that_restarted_says_so_by_trap_and_by_syslog(ear: socket.socket) -> None:
    placed, port = switch(), ear.getsockname()[1]
    devices = sim_devices(DISTRICT, 5_000_000.0)
    stage = Stage(DISTRICT, devices, lambda: 1.0, on_restart=Voices(Ears(port, port)).restarted)
    step = Step(0, 1, Fault.REBOOT, f"{placed.site_code}/{placed.name}")
    stage.begin(step)
    stage.end(step)
    trap, peer = ear.recvfrom(2048)
    assert peer[0] == placed.equipment.address
    sign = traps.parse(trap).heard.sign
    assert sign is not None
    assert sign.kind is Kind.RESTART
    line, _ = ear.recvfrom(2048)
    assert line.decode() == lines_of(placed)[0]


def test_the_first_line_of_every_make_is_of_a_restart() -> None:
    for placed in DISTRICT.devices:
        heard = syslog.parse(lines_of(placed)[0].encode(), datetime.now(UTC))
        assert heard.sign is not None, lines_of(placed)[0]
        assert heard.sign.kind is Kind.RESTART


def test_an_edited_router_says_so_and_answers_otherwise(ear: socket.socket) -> None:
    routers = {p.equipment.kind.ssh_platform: p for p in DISTRICT.devices if p.equipment.kind.ssh_platform}
    devices = sim_devices(DISTRICT, 5_000_000.0)
    stage = Stage(DISTRICT, devices, lambda: 1.0, on_edit=Voices(Ears(0, ear.getsockname()[1])).edited)
    commands = {"mikrotik_routeros": "/export", "cisco_ios": "show running-config"}
    assert routers.keys() == commands.keys()
    for platform, placed in routers.items():
        stage.begin(Step(0, 0, Fault.EDIT, f"{placed.site_code}/{placed.name}"))
        line, _ = ear.recvfrom(2048)
        sign = syslog.parse(line, datetime.now(UTC)).sign
        assert sign is not None
        assert sign.kind is Kind.CONFIGURED
        before, after = (answers_of(placed.equipment, edits=edits)(commands[platform]) or "" for edits in (0, 1))
        added = set(after.splitlines()) - set(before.splitlines())
        assert any("198.51.100.1" in line for line in added)


def test_only_the_living_chatter(ear: socket.socket, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(voices, "CHATTER_EVERY_S", 0.001)
    devices = sim_devices(DISTRICT, 5_000_000.0)
    living = switch()
    for address, device in devices.items():
        device.silent = address != living.equipment.address

    async def listen() -> set[str]:
        task = asyncio.create_task(
            Voices(Ears(0, ear.getsockname()[1])).chatter([living, *DISTRICT.devices[:3]], devices, seed=1)
        )
        heard = {(await asyncio.to_thread(ear.recvfrom, 2048))[1][0] for _ in range(20)}
        task.cancel()
        with suppress(asyncio.CancelledError):
            await task
        return heard

    assert asyncio.run(listen()) == {living.equipment.address}
