"""Is it there, and how well? Echo requests to many addresses at once: loss, round trips, jitter.

gufo-ping's socket does the packets; its asyncio shell is not used, because it keeps a future for each packet and
leaves its reader in the event loop when it goes. What may be in flight is bounded by the receive buffer that the
kernel really granted: with default buffers 744 of 1,000 answers were lost in our own host, not on the way.
"""

from __future__ import annotations

import asyncio
import errno
import os
import socket
import sys
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from ipaddress import ip_address
from pathlib import Path
from typing import cast

from gufo.ping._fast import SocketWrapper
from gufo.ping.proto import SocketProto
from gufo.ping.socket import POLICY_SHIFT, SelectionPolicy

from collectors.echo import summarise
from collectors.errors import CollectError, NotPermittedError, UnaskedError
from collectors.names import SYSTEM_NAMES, Names
from collectors.observation import EchoSeen
from collectors.outcome import Failed

WANTED_BUFFER_BYTES = 4 * 1024 * 1024
# What one small answer occupies in a receive buffer: network drivers hand over 2 KiB pages plus the kernel's header.
ANSWER_COST_BYTES = 2560
PACKET_BYTES = 64
SPACING_S = 0.2  # between packets to one address: a burst would measure one moment five times
_BURST = 50  # packets sent before answers are read: keeps the loop, and a small school router, breathing
_BUSY = frozenset({errno.EAGAIN, errno.ENOBUFS})
_MAX_BUSY_TRIES = 200


@dataclass(slots=True)
class _Train:
    """The packets of one target in this round: index of the packet to its round trip."""

    key: str
    address: str
    rtts_ms: dict[int, float] = field(default_factory=dict)
    at: datetime = field(default_factory=lambda: datetime.now(UTC))


