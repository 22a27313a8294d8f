"""The path to an address, hop by hop, asked by hand when somebody looks for where a line is cut."""

from __future__ import annotations

import asyncio
import socket
import struct
from dataclasses import dataclass

import ping3
from ping3 import errors

from collectors.errors import NotPermittedError, RefusedError, UnaskedError
from collectors.icmp import how_to_permit

MAX_HOPS = 30


@dataclass(frozen=True, slots=True)
class Hop:
    """What answered at one distance. `address` is empty when nothing did; `rtt_ms` belongs to the last hop only.

    `no_way`: the router at `address` said that it cannot deliver; that ends the path.

    ping3 does not time the routers on the way, and a router's answer time says little about the line anyway.
    """

    ttl: int
    address: str
    rtt_ms: float | None
    arrived: bool
    no_way: bool = False


async def trace(host: str, *, max_hops: int = MAX_HOPS, timeout_s: float = 1.0, silent_hops: int = 4) -> list[Hop]:
    """Every hop to `host`, ending when it is reached, a router knows no way, or `silent_hops` in a row say nothing.

    Raises NotPermittedError without the privilege, RefusedError when the name has no address, UnaskedError when
    this host has no way there.
    """
    hops: list[Hop] = []
    for ttl in range(1, max_hops + 1):
        hops.append(await asyncio.to_thread(_hop, host, ttl, timeout_s))
        if (
            hops[-1].arrived
            or hops[-1].no_way
            or (len(hops) >= silent_hops and not any(hop.address for hop in hops[-silent_hops:]))
        ):
            break
    return hops


def sees_routers() -> bool:
    """Whether this account may open raw sockets: a datagram socket is not told who dropped a packet on the way."""
    try:
        socket.socket(socket.AF_INET, socket.SOCK_RAW, socket.IPPROTO_ICMP).close()
    except OSError:
        return False
    return True


def _hop(host: str, ttl: int, timeout_s: float) -> Hop:
    # ping3 takes its answer by exception or by value according to a flag of the module; here it is always raised.
    ping3.EXCEPTIONS = True
    try:
        # The number of the hop tells a late answer of the one before from this one's.
        seconds = ping3.ping(host, timeout=timeout_s, ttl=ttl, seq=ttl)
    except errors.TimeToLiveExpired as error:
        return Hop(ttl, str(error.ip_header["src_addr"]), None, arrived=False)
    except errors.Timeout:
        return Hop(ttl, "", None, arrived=False)
    except errors.DestinationUnreachable as error:
        source = error.ip_header["src_addr"] if error.ip_header else ""
        return Hop(ttl, str(source), None, arrived=False, no_way=True)
    except errors.HostUnknown as error:
        raise RefusedError(f"the name {host} has no address") from error
    except PermissionError as error:
        raise NotPermittedError(how_to_permit()) from error
    except (struct.error, IndexError):  # ping3 reads past the end of a cut answer
        return Hop(ttl, "", None, arrived=False)
    except OSError as error:
        raise UnaskedError(f"no packet can be sent to {host}: {error.strerror}") from error
    return Hop(ttl, host, round(float(seconds) * 1000.0, 3), arrived=True)
