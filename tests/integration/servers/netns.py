"""Two network namespaces joined by a veth pair: an office and a school with a line that can really be cut.

Nothing of the host's own network is touched: both ends stand in namespaces of their own, and the code under test runs
in a thread that has entered the office's.
"""

from __future__ import annotations

import asyncio
import ctypes
import os
import subprocess
import time
from collections.abc import Callable, Coroutine, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import count, pairwise
from pathlib import Path
from typing import TypeVar

import pytest

T = TypeVar("T")
OFFICE_ADDRESS = "10.77.0.1"
SCHOOL_ADDRESS = "10.77.0.2"
OFFICE_ADDRESS_6 = "fd77::1"
SCHOOL_ADDRESS_6 = "fd77::2"

_CLONE_NEWNET = 0x40000000
_numbers = count()


@dataclass(frozen=True)
class Line:
    """The line between the two namespaces."""

    office: str
    school: str

    def ip(self, *words: str) -> None:
        """An `ip` command in the school's namespace."""
        _run("ip", "-n", self.school, *words)

    def cut(self) -> None:
        """Take the school's end of the line down."""
        self.ip("link", "set", "line", "down")

    def restore(self) -> None:
        """Bring the line back; an IPv6 address goes with a cut line and is set anew."""
        self.ip("link", "set", "line", "up")
        self.ip("address", "replace", f"{SCHOOL_ADDRESS_6}/64", "dev", "line", "nodad")
        _carries(self.office, self.school)

    def route_to_school(self, address: str) -> None:
        """Let the office send to another address of the school over the line; a cut line takes the way with it."""
        _run("ip", "-n", self.office, "route", "replace", address, "via", SCHOOL_ADDRESS)

    def nft(self, *words: str) -> None:
        """An `nft` command in the school's namespace."""
        _run("ip", "netns", "exec", self.school, "nft", *words)

    def drop(self, percent: int) -> None:
        """Let the school lose this share of echo requests, at random, until `flow`."""
        self.nft("add table inet loss")
        self.nft("add chain inet loss input { type filter hook input priority 0 ; }")
        self.nft(f"add rule inet loss input icmp type echo-request numgen random mod 100 < {percent} drop")

    def drop_every(self, nth: int) -> None:
        """Let the school lose every nth echo request exactly, until `flow`."""
        self.nft("add table inet loss")
        self.nft("add chain inet loss input { type filter hook input priority 0 ; }")
        self.nft(f"add rule inet loss input icmp type echo-request numgen inc mod {nth} == 0 drop")

    def flow(self) -> None:
        """End the loss."""
        self.nft("delete table inet loss")

    def in_office(self, work: Callable[[], Coroutine[object, object, T]]) -> T:
        """Run a coroutine in an event loop inside the office's namespace."""
        with ThreadPoolExecutor(1, initializer=_enter, initargs=(self.office,)) as thread:
            return thread.submit(lambda: asyncio.run(work())).result()


@contextmanager
def line() -> Iterator[Line]:
    """A fresh pair; skips without root, since namespaces need it."""
    if os.geteuid() != 0:
        pytest.skip("network namespaces need root")
    number = f"{os.getpid()}-{next(_numbers)}"
    pair = Line(office=f"netops-office-{number}", school=f"netops-school-{number}")
    try:
        for name in (pair.office, pair.school):
            _run("ip", "netns", "add", name)
            _run("ip", "-n", name, "link", "set", "lo", "up")
        _run(
            "ip", "-n", pair.office, "link", "add", "line", "type", "veth", "peer", "name", "line", "netns", pair.school
        )
        ends = ((pair.office, OFFICE_ADDRESS, OFFICE_ADDRESS_6), (pair.school, SCHOOL_ADDRESS, SCHOOL_ADDRESS_6))
        for name, address, address_6 in ends:
            _run("ip", "-n", name, "address", "add", f"{address}/30", "dev", "line")
            _run("ip", "-n", name, "address", "add", f"{address_6}/64", "dev", "line", "nodad")
            _run("ip", "-n", name, "link", "set", "line", "up")
        _carries(pair.office, pair.school)
        yield pair
    finally:
        for name in (pair.office, pair.school):
            if Path("/run/netns", name).exists():
                _run("ip", "netns", "delete", name)


def _carries(*names: str) -> None:
    """Until both ends know that the line is up: what is sent before is lost."""
    deadline = time.monotonic() + 10
    for name in names:
        while "state UP" not in _run("ip", "-n", name, "link", "show", "line"):
            assert time.monotonic() < deadline, f"the line of {name} does not come up"
            time.sleep(0.01)