class EchoSocket:
    """One ICMP socket of one address family in the running event loop. Close it when done."""

    def __init__(self, family: int, timeout_s: float) -> None:
        """Raises NotPermittedError, or OSError when the host has no such address family."""
        self._socket = _open(family, timeout_s)
        self._socket.set_recv_buffer_size(WANTED_BUFFER_BYTES)
        self._socket.set_send_buffer_size(WANTED_BUFFER_BYTES)
        self._fd = self._socket.get_fd()
        self.granted_bytes = _granted(self._fd)
        self.max_in_flight = max(16, self.granted_bytes // ANSWER_COST_BYTES)
        self._timeout_s = timeout_s
        self._flying: dict[int, tuple[_Train, int, float]] = {}  # in order of sending, so the oldest come first
        self._moved = asyncio.Event()
        self._loop = asyncio.get_running_loop()
        self._loop.add_reader(self._fd, self._read)

    def close(self) -> None:
        """Take the reader out of the loop; the socket closes with the object."""
        self._loop.remove_reader(self._fd)

    async def run(self, trains: list[_Train], packets: int) -> None:
        """Send every target its packets, evenly spaced, and wait for the last answers."""
        for index in range(packets):
            next_at = self._loop.time() + SPACING_S
            for position, train in enumerate(trains):
                if position % _BURST == 0:
                    await asyncio.sleep(0)
                await self._room()
                await self._send(train, index)
            if index < packets - 1:
                await asyncio.sleep(max(0.0, next_at - self._loop.time()))
        mine = {id(train) for train in trains}
        while any(id(train) in mine for train, _, _ in self._flying.values()):
            await self._wait()

    async def _send(self, train: _Train, index: int) -> None:
        for _ in range(_MAX_BUSY_TRIES):
            try:
                sid = self._socket.send(train.address, PACKET_BYTES)
            except OSError as error:
                if error.errno not in _BUSY:
                    return  # no route, or a filter of our own host: a lost packet, as ping counts it
                await asyncio.sleep(0.005)
            else:
                self._flying[sid] = (train, index, self._loop.time() + self._timeout_s)
                return

    async def _room(self) -> None:
        while len(self._flying) >= self.max_in_flight:
            await self._wait()

    async def _wait(self) -> None:
        """Until an answer comes or the oldest packet is given up."""
        self._moved.clear()
        oldest = next(iter(self._flying.values()))[2]
        try:
            async with asyncio.timeout(max(0.0, oldest - self._loop.time())):
                await self._moved.wait()
        except TimeoutError:
            self._read()
            now = self._loop.time()
            for sid in [sid for sid, (_, _, deadline) in self._flying.items() if deadline <= now]:
                del self._flying[sid]

    def _read(self) -> None:
        for sid, rtt_ns in (self._socket.recv() or {}).items():
            flight = self._flying.pop(sid, None)
            # A round trip of zero is how the socket reports a packet that it gave up.
            if flight is not None and rtt_ns:
                train, index, _ = flight
                train.rtts_ms[index] = rtt_ns / 1e6
        self._moved.set()


async def sweep(
    targets: Mapping[str, str], *, packets: int, timeout_s: float, names: Names = SYSTEM_NAMES
) -> dict[str, EchoSeen | Failed]:
    """Ask every target (key -> address or host name) at once; one result for each key.

    A target that does not answer is an EchoSeen with `received` 0. Failed: the name has no address now, or this host
    has no such address family. Raises NotPermittedError when this host may not send echo requests at all.
    """
    return await _Sweep(packets=packets, timeout_s=timeout_s, names=names).run(targets)


def check_permission() -> None:
    """Raises NotPermittedError, with what to run, when this host may not send echo requests."""
    _open(4, timeout_s=1.0)


def how_to_permit() -> str:
    """What an administrator runs so that this program may send echo requests."""
    python = Path(sys.executable).resolve()
    group = os.getgid()
    return (
        "this host does not allow ICMP echo. Run one of these as root: "
        f"sysctl -w net.ipv4.ping_group_range='{group} {group}' (all programs of group {group}), or "
        f"setcap cap_net_raw+ep {python} (every script of this Python)"
    )


class _Sweep:
    """One round: names are looked up while the addresses are asked already."""

    def __init__(self, *, packets: int, timeout_s: float, names: Names) -> None:
        self._packets = packets
        self._timeout_s = timeout_s
        self._names = names
        self._sockets: dict[int, EchoSocket | CollectError] = {}
        self._results: dict[str, EchoSeen | Failed] = {}

    async def run(self, targets: Mapping[str, str]) -> dict[str, EchoSeen | Failed]:
        literal: dict[str, str] = {}
        named: dict[str, str] = {}
        for key, host in targets.items():
            address = _address(host)
            if address is None:
                named[key] = host
            else:
                literal[key] = address
        try:
            await asyncio.gather(self._ask(literal), self._ask_named(named))
        finally:
            for opened in self._sockets.values():
                if isinstance(opened, EchoSocket):
                    opened.close()
        return {key: self._results[key] for key in targets}

    async def _ask_named(self, named: Mapping[str, str]) -> None:
        found = await self._names.resolve(named.values(), self._timeout_s)
        resolved: dict[str, str] = {}
        for key, host in named.items():
            address = found[host]
            if isinstance(address, CollectError):
                self._results[key] = Failed.of(address)
            else:
                resolved[key] = address
        await self._ask(resolved)

    async def _ask(self, addresses: Mapping[str, str]) -> None:
        families: dict[int, list[_Train]] = {4: [], 6: []}
        for key, address in addresses.items():
            families[6 if ":" in address else 4].append(_Train(key, address))
        await asyncio.gather(*(self._ask_family(family, trains) for family, trains in families.items() if trains))
        for train in (train for trains in families.values() for train in trains if train.key not in self._results):
            rtts = [train.rtts_ms[index] for index in sorted(train.rtts_ms)]
            self._results[train.key] = summarise(train.key, train.at, self._packets, rtts)

    async def _ask_family(self, family: int, trains: list[_Train]) -> None:
        opened = self._open(family)
        if isinstance(opened, CollectError):
            self._results.update({train.key: Failed.of(opened) for train in trains})
            return
        await opened.run(trains, self._packets)

    def _open(self, family: int) -> EchoSocket | CollectError:
        if family not in self._sockets:
            try:
                self._sockets[family] = EchoSocket(family, self._timeout_s)
            except OSError as error:
                self._sockets[family] = UnaskedError(f"this host has no IPv{family}: {error}")
        return self._sockets[family]


def _address(host: str) -> str | None:
    """`host` in its shortest form (answers are matched by it), or None when it is a name."""
    try:
        return str(ip_address(host))
    except ValueError:
        return None


def _open(family: int, timeout_s: float) -> SocketProto:
    """A raw socket, or else a datagram one: whichever the host allows."""
    policy = POLICY_SHIFT[family] + SelectionPolicy.RAW_DGRAM.value
    try:
        return cast("SocketProto", SocketWrapper(policy, int(timeout_s * 1e9), False))
    except PermissionError as error:
        raise NotPermittedError(how_to_permit()) from error


def _granted(fd: int) -> int:
    """The receive buffer in force: the kernel doubles what was asked for and caps it by rmem_max."""
    with socket.socket(fileno=os.dup(fd)) as twin:
        return twin.getsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF)
