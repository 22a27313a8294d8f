"""SNMPv3 on a real agent with every protocol, and the guards against each known fault of gufo-snmp."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Iterator, Sequence
from contextlib import closing
from typing import TypeVar

import pytest
from pydantic import SecretStr

from collectors.errors import GarbledError, NoAnswerError, RefusedError
from collectors.snmp.connect import open_session
from collectors.snmp.hub import SnmpHub
from collectors.snmp.session import Limits, SnmpSession, Tag, VarBind
from collectors.snmp.wire import ErrorStatus, Message, Pdu
from collectors.target import (
    AuthProtocol,
    PrivProtocol,
    SnmpCredential,
    SnmpEngine,
    SnmpTarget,
    SnmpTuning,
    SnmpVersion,
)
from tests.integration.servers import snmpd
from tests.integration.servers.liar import COLUMN, OTHER_COLUMN, ROWS, lying
from tests.integration.servers.usm_liar import UsmLiar, UsmLie, honest

T = TypeVar("T")
Said = Sequence[Message | bytes]
FIRST = (*COLUMN, 1)
TABLE_ROWS = [row for row in ROWS if row.oid[:-1] == COLUMN]
SYS_NAME = (1, 3, 6, 1, 2, 1, 1, 5, 0)
SYS_UPTIME = (1, 3, 6, 1, 2, 1, 1, 3, 0)
SYS_OBJECT_ID = (1, 3, 6, 1, 2, 1, 1, 2, 0)
LOOPBACK = (1, 3, 6, 1, 2, 1, 4, 20, 1, 1, 127, 0, 0, 1)
ABSENT = (1, 3, 6, 1, 2, 1, 1, 99, 0)
IF_TABLE = (1, 3, 6, 1, 2, 1, 2, 2, 1)
PANICS = b"\x30\x82"  # makes gufo's parser index beyond its end


@pytest.fixture(scope="module")
def agent(tmp_path_factory: pytest.TempPathFactory) -> Iterator[snmpd.Snmpd]:
    """net-snmp's agent with a user for each pair of protocols."""
    with snmpd.running(tmp_path_factory.mktemp("snmpd")) as running:
        yield running


def ask(target: SnmpTarget, asking: Callable[[SnmpSession], Awaitable[T]], *, limits: Limits | None = None) -> T:
    """Ask one target."""

    async def run() -> T:
        with closing(SnmpHub()) as hub:
            session = open_session(target, hub=hub, limits=limits)
            try:
                return await asking(session)
            finally:
                await session.close()

    return asyncio.run(run())


def ask_liar(
    lie: UsmLie,
    asking: Callable[[SnmpSession], Awaitable[T]],
    *,
    rows: Sequence[VarBind] = ROWS,
    tuning: SnmpTuning | None = None,
) -> T:
    """Start a lying agent and ask it."""

    async def run() -> T:
        async with lying(UsmLiar(lambda _question, _answer: [], rows=rows, usm_lie=lie)) as liar:
            with closing(SnmpHub()) as hub:
                session = open_session(liar.target(version=SnmpVersion.V3, tuning=tuning), hub=hub)
                try:
                    return await asking(session)
                finally:
                    await session.close()

    return asyncio.run(run())


def real(
    agent: snmpd.Snmpd,
    auth: str,
    priv: str,
    *,
    host: str = "127.0.0.1",
    engine: SnmpEngine = SnmpEngine.OWN,
    auth_key: str = snmpd.AUTH_KEY,
    priv_key: str = snmpd.PRIV_KEY,
    user: str = "",
) -> SnmpTarget:
    return SnmpTarget(
        key="real",
        host=host,
        port=agent.port,
        credential=SnmpCredential(
            version=SnmpVersion.V3,
            user=user or snmpd.user_name(auth, priv),
            auth=AuthProtocol(auth),
            auth_key=SecretStr(auth_key),
            priv=PrivProtocol(priv),
            priv_key=SecretStr(priv_key),
            engine=engine,
        ),
        tuning=SnmpTuning(timeout_ms=400, retries=1),
    )


async def facts(session: SnmpSession) -> dict[str, object]:
    """What must be the same whichever engine asks."""
    found = await session.get([SYS_NAME, ABSENT, SYS_OBJECT_ID, LOOPBACK])
    columns = await session.table([(*IF_TABLE, column) for column in (1, 2, 8, 99)])
    return {
        "values": {oid: row.value for oid, row in found.items()},
        "tags": {oid: row.tag for oid, row in found.items()},
        "table": {root: [row[::2] for row in walk.rows] for root, walk in columns.items()},
        "complete": [walk.complete for walk in columns.values()],
        "end": (await session.walk((1, 3, 6, 1, 7))).complete,
    }


