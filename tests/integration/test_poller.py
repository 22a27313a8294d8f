"""The poller as it runs, on live agents: walk once, remember the plan, serve metrics and ports, see a device fall."""

from __future__ import annotations

import asyncio
import json
import os
import stat
import subprocess
import sys
import time
from collections.abc import AsyncIterator, Callable
from contextlib import ExitStack, asynccontextmanager, closing
from typing import Any, TypeVar

from prometheus_client.parser import text_string_to_metric_families
from sqlalchemy import Engine
from sqlmodel import Session, select

from collectors.target import SnmpCredential, SnmpTuning
from inventory.models.device import Device, Interface, SnmpMemory
from inventory.models.link import Check
from inventory.models.outage import CurrentState, Outage, State, Subject
from inventory.store.credentials import secret_json
from netops.models.poller import PollerBeat
from netops.models.response import FirstAid
from netops.polling import poller
from netops.polling.local_service import SOCKET_NAME
from netops.polling.poller_client import PollerClient
from netops.settings import Settings
from netops.simulation.agent import Agent, SimDevice
from netops.simulation.fleet import fleet
from netops.vault import Vault
from service.database import reading, transaction
from tests.factories import make_credential, make_link, make_office, make_site

T = TypeVar("T")
PATIENCE_S = 60.0
QUICK = SnmpTuning(timeout_ms=150, retries=0)


def seed(engine: Engine, vault: Vault, port: int, addresses: list[str]) -> None:
    """One school with these switches; its link is checked by asking the first."""
    with transaction(engine) as session:
        office = make_office(session)
        sealed = vault.seal(secret_json(SnmpCredential.model_validate({"community": "public"})))
        credential = make_credential(session, office, sealed=sealed)
        site = make_site(session, office, code="57000001")
        for number, address in enumerate(addresses, start=1):
            add_device(
                session, site_id=site.id or 0, credential_id=credential.id or 0, number=number, at=(address, port)
            )
        make_link(session, site, name="main", check=Check.SNMP, check_address=addresses[0])


def add_device(session: Session, *, site_id: int, credential_id: int, number: int, at: tuple[str, int]) -> None:
    device = Device(
        id=number,
        site_id=site_id,
        name=f"sw{number}",
        address=at[0],
        snmp_port=at[1],
        snmp_credential_id=credential_id,
    )
    session.add(device)
    session.flush()
    session.add(SnmpMemory(device_id=number, tuning=QUICK.model_dump_json()))


@asynccontextmanager
async def running(settings: Settings) -> AsyncIterator[PollerClient]:
    """The whole poller in this process, with rounds of a fifth of a second."""
    hurried = settings.model_copy(update={"snmp_interval_s": 0.2, "icmp_interval_s": 0.5})
    stop = asyncio.Event()
    serving = asyncio.create_task(poller.serve(hurried, stop=stop))
    client = PollerClient(settings.data_dir)
    try:
        yield client
    finally:
        client.close()
        stop.set()
        await serving


async def eventually(ask: Callable[[], T], good: Callable[[T], object]) -> T:
    """The first good answer; fails with the last one when none comes."""
    ends_at = time.monotonic() + PATIENCE_S
    while True:
        answer = await asyncio.to_thread(ask)
        if good(answer):
            return answer
        assert time.monotonic() < ends_at, answer
        await asyncio.sleep(0.05)


def samples(page: bytes | None) -> dict[tuple[str, ...], float]:
    """Name and label values of every sample."""
    families = text_string_to_metric_families((page or b"").decode())
    return {(s.name, *s.labels.values()): s.value for family in families for s in family.samples}


UP = ("netops_device_up", "57000001", "sw1")


def test_from_the_first_walk_to_a_device_that_falls_silent(settings: Settings, engine: Engine, vault: Vault) -> None:
    async def play() -> None:
        routers = fleet(2, now=time.monotonic(), ports=3)
        agent = kept_open.enter_context(closing(Agent(routers, 0)))
        seed(engine, vault, agent.port, list(routers))
        async with running(settings) as client:
            await sees_ports(client)
            assert stat.S_IMODE((settings.data_dir / SOCKET_NAME).stat().st_mode) == 0o600
            await sees_silence(client, next(iter(routers.values())))

    async def sees_ports(client: PollerClient) -> None:
        ports = await eventually(lambda: client.ports(1), lambda found: found and len(found[0]["history"]["at"]) > 1)
        assert ports is not None
        assert [port["name"] for port in ports] == [f"GigabitEthernet1/0/{n}" for n in (1, 2, 3)]
        assert set(ports[0]["rates"]) >= {"in_bps", "out_bps"}
        found = samples(await asyncio.to_thread(client.metrics))
        assert found[UP] == 1
        assert ("netops_interface_receive_bytes_total", "57000001", "sw1", "GigabitEthernet1/0/1") in found
        one = samples(await asyncio.to_thread(client.device_metrics, 2))
        assert {key[2] for key in one} == {"sw2"}
        assert client.device_metrics(99) is None
        assert client.ports(99) is None

    async def sees_silence(client: PollerClient, device: SimDevice) -> None:
        device.silent = True
        found = await eventually(lambda: samples(client.metrics()), lambda found: found.get(UP) == 0)
        assert not any(key[0].startswith("netops_interface") and key[2] == "sw1" for key in found)
        await eventually(lambda: state(Subject.LINK), lambda now: now is State.DOWN)
        assert state(Subject.DEVICE) is State.UNREACHABLE
        device.silent = False
        await eventually(lambda: state(Subject.LINK), lambda now: now is State.UP)
        await eventually(lambda: samples(client.metrics()), lambda found: found.get(UP) == 1)

    def state(subject: Subject) -> State:
        with reading(engine) as session:
            return session.get_one(CurrentState, (subject, 1)).state

    with ExitStack() as kept_open:
        asyncio.run(play())
    with reading(engine) as session:
        assert len(session.exec(select(Interface)).all()) == 6
        assert [outage.subject for outage in session.exec(select(Outage))] == [Subject.LINK]
        assert {beat.kind for beat in session.exec(select(PollerBeat))} == {"snmp", "icmp"}
    client = PollerClient(settings.data_dir)
    assert (client.metrics(), client.status(), client.ports(1)) == (None, None, None)
    client.close()


