"""Agents that cannot do what they should: no GETBULK, small messages, broken instances, refusals, version 1."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from collectors.errors import CutOffError, RefusedError
from collectors.snmp.session import SnmpSession
from collectors.snmp.wire import ErrorStatus, Message, Pdu, encode
from collectors.target import SnmpTuning, SnmpVersion
from tests.integration.asking import FIRST, TABLE_ROWS, ask_liar
from tests.integration.servers.liar import BEHIND, COLUMN, OTHER_COLUMN, ROWS, Answers, Liar, honest


def _error(answer: Message, question: Message, *, status: ErrorStatus, index: int) -> Answers:
    return [encode(answer._replace(error_status=status, error_index=index, varbinds=question.varbinds))]


def _no_bulk(question: Message, answer: Message) -> Answers:
    if question.pdu == Pdu.GETBULK:
        return _error(answer, question, status=ErrorStatus.GEN_ERR, index=0)
    return honest(question, answer)


def _empty_bulk(question: Message, answer: Message) -> Answers:
    return honest(question, answer if question.pdu != Pdu.GETBULK else answer._replace(varbinds=[]))


def _silent_bulk(question: Message, answer: Message) -> Answers:
    return [] if question.pdu == Pdu.GETBULK else honest(question, answer)


@pytest.mark.parametrize("lie", [_no_bulk, _empty_bulk, _silent_bulk])
def test_an_agent_without_getbulk_is_walked_by_getnext(lie: Callable[[Message, Message], Answers]) -> None:
    async def asking(session: SnmpSession) -> None:
        await session.get([FIRST])
        for _ in range(2):
            columns = await session.table([COLUMN, OTHER_COLUMN])
            assert columns[COLUMN].rows == TABLE_ROWS
            assert all(walk.complete and len(walk.rows) == 30 for walk in columns.values())
        assert not session.tuning.bulk  # learnt

    ask_liar(Liar(lie), asking, tuning=SnmpTuning(timeout_ms=50, retries=0))


def _too_big(limit: int) -> Callable[[Message, Message], Answers]:
    def lie(question: Message, answer: Message) -> Answers:
        if len(answer.varbinds) > limit:
            return _error(answer, question, status=ErrorStatus.TOO_BIG, index=0)
        return honest(question, answer)

    return lie


@pytest.mark.parametrize("limit", [1, 4, 10])
def test_too_big_asks_for_less(limit: int) -> None:
    async def asking(session: SnmpSession) -> None:
        found = await session.get([row.oid for row in ROWS])
        assert [found[row.oid] for row in ROWS] == ROWS
        assert session.tuning.varbinds <= limit
        columns = await session.table([COLUMN, OTHER_COLUMN])
        assert all(walk.complete and len(walk.rows) == 30 for walk in columns.values())

    ask_liar(Liar(_too_big(limit)), asking)


def test_a_value_that_never_fits_is_cut_off() -> None:
    with pytest.raises(CutOffError):
        ask_liar(Liar(_too_big(0)), lambda session: session.get([FIRST]))
    walk = ask_liar(Liar(_too_big(0)), lambda session: session.walk(COLUMN))
    assert not walk.complete


@pytest.mark.parametrize("index", [0, 2, 77])
def test_a_broken_instance_costs_only_itself(index: int) -> None:
    broken = (*COLUMN, 2)

    def lie(question: Message, answer: Message) -> Answers:
        names = [row.oid for row in question.varbinds]
        if broken in names:
            told = names.index(broken) + 1 if index == 2 else index
            return _error(answer, question, status=ErrorStatus.GEN_ERR, index=told)
        return honest(question, answer)

    asked = [row.oid for row in ROWS[:12]]
    found = ask_liar(Liar(lie), lambda session: session.get(asked))
    assert found == {row.oid: row for row in ROWS[:12] if row.oid != broken}


def test_a_walk_into_a_broken_instance_is_incomplete() -> None:
    def lie(question: Message, answer: Message) -> Answers:
        if any(row.oid == (*COLUMN, 20) for row in answer.varbinds):
            return _error(answer, question, status=ErrorStatus.GEN_ERR, index=1)
        return honest(question, answer)

    async def asking(session: SnmpSession) -> None:
        columns = await session.table([COLUMN, OTHER_COLUMN])
        assert (columns[COLUMN].complete, columns[COLUMN].rows) == (False, TABLE_ROWS[:19])
        assert columns[OTHER_COLUMN].complete
        assert len(columns[OTHER_COLUMN].rows) == 30

    ask_liar(Liar(lie), asking)


@pytest.mark.parametrize("status", [ErrorStatus.AUTHORIZATION_ERROR, ErrorStatus.NO_ACCESS])
def test_a_refusal_is_told_as_one(status: ErrorStatus) -> None:
    liar = Liar(lambda question, answer: _error(answer, question, status=status, index=1))
    with pytest.raises(RefusedError):
        ask_liar(liar, lambda session: session.get([FIRST]))


def test_v1_leaves_out_what_does_not_exist() -> None:
    missing = [(*COLUMN, 99), (*BEHIND, 1)]

    async def asking(session: SnmpSession) -> None:
        assert await session.get([missing[0], FIRST, missing[1]]) == {FIRST: ROWS[0]}
        last = await session.walk((1, 3, 6, 1, 2, 1, 99))
        assert (last.complete, last.rows) == (True, ROWS[-1:])

    liar = Liar(honest)
    ask_liar(liar, asking, version=SnmpVersion.V1)
    assert Pdu.GETBULK not in {question.pdu for question in liar.asked}
