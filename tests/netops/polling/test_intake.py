"""What agents delivered, through the pipeline: their own devices only, at the time it happened, once."""

from __future__ import annotations

import asyncio
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import Engine
from sqlmodel import Session, select

from inventory.events import Fact
from inventory.models.agent import Agent, AgentBatch
from inventory.models.device import Device
from inventory.models.link import Check
from inventory.models.outage import Event, Outage, State
from inventory.models.site import Site
from inventory.state import Limits
from netops.exchange.messages import Batch, Boot, ProbeSeen, RoundSeen
from netops.exchange.packing import pack, unpack
from netops.intake.enrolment import make_agent, revoke
from netops.models.alert import Alert, AlertKind, OutboxMessage
from netops.notify.alerts import review
from netops.pipeline import Heard, Pipeline
from netops.polling.inside import Delivered, FromInside
from netops.polling.wiring import Poll, Teller
from netops.settings import Settings
from netops.vault import Vault
from service.database import reading, transaction
from tests.netops.polling.delivering import NOW, School

MINUTE = timedelta(minutes=1)


@pytest.fixture
def school(database: Engine, vault: Vault, settings: Settings) -> School:
    return School(database, vault, settings)


def test_fresh_rounds_say_how_devices_stand(school: School) -> None:
    async def story(school: School, poll: Poll) -> None:
        for half in range(4):
            school.delivered(NOW + half * MINUTE / 2, router=True, switch=half == 0)
        school.now = NOW + 2 * MINUTE
        assert await school.take(poll) == 4

    school.play(story)
    assert (school.state(school.router), school.state(school.switch)) == (State.UP, State.DOWN)
    assert school.left() == []
    assert school.facts() == ["DeviceWentDown"]


def test_a_child_of_a_silent_router_is_unreachable_also_inside(school: School) -> None:
    async def story(school: School, poll: Poll) -> None:
        for half in range(6):
            school.delivered(NOW + half * MINUTE / 2, router=half == 0, switch=half == 0)
        school.now = NOW + 3 * MINUTE
        await school.take(poll)

    school.play(story)
    assert (school.state(school.router), school.state(school.switch)) == (State.DOWN, State.UNREACHABLE)
    assert school.facts() == ["DeviceWentDown"]


@pytest.mark.parametrize("name", ["foreign", "moved"])
def test_an_agent_cannot_speak_of_other_devices(school: School, name: str, caplog: pytest.LogCaptureFixture) -> None:
    async def story(school: School, poll: Poll) -> None:
        for half in range(5):
            school.delivered(NOW + half * MINUTE / 2, router=True, **{name: False})
        await school.take(poll)

    before = school.state(getattr(school, name))
    school.play(story)
    assert school.state(getattr(school, name)) in {before, State.NOT_MONITORED}
    assert school.state(school.router) is State.UP
    assert school.facts() == []
    assert "does not ask" in caplog.text


def test_a_batch_that_cannot_be_taken_in_holds_up_no_other(school: School) -> None:
    def walk_of(key: str) -> dict[str, Any]:
        seen = {"key": key, "at": NOW.isoformat(), "system": {}}
        return {"record": {"kind": "walk", "observation": seen, "tuning": {}}}

    whole = Batch(at=NOW, boot=Boot(id="x", at_s=1), record=RoundSeen(method="icmp"))
    parts = whole.model_dump(mode="json")

    async def story(school: School, poll: Poll) -> None:
        school.put("no JSON")
        school.put(Batch.model_validate(parts | walk_of(str(school.foreign.id))))
        school.put(Batch.model_validate(parts | walk_of("?")))
        school.delivered(NOW, router=True)
        assert await school.take(poll) == 4
        assert await school.take(poll) == 0

    school.play(story)
    assert school.state(school.router) is State.UP
    assert [bool(reason) for _, reason in school.left()] == [True, True, True]
    assert "not asked by this agent" in school.left()[1][1]


