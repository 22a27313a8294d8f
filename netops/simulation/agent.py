"""SNMP v1/v2c agents of a whole district in one process: real datagrams on loopback, one socket, many addresses.

Each 127.x.y.z is a device. The socket is tied to the loopback interface, so nobody else can ask it. Answers to
repeated GETs are prepared once: what does not move is already bytes.
"""

from __future__ import annotations

import asyncio
import socket
import struct
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial

from collectors.errors import GarbledError
from collectors.snmp.session import Oid, Tag
from collectors.snmp.wire import V1, Message, Pdu, decode, encode_integer, encode_oid, request_id_of, tlv
from netops.simulation.mib import Mib, Value

MAX_ANSWER_BYTES = 1400
_HEADER_BYTES = 80  # of a message around its variable bindings, generously
_CACHED_REQUESTS = 64
_BUFFER_BYTES = 4 * 1024 * 1024
_BATCH = 256  # datagrams per turn of the event loop
_PKTINFO = struct.Struct("=I4s4s")
_NO_SUCH_INSTANCE = bytes((Tag.NO_SUCH_INSTANCE, 0))
_END_OF_MIB = bytes((Tag.END_OF_MIB_VIEW, 0))
_NO_SUCH_NAME = 2
_TOO_BIG = 1

# Of an answer: ready bytes, or the encoded name and what makes its value.
_Part = bytes | tuple[bytes, Callable[[float], bytes]]
Address = tuple[str, int]


@dataclass(slots=True)
class SimDevice:
    """One device as the network sees it; faults are set from outside while it runs.

    `edits` says how often somebody changed its configuration.
    """

    mib: Mib
    community: bytes = b"public"
    booted_at: float = 0.0
    silent: bool = False
    delay_s: float = 0.0
    edits: int = 0
    prepared: dict[bytes, list[_Part]] = field(default_factory=dict)

    def replace(self, mib: Mib) -> None:
        """Another set of instances, as after new firmware."""
        self.mib = mib
        self.prepared.clear()

    def answer(self, request: bytes, now: float) -> bytes | None:
        """The answer to one datagram; None where a real agent says nothing."""
        hint = request_id_of(request)
        if hint is None:
            return None
        request_id, end = hint
        # Everything but the request id: lengths, version, community, operation, and what is asked.
        key = _head_of(request) + request[end:]
        parts = self.prepared.get(key)
        if parts is None:
            try:
                message = decode(request)
            except GarbledError:
                return None
            if message.community != self.community:
                return None
            if message.version == V1 or message.pdu != Pdu.GET:
                return self._answer_slowly(message, now)
            parts = _merge(self._get(message))
            if len(self.prepared) >= _CACHED_REQUESTS:
                self.prepared.clear()
            self.prepared[key] = parts
        body = _render(parts, now - self.booted_at)
        if len(body) > MAX_ANSWER_BYTES - _HEADER_BYTES:
            return _message(1, self.community, request_id, b"", status=_TOO_BIG)
        return _message(1, self.community, request_id, body)

    def _answer_slowly(self, message: Message, now: float) -> bytes | None:
        uptime_s = now - self.booted_at
        if message.pdu == Pdu.GETBULK:
            parts = self._bulk(message, uptime_s)
        elif message.pdu == Pdu.GETNEXT:
            parts = [self._next(row.oid) for row in message.varbinds]
        elif message.pdu == Pdu.GET:
            parts = self._get(message)
        else:
            return None
        if message.version == V1:
            return self._answer_v1(message, parts, uptime_s)
        return _message(1, message.community, message.request_id, _render(parts, uptime_s))

    def _answer_v1(self, message: Message, parts: Sequence[_Part], uptime_s: float) -> bytes:
        """SNMPv1 has no exceptions and no Counter64: the first such binding spoils the whole answer."""
        for index, part in enumerate(parts, start=1):
            rendered = _render([part], uptime_s)
            if rendered.endswith((_NO_SUCH_INSTANCE, _END_OF_MIB)) or _tag_of(part, uptime_s) == Tag.COUNTER64:
                asked = b"".join(tlv(0x30, encode_oid(row.oid) + b"\x05\x00") for row in message.varbinds)
                status = (_NO_SUCH_NAME, index)
                return _message(0, message.community, message.request_id, asked, status=status[0], index=status[1])
        return _message(0, message.community, message.request_id, _render(parts, uptime_s))

    def _get(self, message: Message) -> list[_Part]:
        parts: list[_Part] = []
        for row in message.varbinds:
            at = self.mib.find(row.oid)
            if at is None:
                parts.append(tlv(0x30, encode_oid(row.oid) + _NO_SUCH_INSTANCE))
            else:
                parts.append(_part(self.mib.encoded[at], self.mib.value(at)))
        return parts

    def _next(self, oid: Oid) -> _Part:
        at = self.mib.after(oid)
        if at is None:
            return tlv(0x30, encode_oid(oid) + _END_OF_MIB)
        return _part(self.mib.encoded[at], self.mib.value(at))

    def _bulk(self, message: Message, uptime_s: float) -> list[_Part]:
        """As much as fits: non-repeaters first, then row after row of the repeated columns."""
        parts: list[_Part] = [self._next(row.oid) for row in message.varbinds[: message.error_status]]
        columns: list[Oid] = [row.oid for row in message.varbinds[message.error_status :]]
        size = sum(len(_render([part], uptime_s)) for part in parts)
        for _ in range(message.error_index):
            for number, oid in enumerate(columns):
                at = self.mib.after(oid)
                part = self._next(oid)
                size += len(_render([part], uptime_s))
                if parts and size > MAX_ANSWER_BYTES - _HEADER_BYTES:
                    return parts
                parts.append(part)
                if at is not None:
                    columns[number] = self.mib.oids[at]
            if all(self.mib.after(oid) is None for oid in columns):
                break
        return parts


