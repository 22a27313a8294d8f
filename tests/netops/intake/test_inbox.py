"""The inbox: once, in order, at our time, and a broken batch holds up no other."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import Engine
from sqlmodel import Session, col, select

from inventory.models.agent import Agent, AgentBatch
from netops.exchange.messages import Batch, Boot, Exchange, InsideSeen, Parcel, RoundSeen
from netops.intake import inbox
from netops.intake.enrolment import make_agent
from netops.intake.inbox import MOST_SET_ASIDE, offset, set_aside, shift, take
from service.database import reading, transaction
from tests.factories import AT, make_office, make_site

ADDRESS = "198.51.100.7"


def agent_of(session: Session) -> Agent:
    agent, _ = make_agent(session, make_site(session, make_office(session)), "กล่อง", now=AT)
    agent.enrolled_at = AT
    session.flush()
    return agent


def batch(at: datetime = AT, *, boot: str = "one", at_s: float = 100.0) -> Batch:
    seen = InsideSeen(place="gateway", host="10.0.0.1", sent=2, received=2)
    return Batch(at=at, boot=Boot(id=boot, at_s=at_s), record=RoundSeen(method="icmp", inside=(seen,)))


def parcel(sequence: int, body: str = "") -> Parcel:
    return Parcel(sequence=sequence, body=body or batch().model_dump_json())


def exchange(
    *batches: Parcel, sent_at: datetime = AT, boot: str = "one", at_s: float = 100.0, **more: object
) -> Exchange:
    told = {"agent_id": 1, "sent_at": sent_at, "boot": Boot(id=boot, at_s=at_s), "version": "1", "batches": batches}
    return Exchange.model_validate(told | more)


def stored(engine: Engine) -> list[tuple[int, str]]:
    """Sequence and reason of every row."""
    with reading(engine) as session:
        rows = session.exec(select(AgentBatch).order_by(col(AgentBatch.sequence))).all()
        return [(row.sequence, row.reason) for row in rows]


def test_a_batch_is_stored_once_also_when_the_answer_was_lost(database: Engine) -> None:
    with transaction(database) as session:
        agent = agent_of(session)
        assert take(session, agent, exchange(parcel(5), parcel(6)), now=AT, address=ADDRESS) == 6
    for _ in range(3):
        with transaction(database) as session:
            again = session.get_one(Agent, agent.id)
            assert take(session, again, exchange(parcel(5), parcel(6), parcel(7)), now=AT, address=ADDRESS) == 7
    assert [sequence for sequence, _ in stored(database)] == [5, 6, 7]


def test_nothing_is_stored_when_the_transaction_fails(database: Engine) -> None:
    with transaction(database) as session:
        agent = agent_of(session)

    def killed() -> None:
        with transaction(database) as session:
            take(session, session.get_one(Agent, agent.id), exchange(parcel(5)), now=AT, address=ADDRESS)
            raise RuntimeError

    with pytest.raises(RuntimeError):
        killed()
    with transaction(database) as session:
        known = session.get_one(Agent, agent.id)
        assert known.last_sequence == 0
        assert take(session, known, exchange(parcel(5)), now=AT, address=ADDRESS) == 5
    assert [sequence for sequence, _ in stored(database)] == [5]


def test_a_taken_batch_that_comes_again_is_not_stored_again(database: Engine) -> None:
    with transaction(database) as session:
        agent = agent_of(session)
        take(session, agent, exchange(parcel(5)), now=AT, address=ADDRESS)
        for row in session.exec(select(AgentBatch)):
            session.delete(row)  # the poller took it in
    with transaction(database) as session:
        assert take(session, session.get_one(Agent, agent.id), exchange(parcel(5)), now=AT, address=ADDRESS) == 5
    assert stored(database) == []


@pytest.mark.parametrize(
    "body",
    ["", "null", "{}", "[1]", '{"at": "never"}', batch().model_dump_json()[:-1] + ', "more": 1}'],
    ids=["empty", "null", "nothing", "list", "wrong", "a field more"],
)
def test_a_broken_batch_is_set_aside_and_the_others_pass(database: Engine, body: str) -> None:
    with transaction(database) as session:
        agent = agent_of(session)
        broken = Parcel(sequence=6, body=body)
        assert take(session, agent, exchange(parcel(5), broken, parcel(7)), now=AT, address=ADDRESS) == 7
        assert inbox.waiting(session, agent) == 2
    assert [(sequence, bool(reason)) for sequence, reason in stored(database)] == [(5, False), (6, True), (7, False)]


def test_what_was_set_aside_does_not_grow_for_ever(engine: Engine) -> None:
    with transaction(engine) as session:
        agent = agent_of(session)
        for number in range(1, MOST_SET_ASIDE + 20):
            row = AgentBatch(agent_id=agent.id or 0, sequence=number, received_at=AT, body=b"-")
            session.add(row)
            session.flush()
            set_aside(session, row, "why", now=AT)
    assert len(stored(engine)) <= MOST_SET_ASIDE + 1


def test_an_agent_that_sends_only_rubbish_fills_nothing_and_stops_nothing(engine: Engine) -> None:
    with transaction(engine) as session:
        agent = agent_of(session)
        for start in range(1, 400, 100):
            rubbish = [parcel(number, "{" * 100_000) for number in range(start, start + 100)]
            take(session, agent, exchange(*rubbish), now=AT, address=ADDRESS)
        assert take(session, agent, exchange(parcel(1000)), now=AT, address=ADDRESS) == 1000
        rows = session.exec(select(AgentBatch)).all()
    assert len(rows) == MOST_SET_ASIDE + 1
    assert rows[-1].reason == ""


def test_a_full_inbox_leaves_the_rest_with_the_agent(engine: Engine) -> None:
    with transaction(engine) as session:
        agent = agent_of(session)
        many = [parcel(number) for number in range(1, 6)]
        assert take(session, agent, exchange(*many, waiting=5), now=AT, address=ADDRESS, most=3) == 3
        assert agent.waiting == 2
    assert [sequence for sequence, _ in stored(engine)] == [1, 2, 3]


def test_a_heartbeat_tells_how_the_agent_is(engine: Engine) -> None:
    with transaction(engine) as session:
        agent = agent_of(session)
        agent.silent_since = AT - timedelta(hours=1)
        told = exchange(version="2", rtt_ms=12.5, waiting=9, dropped=4, clock_offset_s=-3.0, sent_at=AT)
        take(session, agent, told, now=AT, address=ADDRESS)
    assert (agent.heard_at, agent.heard_from, agent.returned_at) == (AT, ADDRESS, AT)
    assert (agent.version, agent.rtt_ms, agent.waiting, agent.dropped, agent.clock_offset_s) == ("2", 12.5, 9, 4, -3.0)


def test_the_agents_own_measure_is_believed_unless_the_exchange_says_otherwise() -> None:
    ahead = AT + timedelta(hours=2)
    assert offset(exchange(sent_at=ahead, clock_offset_s=7201.5), AT) == 7201.5
    assert offset(exchange(sent_at=ahead, clock_offset_s=0.0), AT) == 7200.0
    assert offset(exchange(sent_at=ahead), AT) == 7200.0


@pytest.mark.parametrize("wrong", [timedelta(), timedelta(hours=2), timedelta(hours=-2), timedelta(days=-20000)])
def test_times_become_ours_whatever_the_clock_of_the_box(wrong: timedelta) -> None:
    happened = AT - timedelta(minutes=10)
    one = batch(happened + wrong, at_s=100)
    same_start = exchange(sent_at=AT + wrong, at_s=700)
    assert one.at + timedelta(seconds=shift(one, same_start, now=AT, offset_s=wrong.total_seconds())) == happened
    other_start = exchange(sent_at=AT + wrong, boot="two", at_s=30)
    assert one.at + timedelta(seconds=shift(one, other_start, now=AT, offset_s=wrong.total_seconds())) == happened


def test_a_clock_that_was_set_when_the_line_came_back_changes_nothing() -> None:
    # During the cut the box stood in 1970; the time came with the line, so the offset is nought when it delivers.
    one = batch(datetime(1970, 1, 1, tzinfo=UTC), at_s=100)
    moved = shift(one, exchange(sent_at=AT, at_s=400), now=AT, offset_s=0.0)
    assert one.at + timedelta(seconds=moved) == AT - timedelta(minutes=5)


@settings(deadline=None)
@given(
    at=st.datetimes(timezones=st.just(UTC)),
    sent_at=st.datetimes(timezones=st.just(UTC)),
    at_s=st.floats(0, 1e10),
    later_s=st.floats(0, 1e10),
    told=st.none() | st.floats(-1e9, 1e9),
)
def test_no_clock_is_too_wrong(
    at: datetime, sent_at: datetime, at_s: float, later_s: float, told: float | None
) -> None:
    """Whatever a box believes of the time, its batch is ours within the week or it is refused."""
    said = exchange(sent_at=sent_at, at_s=later_s, clock_offset_s=told)
    one = batch(at, at_s=at_s)
    try:
        moved = shift(one, said, now=AT, offset_s=offset(said, AT))
    except (ValueError, OverflowError):
        return
    truly = one.at + timedelta(seconds=moved)
    assert AT - timedelta(days=7, seconds=1) <= truly <= AT + timedelta(seconds=1)


def test_nothing_happens_in_the_future_or_long_ago() -> None:
    ahead = batch(AT + timedelta(days=400), boot="zero")
    assert ahead.at + timedelta(seconds=shift(ahead, exchange(), now=AT, offset_s=0.0)) == AT
    with pytest.raises(ValueError, match="older than"):
        shift(batch(AT - timedelta(days=30), boot="zero"), exchange(), now=AT, offset_s=0.0)
