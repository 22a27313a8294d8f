"""SNMP agents that misbehave in one way each, on a loopback port of the test's own event loop."""

from __future__ import annotations

import asyncio
import socket
from bisect import bisect_right
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import cast

from pydantic import SecretStr

from collectors.snmp.session import Oid, Tag, VarBind
from collectors.snmp.wire import Message, Pdu, decode, encode
from collectors.target import SnmpCredential, SnmpTarget, SnmpTuning, SnmpVersion

COMMUNITY = "public"
COLUMN: Oid = (1, 3, 6, 1, 2, 1, 2, 2, 1, 2)
OTHER_COLUMN: Oid = (1, 3, 6, 1, 2, 1, 2, 2, 1, 8)
BEHIND: Oid = (1, 3, 6, 1, 2, 1, 99, 1, 0)
ROWS = [
    *(VarBind((*COLUMN, port), Tag.OCTET_STRING, b"port %d" % port) for port in range(1, 31)),
    *(VarBind((*OTHER_COLUMN, port), Tag.INTEGER, 1 + port % 2) for port in range(1, 31)),
    VarBind(BEHIND, Tag.INTEGER, 1),
]

Answers = Sequence[bytes]
Lie = Callable[[Message, Message], Answers]  # (question, truth) -> datagrams


def truth(rows: Sequence[VarBind], question: Message) -> Message:
    """What an honest agent with these rows, in order, answers."""
    names = [row.oid for row in rows]

    def one(oid: Oid, *, following: bool) -> VarBind:
        place = bisect_right(names, oid)
        if following:
            return rows[place] if place < len(rows) else VarBind(oid, Tag.END_OF_MIB_VIEW, None)
        found = place and names[place - 1] == oid
        return rows[place - 1] if found else VarBind(oid, Tag.NO_SUCH_INSTANCE, None)

    asked = [row.oid for row in question.varbinds]
    answers: list[VarBind] = []
    for _ in range(question.error_index if question.pdu == Pdu.GETBULK else 1):
        found = [one(oid, following=question.pdu != Pdu.GET) for oid in asked]
        answers += found
        asked = [row.oid for row in found]
    missing = [place for place, row in enumerate(answers, 1) if row.value is None]
    honest = question._replace(pdu=Pdu.RESPONSE, error_status=0, error_index=0, varbinds=answers)
    if question.version == 0 and missing:
        return honest._replace(error_status=2, error_index=missing[0], varbinds=question.varbinds)
    return honest


def honest(_question: Message, answer: Message) -> Answers:
    """No lie at all."""
    return [encode(answer)]


@dataclass
class Liar(asyncio.DatagramProtocol):
    """An agent with `rows`, whose answers go through `lie`."""

    lie: Lie
    rows: Sequence[VarBind] = field(default_factory=lambda: ROWS)
    asked: list[Message] = field(default_factory=list)
    port: int = 0
    reached: asyncio.Event = field(default_factory=asyncio.Event)

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self.transport = cast("asyncio.DatagramTransport", transport)
        self.port = int(transport.get_extra_info("sockname")[1])

    def datagram_received(self, data: bytes, addr: tuple[str, int]) -> None:
        question = decode(data)
        self.asked.append(question)
        self.reached.set()
        if question.community == COMMUNITY.encode():
            for datagram in self.lie(question, truth(self.rows, question)):
                self.send(datagram, addr)

    def send(self, datagram: bytes, addr: tuple[str, int]) -> None:
        self.transport.sendto(datagram, addr)

    def target(self, *, version: SnmpVersion = SnmpVersion.V2C, tuning: SnmpTuning | None = None) -> SnmpTarget:
        """How to ask this agent; impatient, since it is near."""
        return SnmpTarget(
            key="liar",
            host="127.0.0.1",
            port=self.port,
            credential=SnmpCredential(version=version, community=SecretStr(COMMUNITY)),
            tuning=tuning or SnmpTuning(timeout_ms=100, retries=1),
        )


class Elsewhere(Liar):
    """Answers from another port than it was asked at."""

    def send(self, datagram: bytes, addr: tuple[str, int]) -> None:
        with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as other:
            other.sendto(datagram, addr)


@asynccontextmanager
async def lying(agent: Liar) -> AsyncIterator[Liar]:
    """The agent on a free port."""
    loop = asyncio.get_running_loop()
    transport, _ = await loop.create_datagram_endpoint(lambda: agent, local_addr=("127.0.0.1", 0))
    try:
        yield agent
    finally:
        transport.close()
