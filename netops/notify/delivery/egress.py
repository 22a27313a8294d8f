"""Where a message to a channel must not go: this machine, its own wire, and the metadata service of a cloud.

Checked when the socket connects, and not when the address is typed, so that neither a name that changes its address
nor a redirect gets around it. Only what runs in a `guarded` context is looked at.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cache
from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network
from typing import Any, Final

# Metadata services that stand outside the link-local range.
_METADATA: Final = frozenset(
    {ip_address("100.100.100.200"), ip_address("192.0.0.192"), ip_address("fd00:ec2::254"), ip_address("168.63.129.16")}
)
_NAT64: Final = ip_network("64:ff9b::/96")
_is_guarded: Final = ContextVar("is_guarded", default=False)


class ForbiddenAddressError(OSError):
    """The address may not be reached by a channel."""


def is_forbidden(address: IPv4Address | IPv6Address) -> bool:
    """Loopback, link-local, metadata, or no address of one machine; private addresses of an office are allowed."""
    inner = _within(address)
    return inner.is_loopback or inner.is_link_local or inner.is_multicast or inner.is_unspecified or inner in _METADATA


def _within(address: IPv4Address | IPv6Address) -> IPv4Address | IPv6Address:
    """The IPv4 address that an IPv6 one only wraps."""
    if isinstance(address, IPv6Address):
        wrapped = address.ipv4_mapped or address.sixtofour
        if wrapped is not None:
            return wrapped
        if address in _NAT64:
            return IPv4Address(int(address) & 0xFFFFFFFF)
    return address


@contextmanager
def guarded(*, local_allowed: bool) -> Iterator[None]:
    """Within, nothing connects to what is forbidden; ForbiddenAddressError (an OSError) where something tries."""
    _install()
    before = _is_guarded.set(not local_allowed)
    try:
        yield
    finally:
        _is_guarded.reset(before)


@cache
def _install() -> None:
    """Once in a process: such a hook cannot be taken away."""
    sys.addaudithook(_look)


def _look(event: str, args: tuple[Any, ...]) -> None:
    if event == "socket.connect" and _is_guarded.get():
        _check(args[1])


def _check(target: object) -> None:
    host = target[0] if isinstance(target, tuple) else target
    try:
        address = ip_address(str(host).partition("%")[0])
    except ValueError:
        raise ForbiddenAddressError("no address of the network") from None
    if is_forbidden(address):
        raise ForbiddenAddressError(f"{address} is not reached by channels")
