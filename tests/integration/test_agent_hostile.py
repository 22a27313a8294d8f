"""Who is not an agent, or is a bad one, at the real door: nothing is opened, stored or filled."""

from __future__ import annotations

import asyncio
import json
import signal
import subprocess
import sys
import time
import zlib
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from types import SimpleNamespace

import httpx
import pytest
from sqlalchemy import Engine
from sqlmodel import select

from inventory.models.agent import Agent as AgentRow
from inventory.models.agent import AgentBatch
from inventory.models.outage import CurrentState, State
from netops.agent import office as way
from netops.agent.held import Held
from netops.agent.identity import Identity
from netops.agent.office import OfficeError, OfficeRefusedError
from netops.exchange.messages import Boot, Exchange
from netops.exchange.packing import MOST_PACKED_BYTES, pack
from netops.exchange.signing import SigningKey
from netops.intake.enrolment import TRIES, revoke
from netops.settings import Settings
from netops.upkeep.tls import self_signed
from netops.vault import Vault
from service.database import reading, transaction
from service.refused import RefusedCommandError
from tests.integration.inside_school import School, SetClock, agent_of, devices, poller, took
from tests.integration.servers.office import OfficeServer, office

NETOPS = (sys.executable, "-m", "netops")


class Door:
    """A running office, a school, and its enrolled agent's own papers."""

    def __init__(self, server: OfficeServer, school: School, folder: Path) -> None:
        self.server, self.school, self.folder = server, school, folder
        asyncio.run(school.enrol(server, folder))
        self.identity = Identity.load(folder)

    def post(self, path: str, body: bytes, **other: str) -> httpx.Response:
        """A body as the agent would send it, but for what the test makes different."""
        headers = {
            "authorization": f"Agent {self.identity.token}",
            "x-agent-id": str(self.identity.agent_id),
            "x-agent-signature": SigningKey.of(self.identity.private_key).sign(body),
        } | {name.replace("_", "-"): value for name, value in other.items()}
        with httpx.Client(verify=way.trust(self.server.cert.read_text(), pinned=False)) as client:
            return client.post(f"{self.server.url}/api/v1/agents/{path}", content=body, headers=headers)

    def exchange(self, **other: object) -> bytes:
        """A heartbeat."""
        said = Exchange(
            agent_id=self.identity.agent_id, sent_at=datetime.now(UTC), boot=Boot(id="x", at_s=1), version="1"
        )
        return pack(said.model_copy(update=other).model_dump_json())


@pytest.fixture
def door(settings: Settings, engine: Engine, vault: Vault, tmp_path: Path) -> Iterator[Door]:
    with office(settings, engine, vault, tmp_path) as server:
        yield Door(server, School(engine, vault, port=1, devices=0), tmp_path / "agent")


def test_the_agent_itself_is_let_in(door: Door) -> None:
    assert door.post("exchange", door.exchange()).status_code == 200


@pytest.mark.parametrize(
    "other",
    [
        {"authorization": "Agent wrong"},
        {"authorization": "Agent"},
        {"authorization": ""},
        {"x_agent_id": "999"},
        {"x_agent_id": "one"},
        {"x_agent_signature": ""},
        {"x_agent_signature": SigningKey.make().sign(b"other")},
    ],
)
def test_whoever_lacks_a_paper_stays_out(door: Door, other: dict[str, str]) -> None:
    before = door.school.agent().heard_at
    answer = door.post("exchange", door.exchange(), **other)
    assert answer.status_code == 401
    assert door.school.agent().heard_at == before


def test_a_body_cannot_speak_for_another_agent(door: Door) -> None:
    assert door.post("exchange", door.exchange(agent_id=door.identity.agent_id + 1)).status_code == 401
    asked = json.dumps({"agent_id": door.identity.agent_id + 1, "sent_at": "2026-11-23T00:00:00Z"}).encode()
    assert door.post("targets", asked).status_code == 401


@pytest.mark.parametrize(
    ("body", "status"),
    [
        (zlib.compress(b"\0" * 100_000_000, 9), 413),
        (b"x" * (MOST_PACKED_BYTES + 1), 413),
        (b"x", 400),
        (pack("{}"), 422),
        (pack("[" * 100_000), 422),
        (pack(b"\xff\xfe"), 422),
    ],
    ids=["bomb", "too much", "not packed", "nothing", "deep", "no text"],
)
def test_a_bad_body_is_refused_and_the_office_goes_on(door: Door, body: bytes, status: int) -> None:
    assert door.post("exchange", body).status_code == status
    assert door.post("exchange", door.exchange()).status_code == 200
    with reading(door.school.engine) as session:
        assert session.exec(select(AgentBatch)).all() == []


def test_the_body_of_a_stranger_is_not_even_read(door: Door) -> None:
    sent = 0

    def endless() -> Iterator[bytes]:
        nonlocal sent
        while sent < 3_000_000:
            sent += 50_000
            yield b"x" * 50_000

    with httpx.Client(verify=way.trust(door.server.cert.read_text(), pinned=False)) as client:
        answer = client.post(f"{door.server.url}/api/v1/agents/exchange", content=endless())
    assert answer.status_code == 401


