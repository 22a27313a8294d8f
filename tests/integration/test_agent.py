"""A school that cannot be reached, from its one-time code to the story of a cut line, over real HTTPS and real SNMP."""

from __future__ import annotations

import asyncio
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import Engine
from sqlmodel import select

from inventory.models.agent import AgentBatch
from inventory.models.device import Interface
from inventory.models.outage import Outage, Probe, State, Subject
from inventory.store.inside import OUTSIDE, ROUTER
from netops.agent.office import OfficeError
from netops.settings import Settings
from netops.vault import Vault
from service.database import reading
from tests.integration.inside_school import School, agent_of, devices, only, poller, took, watched
from tests.integration.servers.office import OfficeServer, office

MISSED = timedelta(minutes=2)  # heartbeats
SILENT = timedelta(minutes=6)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Of the agent."""
    return tmp_path / "agent"


@pytest.fixture
def own(settings: Settings) -> Settings:
    """An address beyond the line that answers, and one that does not."""
    return settings.model_copy(update={"agent_outside_addresses": ["127.9.9.9"]})


def test_from_the_code_to_ports_on_the_office_pages(
    own: Settings, engine: Engine, vault: Vault, folder: Path, tmp_path: Path
) -> None:
    async def story(server: OfficeServer) -> None:
        async with devices() as simulated:
            school = School(engine, vault, port=simulated.port)
            await school.enrol(server, folder)
            async with agent_of(folder) as agent, poller(engine, own, vault) as poll:
                await agent.exchange()
                assert agent.held.revision > 0
                await agent.asking.snmp_round()
                await agent.asking.walks_done()
                await agent.asking.snmp_round()
                await agent.asking.surroundings_round()
                await agent.asking.icmp_round()
                await agent.exchange()
                assert agent.buffer.waiting == 0
                await took(poll)
                await watched(poll)
                assert school.states() == (State.UP, {State.UP})
                await agent.asking.snmp_round()
                await agent.exchange()
                await took(poll)
                served = poll.intake.inside.watched[school.devices[0].id or 0].ports.shown()
                assert served
                page = poll.board.page().decode()
                where = f'site="{school.site.code}",device="{school.devices[0].name}",port="GigabitEthernet1/0/1"'
                assert f"netops_interface_receive_bytes_total{{{where}}}" in page
        with reading(engine) as session:
            assert session.exec(select(AgentBatch)).all() == []
            names = session.exec(select(Interface.name).where(Interface.device_id == school.devices[0].id)).all()
            assert len(names) >= 4
        assert school.agent().clock_offset_s == pytest.approx(0, abs=2)

    with office(own, engine, vault, tmp_path) as server:
        asyncio.run(story(server))


def test_what_was_seen_during_a_cut_completes_its_story(
    own: Settings, engine: Engine, vault: Vault, folder: Path, tmp_path: Path
) -> None:
    async def story(server: OfficeServer) -> None:
        async with devices() as simulated:
            school = School(engine, vault, port=simulated.port)
            await school.enrol(server, folder)
            async with agent_of(folder) as agent, poller(engine, own, vault) as poll:
                await agent.exchange()
                await agent.asking.snmp_round()
                await agent.exchange()
                await took(poll)
                await watched(poll)
                assert school.states() == (State.UP, {State.UP})
                # the line is cut
                await asyncio.to_thread(server.stop)
                school.unheard(MISSED)
                await watched(poll, 4)
                school.unheard(SILENT)
                await watched(poll)
                assert school.states() == (State.DOWN, {State.UNREACHABLE})
                with pytest.raises(OfficeError):
                    await agent.exchange()
                for _ in range(3):
                    await agent.asking.snmp_round()
                    await agent.asking.icmp_round()
                assert agent.buffer.waiting >= 6
                # the line is back
                await asyncio.to_thread(server.start)
                await agent.exchange()
                await took(poll)
                await watched(poll, 4)
                assert school.states() == (State.UP, {State.UP})
        assert school.facts() == ["AgentEnrolled", "LinkWentDown", "AgentFellSilent", "AgentReturned", "LinkRecovered"]
        with reading(engine) as session:
            (outage,) = session.exec(select(Outage)).all()
            assert (outage.subject, outage.method) == (Subject.LINK, "agent")
            returned = only(session, "AgentReturned")
            assert returned.data["rounds"] == 6
            inside = session.exec(select(Probe).where(Probe.outage_id == outage.id, Probe.method == OUTSIDE)).all()
            assert [(one.rounds, one.answered) for one in inside] == [(3, True)]
            router = session.exec(select(Probe).where(Probe.outage_id == outage.id, Probe.method == ROUTER)).all()
            assert sum(one.rounds or 0 for one in router) == 3

    with office(own, engine, vault, tmp_path) as server:
        asyncio.run(story(server))
