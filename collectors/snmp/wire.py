"""SNMP v1 and v2c messages as bytes: a strict subset of BER, nothing but pure functions.

Decoding refuses whatever does not add up (GarbledError), with the tolerances that real agents need: lengths and
integers may be longer than necessary, an unsigned value may lack its leading zero octet, an OID *value* and an
IpAddress may be empty. Encoding is always minimal.
"""

from __future__ import annotations

from collections.abc import Sequence
from enum import IntEnum
from typing import NamedTuple

from collectors.errors import GarbledError
from collectors.snmp.session import Oid, SnmpValue, Tag, VarBind

V1 = 0
V2C = 1

SEQUENCE = 0x30
_MAX_SUB_ID = 2**32 - 1
_MAX_SUB_IDS = 128
_MAX_INT_OCTETS = 9

_RANGES: dict[int, tuple[int, int]] = {
    Tag.INTEGER: (-(2**31), 2**31 - 1),
    Tag.COUNTER32: (0, 2**32 - 1),
    Tag.GAUGE32: (0, 2**32 - 1),
    Tag.TIMETICKS: (0, 2**32 - 1),
    Tag.COUNTER64: (0, 2**64 - 1),
}
_OCTETS = frozenset({Tag.OCTET_STRING, Tag.IP_ADDRESS, Tag.OPAQUE})
_EMPTY = frozenset({Tag.NULL, Tag.NO_SUCH_OBJECT, Tag.NO_SUCH_INSTANCE, Tag.END_OF_MIB_VIEW})
_TAGS = {int(tag): tag for tag in Tag}


class Pdu(IntEnum):
    """The operations we speak."""

    GET = 0xA0
    GETNEXT = 0xA1
    RESPONSE = 0xA2
    GETBULK = 0xA5


class ErrorStatus(IntEnum):
    """The error-status values that change what we do next."""

    NO_ERROR = 0
    TOO_BIG = 1
    NO_SUCH_NAME = 2
    GEN_ERR = 5
    NO_ACCESS = 6
    AUTHORIZATION_ERROR = 16


class Message(NamedTuple):
    """One message. For GETBULK, `error_status` holds non-repeaters, `error_index` max-repetitions."""

    version: int
    community: bytes
    pdu: int
    request_id: int
    error_status: int
    error_index: int
    varbinds: Sequence[VarBind]


# -- encoding


