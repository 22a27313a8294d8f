"""A school whose agent delivers to a poller, as the tests of the intake tell it."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

from pydantic import SecretStr
from sqlalchemy import Engine, update
from sqlmodel import col, select

from collectors.target import SnmpCredential
from inventory.models.agent import Agent, AgentBatch
from inventory.models.device import Device
from inventory.models.link import Check, Link
from inventory.models.outage import CurrentState, Event, State, Subject
from inventory.store.credentials import secret_json
from netops.exchange.messages import Batch, Boot, ProbeSeen, RoundSeen
from netops.exchange.packing import pack
from netops.intake.enrolment import make_agent
from netops.polling.intake import Intake
from netops.polling.wiring import Poll, polling
from netops.settings import Settings
from netops.vault import Vault
from service.database import reading, transaction
from tests.factories import make_credential, make_device, make_link, make_office, make_person, make_site

NOW = datetime.now(UTC).replace(microsecond=0)


class School:
    """One school asked by its agent, and another one that is none of its business."""

    def __init__(self, engine: Engine, vault: Vault, settings: Settings, *, check: Check = Check.AGENT) -> None:
        self.engine, self.vault, self.settings = engine, vault, settings
        self.now = NOW
        self._sequence = 0
        with transaction(engine) as session:
            office = make_office(session)
            make_person(session, office, email="it@example.org", alerts=True)
            site, other = make_site(session, office), make_site(session, office)
            self.row, _ = make_agent(session, site, "กล่อง", now=NOW)
            self.row.enrolled_at = self.row.heard_at = NOW
            sealed = vault.seal(secret_json(SnmpCredential(community=SecretStr("public"))))
            credential = make_credential(session, office, sealed=sealed)
            of_agent = {"agent_id": self.row.id, "snmp_credential_id": credential.id}
            self.router: Device = make_device(session, site, role="router", **of_agent)
            self.switch: Device = make_device(session, site, parent_id=self.router.id, **of_agent)
            self.foreign: Device = make_device(session, other)
            self.moved: Device = make_device(session, other, agent_id=self.row.id)
            address = "" if check is Check.AGENT else "127.0.0.1"
            self.link: Link = make_link(session, site, check=check, check_address=address)

    def play(self, story: Callable[[School, Poll], Any]) -> None:
        """Run a story with a poller whose clock stands where the story puts it."""

        async def run() -> None:
            async with polling(self.engine, self.settings, self.vault) as poll:
                intake = poll.intake
                self.intake = Intake(
                    self.engine,
                    pipeline=poll.pipeline,
                    inside=intake.inside,
                    in_thread=poll.rounds.in_thread,
                    silent_s=self.settings.agent_silent_s,
                    now=lambda: self.now,
                )
                await poll.rounds.reload()
                await story(self, poll)

        asyncio.run(run())

    def delivered(self, at: datetime, received_at: datetime | None = None, /, **answers: bool) -> None:
        """A round lies in the inbox: name of a device of ours -> whether it answered."""
        probes = tuple(
            ProbeSeen(device_id=getattr(self, name).id, at=at, method="snmp", received=int(answered))
            for name, answered in answers.items()
        )
        self.put(Batch(at=at, boot=Boot(id="x", at_s=1), record=RoundSeen(method="snmp", probes=probes)), received_at)

    def put(self, batch: Batch | str, received_at: datetime | None = None) -> None:
        self._sequence += 1
        body = batch if isinstance(batch, str) else batch.model_dump_json()
        with transaction(self.engine) as session:
            session.add(
                AgentBatch(
                    agent_id=self.row.id or 0,
                    sequence=self._sequence,
                    received_at=received_at or self.now,
                    body=pack(body),
                )
            )

    async def take(self, poll: Poll) -> int:
        return await self.intake.take(poll.rounds.reload)

    def heard(self, at: datetime | None, **more: Any) -> None:
        with transaction(self.engine) as session:
            session.execute(update(Agent).values(heard_at=at, **more))

    def state(self, thing: Device | Link) -> State | None:
        subject = Subject.LINK if isinstance(thing, Link) else Subject.DEVICE
        with reading(self.engine) as session:
            row = session.get(CurrentState, (subject, thing.id))
            return row.state if row is not None else None

    def facts(self) -> list[str]:
        with reading(self.engine) as session:
            return list(session.exec(select(Event.kind).order_by(col(Event.id))).all())

    def left(self) -> list[tuple[int, str]]:
        """Sequence and reason of the rows that are still there."""
        with reading(self.engine) as session:
            return [(row.sequence, row.reason) for row in session.exec(select(AgentBatch))]
