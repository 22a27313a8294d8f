"""A school behind address translation, for tests: its simulated devices, its agent, and the office over real HTTPS."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

from pydantic import SecretStr
from sqlalchemy import Engine, update
from sqlmodel import Session, select

from collectors.target import SnmpCredential
from inventory.models.agent import Agent as AgentRow
from inventory.models.device import Device
from inventory.models.link import Check, Link
from inventory.models.outage import CurrentState, Event, State, Subject
from inventory.models.site import Site
from inventory.store.credentials import secret_json
from netops.agent import office as way
from netops.agent.run import Agent
from netops.exchange.messages import Boot
from netops.intake.enrolment import make_agent
from netops.polling.intake import Intake
from netops.polling.wiring import Poll, polling
from netops.settings import Settings
from netops.simulation.agent import Agent as SnmpAgents
from netops.simulation.fleet import fleet, fleet_address
from netops.vault import Vault
from service.database import reading, transaction
from tests.factories import make_credential, make_device, make_link, make_office, make_person, make_site
from tests.integration.servers.office import OfficeServer


@dataclass
class SetClock:
    """A wall clock that is wrong, and a clock since the start that is moved by hand."""

    wrong: timedelta = timedelta()
    passed: timedelta = timedelta()
    boot_id: str = "first start"

    def now(self) -> datetime:
        return datetime.now(UTC) + self.wrong + self.passed

    def boot(self) -> Boot:
        return Boot(id=self.boot_id, at_s=time.clock_gettime(time.CLOCK_BOOTTIME) + self.passed.total_seconds())


class School:
    """Rows of one school whose devices are asked by its agent, and a link that is checked by it."""

    def __init__(self, engine: Engine, vault: Vault, *, port: int, devices: int = 2) -> None:
        self.engine, self.vault = engine, vault
        credential = SnmpCredential(community=SecretStr("public"))
        with transaction(engine) as session:
            office = make_office(session)
            make_person(session, office, email="it@example.org", alerts=True)
            self.site: Site = make_site(session, office)
            self.row, self.code = make_agent(session, self.site, "กล่องในโรงเรียน", now=datetime.now(UTC))
            sealed = vault.seal(secret_json(credential))
            row = make_credential(session, office, sealed=sealed)
            self.devices: list[Device] = [
                make_device(
                    session,
                    self.site,
                    address=fleet_address(number),
                    snmp_port=port,
                    snmp_credential_id=row.id,
                    agent_id=self.row.id,
                    role="router" if number == 0 else "switch",
                )
                for number in range(devices)
            ]
            self.link: Link = make_link(session, self.site, check=Check.AGENT, check_address="")

    async def enrol(self, office: OfficeServer, folder: Path) -> None:
        """As `netops agent enrol` does."""
        certificate = office.cert.read_text()
        identity, _ = await way.enrol(office.url, self.code, certificate=certificate, pinned=False, version="1")
        identity.save(folder)

    def state(self, subject: Subject, thing_id: int | None) -> State:
        with reading(self.engine) as session:
            return session.get_one(CurrentState, (subject, thing_id)).state

    def states(self) -> tuple[State, set[State]]:
        """Of the link, and of all devices."""
        devices = {self.state(Subject.DEVICE, device.id) for device in self.devices}
        return self.state(Subject.LINK, self.link.id), devices

    def agent(self) -> AgentRow:
        with reading(self.engine) as session:
            return session.get_one(AgentRow, self.row.id)

    def facts(self) -> list[str]:
        """Kinds of the events of links, devices' outages and agents, in order."""
        told = ("Link", "Agent", "DeviceWentDown", "DeviceRecovered")
        with reading(self.engine) as session:
            kinds = session.exec(select(Event.kind).order_by(Event.id)).all()  # type: ignore[arg-type]
        return [kind for kind in kinds if kind.startswith(told)]

    def unheard(self, span: timedelta) -> None:
        """As if the last heartbeat had come that long ago."""
        with transaction(self.engine) as session:
            session.execute(update(AgentRow).values(heard_at=datetime.now(UTC) - span))


@asynccontextmanager
async def devices(number: int = 2) -> AsyncIterator[SnmpAgents]:
    """Simulated switches on loopback addresses."""
    agents = SnmpAgents(fleet(number, now=time.monotonic(), ports=4), 0)
    try:
        yield agents
    finally:
        agents.close()


@asynccontextmanager
async def agent_of(folder: Path, clock: SetClock | None = None) -> AsyncIterator[Agent]:
    """The agent as it runs, with rounds called by the test."""
    agent = Agent(folder, clock=clock)
    try:
        yield agent
    finally:
        await agent.close()


@asynccontextmanager
async def poller(engine: Engine, settings: Settings, vault: Vault) -> AsyncIterator[Poll]:
    """The office's poller, with jobs called by the test; it was there for an hour when the story begins."""
    ago = timedelta(hours=1)
    async with polling(engine, settings, vault) as poll:
        intake = Intake(
            engine,
            pipeline=poll.pipeline,
            inside=poll.intake.inside,
            in_thread=poll.rounds.in_thread,
            silent_s=settings.agent_silent_s,
            now=lambda: datetime.now(UTC) - ago,
        )
        ago = timedelta()
        await poll.rounds.reload()
        yield replace(poll, intake=intake)


async def took(poll: Poll) -> int:
    """The poller takes in what waits."""
    return await poll.intake.take(poll.rounds.reload)


async def watched(poll: Poll, rounds: int = 1) -> None:
    """The poller looks who is heard."""
    await poll.rounds.reload()
    for _ in range(rounds):
        await poll.intake.watch()
        await asyncio.sleep(0)


def only(session: Session, kind: str) -> Event:
    """The one event of a kind."""
    return session.exec(select(Event).where(Event.kind == kind)).one()
