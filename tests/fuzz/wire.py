"""The BER codec: every datagram is refused by its one error, or read into values that can be written again."""

from __future__ import annotations

from collections.abc import Iterator

from collectors.errors import GarbledError
from collectors.snmp.session import Tag, VarBind
from collectors.snmp.wire import Message, Pdu, decode, encode
from tests.integration.servers.agent import read_recording

LONGEST = 40


def seeds() -> Iterator[bytes]:
    """Answers with the first rows of our recordings, and a question."""
    for name in ("mikrotik/router", "cisco/switch", "apc/ups"):
        rows = read_recording(name)[:LONGEST]
        yield encode(Message(1, b"school", Pdu.RESPONSE, 7, 0, 0, rows))
    yield encode(Message(0, b"", Pdu.GETNEXT, 1, 0, 0, [VarBind((1, 3, 6), Tag.NULL, None)]))


def one(data: bytes) -> None:
    """What is read must mean the same when it is written and read again."""
    try:
        message = decode(data)
    except GarbledError:
        return
    again = decode(encode(message))
    assert again == message, (message, again)
