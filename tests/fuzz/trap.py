"""Datagrams of the trap port, of any version: a notification, a known refusal, and never anything else."""

from __future__ import annotations

from collections.abc import Iterator

from collectors.errors import CollectError
from collectors.messages import traps
from collectors.messages.message import LONGEST_NAME, LONGEST_TEXT
from collectors.messages.usm import UsmReceiver
from collectors.snmp.session import Tag, VarBind
from collectors.snmp.wire import Message, encode, tlv
from collectors.target import SnmpCredential

USERS = UsmReceiver([SnmpCredential.model_validate({"version": "3", "user": "x"})])
LINK_DOWN = [
    VarBind(traps.UPTIME, Tag.TIMETICKS, 100),
    VarBind(traps.TRAP_OID, Tag.OBJECT_ID, (1, 3, 6, 1, 6, 3, 1, 1, 5, 3)),
    VarBind((1, 3, 6, 1, 2, 1, 2, 2, 1, 1, 7), Tag.INTEGER, 7),
    VarBind((1, 3, 6, 1, 2, 1, 31, 1, 1, 1, 1, 7), Tag.OCTET_STRING, "พอร์ต".encode()),
]


def seeds() -> Iterator[bytes]:
    """One of each version, and an inform."""
    yield encode(Message(1, b"x", traps.TRAP_V2, 1, 0, 0, LINK_DOWN))
    yield encode(Message(1, b"x", traps.INFORM, 1, 0, 0, LINK_DOWN))
    old = tlv(6, b"\x2b\6\1\4\1") + tlv(0x40, b"\n\0\0\1") + tlv(2, b"\2") + tlv(2, b"\0") + tlv(0x43, b"\1")
    yield tlv(0x30, tlv(2, b"\0") + tlv(4, b"x") + tlv(traps.TRAP_V1, old + tlv(0x30, b"")))
    named = tlv(4, b"\x80\0\0\0\1") + tlv(2, b"\1") + tlv(2, b"\1") + tlv(4, b"x") + tlv(4, b"") * 2
    security = tlv(4, tlv(0x30, named))
    head = tlv(0x30, tlv(2, b"\1") + tlv(2, b"\0\xff\xff") + tlv(4, b"\0") + tlv(2, b"\3"))
    yield tlv(0x30, tlv(2, b"\3") + head + security + tlv(0x30, tlv(4, b"") * 2))


def one(data: bytes) -> None:
    """What is told is printable and short, whatever came."""
    try:
        trap = USERS.read(data) if traps.version_of(data) == traps.V3 else traps.parse(data)
    except CollectError:
        return
    assert trap.heard.text.isprintable()
    assert trap.heard.name.isprintable()
    assert len(trap.heard.text) <= LONGEST_TEXT
    assert len(trap.heard.name) <= LONGEST_NAME