class Agent:
    """Answers for every device of `devices` (loopback address -> device) on one UDP port, until closed.

    `asked` is set by the first question.
    """

    def __init__(
        self, devices: Mapping[str, SimDevice], port: int, clock: Callable[[], float] = time.monotonic
    ) -> None:
        """Port 0 takes a free one. Raises OSError when the port is taken."""
        self._devices = {socket.inet_aton(address): device for address, device in devices.items()}
        self._clock = clock
        self.asked = asyncio.Event()
        self._socket = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        self._socket.setsockopt(socket.SOL_SOCKET, socket.SO_BINDTODEVICE, b"lo")
        self._socket.setsockopt(socket.IPPROTO_IP, _IP_PKTINFO, 1)
        for option in (socket.SO_RCVBUF, socket.SO_SNDBUF):
            self._socket.setsockopt(socket.SOL_SOCKET, option, _BUFFER_BYTES)
        self._socket.setblocking(False)
        # Every 127.x.y.z at once; the interface above keeps the rest of the world out.
        self._socket.bind(("0.0.0.0", port))  # noqa: S104
        self.port: int = self._socket.getsockname()[1]
        self._loop = asyncio.get_running_loop()
        self._loop.add_reader(self._socket.fileno(), self._read)

    def close(self) -> None:
        """Fall silent for good."""
        self._loop.remove_reader(self._socket.fileno())
        self._socket.close()

    def _read(self) -> None:
        now = self._clock()
        for _ in range(_BATCH):
            try:
                request, ancillary, _, peer = self._socket.recvmsg(4096, 64)
            except BlockingIOError:
                return
            asked = _PKTINFO.unpack(ancillary[0][2])[2]
            device = self._devices.get(asked)
            if device is None or device.silent:
                continue
            self.asked.set()
            answer = device.answer(request, now)
            if answer is None:
                continue
            if device.delay_s:
                self._loop.call_later(device.delay_s, partial(self._send, answer, asked, peer))
            else:
                self._send(answer, asked, peer)

    def _send(self, answer: bytes, source: bytes, peer: Address) -> None:
        info = _PKTINFO.pack(0, source, b"\0\0\0\0")
        try:
            self._socket.sendmsg([answer], [(socket.IPPROTO_IP, _IP_PKTINFO, info)], 0, peer)
        except OSError:
            return  # the asker is gone, the buffer is full, or the agent closed meanwhile: a lost datagram


_IP_PKTINFO = 8  # linux/in.h; the socket module of Python 3.11 has no name for it


def _head_of(request: bytes) -> bytes:
    """A v1/v2c message up to and with its operation; `request_id_of` has checked that it is one."""
    at = 5 + (request[1] & 0x7F if request[1] >= 0x80 else 0)
    return request[: at + 3 + request[at + 1]]


def _part(name: bytes, value: Value) -> _Part:
    return tlv(0x30, name + value) if isinstance(value, bytes) else (name, value)


def _tag_of(part: _Part, uptime_s: float) -> int | None:
    return None if isinstance(part, bytes) else part[1](uptime_s)[0]


def _merge(parts: Sequence[_Part]) -> list[_Part]:
    """Neighbouring ready parts as one."""
    merged: list[_Part] = []
    for part in parts:
        last = merged[-1] if merged else None
        if isinstance(part, bytes) and isinstance(last, bytes):
            merged[-1] = last + part
        else:
            merged.append(part)
    return merged


def _render(parts: Sequence[_Part], uptime_s: float) -> bytes:
    out: list[bytes] = []
    for part in parts:
        if isinstance(part, bytes):
            out.append(part)
        else:
            name, make = part
            value = make(uptime_s)
            # Names and moving values are short: the length always fits one octet.
            out.append(b"0" + bytes((len(name) + len(value),)) + name + value)
    return b"".join(out)


def _message(
    version: int, community: bytes, request_id: int, varbinds: bytes, *, status: int = 0, index: int = 0
) -> bytes:
    head = encode_integer(Tag.INTEGER, version) + tlv(Tag.OCTET_STRING, community)
    numbers = encode_integer(Tag.INTEGER, request_id) + bytes((2, 1, status, 2, 1, index))
    return tlv(0x30, head + tlv(Pdu.RESPONSE, numbers + tlv(0x30, varbinds)))
