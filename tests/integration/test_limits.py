"""A real poller on live agents: a device that runs hot is told once by mail, and once when it has cooled."""

from __future__ import annotations

import asyncio
import time
from contextlib import ExitStack, closing
from dataclasses import replace
from datetime import UTC, datetime

from sqlalchemy import Engine
from sqlmodel import select

from inventory.events import Fact, LimitExceeded, LimitKept
from inventory.models.site import Office
from netops.models.alert import Alert, AlertKind, OutboxMessage
from netops.polling.crossings import Crossings
from netops.polling.wiring import polling
from netops.settings import Settings
from netops.simulation.agent import Agent
from netops.simulation.equipment import Equipment, mib_of
from netops.simulation.faults import HEAT_C
from netops.simulation.fleet import SWITCH, fleet
from netops.vault import Vault
from netops.watched.limits import Metric
from netops.watched.rules import RuleDraft, store_rule
from service.database import reading, transaction
from tests.factories import make_person
from tests.integration.test_hastened import seed


def test_a_device_that_runs_hot_is_told_and_one_that_falls_silent_meanwhile_ends_nothing(
    settings: Settings, engine: Engine, vault: Vault
) -> None:
    async def play() -> None:
        devices = fleet(2, now=time.monotonic(), ports=2)
        address, hot = next(iter(devices.items()))
        usual = Equipment(
            kind=SWITCH, name="switch-0", location="", serial="S", address=address, seed=0, mac=b"\x02\0\0\0\0\0"
        )
        with ExitStack() as stack:
            agent = stack.enter_context(closing(Agent(devices, 0)))
            with transaction(engine) as session:
                first, _second = seed(session, vault, list(devices), agent.port)
                make_person(session, session.exec(select(Office)).one(), email="it@example.org", alerts=True)
                draft = RuleDraft(metric=Metric.TEMPERATURE, raise_at=75, clear_at=65)
                store_rule(session, draft, office_id=session.exec(select(Office.id)).one() or 0)
            async with polling(engine, settings, vault) as poll:
                looking = Crossings(engine, settings, pipeline=poll.pipeline, watched=poll.rounds.watched)

                async def look(*, heat_c: float = 0.0, silent: bool = False, rounds: int = 1) -> list[Fact]:
                    hot.replace(mib_of(replace(usual, heat_c=heat_c)))
                    hot.silent = silent
                    for _ in range(rounds):
                        await poll.rounds.snmp_round()
                        await poll.rounds.walks.wait()
                    found = await poll.rounds.in_thread(lambda: looking.look(datetime.now(UTC)))
                    return [fact for fact in found if fact.device_id == first]

                assert await look(rounds=2) == []  # walked, then polled by its plan
                (begun,) = await look(heat_c=HEAT_C)
                assert isinstance(begun, LimitExceeded)
                assert await look(heat_c=HEAT_C) == []
                assert await look(silent=True, rounds=4) == []
                (over,) = await look(rounds=3)
                assert isinstance(over, LimitKept)

    asyncio.run(play())
    with reading(engine) as session:
        alert = session.exec(select(Alert).where(Alert.kind == AlertKind.DEVICE_HOT)).one()
        phases = session.exec(select(OutboxMessage.phase).where(OutboxMessage.alert_id == alert.id)).all()
    assert alert.ended_at is not None
    assert (alert.value or 0) > 75
    assert sorted(phases) == ["ended", "opened"]
