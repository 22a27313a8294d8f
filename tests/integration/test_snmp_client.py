"""v1 and v2c over real sockets: a real agent, and agents that lie in every way that was met or feared."""

from __future__ import annotations

import asyncio
import socket
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import pytest
from pydantic import SecretStr

from collectors.errors import CutOffError, GarbledError, NoAnswerError, UnaskedError
from collectors.snmp.connect import open_session
from collectors.snmp.hub import BUFFER_PER_ANSWER_BYTES, SnmpHub, open_socket
from collectors.snmp.session import Limits, SnmpSession, Tag, VarBind
from collectors.snmp.wire import Message, Pdu, encode
from collectors.target import SnmpCredential, SnmpTarget, SnmpTuning, SnmpVersion
from tests.integration.asking import FIRST, TABLE_ROWS, ask, ask_liar
from tests.integration.servers import snmpd
from tests.integration.servers.liar import (
    COLUMN,
    ROWS,
    Answers,
    Elsewhere,
    Liar,
    honest,
    lying,
)

SYS_NAME = (1, 3, 6, 1, 2, 1, 1, 5, 0)
SYS_CONTACT = (1, 3, 6, 1, 2, 1, 1, 4, 0)
IF_TABLE = (1, 3, 6, 1, 2, 1, 2, 2, 1)


@pytest.fixture(scope="module")
def agent(tmp_path_factory: pytest.TempPathFactory) -> Iterator[snmpd.Snmpd]:
    """net-snmp's agent."""
    folder: Path = tmp_path_factory.mktemp("snmpd")
    with snmpd.running(folder) as running:
        yield running


def real(agent: snmpd.Snmpd, *, version: SnmpVersion, host: str = "127.0.0.1") -> SnmpTarget:
    return SnmpTarget(
        key="real",
        host=host,
        port=agent.port,
        credential=SnmpCredential(version=version, community=SecretStr(snmpd.COMMUNITY)),
    )


@pytest.mark.peer("snmpd")
@pytest.mark.parametrize("version", [SnmpVersion.V1, SnmpVersion.V2C])
@pytest.mark.parametrize("host", ["127.0.0.1", "::1", "localhost"])
def test_a_real_agent_is_read(agent: snmpd.Snmpd, version: SnmpVersion, host: str) -> None:
    async def asking(session: SnmpSession) -> None:
        found = await session.get([SYS_NAME, (1, 3, 6, 1, 2, 1, 1, 99, 0), SYS_CONTACT])
        assert {oid: row.value for oid, row in found.items()} == {
            SYS_NAME: b"snmpd-of-the-tests",
            SYS_CONTACT: snmpd.CONTACT.encode(),
        }
        whole = await session.walk(IF_TABLE)
        columns = await session.table([(*IF_TABLE, column) for column in (1, 2, 3, 99)])
        assert whole.complete
        assert [columns[(*IF_TABLE, column)].complete for column in (1, 2, 3, 99)] == [True] * 4
        assert columns[(*IF_TABLE, 99)].rows == []
        for column in (1, 2, 3):
            expected = [row for row in whole.rows if row.oid[:-1] == (*IF_TABLE, column)]
            assert columns[(*IF_TABLE, column)].rows == expected
            assert expected

    ask(real(agent, version=version, host=host), asking)


@pytest.mark.peer("snmpd")
def test_a_real_agent_walked_to_the_end_of_its_view(agent: snmpd.Snmpd) -> None:
    walk = ask(real(agent, version=SnmpVersion.V2C), lambda session: session.walk((1, 3, 6, 1, 6)))
    assert walk.complete
    assert walk.rows == sorted(walk.rows, key=lambda row: row.oid)
    assert walk.rows


def test_an_honest_agent_is_asked_in_few_requests() -> None:
    liar = Liar(honest)
    walk = ask_liar(liar, lambda session: session.walk(COLUMN))
    assert (walk.rows, walk.complete) == (TABLE_ROWS, True)
    assert [question.pdu for question in liar.asked] == [Pdu.GETBULK] * 2


def test_an_empty_table_is_complete() -> None:
    walk = ask_liar(Liar(honest), lambda session: session.walk((1, 3, 6, 1, 2, 1, 50)))
    assert (walk.rows, walk.complete) == ([], True)