def test_first_aid_looks_by_itself_and_again_when_a_person_asks(
    settings: Settings, engine: Engine, vault: Vault
) -> None:
    def looks() -> list[FirstAid]:
        with reading(engine) as session:
            return list(session.exec(select(FirstAid).order_by(FirstAid.id)))  # type: ignore[arg-type]

    async def play() -> None:
        routers = fleet(2, now=time.monotonic(), ports=2)
        agent = kept_open.enter_context(closing(Agent(routers, 0)))
        seed(engine, vault, agent.port, list(routers))
        async with running(settings) as client:
            await eventually(lambda: samples(client.metrics()), lambda found: found.get(UP) == 1)
            next(iter(routers.values())).silent = True
            first = await eventually(looks, len)
            assert {row.look for row in first} >= {"path", "around", "messages"}
            assert {row.asked_by for row in first} == {None}
            outage_id = first[0].outage_id
            assert await asyncio.to_thread(lambda: client.look_again(outage_id, asked_by=7))
            again = await eventually(looks, lambda rows: len(rows) > len(first))
            assert {row.asked_by for row in again[len(first) :]} == {7}

    with ExitStack() as kept_open:
        asyncio.run(play())
    client = PollerClient(settings.data_dir)
    assert client.look_again(1, asked_by=7) is None
    client.close()


def test_inventory_changes_are_taken_up_and_a_broken_credential_costs_only_its_devices(
    settings: Settings, engine: Engine, vault: Vault
) -> None:
    async def play() -> None:
        routers = fleet(3, now=time.monotonic(), ports=2)
        agent = kept_open.enter_context(closing(Agent(routers, 0)))
        addresses = list(routers)
        seed(engine, vault, agent.port, addresses[:2])
        async with running(settings) as client:
            await eventually(lambda: samples(client.metrics()), lambda found: found.get(UP) == 1)
            with transaction(engine) as session:
                add_device(session, site_id=1, credential_id=1, number=3, at=(addresses[2], agent.port))
                office = make_office(session)
                sealed = make_credential(session, office, sealed=b"sealed with another key")
                session.get_one(Device, 2).snmp_credential_id = sealed.id
            key = ("netops_device_up", "57000001", "sw3")
            await eventually(lambda: samples(client.metrics()), lambda found: found.get(key) == 1)
            found = samples(await asyncio.to_thread(client.metrics))
            assert found["netops_device_state", "57000001", "sw2", "not_monitored"] == 1
            assert found[UP] == 1

    with ExitStack() as kept_open:
        asyncio.run(play())


def test_poll_once_stores_plans_so_that_the_next_process_does_not_walk(
    settings: Settings, engine: Engine, vault: Vault
) -> None:
    async def play() -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
        routers = fleet(4, now=time.monotonic(), ports=2)
        agent = kept_open.enter_context(closing(Agent(routers, 0)))
        seed(engine, vault, agent.port, [*routers, "127.9.9.9"])
        first = await asyncio.to_thread(poll, 1)
        walked = walked_at()
        second = await asyncio.to_thread(poll, 2)
        assert walked_at() == walked
        return first, second

    def poll(rounds: int) -> list[dict[str, Any]]:
        command = [sys.executable, "-m", "netops", "poll", "--once", "--repeat", str(rounds), "--json"]
        environment = os.environ | {"NETOPS_DATA_DIR": str(settings.data_dir)}
        ended = subprocess.run(command, env=environment, capture_output=True, text=True, check=True, timeout=50)
        return [json.loads(line) for line in ended.stdout.splitlines()]

    def walked_at() -> list[object]:
        with reading(engine) as session:
            return list(session.exec(select(SnmpMemory.walked_at).order_by(SnmpMemory.device_id)))  # type: ignore[arg-type]

    with ExitStack() as kept_open:
        first, second = asyncio.run(play())
    assert len(first) == 1
    assert len(second) == 2
    for line in (*first, *second):
        assert set(line) == {"devices", "ok", "failed", "seconds", "cpu_seconds", "rss_mb"}
        assert (line["devices"], line["ok"], line["failed"]) == (5, 4, 1)
