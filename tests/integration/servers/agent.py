"""A small SNMP v1/v2c agent that answers from a recording of our own, or misbehaves as told."""

from __future__ import annotations

import asyncio
from bisect import bisect_right
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from pathlib import Path
from typing import cast

from pydantic import SecretStr

from collectors.snmp.cells import oid_of
from collectors.snmp.session import Oid, SnmpValue, Tag, VarBind
from collectors.snmp.wire import ErrorStatus, Message, Pdu, decode, encode
from collectors.target import SnmpCredential, SnmpTarget, SnmpTuning

RECORDINGS = Path(__file__).parents[2] / "recordings"
COMMUNITY = "school"
LARGEST = 1400
NUMBERS = {Tag.INTEGER, Tag.COUNTER32, Tag.GAUGE32, Tag.TIMETICKS, Tag.COUNTER64}


def read_recording(name: str) -> list[VarBind]:
    """The rows of tests/recordings/NAME.snmprec: `OID|decimal tag|value`, `x` behind the tag for hex."""
    lines = (RECORDINGS / f"{name}.snmprec").read_text("utf-8").splitlines()
    return sorted(_row(line) for line in lines if line and not line.startswith("#"))


def _row(line: str) -> VarBind:
    oid, tag, written = line.split("|", 2)
    kind = Tag(int(tag.rstrip("x")))
    value: SnmpValue
    if tag.endswith("x"):
        value = bytes.fromhex(written)
    elif kind in NUMBERS:
        value = int(written)
    elif kind == Tag.OBJECT_ID:
        value = oid_of("." + written)
    elif kind == Tag.IP_ADDRESS:
        value = bytes(int(part) for part in written.split("."))
    else:
        value = written.encode()
    return VarBind(oid_of("." + oid), kind, value)


class Agent(asyncio.DatagramProtocol):
    """Answers like a device. After `silent_after` requests it says nothing any more, nor to the first `deaf_for`."""

    def __init__(self, rows: Sequence[VarBind], *, silent_after: int | None = None, deaf_for: int = 0) -> None:
        self._rows = list(rows)
        self._oids: list[Oid] = [row.oid for row in rows]
        self._left = silent_after
        self._deaf_for = deaf_for
        self.asked = 0

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = cast("asyncio.DatagramTransport", transport)

    def datagram_received(self, data: bytes, addr: tuple[str, int]) -> None:
        question = decode(data)
        self.asked += 1
        if question.community != COMMUNITY.encode() or (self._left is not None and self.asked > self._left):
            return
        if self.asked <= self._deaf_for:
            return
        self._transport.sendto(encode(self._answer(question)), addr)

    def _answer(self, question: Message) -> Message:
        rows = self._found(question)
        reply = question._replace(pdu=Pdu.RESPONSE, error_status=0, error_index=0, varbinds=rows)
        while question.pdu == Pdu.GETBULK and len(rows) > 1 and len(encode(reply)) > LARGEST:
            rows = rows[: len(rows) // 2]
            reply = reply._replace(varbinds=rows)
        missing = [place for place, row in enumerate(rows, 1) if row.value is None]
        if question.version == 0 and missing:
            return reply._replace(
                error_status=ErrorStatus.NO_SUCH_NAME, error_index=missing[0], varbinds=question.varbinds
            )
        return reply

    def _found(self, question: Message) -> list[VarBind]:
        names = [row.oid for row in question.varbinds]
        if question.pdu == Pdu.GET:
            return [self._get(oid) for oid in names]
        if question.pdu == Pdu.GETNEXT:
            return [self._next(oid) for oid in names]
        rows: list[VarBind] = []
        for _ in range(question.error_index):
            found = [self._next(oid) for oid in names]
            rows += found
            names = [row.oid for row in found]
        return rows

    def _get(self, oid: Oid) -> VarBind:
        place = bisect_right(self._oids, oid)
        if place and self._oids[place - 1] == oid:
            return self._rows[place - 1]
        return VarBind(oid, Tag.NO_SUCH_INSTANCE, None)

    def _next(self, oid: Oid) -> VarBind:
        place = bisect_right(self._oids, oid)
        return self._rows[place] if place < len(self._rows) else VarBind(oid, Tag.END_OF_MIB_VIEW, None)


@asynccontextmanager
async def serving(rows: Sequence[VarBind], *, silent_after: int | None = None, deaf_for: int = 0) -> AsyncIterator[int]:
    """The loopback port on which an agent with these rows answers."""
    loop = asyncio.get_running_loop()
    transport, _ = await loop.create_datagram_endpoint(
        lambda: Agent(rows, silent_after=silent_after, deaf_for=deaf_for), local_addr=("127.0.0.1", 0)
    )
    try:
        yield int(transport.get_extra_info("sockname")[1])
    finally:
        transport.close()


def target(key: str, port: int, *, community: str = COMMUNITY, host: str = "127.0.0.1") -> SnmpTarget:
    """How to ask such an agent; impatient, since it is near."""
    return SnmpTarget(
        key=key,
        host=host,
        port=port,
        credential=SnmpCredential(community=SecretStr(community)),
        tuning=SnmpTuning(timeout_ms=300, retries=1),
    )
