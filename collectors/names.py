"""Host names to addresses, anew each round, without ever holding up those who need no name.

The system's resolver blocks for many seconds when DNS is dead. It runs in a few threads of its own; a name that is
still being looked up from an earlier round is not queued a second time, so that a dead DNS cannot fill the queue.
"""

from __future__ import annotations

import asyncio
import socket
from collections.abc import Callable, Iterable
from concurrent.futures import Future, ThreadPoolExecutor
from ipaddress import ip_address

from collectors.errors import CollectError, UnaskedError

Lookup = Callable[[str], str]


def is_address(host: str) -> bool:
    """Whether `host` is an IPv4 or IPv6 address already (a zone such as %eth0 is allowed)."""
    try:
        ip_address(host)
    except ValueError:
        return False
    return True


def system_lookup(host: str) -> str:
    """The first address the system knows for a name, in its order of preference; raises OSError."""
    address = socket.getaddrinfo(host, None, type=socket.SOCK_STREAM)[0][4][0]
    return str(address)


class Names:
    """A resolver with a bounded number of threads. One for the process; a test gives its own lookup."""

    def __init__(self, lookup: Lookup = system_lookup, threads: int = 8) -> None:
        self._lookup = lookup
        self._threads = ThreadPoolExecutor(threads, thread_name_prefix="names")
        self._pending: dict[str, Future[str]] = {}

    async def resolve(self, hosts: Iterable[str], timeout_s: float) -> dict[str, str | CollectError]:
        """Each host's address, or why there is none within `timeout_s`. Addresses pass through at once."""
        found: dict[str, str | CollectError] = {}
        waiting: dict[str, asyncio.Future[str]] = {}
        for host in set(hosts):
            if is_address(host):
                found[host] = host
            else:
                waiting[host] = asyncio.wrap_future(self._start(host))
        if waiting:
            await asyncio.wait(waiting.values(), timeout=timeout_s)
        for host, future in waiting.items():
            found[host] = _result(host, future)
        return found

    def _start(self, host: str) -> Future[str]:
        pending = self._pending.get(host)
        if pending is None or pending.done():
            pending = self._pending[host] = self._threads.submit(self._lookup, host)
        return pending

    def close(self) -> None:
        """Let the threads go without waiting for lookups that hang."""
        self._threads.shutdown(wait=False, cancel_futures=True)


def _result(host: str, future: asyncio.Future[str]) -> str | CollectError:
    if not future.done():
        # The thread goes on for the next round; only this round's ear is closed, and must not cancel the lookup.
        future.add_done_callback(_forget)
        return UnaskedError(f"the name {host} was not resolved in time")
    error = future.exception()
    if error is None:
        return future.result()
    return UnaskedError(f"the name {host} has no address: {error}")


def _forget(future: asyncio.Future[str]) -> None:
    if not future.cancelled():
        future.exception()


SYSTEM_NAMES = Names()
