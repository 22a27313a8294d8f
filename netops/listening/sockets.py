"""The open ports: datagrams drained in bulk, streams of syslog over TCP, and what the system dropped."""

from __future__ import annotations

import asyncio
import contextlib
import logging
import socket
from collections.abc import Callable
from pathlib import Path
from typing import Final

from collectors.messages.syslog import LONGEST_FRAME, Frames

log = logging.getLogger(__name__)
BUFFER: Final = 4 * 1024 * 1024  # octets that the system keeps while we write
AT_ONCE: Final = 500  # datagrams in one turn of the event loop
LONGEST: Final = 65_535
MOST_STREAMS: Final = 200
MOST_STREAMS_EACH: Final = 10  # of one sender, so that none shuts out the others
IDLE_S: Final = 3600.0
_TABLES: Final = (Path("/proc/net/udp"), Path("/proc/net/udp6"))


def plain(address: str) -> str:
    """An IPv4 address that came over an IPv6 socket is written as IPv4."""
    return address.removeprefix("::ffff:")


class Datagrams:
    """A UDP port. `take` gets each datagram with its sender, and gives what is sent back."""

    def __init__(self, host: str, port: int, take: Callable[[bytes, str], bytes]) -> None:
        """OSError when the port cannot be had."""
        family = socket.AF_INET6 if ":" in host else socket.AF_INET
        self._take = take
        self._socket = socket.socket(family, socket.SOCK_DGRAM)
        try:
            if family == socket.AF_INET6:
                self._socket.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_V6ONLY, 0)
            _grow(self._socket)
            self._socket.setblocking(False)
            self._socket.bind((host, port))
        except OSError:
            self._socket.close()
            raise
        self.port: int = self._socket.getsockname()[1]
        self._inode = str(Path(f"/proc/self/fd/{self._socket.fileno()}").readlink())[8:-1]
        self._dropped = 0

    def start(self) -> None:
        """Read from now on, in the running loop."""
        asyncio.get_running_loop().add_reader(self._socket, self._drain)

    def close(self) -> None:
        """Stop and close."""
        asyncio.get_running_loop().remove_reader(self._socket)
        self._socket.close()

    def dropped(self) -> int:
        """Datagrams that the system dropped since the last time, for we were not quick enough."""
        total = self._dropped
        for table in _TABLES:
            with contextlib.suppress(OSError):
                for line in table.read_text("ascii").splitlines()[1:]:
                    fields = line.split()
                    if fields[9] == self._inode:
                        total = int(fields[-1])
        found, self._dropped = total - self._dropped, total
        return found

    def _drain(self) -> None:
        for _ in range(AT_ONCE):
            try:
                datagram, peer = self._socket.recvfrom(LONGEST)
            except (BlockingIOError, InterruptedError):
                return
            except OSError as error:  # an earlier answer could not be delivered
                log.debug("receiving: %s", error)
                continue
            answer = self._take(datagram, plain(peer[0]))
            if answer:
                with contextlib.suppress(OSError):
                    self._socket.sendto(answer, peer)


class Streams:
    """A TCP port of syslog."""

    def __init__(self, take: Callable[[bytes, str], None]) -> None:
        self._take = take
        self._open: dict[asyncio.Task[None], str] = {}
        self._server: asyncio.Server | None = None

    async def start(self, host: str, port: int) -> int:
        """Listen; the port. OSError when it cannot be had."""
        self._server = await asyncio.start_server(self._serve, host, port, limit=2 * LONGEST_FRAME)
        found: int = self._server.sockets[0].getsockname()[1]
        return found

    async def close(self) -> None:
        """Hang up on all."""
        if self._server is not None:
            self._server.close()
        for task in self._open:
            task.cancel()
        await asyncio.gather(*self._open, return_exceptions=True)

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        assert task is not None
        address = plain(writer.get_extra_info("peername")[0])
        if len(self._open) >= MOST_STREAMS or list(self._open.values()).count(address) >= MOST_STREAMS_EACH:
            log.warning("%s: too many streams of syslog", address)
            writer.close()
            return
        self._open[task] = address
        frames = Frames()
        try:
            while data := await asyncio.wait_for(reader.read(LONGEST_FRAME), IDLE_S):
                for frame in frames.feed(data):
                    self._take(frame, address)
            if rest := frames.rest():
                self._take(rest, address)
        except (ValueError, OSError, TimeoutError) as error:
            log.info("%s: the stream of syslog ended: %s", address, error)
        except asyncio.CancelledError:
            pass  # we are closing
        finally:
            self._open.pop(task, None)
            writer.close()


def _grow(sock: socket.socket) -> None:
    """Only root may pass the system's limit."""
    force = getattr(socket, "SO_RCVBUFFORCE", 33)
    try:
        sock.setsockopt(socket.SOL_SOCKET, force, BUFFER)
    except OSError:
        sock.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, BUFFER)
