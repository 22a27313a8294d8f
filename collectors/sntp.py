"""Asks a time server how far our own clock is off (SNTP, RFC 4330): one datagram, an answer or an error."""

from __future__ import annotations

import socket
import struct
import time
from dataclasses import dataclass
from typing import Final

PORT: Final = 123
TIMEOUT_S: Final = 5.0
_EPOCH_S: Final = 2_208_988_800  # from 1900, the beginning of NTP, to 1970
_FRACTION: Final = 2**32
_PACKET: Final = struct.Struct("!BBBbII4s8s8s8s8s")
_CLIENT: Final = 0x23  # version 4, mode client
_SERVER_MODE: Final = 4
_NOT_SYNCHRONIZED: Final = 3
_HIGHEST_STRATUM: Final = 15


class NoTimeError(Exception):
    """The server gave no time that can be believed; says why."""


@dataclass(frozen=True, slots=True)
class ClockSeen:
    """Our clock against a server's: positive when ours is slow. Milliseconds."""

    offset_ms: float
    delay_ms: float
    stratum: int


def ask_time(host: str, port: int = PORT, *, timeout_s: float = TIMEOUT_S) -> ClockSeen:
    """One exchange. NoTimeError when there is no answer, or one that is not to this question or of no clock."""
    sent_s = time.time()
    asked = _stamp(sent_s)
    try:
        family, kind, proto, _name, address = socket.getaddrinfo(host, port, type=socket.SOCK_DGRAM)[0]
        with socket.socket(family, kind, proto) as sock:
            sock.settimeout(timeout_s)
            # Connected: an answer from another address is not received.
            sock.connect(address)
            sock.send(_PACKET.pack(_CLIENT, 0, 0, 0, 0, 0, b"", b"", b"", b"", asked))
            answer = sock.recv(512)
    except OSError as error:
        raise NoTimeError(str(error) or type(error).__name__) from None
    return _read(answer, asked, sent_s, time.time())


def _read(answer: bytes, asked: bytes, sent_s: float, got_s: float) -> ClockSeen:
    if len(answer) < _PACKET.size:
        raise NoTimeError("the answer is too short")
    first, stratum, *_rest = fields = _PACKET.unpack_from(answer)
    origin, received, transmitted = fields[8:11]
    if first & 0b111 != _SERVER_MODE or origin != asked:
        raise NoTimeError("the answer is not to this question")
    if first >> 6 == _NOT_SYNCHRONIZED or not 0 < stratum <= _HIGHEST_STRATUM:
        raise NoTimeError("the server's own clock is not set")
    theirs_in, theirs_out = _seconds(received), _seconds(transmitted)
    offset = ((theirs_in - sent_s) + (theirs_out - got_s)) / 2
    delay = (got_s - sent_s) - (theirs_out - theirs_in)
    return ClockSeen(round(offset * 1000, 3), round(max(0.0, delay) * 1000, 3), stratum)


def _stamp(at_s: float) -> bytes:
    whole, part = divmod(at_s + _EPOCH_S, 1)
    return struct.pack("!II", int(whole) % _FRACTION, int(part * _FRACTION))


def _seconds(stamp: bytes) -> float:
    whole, part = struct.unpack("!II", stamp)
    # Before 2036 the first bit is set; after it the count has begun anew (RFC 4330, 3).
    era = 0 if whole & 0x8000_0000 else _FRACTION
    return float(whole + era - _EPOCH_S + part / _FRACTION)