OWN_PAIRS = [("none", "none"), *((auth, priv) for auth in snmpd.AUTHS for priv in ("none", "aes128"))]
LONG_PAIRS = [("sha256", "aes256"), ("sha384", "aes192"), ("sha1", "aes256"), ("sha224", "aes192")]


@pytest.mark.peer("snmpd")
@pytest.mark.parametrize(("auth", "priv"), OWN_PAIRS)
def test_every_protocol_reads_a_real_agent(agent: snmpd.Snmpd, auth: str, priv: str) -> None:
    found = ask(real(agent, auth, priv), facts)
    assert found["values"] == {
        SYS_NAME: b"snmpd-of-the-tests",
        SYS_OBJECT_ID: (1, 3, 6, 1, 4, 1, 8072, 3, 2, 10),
        LOOPBACK: bytes([127, 0, 0, 1]),
    }
    assert found["complete"] == [True] * 4
    assert found["end"] is True


@pytest.mark.peer("snmpd")
@pytest.mark.parametrize(("auth", "priv"), LONG_PAIRS)
def test_long_ciphers_read_a_real_agent_by_pysnmp(agent: snmpd.Snmpd, auth: str, priv: str) -> None:
    assert ask(real(agent, auth, priv), facts) == ask(real(agent, "sha512", "aes128"), facts)


@pytest.mark.peer("snmpd")
def test_engines_and_families_tell_equal_facts(agent: snmpd.Snmpd) -> None:
    pair = ("sha256", "aes128")
    own = ask(real(agent, *pair), facts)
    assert ask(real(agent, *pair, engine=SnmpEngine.PYSNMP), facts) == own
    assert ask(real(agent, *pair, host="::1"), facts) == own
    assert ask(real(agent, *pair, host="::1", engine=SnmpEngine.PYSNMP), facts) == own
    community = SnmpCredential(community=SecretStr(snmpd.COMMUNITY))
    assert ask(SnmpTarget(key="v2c", host=agent.host, port=agent.port, credential=community), facts) == own


@pytest.mark.peer("snmpd")
@pytest.mark.parametrize("engine", list(SnmpEngine))
def test_wrong_secrets_are_told_apart_and_not_shown(agent: snmpd.Snmpd, engine: SnmpEngine) -> None:
    pair = ("sha256", "aes128")
    wrong_auth = real(agent, *pair, auth_key="a wrong secret", engine=engine)
    wrong_user = real(agent, *pair, user="nobody", engine=engine)
    wrong_priv = real(agent, *pair, priv_key="a wrong secret", engine=engine)
    for target in (wrong_auth, wrong_user):
        with pytest.raises(RefusedError, match="refuses the SNMPv3 user"):
            ask(target, lambda session: session.get([SYS_NAME]))
    with pytest.raises((RefusedError, NoAnswerError), match="privacy password") as caught:
        ask(wrong_priv, lambda session: session.get([SYS_NAME]))
    assert "secret" not in str(caught.value)


def test_a_dead_agent_is_silent_not_wrongly_keyed() -> None:
    async def run() -> None:
        async with lying(UsmLiar(lambda _question, _answer: [])) as liar:
            liar.transport.close()
            with closing(SnmpHub()) as hub:
                session = open_session(liar.target(), hub=hub)
                with pytest.raises((NoAnswerError, RefusedError)) as caught:
                    await session.get([FIRST])
                assert "password" not in str(caught.value)
                await session.close()

    asyncio.run(run())


# -- the guards


def test_a_panic_costs_one_answer() -> None:
    with pytest.raises(GarbledError):
        ask_liar(lambda _question, _answer: [PANICS], lambda session: session.get([FIRST]))
    found = ask_liar(lambda _question, answer: [PANICS, answer], lambda session: session.get([FIRST]))
    assert found[FIRST].value == b"port 1"


