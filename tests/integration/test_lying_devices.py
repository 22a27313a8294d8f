"""Whole devices that lie, over real UDP: each costs itself something, and an honest one beside it nothing."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from contextlib import AsyncExitStack, closing
from functools import partial

import pytest

from collectors.collect import collect_all
from collectors.observation import DeviceObservation
from collectors.outcome import Answered, Failed, Outcome
from collectors.snmp.connect import open_session
from collectors.snmp.hub import SnmpHub
from collectors.snmp.session import Limits, Tag, VarBind
from collectors.snmp.wire import Message, Pdu, encode
from tests.integration.servers.agent import read_recording
from tests.integration.servers.liar import Answers, Liar, Lie, honest, lying

ROWS = read_recording("generic/switch")
SYSTEM = (1, 3, 6, 1, 2, 1, 1)
LIMITS = Limits(deadline_s=5.0, max_rows=2_000, max_requests=400, max_bytes=2_000_000)
TEN_MEGABYTES = 10_000_000


def _every_value(tag: Tag, value: int | bytes) -> Lie:
    """The right instances with this value in each, but for the system group."""

    def lie(_question: Message, answer: Message) -> Answers:
        rows = [
            row if row.oid[: len(SYSTEM)] == SYSTEM or row.value is None else VarBind(row.oid, tag, value)
            for row in answer.varbinds
        ]
        return [encode(answer._replace(varbinds=rows))]

    return lie


def _loop(question: Message, answer: Message) -> Answers:
    return honest(question, answer._replace(varbinds=[ROWS[20]] * len(answer.varbinds)))


def _decrease(question: Message, answer: Message) -> Answers:
    return honest(question, answer._replace(varbinds=sorted(answer.varbinds, reverse=True)))


def _endless(question: Message, answer: Message) -> Answers:
    """Every table goes on for ever, one row after the other."""
    if question.pdu == Pdu.GET:
        return honest(question, answer)
    rows = [
        VarBind((*asked.oid, 1) if len(asked.oid) < 100 else (*asked.oid[:-1], asked.oid[-1] + 1), Tag.INTEGER, 1)
        for asked in question.varbinds
    ]
    return honest(question, answer._replace(varbinds=rows))


def _truncated(_question: Message, answer: Message) -> Answers:
    whole = encode(answer)
    return [whole[: len(whole) // 2]]


def _claims_ten_megabytes(question: Message, answer: Message) -> Answers:
    """A string that says it is 10 MB long, in a datagram of 1,400 octets."""
    if question.varbinds[0].oid[: len(SYSTEM)] == SYSTEM:
        return honest(question, answer)
    head = b"\x30\x84" + TEN_MEGABYTES.to_bytes(4, "big") + encode(answer)[2:]
    return [head.ljust(1400, b"A")]


def _floods(question: Message, answer: Message) -> Answers:
    """Ten megabytes in the largest strings that datagrams carry."""
    if question.varbinds[0].oid[: len(SYSTEM)] == SYSTEM:
        return honest(question, answer)
    rows = [row._replace(tag=Tag.OCTET_STRING, value=b"A" * 60_000) for row in answer.varbinds[:1]]
    return [encode(answer._replace(varbinds=rows))] * 4


BAD_TEXT = b"\xff\xfe\xc3\x28\x00\x1b[31m<script>\x80" * 8
LIES: dict[str, Lie] = {
    "looping instances": _loop,
    "decreasing instances": _decrease,
    "an endless walk": _endless,
    "truncated packets": _truncated,
    "a claim of ten megabytes": _claims_ten_megabytes,
    "ten megabytes": _floods,
    "texts for numbers": _every_value(Tag.OCTET_STRING, b"seven"),
    "numbers for texts": _every_value(Tag.INTEGER, -1),
    "the largest integer": _every_value(Tag.COUNTER64, 2**64 - 1),
    "the least integer": _every_value(Tag.INTEGER, -(2**31)),
    "bad UTF-8 and NUL": _every_value(Tag.OCTET_STRING, BAD_TEXT),
    "nothing at all": _every_value(Tag.OCTET_STRING, b""),
}


def asked(lies: Sequence[Lie]) -> list[Outcome[DeviceObservation]]:
    """What each of these devices, asked side by side, gave."""

    async def run() -> list[Outcome[DeviceObservation]]:
        async with AsyncExitStack() as stack:
            liars = [await stack.enter_async_context(lying(Liar(lie, rows=ROWS))) for lie in lies]
            targets = [liar.target().model_copy(update={"key": str(place)}) for place, liar in enumerate(liars)]
            hub = stack.enter_context(closing(SnmpHub()))
            outcomes = await collect_all(targets, partial(open_session, hub=hub, limits=LIMITS))
        return [outcomes[target.key] for target in targets]

    return asyncio.run(run())


@pytest.mark.parametrize("name", LIES)
def test_a_liar_costs_nobody_else_anything(name: str) -> None:
    lied, told = asked([LIES[name], honest])
    assert isinstance(told, Answered)
    assert len(told.value.interfaces) == 26
    assert "interfaces" in told.value.complete
    assert lied.seconds < LIMITS.deadline_s * 2
    if isinstance(lied, Failed):
        assert lied.reason in {"garbled", "cut_off", "timeout"}
    else:
        DeviceObservation.model_validate(lied.value.model_dump())


@pytest.mark.parametrize("name", ["looping instances", "decreasing instances", "an endless walk", "ten megabytes"])
def test_whoever_does_not_end_a_table_has_not_answered_it(name: str) -> None:
    (lied,) = asked([LIES[name]])
    assert isinstance(lied, Failed) or "interfaces" not in lied.value.complete


@pytest.mark.parametrize("name", ["bad UTF-8 and NUL", "numbers for texts", "texts for numbers"])
def test_nonsense_in_every_cell_is_no_fact(name: str) -> None:
    (lied,) = asked([LIES[name]])
    assert isinstance(lied, Answered)
    seen = lied.value
    assert seen.system.name == "switch-01"
    assert [sensor.value for sensor in seen.sensors if abs(sensor.value) > 1e6] == []
    assert {port.speed_bps for port in seen.interfaces} <= {None, 0, 2**32 - 1}  # the last: "more than fits here"
    texts = [port.name + port.alias + port.descr for port in seen.interfaces]
    assert [text for text in texts if "\0" in text or "\x1b" in text] == []