# -- answers that must not count


def _other_id(question: Message, answer: Message) -> Answers:
    return [encode(answer._replace(request_id=question.request_id ^ 1))]


def _other_community(_question: Message, answer: Message) -> Answers:
    return [encode(answer._replace(community=b"another"))]


def _other_version(_question: Message, answer: Message) -> Answers:
    return [encode(answer._replace(version=0))]


def _other_instance(_question: Message, answer: Message) -> Answers:
    return [encode(answer._replace(varbinds=[row._replace(oid=(*row.oid, 1)) for row in answer.varbinds]))]


def _too_few(_question: Message, answer: Message) -> Answers:
    return [encode(answer._replace(varbinds=answer.varbinds[1:]))]


def _no_response(_question: Message, answer: Message) -> Answers:
    return [encode(answer._replace(pdu=Pdu.GET))]


def _cut(_question: Message, answer: Message) -> Answers:
    return [encode(answer)[:-2]]


def _noise(_question: Message, _answer: Message) -> Answers:
    return [b"", b"\x30", b"\xff" * 1400, bytes(60_000)]


@pytest.mark.parametrize(
    ("lie", "error"),
    [
        (_other_id, NoAnswerError),
        (_other_community, GarbledError),
        (_other_version, GarbledError),
        (_other_instance, GarbledError),
        (_too_few, GarbledError),
        (_no_response, GarbledError),
        (_cut, GarbledError),
        (_noise, NoAnswerError),
    ],
)
def test_what_is_no_answer_does_not_count(lie: Callable[[Message, Message], Answers], error: type[Exception]) -> None:
    with pytest.raises(error):
        ask_liar(Liar(lie), lambda session: session.get([FIRST]))

    def with_truth(question: Message, answer: Message) -> Answers:
        return [*lie(question, answer), encode(answer)]

    found = ask_liar(Liar(with_truth), lambda session: session.get([FIRST]))
    assert found == {FIRST: ROWS[0]}  # a forged datagram must not end the wait for the true one


def test_an_answer_from_elsewhere_does_not_count() -> None:
    with pytest.raises(NoAnswerError):
        ask_liar(Elsewhere(honest), lambda session: session.get([FIRST]))


def test_a_dead_device_is_an_error_of_its_own() -> None:
    liar = Liar(lambda _question, _answer: [])
    with pytest.raises(NoAnswerError):
        ask_liar(liar, lambda session: session.get([FIRST]))
    assert len(liar.asked) == 2  # one retry
    assert len({question.request_id for question in liar.asked}) == 1
    with pytest.raises(NoAnswerError):
        ask_liar(liar, lambda session: session.walk(COLUMN))


def test_a_host_without_address_is_not_asked() -> None:
    target = SnmpTarget(key="nowhere", host="no..host", credential=SnmpCredential())
    with pytest.raises(UnaskedError):
        ask(target, lambda session: session.get([FIRST]))


# -- walks that do not end well


def _loop(_question: Message, answer: Message) -> Answers:
    return [encode(answer._replace(varbinds=[ROWS[0]] * len(answer.varbinds)))]


def _backwards(_question: Message, answer: Message) -> Answers:
    return [encode(answer._replace(varbinds=answer.varbinds[::-1]))]


@pytest.mark.parametrize("lie", [_loop, _backwards])
def test_oids_that_do_not_increase_end_the_walk_as_incomplete(
    lie: Callable[[Message, Message], Answers],
) -> None:
    liar = Liar(lie)
    walk = ask_liar(liar, lambda session: session.walk(COLUMN))
    assert not walk.complete
    assert "do not increase" in walk.why
    assert len(liar.asked) <= 2


def _endless(question: Message, answer: Message) -> Answers:
    last = question.varbinds[0].oid
    rows = [VarBind((*last[:10], last[-1] + place), Tag.INTEGER, 1) for place in range(1, 26)]
    return [encode(answer._replace(varbinds=rows))]


