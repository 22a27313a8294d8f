"""A message makes the poller look sooner at one device; what it then sees is judged as ever."""

from __future__ import annotations

import asyncio
import time
from contextlib import ExitStack, closing

from sqlalchemy import Engine
from sqlmodel import Session, select

from collectors.target import SnmpCredential, SnmpTuning
from inventory.models.device import SnmpMemory
from inventory.models.outage import CurrentState, Event, State, Subject
from inventory.store.credentials import secret_json
from netops.polling.wiring import polling
from netops.settings import Settings
from netops.simulation.agent import Agent
from netops.simulation.fleet import fleet
from netops.vault import Vault
from service.database import reading, transaction
from tests.factories import make_credential, make_device, make_office, make_site

QUICK = SnmpTuning(timeout_ms=150, retries=0)


def seed(session: Session, vault: Vault, addresses: list[str], port: int) -> list[int]:
    office = make_office(session)
    sealed = vault.seal(secret_json(SnmpCredential.model_validate({"community": "public"})))
    credential = make_credential(session, office, sealed=sealed)
    site = make_site(session, office)
    found = []
    for address in addresses:
        device = make_device(session, site, address=address, snmp_port=port, snmp_credential_id=credential.id)
        session.add(SnmpMemory(device_id=device.id or 0, tuning=QUICK.model_dump_json()))
        found.append(device.id or 0)
    return found


def states(engine: Engine) -> dict[int, State]:
    with reading(engine) as session:
        rows = session.exec(select(CurrentState).where(CurrentState.subject == Subject.DEVICE))
        return {row.subject_id: row.state for row in rows}


def test_a_hastened_device_is_looked_at_alone_and_only_what_is_seen_counts(
    settings: Settings, engine: Engine, vault: Vault
) -> None:
    async def play() -> None:
        devices = fleet(2, now=time.monotonic(), ports=3)
        with ExitStack() as stack:
            agent = stack.enter_context(closing(Agent(devices, 0)))
            with transaction(engine) as session:
                first, second = seed(session, vault, list(devices), agent.port)
            async with polling(engine, settings, vault) as poll:
                await poll.rounds.snmp_round()
                assert states(engine) == {first: State.UP, second: State.UP}
                assert await poll.rounds.hastened_round() is None  # nobody said anything
                # somebody says that it is down: it is asked, and it is not
                poll.rounds.hasten(first)
                poll.rounds.hasten(999_999)
                heard = await poll.rounds.hastened_round()
                assert heard is not None
                assert set(heard.seen) == {(Subject.DEVICE, first)}
                assert states(engine) == {first: State.UP, second: State.UP}
                with reading(engine) as session:
                    assert "DeviceWentDown" not in {event.kind for event in session.exec(select(Event))}
                # this time it is true
                stack.close()
                for _ in range(settings.down_of):
                    poll.rounds.hasten(first)
                    await poll.rounds.hastened_round()
                assert states(engine) == {first: State.DOWN, second: State.UP}

    asyncio.run(play())