def tlv(tag: int, body: bytes) -> bytes:
    """`body` under `tag` with the shortest length."""
    size = len(body)
    if size < 0x80:
        return bytes((tag, size)) + body
    octets = size.to_bytes((size.bit_length() + 7) // 8, "big")
    return bytes((tag, 0x80 | len(octets))) + octets + body


def encode_integer(tag: int, value: int) -> bytes:
    """A signed or unsigned SMI integer. ValueError when it is outside the type's range."""
    low, high = _RANGES[tag]
    if not low <= value <= high:
        raise ValueError(f"{value} does not fit {Tag(tag).name}")
    magnitude = value if value >= 0 else ~value
    return tlv(tag, value.to_bytes(magnitude.bit_length() // 8 + 1, "big", signed=True))


def encode_oid(oid: Oid) -> bytes:
    """An object identifier with its tag. ValueError when it cannot exist."""
    if not 2 <= len(oid) <= _MAX_SUB_IDS or oid[0] > 2 or (oid[0] < 2 and oid[1] > 39):
        raise ValueError(f"not an object identifier: {oid}")
    body = bytearray()
    for sub_id in (oid[0] * 40 + oid[1], *oid[2:]):
        if not 0 <= sub_id <= _MAX_SUB_ID:
            raise ValueError(f"not an object identifier: {oid}")
        if sub_id < 0x80:
            body.append(sub_id)
            continue
        shift = (sub_id.bit_length() - 1) // 7 * 7
        while shift:
            body.append(0x80 | (sub_id >> shift) & 0x7F)
            shift -= 7
        body.append(sub_id & 0x7F)
    return tlv(Tag.OBJECT_ID, bytes(body))


def encode_value(tag: int, value: SnmpValue) -> bytes:
    """A value with its tag. ValueError when tag and value do not belong together."""
    if tag in _RANGES and isinstance(value, int):
        return encode_integer(tag, value)
    if tag in _OCTETS and isinstance(value, bytes):
        return tlv(tag, value)
    if tag == Tag.OBJECT_ID and isinstance(value, tuple):
        return encode_oid(value)
    if tag in _EMPTY and value is None:
        return tlv(tag, b"")
    raise ValueError(f"tag {tag:#x} cannot hold {type(value).__name__}")


def encode_varbinds(varbinds: Sequence[VarBind]) -> bytes:
    """The variable-bindings list with its tag."""
    rows = (tlv(SEQUENCE, encode_oid(oid) + encode_value(tag, value)) for oid, tag, value in varbinds)
    return tlv(SEQUENCE, b"".join(rows))


def encode(message: Message) -> bytes:
    """The datagram of a message."""
    body = (
        encode_integer(Tag.INTEGER, message.request_id)
        + encode_integer(Tag.INTEGER, message.error_status)
        + encode_integer(Tag.INTEGER, message.error_index)
        + encode_varbinds(message.varbinds)
    )
    head = encode_integer(Tag.INTEGER, message.version) + tlv(Tag.OCTET_STRING, message.community)
    return tlv(SEQUENCE, head + tlv(message.pdu, body))


def question(oids: Sequence[Oid]) -> list[VarBind]:
    """What a request carries: the names, each with NULL."""
    return [VarBind(oid, Tag.NULL, None) for oid in oids]


def request_head(version: int, community: bytes, pdu: int, *, tail_bytes: int) -> bytes:
    """A request up to its request id, which is four octets long and followed by `tail_bytes` octets."""
    rest = 4 + tail_bytes
    id_header = bytes((Tag.INTEGER, 4))
    front = encode_integer(Tag.INTEGER, version) + tlv(Tag.OCTET_STRING, community)
    pdu_header = tlv(pdu, bytes(2 + rest))[: -2 - rest]
    size = len(front) + len(pdu_header) + 2 + rest
    return tlv(SEQUENCE, bytes(size))[:-size] + front + pdu_header + id_header


# -- decoding


def header(data: bytes, at: int, end: int) -> tuple[int, int, int]:
    """(tag, start of the body, end of the body) of the element at `at`, which must lie within `end`."""
    if at + 2 > end:
        raise GarbledError("an element is cut off")
    tag, size = data[at], data[at + 1]
    start = at + 2
    if size >= 0x80:
        octets = size & 0x7F
        if not 1 <= octets <= 4:
            raise GarbledError("a length is indefinite or absurd")
        if start + octets > end:
            raise GarbledError("a length is cut off")
        size = int.from_bytes(data[start : start + octets], "big")
        start += octets
    if start + size > end:
        raise GarbledError("an element is longer than what holds it")
    return tag, start, start + size


def expect(data: bytes, at: int, end: int, tag: int) -> tuple[int, int]:
    """(start, end) of the body of an element that must have this tag."""
    found, start, stop = header(data, at, end)
    if found != tag:
        raise GarbledError(f"tag {found:#04x} stands where {tag:#04x} belongs")
    return start, stop


def _integer(tag: int, body: bytes) -> int:
    if not 1 <= len(body) <= _MAX_INT_OCTETS:
        raise GarbledError("an integer has no octets, or too many")
    low, high = _RANGES[tag]
    value = int.from_bytes(body, "big", signed=low < 0)
    if not low <= value <= high:
        raise GarbledError("an integer is outside its type's range")
    return value


def decode_oid(body: bytes) -> Oid:
    """The object identifier in the octets of its body."""
    if not body or body[-1] >= 0x80:
        raise GarbledError("an object identifier is empty or cut off")
    sub_ids: list[int] = []
    value = 0
    for octet in body:
        if octet < 0x80:
            sub_ids.append(value << 7 | octet if value else octet)
            value = 0
        elif octet == 0x80 and not value:
            raise GarbledError("an object identifier is padded")
        else:
            value = value << 7 | octet & 0x7F
            if value > _MAX_SUB_ID:
                raise GarbledError("a sub-identifier is too large")
    first = sub_ids[0]
    root = min(first // 40, 2)
    sub_ids[0:1] = (root, first - 40 * root)
    if len(sub_ids) > _MAX_SUB_IDS or max(sub_ids) > _MAX_SUB_ID:
        raise GarbledError("an object identifier is too long or too large")
    return tuple(sub_ids)


def decode_value(tag: int, body: bytes) -> SnmpValue:
    """The value in the octets of its body. GarbledError when they cannot be a value of that tag."""
    if tag in _RANGES:
        return _integer(tag, body)
    if tag in _OCTETS:
        if tag == Tag.IP_ADDRESS and len(body) not in (0, 4, 16):
            raise GarbledError("an IpAddress has an impossible size")
        return body
    if tag == Tag.OBJECT_ID:
        return decode_oid(body) if body else (0, 0)
    if tag not in _EMPTY:
        raise GarbledError(f"tag {tag:#04x} is no SNMP value")
    if body:
        raise GarbledError("an exception or NULL has content")
    return None


def decode_varbinds(data: bytes, at: int, end: int) -> list[VarBind]:
    """The rows in the body of a variable-bindings list."""
    rows: list[VarBind] = []
    while at < end:
        start, stop = expect(data, at, end, SEQUENCE)
        oid_start, oid_stop = expect(data, start, stop, Tag.OBJECT_ID)
        tag, value_start, value_stop = header(data, oid_stop, stop)
        if value_stop != stop:
            raise GarbledError("a variable binding has more than two parts")
        oid = decode_oid(data[oid_start:oid_stop])
        rows.append(VarBind(oid, _TAGS.get(tag, tag), decode_value(tag, data[value_start:value_stop])))
        at = stop
    return rows


def int_field(data: bytes, at: int, end: int) -> tuple[int, int]:
    """(an INTEGER, where it ends)."""
    start, stop = expect(data, at, end, Tag.INTEGER)
    return _integer(Tag.INTEGER, data[start:stop]), stop


def decode(data: bytes) -> Message:
    """The message in one whole datagram. GarbledError for anything that is not exactly one v1 or v2c message."""
    start, end = expect(data, 0, len(data), SEQUENCE)
    if end != len(data):
        raise GarbledError("octets follow the message")
    version, at = int_field(data, start, end)
    if version not in (V1, V2C):
        raise GarbledError(f"SNMP version {version} stands where 0 or 1 belongs")
    start, at = expect(data, at, end, Tag.OCTET_STRING)
    community = data[start:at]
    pdu, at, pdu_end = header(data, at, end)
    if pdu_end != end:
        raise GarbledError("octets follow the PDU")
    request_id, at = int_field(data, at, end)
    status, at = int_field(data, at, end)
    index, at = int_field(data, at, end)
    start, stop = expect(data, at, end, SEQUENCE)
    if stop != end:
        raise GarbledError("octets follow the variable bindings")
    return Message(version, community, pdu, request_id, status, index, decode_varbinds(data, start, stop))


def request_id_of(data: bytes) -> tuple[int, int] | None:
    """(request id, offset just after it) of a v1/v2c datagram, found without reading the rest; None if not found.

    Cheap and only a hint of whom an answer is for: what follows must still be checked in full.
    """
    try:
        at = 5 + (data[1] & 0x7F if data[1] >= 0x80 else 0)
        if data[at] != Tag.OCTET_STRING or data[at + 1] >= 0x80:
            return None
        at += 2 + data[at + 1]
        at += 2 + (data[at + 1] & 0x7F if data[at + 1] >= 0x80 else 0)
        size = data[at + 1]
        end = at + 2 + size
        if data[at] != Tag.INTEGER or size > _MAX_INT_OCTETS or end > len(data):
            return None
        return int.from_bytes(data[at + 2 : end], "big", signed=True), end
    except IndexError:
        return None