def test_an_endless_table_is_cut_off() -> None:
    walk = ask_liar(Liar(_endless), lambda session: session.walk(COLUMN, max_rows=60))
    assert not walk.complete
    assert len(walk.rows) == 60
    walk = ask_liar(Liar(_endless), lambda session: session.walk(COLUMN), limits=Limits(max_requests=5))
    assert (walk.complete, len(walk.rows)) == (False, 125)
    walk = ask_liar(Liar(_endless), lambda session: session.walk(COLUMN), limits=Limits(max_bytes=1000))
    assert (walk.complete, "bytes" in walk.why) == (False, True)


def test_a_device_that_falls_silent_within_a_walk_leaves_it_incomplete() -> None:
    liar = Liar(honest)
    liar.lie = lambda question, answer: honest(question, answer) if len(liar.asked) == 1 else []
    walk = ask_liar(liar, lambda session: session.walk(COLUMN), tuning=SnmpTuning(timeout_ms=50, retries=0))
    assert (walk.complete, walk.rows) == (False, TABLE_ROWS[:25])
    assert "no answer" in walk.why


def test_limits_are_counted_anew_for_a_session_that_is_kept() -> None:
    async def run() -> None:
        async with lying(Liar(honest)) as liar:
            with closing(SnmpHub()) as hub:
                session = open_session(liar.target(), hub=hub, limits=Limits(max_requests=1))
                assert await session.get([FIRST])
                with pytest.raises(CutOffError):
                    await session.get([FIRST])
                session.renew()
                assert await session.get([FIRST])

    asyncio.run(run())


def test_the_deadline_holds_against_a_slow_device() -> None:
    async def asking(session: SnmpSession) -> None:
        with pytest.raises(NoAnswerError):
            await session.get([FIRST])
        with pytest.raises(NoAnswerError, match="deadline"):
            await session.get([FIRST])

    liar = Liar(lambda _question, _answer: [])
    ask_liar(liar, asking, tuning=SnmpTuning(timeout_ms=30_000, retries=5), limits=Limits(deadline_s=0.2))
    assert len(liar.asked) == 1


def test_losses_are_retried_and_slow_answers_learnt() -> None:
    liar = Liar(honest)
    liar.lie = lambda question, answer: [] if len(liar.asked) % 2 else honest(question, answer)

    async def asking(session: SnmpSession) -> SnmpTuning:
        for _ in range(3):
            assert await session.get([FIRST]) == {FIRST: ROWS[0]}
        return session.tuning

    tuning = ask_liar(liar, asking, tuning=SnmpTuning(timeout_ms=60, retries=1))
    assert tuning.timeout_ms > 60
    assert tuning.retries == 2
    patient = ask_liar(Liar(honest), asking, tuning=SnmpTuning(timeout_ms=20_000))
    assert patient.timeout_ms < 20_000


def test_one_liar_does_not_disturb_another_session() -> None:
    async def run() -> None:
        async with lying(Liar(_noise)) as liar, lying(Liar(honest)) as honest_one:
            with closing(SnmpHub()) as hub:
                sessions = [open_session(one.target(), hub=hub) for one in (liar, honest_one)]
                bad, good = await asyncio.gather(
                    *(session.walk(COLUMN) for session in sessions), return_exceptions=True
                )
                assert isinstance(bad, NoAnswerError)
                assert not isinstance(good, BaseException)
                assert good.rows == TABLE_ROWS
                assert hub.dropped >= 4

    asyncio.run(run())


def test_a_closed_hub_ends_what_is_being_asked() -> None:
    async def run() -> None:
        async with lying(Liar(lambda _question, _answer: [])) as liar:
            hub = SnmpHub()
            session = open_session(liar.target(tuning=SnmpTuning(timeout_ms=30_000)), hub=hub)
            asked = asyncio.ensure_future(session.get([FIRST]))
            await liar.reached.wait()
            hub.close()
            with pytest.raises(NoAnswerError):
                await asked

    asyncio.run(run())


def test_what_is_in_flight_follows_the_granted_buffer() -> None:
    sock, capacity = open_socket(socket.AF_INET)
    with closing(sock):
        granted = sock.getsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF)
        assert capacity == granted // BUFFER_PER_ANSWER_BYTES
        assert capacity >= 10
