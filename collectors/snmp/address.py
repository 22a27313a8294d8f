"""Where an agent is: names become socket addresses, and the request ids that answers must repeat."""

from __future__ import annotations

import os
import socket
import struct
from collections.abc import Iterator
from typing import NamedTuple

from collectors.errors import CollectError, UnaskedError
from collectors.names import SYSTEM_NAMES, Names

NAME_TIMEOUT_S = 2.0  # a round waits this long for names: a dead DNS must not hold up those who need none


class Address(NamedTuple):
    """A resolved agent. `sockaddr` is what sendto takes; `peer` is what recvfrom gives back, without flow label."""

    family: int
    sockaddr: tuple[str, int] | tuple[str, int, int, int]

    @property
    def peer(self) -> tuple[str, int]:
        """Host and port as an answer's source shows them."""
        return self.sockaddr[0], self.sockaddr[1]


def numeric(host: str, port: int) -> Address | None:
    """The address of a literal IPv4 or IPv6 host, in the spelling that recvfrom uses; None for a name."""
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_DGRAM, flags=socket.AI_NUMERICHOST)
    except (socket.gaierror, UnicodeError):
        return None
    return _of(found[0][0], found[0][4])


def _of(family: int, sockaddr: tuple[object, ...]) -> Address:
    host, port = str(sockaddr[0]), int(str(sockaddr[1]))
    if family == socket.AF_INET:
        return Address(family, (host, port))
    return Address(family, (host, port, int(str(sockaddr[2])), int(str(sockaddr[3]))))


async def resolve(host: str, port: int, names: Names = SYSTEM_NAMES) -> Address:
    """The address of a host; a name is looked up. UnaskedError when there is none, or none in time."""
    literal = numeric(host, port)
    if literal is not None:
        return literal
    found = (await names.resolve([host], NAME_TIMEOUT_S))[host]
    address = None if isinstance(found, CollectError) else numeric(found, port)
    if address is None:
        raise UnaskedError("the host name has no address")
    return address


def request_ids() -> Iterator[int]:
    """Endless ids that nobody can guess, so that only who saw the question can answer it.

    Always 0x40000000 to 0x7fffffff: four octets in BER, never negative. Drawn from the system in blocks, because one
    system call for each of 60,000 requests a second is dear.
    """
    block = struct.Struct(">1024I")
    while True:
        for word in block.unpack(os.urandom(block.size)):
            yield word & 0x3FFFFFFF | 0x40000000