def test_a_code_does_not_work_again_and_guessing_ends(door: Door) -> None:
    url, certificate = door.server.url, door.server.cert.read_text()

    def tried(code: str) -> str:
        with pytest.raises(OfficeRefusedError) as refusal:
            asyncio.run(way.enrol(url, code, certificate=certificate, pinned=False, version="1"))
        return str(refusal.value)

    assert "403" in tried(door.school.code)
    for _ in range(TRIES - 1):
        assert "403" in tried("AAAA-AAAA-AAAA")
    assert "429" in tried("AAAA-AAAA-AAAA")


def test_a_revoked_agent_keeps_what_it_sees_and_delivers_nothing(door: Door) -> None:
    async def story() -> None:
        async with agent_of(door.folder) as agent:
            await agent.exchange()
            with transaction(door.school.engine) as session:
                revoke(session, session.get_one(AgentRow, door.identity.agent_id), now=datetime.now(UTC))
            await agent.asking.icmp_round()
            waiting = agent.buffer.waiting
            with pytest.raises(OfficeRefusedError):
                await agent.exchange()
            assert agent.buffer.waiting == waiting > 0

    asyncio.run(story())


def test_another_certificate_is_not_believed(door: Door, tmp_path: Path) -> None:
    url, code = door.server.url, door.school.code
    with pytest.raises(OfficeError, match="CERTIFICATE_VERIFY_FAILED"):
        asyncio.run(way.enrol(url, code, certificate="", pinned=False, version="1"))
    other = tmp_path / "other.pem"
    self_signed(other, tmp_path / "other.key", [])
    for pinned in (False, True):
        with pytest.raises(OfficeError, match="CERTIFICATE_VERIFY_FAILED"):
            asyncio.run(way.enrol(url, code, certificate=other.read_text(), pinned=pinned, version="1"))
    with pytest.raises(RefusedCommandError, match="another certificate"):
        way.trusted_by_pin(url, "sha256:" + "0" * 64)
    assert way.trusted_by_pin(url, door.server.pin.upper()) == door.server.cert.read_text()


@pytest.mark.parametrize("url", ["http://office.example:8000", "ftp://office.example", "https://", "https://a/b?c"])
def test_only_encrypted_addresses_are_taken(url: str) -> None:
    with pytest.raises(RefusedCommandError):
        way.checked_url(url)


def test_what_is_an_address_of_the_office() -> None:
    assert way.checked_url("office.example:8000/") == "https://office.example:8000"
    assert way.checked_url("http://127.0.0.1:8000") == "http://127.0.0.1:8000"


@pytest.mark.parametrize("wrong", [timedelta(hours=2), timedelta(hours=-2)])
def test_a_clock_that_is_two_hours_off_changes_no_story(
    settings: Settings, engine: Engine, vault: Vault, tmp_path: Path, wrong: timedelta
) -> None:
    async def story(server: OfficeServer) -> None:
        async with devices(1) as simulated:
            school = School(engine, vault, port=simulated.port, devices=1)
            await school.enrol(server, tmp_path / "agent")
            began = datetime.now(UTC)
            async with (
                agent_of(tmp_path / "agent", SetClock(wrong)) as agent,
                poller(engine, settings, vault) as poll,
            ):
                await agent.exchange()
                await agent.asking.snmp_round()
                await agent.asking.walks_done()
                await agent.exchange()
                await agent.exchange()
                await took(poll)
            assert school.agent().clock_offset_s == pytest.approx(wrong.total_seconds(), abs=5)
            with reading(engine) as session:
                for row in session.exec(select(CurrentState).where(CurrentState.state == State.UP)):
                    assert row.checked_at is not None
                    assert began - timedelta(seconds=5) <= row.checked_at <= datetime.now(UTC)

    with office(settings, engine, vault, tmp_path) as server:
        asyncio.run(story(server))


def test_the_commands_that_the_page_tells_work(
    settings: Settings, engine: Engine, vault: Vault, tmp_path: Path
) -> None:
    folder = str(tmp_path / "agent")
    with office(settings, engine, vault, tmp_path) as server:
        school = School(engine, vault, port=1, devices=0)
        enrol = (*NETOPS, "agent", "enrol", server.url, school.code, "--pin", server.pin, "--dir", folder)
        first = subprocess.run(enrol, capture_output=True, text=True, check=False)
        assert first.returncode == 0, first.stderr
        assert school.site.name in first.stdout
        again = subprocess.run(enrol, capture_output=True, text=True, check=False)
        assert (again.returncode, "enrolled already" in again.stderr) == (2, True)
        running = subprocess.Popen([*NETOPS, "agent", "run", "--dir", folder], stderr=subprocess.PIPE)
        try:
            deadline = time.monotonic() + 30
            while Held(Path(folder), Identity.load(Path(folder))).revision == 0:  # heard is not yet told
                assert time.monotonic() < deadline, "the agent has no targets"
                assert running.poll() is None, "the agent ended"
                time.sleep(0.05)
            running.send_signal(signal.SIGTERM)
            _, said = running.communicate(timeout=20)
        finally:
            running.kill()
            running.wait()
        assert running.returncode == 0, said
        status = subprocess.run(
            [*NETOPS, "agent", "status", "--dir", folder, "--json"], capture_output=True, text=True, check=True
        )
    told = SimpleNamespace(**json.loads(status.stdout))
    assert (told.site, told.dropped) == (school.site.code, 0)
    assert told.revision > 0