@pytest.mark.parametrize("status", [ErrorStatus.GEN_ERR, ErrorStatus.TOO_BIG])
def test_a_refused_getbulk_is_no_empty_table(status: ErrorStatus) -> None:
    def lie(question: Message, answer: Message) -> Said:
        refused = answer._replace(error_status=status, varbinds=question.varbinds)
        return [refused if question.pdu == Pdu.GETBULK else answer]

    async def asking(session: SnmpSession) -> None:
        walk = await session.walk(COLUMN)
        assert [row[::2] for row in walk.rows] == [row[::2] for row in TABLE_ROWS]
        # Without GETBULK, gufo cannot tell the end of a table from an error: nothing may be concluded from it.
        assert not walk.complete

    ask_liar(lie, asking)


def test_an_error_within_a_walk_leaves_it_incomplete() -> None:
    def lie(question: Message, answer: Message) -> Said:
        if any(row.oid == (*COLUMN, 20) for row in answer.varbinds):
            return [answer._replace(error_status=5, error_index=1, varbinds=question.varbinds)]
        return [answer]

    async def asking(session: SnmpSession) -> None:
        columns = await session.table([COLUMN, OTHER_COLUMN])
        assert (columns[COLUMN].complete, len(columns[COLUMN].rows)) == (False, 19)
        assert (columns[OTHER_COLUMN].complete, len(columns[OTHER_COLUMN].rows)) == (True, 30)

    ask_liar(lie, asking)


def test_the_end_of_the_view_is_an_end() -> None:
    walk = ask_liar(honest, lambda session: session.walk((1, 3, 6, 1, 2, 1, 99)))
    assert (walk.complete, len(walk.rows)) == (True, 1)


def test_a_refused_get_is_no_absence() -> None:
    def lie(question: Message, answer: Message) -> Said:
        return [answer._replace(error_status=1, varbinds=[]) if len(question.varbinds) > 10 else answer]

    found = ask_liar(lie, lambda session: session.get([row.oid for row in ROWS]))
    assert len(found) == len(ROWS)


def test_an_answer_about_other_instances_does_not_count() -> None:
    def lie(_question: Message, answer: Message) -> Said:
        return [answer._replace(varbinds=[VarBind((1, 3, 6, 1, 9, 9), Tag.INTEGER, 5)])]

    with pytest.raises(GarbledError):
        ask_liar(lie, lambda session: session.get([FIRST]))


def test_oids_that_do_not_increase_end_the_walk_as_incomplete() -> None:
    def lie(_question: Message, answer: Message) -> Said:
        return [answer._replace(varbinds=answer.varbinds[::-1])]

    walk = ask_liar(lie, lambda session: session.walk(COLUMN))
    assert not walk.complete
    assert "do not increase" in walk.why


def test_answers_that_are_too_long_to_read_are_asked_for_in_parts() -> None:
    rows = [VarBind((*COLUMN, place), Tag.OCTET_STRING, b"x" * 250) for place in range(1, 31)]

    async def asking(session: SnmpSession) -> None:
        walk = await session.walk(COLUMN)
        assert (walk.complete, len(walk.rows)) == (True, 30)
        assert session.tuning.repetitions < 17  # 17 rows of this kind are more than 4,080 octets

    ask_liar(honest, asking, rows=[*rows, ROWS[-1]])


def test_two_questions_at_once_are_asked_in_turn() -> None:
    async def asking(session: SnmpSession) -> None:
        oids = [row.oid for row in ROWS]
        several = await asyncio.gather(*(session.get([oid]) for oid in oids))
        assert [list(found) for found in several] == [[oid] for oid in oids]

    ask_liar(honest, asking)


def test_a_lost_request_is_sent_again_and_a_late_answer_ignored() -> None:
    held: list[Message] = []

    def lie(question: Message, answer: Message) -> Said:
        held.append(answer)
        if len(held) == 1:
            return []
        return [held[-2], answer] if question.pdu == Pdu.GET else [answer]

    async def asking(session: SnmpSession) -> None:
        assert (await session.get([FIRST]))[FIRST].value == b"port 1"
        other = (*OTHER_COLUMN, 2)
        assert (await session.get([other]))[other].value == 1

    ask_liar(lie, asking)


def test_many_instances_are_split_over_requests() -> None:
    rows = [VarBind((*COLUMN, place), Tag.INTEGER, place) for place in range(1, 251)]
    found = ask_liar(
        honest,
        lambda session: session.get([row.oid for row in rows]),
        rows=rows,
        tuning=SnmpTuning(timeout_ms=200, retries=1, varbinds=120),
    )
    assert [found[row.oid].value for row in rows] == list(range(1, 251))
