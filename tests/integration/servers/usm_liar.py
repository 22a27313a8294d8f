"""SNMPv3 agents without authentication that misbehave in one way each: the same lies as liar.py's, in v3's envelope."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from collectors.snmp.session import Tag, VarBind
from collectors.snmp.wire import (
    V2C,
    Message,
    Pdu,
    decode_value,
    decode_varbinds,
    encode_integer,
    encode_varbinds,
    header,
    tlv,
)
from collectors.target import SnmpCredential, SnmpTarget, SnmpTuning, SnmpVersion
from tests.integration.servers.liar import ROWS, Liar, truth

ENGINE_ID = b"\x80\x00\x1f\x88\x04liar"
UNKNOWN_ENGINE = (1, 3, 6, 1, 6, 3, 15, 1, 1, 4, 0)
REPORT = 0xA8
UsmLie = Callable[[Message, Message], Sequence[Message | bytes]]


def honest(_question: Message, answer: Message) -> Sequence[Message | bytes]:
    """No lie at all."""
    return [answer]


def _parts(data: bytes) -> list[tuple[int, bytes]]:
    """(tag, body) of the elements that `data` is made of."""
    parts, at = [], 0
    while at < len(data):
        tag, start, at = header(data, at, len(data))
        parts.append((tag, data[start:at]))
    return parts


def _number(body: bytes) -> int:
    value = decode_value(Tag.INTEGER, body)
    assert isinstance(value, int)
    return value


def _wrap(message_id: bytes, user: bytes, pdu: bytes) -> bytes:
    head = tlv(2, message_id) + encode_integer(2, 65_000) + tlv(4, b"\x00") + encode_integer(2, 3)
    numbers = encode_integer(2, 1) + encode_integer(2, 1000)
    security = tlv(0x30, tlv(4, ENGINE_ID) + numbers + tlv(4, user) + tlv(4, b"") * 2)
    scoped = tlv(0x30, tlv(4, ENGINE_ID) + tlv(4, b"") + pdu)
    return tlv(0x30, encode_integer(2, 3) + tlv(0x30, head) + tlv(4, security) + scoped)


def _pdu(message: Message, tag: int) -> bytes:
    numbers = (message.request_id, message.error_status, message.error_index)
    return tlv(tag, b"".join(encode_integer(2, n) for n in numbers) + encode_varbinds(message.varbinds))


@dataclass
class UsmLiar(Liar):
    """An agent for the user "reader", whose answers go through `usm_lie`; discovery is always honest."""

    usm_lie: UsmLie = honest
    rows: Sequence[VarBind] = field(default_factory=lambda: ROWS)

    def datagram_received(self, data: bytes, addr: tuple[str, int]) -> None:
        _, (_, head), (_, security), (_, scoped) = _parts(_parts(data)[0][1])
        message_id = _parts(head)[0][1]
        (_, engine_id), _, _, (_, user), *_ = _parts(_parts(security)[0][1])
        pdu_tag, body = _parts(scoped)[2]
        (_, request_id), (_, status), (_, index), (_, rows) = _parts(body)
        question = Message(
            V2C, b"", pdu_tag, _number(request_id), _number(status), _number(index), decode_varbinds(rows, 0, len(rows))
        )
        if engine_id != ENGINE_ID:
            report = question._replace(varbinds=[VarBind(UNKNOWN_ENGINE, Tag.COUNTER32, 1)])
            self.send(_wrap(message_id, user, _pdu(report, REPORT)), addr)
            return
        self.asked.append(question)
        for said in self.usm_lie(question, truth(self.rows, question)):
            self.send(said if isinstance(said, bytes) else _wrap(message_id, user, _pdu(said, Pdu.RESPONSE)), addr)

    def target(self, *, version: SnmpVersion = SnmpVersion.V3, tuning: SnmpTuning | None = None) -> SnmpTarget:
        """How to ask this agent; impatient, since it is near."""
        return SnmpTarget(
            key="liar",
            host="127.0.0.1",
            port=self.port,
            credential=SnmpCredential(version=version, user="reader"),
            tuning=tuning or SnmpTuning(timeout_ms=100, retries=1),
        )