WAY_TARGET = "10.78.2.2"


@dataclass(frozen=True)
class Way:
    """An office, two routers and a school in a row, each a namespace that forwards for the next."""

    stops: tuple[str, ...]

    def cut_after(self, stop: int) -> None:
        """Take the line behind this stop down (0: the office's own)."""
        _run("ip", "-n", self.stops[stop], "link", "set", "next", "down")

    def restore_after(self, stop: int) -> None:
        """Bring it back, with the way over it, which goes with the line."""
        _run("ip", "-n", self.stops[stop], "link", "set", "next", "up")
        _run("ip", "-n", self.stops[stop], "route", "replace", "10.78.0.0/16", "via", f"10.78.{stop}.2")

    def mute(self, stop: int) -> None:
        """Let this stop answer no echo, until `unmute`."""
        _run("ip", "netns", "exec", self.stops[stop], "sysctl", "-qw", "net.ipv4.icmp_echo_ignore_all=1")

    def unmute(self, stop: int) -> None:
        """Let it answer again."""
        _run("ip", "netns", "exec", self.stops[stop], "sysctl", "-qw", "net.ipv4.icmp_echo_ignore_all=0")

    def power_off(self) -> None:
        """Let the school go dark: whatever stands there has no port that is up."""
        _run("ip", "-n", self.stops[-1], "link", "set", "before", "down")

    def power_on(self) -> None:
        """Switch it on again, with the way back, which went with its port."""
        _run("ip", "-n", self.stops[-1], "link", "set", "before", "up")
        for place in range(len(self.stops) - 2):
            _run("ip", "-n", self.stops[-1], "route", "replace", f"10.78.{place}.0/24", "via", "10.78.2.1")

    def in_office(self, work: Callable[[], Coroutine[object, object, T]]) -> T:
        """Run a coroutine in an event loop inside the office's namespace."""
        with ThreadPoolExecutor(1, initializer=_enter, initargs=(self.stops[0],)) as thread:
            return thread.submit(lambda: asyncio.run(_inside(self.stops[0], work))).result()


@contextmanager
def way() -> Iterator[Way]:
    """Office 10.78.0.1 - router 10.78.0.2/10.78.1.1 - router 10.78.1.2/10.78.2.1 - school 10.78.2.2."""
    if os.geteuid() != 0:
        pytest.skip("network namespaces need root")
    number = f"{os.getpid()}-{next(_numbers)}"
    row = Way(tuple(f"netops-way{place}-{number}" for place in range(4)))
    try:
        for name in row.stops:
            _run("ip", "netns", "add", name)
            _run("ip", "-n", name, "link", "set", "lo", "up")
            _run("ip", "netns", "exec", name, "sysctl", "-qw", "net.ipv4.ip_forward=1")
        for place, (near, far) in enumerate(pairwise(row.stops)):
            _run("ip", "-n", near, "link", "add", "next", "type", "veth", "peer", "name", "before", "netns", far)
            for name, dev, end in ((near, "next", 1), (far, "before", 2)):
                _run("ip", "-n", name, "address", "add", f"10.78.{place}.{end}/24", "dev", dev)
                _run("ip", "-n", name, "link", "set", dev, "up")
        for place, name in enumerate(row.stops[:-1]):
            _run("ip", "-n", name, "route", "replace", "10.78.0.0/16", "via", f"10.78.{place}.2")
        for place, name in enumerate(row.stops[1:]):
            if place:
                _run("ip", "-n", name, "route", "replace", "10.78.0.0/24", "via", f"10.78.{place}.1")
        yield row
    finally:
        for name in row.stops:
            if Path("/run/netns", name).exists():
                _run("ip", "netns", "delete", name)


async def _inside(name: str, work: Callable[[], Coroutine[object, object, T]]) -> T:
    """Threads of the loop stand in the namespace too: a path is traced in one."""
    asyncio.get_running_loop().set_default_executor(ThreadPoolExecutor(4, initializer=_enter, initargs=(name,)))
    return await work()


def _enter(name: str) -> None:
    libc = ctypes.CDLL(None, use_errno=True)
    with Path("/run/netns", name).open() as namespace:
        if libc.setns(namespace.fileno(), _CLONE_NEWNET):
            raise OSError(ctypes.get_errno(), "setns")


def _run(*words: str) -> str:
    return subprocess.run(words, check=True, capture_output=True, text=True).stdout
