"""A line that is really cut, through the whole pipeline: an outage when it is the school's, unknown when it is ours."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence

import pytest
from sqlalchemy import Engine
from sqlmodel import select

from collectors.icmp import sweep
from collectors.observation import EchoSeen
from collectors.outcome import Failed
from inventory.models.link import LinkSample
from inventory.models.outage import CurrentState, Event, Outage, Probe, State, Subject
from netops.models.alert import OutboxMessage
from netops.polling.wiring import polling
from netops.settings import Settings
from netops.vault import Vault
from service.database import reading, transaction
from tests.factories import make_device, make_link, make_office, make_person, make_site
from tests.integration.servers import netns
from tests.integration.servers.netns import SCHOOL_ADDRESS, Line

pytestmark = pytest.mark.peer("ip")


async def cut(line: Line) -> None:
    """Take the line down."""
    await asyncio.to_thread(line.cut)


async def restored(line: Line) -> None:
    """Bring the line up and wait until its ends have found each other again."""
    await asyncio.to_thread(line.restore)
    async with asyncio.timeout(20):
        while not _answered(await sweep({"school": SCHOOL_ADDRESS}, packets=1, timeout_s=0.2)):
            pass


def _answered(answers: dict[str, EchoSeen | Failed]) -> bool:
    answer = answers["school"]
    return isinstance(answer, EchoSeen) and answer.received == 1


class Watched:
    """A school behind a real line, polled by ICMP from the office's namespace."""

    def __init__(self, engine: Engine, settings: Settings, vault: Vault) -> None:
        self.engine = engine
        self.settings = settings.model_copy(update={"icmp_packets": 2})
        self.vault = vault
        with transaction(engine) as session:
            office = make_office(session)
            make_person(session, office, email="it@example.org", alerts=True)
            site = make_site(session, office)
            self.link = make_link(session, site, check_address=SCHOOL_ADDRESS)
            self.device = make_device(session, site, address=SCHOOL_ADDRESS)

    async def play(self, line: Line, script: str) -> None:
        """Rounds with the line whole (`-`) or cut (`x`)."""
        async with polling(self.engine, self.settings, self.vault) as poll:
            for letter in script:
                await (cut(line) if letter == "x" else restored(line))
                await poll.rounds.echo_round()

    def states(self) -> tuple[State, State]:
        """Of the link and of the device behind it."""
        with reading(self.engine) as session:
            link = session.get_one(CurrentState, (Subject.LINK, self.link.id))
            device = session.get_one(CurrentState, (Subject.DEVICE, self.device.id))
            return link.state, device.state

    def facts(self) -> Sequence[str]:
        """Kinds of all events."""
        with reading(self.engine) as session:
            return session.exec(select(Event.kind).order_by(Event.id)).all()  # type: ignore[arg-type]


def test_a_cut_line_is_one_outage_with_its_probes(settings: Settings, engine: Engine, vault: Vault) -> None:
    watched = Watched(engine, settings, vault)
    with netns.line() as line:
        line.in_office(lambda: watched.play(line, "--xxx"))
        assert watched.states() == (State.DOWN, State.UNREACHABLE)
        line.in_office(lambda: watched.play(line, "--"))
    assert watched.states() == (State.UP, State.UP)
    assert watched.facts() == ["LinkWentDown", "LinkRecovered"]
    with reading(engine) as session:
        (outage,) = session.exec(select(Outage)).all()
        probes = session.exec(select(Probe).order_by(Probe.at)).all()  # type: ignore[arg-type]
        assert [probe.answered for probe in probes] == [True, False, False, False, True]
        assert (outage.started_at, outage.ended_at) == (probes[1].at, probes[-1].at)
        assert [message.phase for message in session.exec(select(OutboxMessage))] == ["opened", "ended"]
        samples = session.exec(select(LinkSample)).all()
        assert (sum(s.rounds for s in samples), sum(s.rounds_down for s in samples)) == (7, 3)


def test_when_the_offices_own_line_is_cut_nothing_is_down(settings: Settings, engine: Engine, vault: Vault) -> None:
    own = settings.model_copy(update={"uplink_addresses": [SCHOOL_ADDRESS]})
    watched = Watched(engine, own, vault)
    with netns.line() as line:
        line.in_office(lambda: watched.play(line, "-xxxx"))
        assert watched.states() == (State.UNKNOWN, State.UNKNOWN)
        line.in_office(lambda: watched.play(line, "-"))
    assert watched.states() == (State.UP, State.UP)
    assert watched.facts() == ["OfficeUplinkLost", "OfficeUplinkRestored"]
    with reading(engine) as session:
        assert session.exec(select(Outage)).all() == []
        samples = session.exec(select(LinkSample)).all()
        assert (sum(s.rounds_unknown for s in samples), sum(s.rounds_down for s in samples)) == (4, 0)