def test_three_days_of_one_agent_hold_up_nobody(school: School) -> None:
    async def story(school: School, poll: Poll) -> None:
        for minute in range(200):
            school.delivered(NOW - (200 - minute) * MINUTE, NOW, router=True)
        with transaction(school.engine) as session:
            second, _ = make_agent(session, session.get_one(Site, school.row.site_id), "กล่องที่สอง", now=NOW)
            second.enrolled_at = second.heard_at = NOW
            session.flush()
            probe = ProbeSeen(device_id=school.switch.id or 0, at=NOW, method="icmp", received=1)
            body = Batch(at=NOW, boot=Boot(id="y", at_s=1), record=RoundSeen(method="icmp", probes=(probe,)))
            session.get_one(Device, school.switch.id).agent_id = second.id
            row = AgentBatch(agent_id=second.id or 0, sequence=1, received_at=NOW, body=pack(body.model_dump_json()))
            session.add(row)
        assert school.intake._waiting()[-1].agent_id == school.row.id  # the new one is not known yet
        while second.id not in poll.pipeline.roster.agents:
            await poll.rounds.reload()
            await asyncio.sleep(0.05)
        first = [row.agent_id for row in school.intake._waiting()]
        assert set(first) == {school.row.id, second.id}
        assert await school.take(poll) == 201

    school.play(story)
    assert school.left() == []


def test_the_office_does_not_ask_what_an_agent_asks(school: School) -> None:
    async def story(school: School, poll: Poll) -> None:
        asked = {thing[1] for thing in (await poll.rounds.echo_round()).seen}
        await poll.rounds.snmp_round()
        assert poll.rounds.watched == {}
        assert not {school.router.id, school.switch.id} & asked

    school.play(story)
    assert school.state(school.router) is None


def test_a_silent_agent_leaves_its_devices_unknown_and_never_down(
    engine: Engine, vault: Vault, settings: Settings
) -> None:
    school = School(engine, vault, settings, check=Check.ICMP)

    async def story(school: School, poll: Poll) -> None:
        school.delivered(NOW, router=True, switch=True)
        await school.take(poll)
        for minute in range(12):
            school.now = NOW + minute * MINUTE
            await school.intake.watch()

    school.play(story)
    assert (school.state(school.router), school.state(school.switch)) == (State.UNKNOWN, State.UNKNOWN)
    assert school.facts() == ["AgentFellSilent"]
    with transaction(engine) as session:
        review(session, at=school.now, settings=settings)
        review(session, at=school.now, settings=settings)
    with reading(engine) as session:
        assert [alert.kind for alert in session.exec(select(Alert))] == [AlertKind.AGENT_SILENT]
        assert len(session.exec(select(OutboxMessage)).all()) == 1
    school.heard(school.now, returned_at=school.now)
    with transaction(engine) as session:
        review(session, at=school.now, settings=settings)
    with reading(engine) as session:
        assert [message.phase for message in session.exec(select(OutboxMessage))] == ["opened", "ended"]


def test_while_the_office_is_cut_off_nobody_is_silent(school: School) -> None:
    async def story(school: School, poll: Poll) -> None:
        school.delivered(NOW, router=True, switch=True)
        await school.take(poll)
        await school.intake.watch()
        poll.pipeline.polled(Heard(kind="icmp", at=NOW, uplink_lost=True, uplink=["192.0.2.1"]))
        for minute in range(1, 20):
            school.now = NOW + minute * MINUTE
            await school.intake.watch()
        assert school.state(school.link) is State.UNKNOWN
        poll.pipeline.polled(Heard(kind="icmp", at=school.now, uplink_lost=False))
        for half in range(1, 4):  # the agent may take its time
            school.now = NOW + 19 * MINUTE + half * MINUTE / 2
            if half == 3:
                school.heard(school.now)
            await school.intake.watch()

    school.play(story)
    assert school.facts() == ["OfficeUplinkLost", "OfficeUplinkRestored"]
    assert school.state(school.link) is State.UP


def test_after_a_long_upgrade_nobody_was_silent(school: School) -> None:
    school.now = NOW + 60 * MINUTE  # we ourselves were away

    async def story(school: School, poll: Poll) -> None:
        for half in range(3):
            school.now = NOW + 60 * MINUTE + half * MINUTE / 2
            if half == 2:
                school.heard(school.now)
            await school.intake.watch()

    school.play(story)
    assert school.facts() == []


def test_a_device_of_which_its_agent_does_not_tell_is_not_up_for_ever(school: School) -> None:
    async def story(school: School, poll: Poll) -> None:
        school.delivered(NOW, router=True, switch=True)
        await school.take(poll)
        for minute in range(8):
            school.now = NOW + minute * MINUTE
            school.heard(school.now)
            school.delivered(school.now, router=True)
            await school.take(poll)
            await school.intake.watch()

    school.play(story)
    assert (school.state(school.router), school.state(school.switch)) == (State.UP, State.UNKNOWN)
    assert school.facts() == []


