"""SNMP traps and informs of v1 and v2c: one datagram in, what it says and the answer to an inform out.

The strict decoder of our own client reads them, since a flood must cost little; v3 needs a user's keys (usm.py).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from ipaddress import IPv4Address
from typing import Final

from collectors.errors import GarbledError
from collectors.messages.meaning import IF_INDEX, PORT_COLUMNS, kind_of_trap
from collectors.messages.message import LONGEST_NAME, LONGEST_TEXT, NOTICE, Heard, Kind, Sign, tidy
from collectors.snmp import wire
from collectors.snmp.cells import oid_text
from collectors.snmp.session import Oid, Tag, VarBind

TRAP_V1: Final = 0xA4
INFORM: Final = 0xA6
TRAP_V2: Final = 0xA7
V3: Final = 3
WARNING: Final = 4
TRAP_OID: Final[Oid] = (1, 3, 6, 1, 6, 3, 1, 1, 4, 1, 0)
UPTIME: Final[Oid] = (1, 3, 6, 1, 2, 1, 1, 3, 0)
GENERIC: Final[Oid] = (1, 3, 6, 1, 6, 3, 1, 1, 5)
ENTERPRISE_SPECIFIC: Final = 6
_LOUD: Final = {Kind.PORT_DOWN, Kind.POWER, Kind.AUTHENTICATION, Kind.RESTART}


@dataclass(frozen=True, slots=True)
class Trap:
    """What a datagram said; `answer` is what an inform's sender waits for."""

    heard: Heard
    answer: bytes = b""


def version_of(datagram: bytes) -> int | None:
    """0, 1 or 3 of something that begins like SNMP; None for anything else. Reads a few octets only."""
    try:
        at, end = wire.expect(datagram, 0, len(datagram), wire.SEQUENCE)
        version, _ = wire.int_field(datagram, at, end)
    except GarbledError:
        return None
    return version if version in (wire.V1, wire.V2C, V3) else None


def parse(datagram: bytes) -> Trap:
    """A trap or inform of v1 or v2c. GarbledError for anything else."""
    start, end = wire.expect(datagram, 0, len(datagram), wire.SEQUENCE)
    _version, at = wire.int_field(datagram, start, end)
    _, at = wire.expect(datagram, at, end, Tag.OCTET_STRING)  # the community: no secret on the wire, and no proof
    pdu, start, end = wire.header(datagram, at, end)
    if pdu == TRAP_V1:
        return Trap(_version_1(datagram, start, end))
    message = wire.decode(datagram)
    if message.pdu not in (TRAP_V2, INFORM):
        raise GarbledError(f"a PDU {message.pdu:#x} stands where a notification belongs")
    answer = b""
    if message.pdu == INFORM:
        answer = wire.encode(message._replace(pdu=wire.Pdu.RESPONSE, error_status=0, error_index=0))
    return Trap(heard_of(message.varbinds), answer)


def _version_1(data: bytes, at: int, end: int) -> Heard:
    """RFC 1157: enterprise, agent, generic and specific number, uptime, bindings; its OID as RFC 3584 says."""
    start, at = wire.expect(data, at, end, Tag.OBJECT_ID)
    enterprise = wire.decode_oid(data[start:at])
    _, at = wire.expect(data, at, end, Tag.IP_ADDRESS)
    generic, at = wire.int_field(data, at, end)
    specific, at = wire.int_field(data, at, end)
    _, at = wire.expect(data, at, end, Tag.TIMETICKS)
    start, stop = wire.expect(data, at, end, wire.SEQUENCE)
    oid: Oid = (*enterprise, 0, specific) if generic == ENTERPRISE_SPECIFIC else (*GENERIC, generic + 1)
    return heard_of([VarBind(TRAP_OID, Tag.OBJECT_ID, oid), *wire.decode_varbinds(data, start, stop)])


def heard_of(varbinds: Sequence[VarBind]) -> Heard:
    """The notification in variable bindings, whatever carried them. GarbledError without a trap's OID."""
    oid = next((bind.value for bind in varbinds if bind.oid == TRAP_OID), None)
    if not isinstance(oid, tuple) or not oid:
        raise GarbledError("the notification does not say what it is")
    name = oid_text(oid)
    kind = kind_of_trap(name)
    rest = [bind for bind in varbinds if bind.oid not in (TRAP_OID, UPTIME)]
    sign = Sign(kind, _port(rest) if kind in (Kind.PORT_DOWN, Kind.PORT_UP) else "") if kind else None
    said = "; ".join(f"{oid_text(bind.oid)} = {_shown(bind)}" for bind in rest[:40])
    return Heard(
        name=tidy(name, LONGEST_NAME),
        text=tidy(said, LONGEST_TEXT),
        severity=WARNING if kind in _LOUD else NOTICE,
        sign=sign,
    )


def _port(varbinds: Sequence[VarBind]) -> str:
    """The port's name where it is told, else its ifIndex."""
    told = {oid_text(bind.oid): bind.value for bind in varbinds}
    for column in PORT_COLUMNS:
        for oid, value in told.items():
            if oid.startswith(f"{column}.") and isinstance(value, bytes) and value:
                return tidy(value.decode("utf-8", "replace"), 64)
    for oid, value in told.items():
        if oid.startswith(f"{IF_INDEX}.") and isinstance(value, int):
            return f"ifIndex {value}"
    return ""


def _shown(bind: VarBind) -> str:
    value = bind.value
    if isinstance(value, bytes):
        if bind.tag == Tag.IP_ADDRESS and len(value) == 4:
            return str(IPv4Address(value))
        text = value.decode("utf-8", "replace")
        return text if text.isprintable() else value.hex(":")
    return oid_text(value) if isinstance(value, tuple) else str(value)