def test_a_link_that_is_checked_by_its_agent_is_cut_when_no_heartbeat_comes(school: School) -> None:
    async def story(school: School, poll: Poll) -> None:
        school.delivered(NOW, router=True, switch=True)
        await school.take(poll)
        await school.intake.watch()
        for half in range(1, 16):
            school.now = NOW + half * MINUTE / 2
            await school.intake.watch()
        assert school.state(school.link) is State.DOWN
        assert (school.state(school.router), school.state(school.switch)) == (State.UNREACHABLE, State.UNREACHABLE)
        with transaction(school.engine) as session:
            review(session, at=school.now, settings=school.settings)

    school.play(story)
    with reading(school.engine) as session:
        assert [alert.kind for alert in session.exec(select(Alert))] == [AlertKind.LINK_DOWN]  # one cause, one alert
    assert school.facts() == ["LinkWentDown", "AgentFellSilent"]


def test_what_happened_during_the_cut_is_told_at_its_time_and_to_nobody(school: School) -> None:
    async def story(school: School, poll: Poll) -> None:
        school.delivered(NOW, router=True, switch=True)
        await school.take(poll)
        back = NOW + 60 * MINUTE
        for half in range(1, 100):  # inside, the switch was down from the 10th to the 20th minute
            at = NOW + half * MINUTE / 2
            school.delivered(at, back, router=True, switch=not 10 <= half / 2 < 20)
        school.now = back
        assert await school.take(poll) == 99

    school.play(story)
    assert school.state(school.switch) is State.UP
    with reading(school.engine) as session:
        (outage,) = session.exec(select(Outage)).all()
        assert outage.ended_at is not None
        assert outage.started_at - NOW == timedelta(minutes=10)
        assert outage.ended_at - NOW == timedelta(minutes=20)
        assert session.exec(select(OutboxMessage)).all() == []
    assert school.facts() == ["DeviceWentDown", "DeviceRecovered"]


def test_a_return_is_told_when_what_was_seen_is_in(school: School) -> None:
    async def story(school: School, poll: Poll) -> None:
        school.now = NOW + 10 * MINUTE
        await school.intake.watch()
        assert school.facts()[-1] == "AgentFellSilent"
        back = school.now = NOW + 60 * MINUTE
        school.heard(back, returned_at=back, waiting=3)
        await school.intake.watch()
        assert "AgentReturned" not in school.facts()
        for minute in (20, 30, 40):
            school.delivered(NOW + minute * MINUTE, router=True)
        school.heard(back, waiting=0)
        await school.intake.watch()
        assert "AgentReturned" not in school.facts()
        await school.take(poll)
        await school.intake.watch()

    school.play(story)
    with reading(school.engine) as session:
        returned = session.exec(select(Event).where(Event.kind == "AgentReturned")).one()
        assert returned.data == {"agent_id": school.row.id, "seconds": 3600.0, "rounds": 3}
        assert session.exec(select(Agent.silent_since)).one() is None


def test_what_no_living_agent_asks_is_not_monitored(school: School) -> None:
    with transaction(school.engine) as session:
        revoke(session, session.get_one(Agent, school.row.id), now=NOW)

    async def story(school: School, poll: Poll) -> None:
        school.delivered(NOW, router=True)
        await school.take(poll)
        await school.intake.watch()

    school.play(story)
    assert {school.state(thing) for thing in (school.router, school.switch, school.link)} == {State.NOT_MONITORED}
    assert "revoked" in school.left()[0][1]


class Dying(Pipeline):
    """Killed at the last moment before the commit."""

    def polled(self, heard: Heard) -> list[Fact]:
        also = heard.also

        def killed(session: Session) -> None:
            assert also is not None
            also(session)
            raise KeyboardInterrupt

        heard.also = killed
        return super().polled(heard)


def test_a_batch_is_taken_in_once_also_when_the_poller_dies(school: School) -> None:
    async def dies(school: School, poll: Poll) -> None:
        school.delivered(NOW, router=True)
        with reading(school.engine) as session:
            row = session.exec(select(AgentBatch)).one()
        dying = Dying(school.engine, limits=Limits(), tell=Teller(school.settings))
        dying.watch(poll.pipeline.roster, NOW)
        inside = FromInside(school.engine, school.settings, pipeline=dying, showing=poll.showing)
        batch = Batch.model_validate_json(unpack(row.body))
        with pytest.raises(KeyboardInterrupt):
            inside.take(Delivered(row, poll.pipeline.roster.agents[row.agent_id], batch))

    async def lives(school: School, poll: Poll) -> None:
        assert await school.take(poll) == 1

    school.play(dies)
    assert (len(school.left()), school.state(school.router)) == (1, None)
    school.play(lives)
    assert (school.left(), school.state(school.router)) == ([], State.UP)
