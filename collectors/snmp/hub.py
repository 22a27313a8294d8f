"""One UDP socket per address family, shared by every v1/v2c session: sends questions, finds whom an answer is for.

An answer counts only if source address, request id, version, community and the asker's own check agree; anything
else is dropped and remembered as the reason, because a forged datagram must not end the wait for the true one. What
is in flight is capped by the receive buffer that the kernel really granted.
"""

from __future__ import annotations

import asyncio
import contextlib
import socket
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from collectors.errors import GarbledError, NoAnswerError, RefusedError
from collectors.snmp.address import Address, request_ids
from collectors.snmp.wire import Message, Pdu, decode, encode, request_id_of

WANTED_BUFFER_BYTES = 4 * 1024 * 1024
# The kernel charges a 1,472-byte answer with up to 5 KiB of buffer: 80 of them overflowed 208 KiB, 40 did not.
BUFFER_PER_ANSWER_BYTES = 5 * 1024
LARGEST_DATAGRAM = 65_535
_SO_RCVBUFFORCE = 33  # of Linux; Python's socket module does not name it
_DRAIN = 64  # datagrams read before the loop gets its turn again


def open_socket(family: int) -> tuple[socket.socket, int]:
    """A non-blocking UDP socket and how many answers may be in flight to it at once."""
    sock = socket.socket(family, socket.SOCK_DGRAM)
    sock.setblocking(False)
    # The forced one needs CAP_NET_ADMIN and goes beyond the system's rmem_max.
    for option in (socket.SO_RCVBUF, socket.SO_SNDBUF, _SO_RCVBUFFORCE):
        with contextlib.suppress(OSError):
            sock.setsockopt(socket.SOL_SOCKET, option, WANTED_BUFFER_BYTES)
    granted = sock.getsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF)
    return sock, max(1, granted // BUFFER_PER_ANSWER_BYTES)


class Answer(NamedTuple):
    """An accepted answer: its size, the seconds since the last sending, and the sendings that got none in time."""

    message: Message
    size_bytes: int
    seconds: float
    lost: int


@dataclass(slots=True)
class _Pending:
    peer: tuple[str, int]
    question: Message
    accept: Callable[[Message], None]
    answer: asyncio.Future[tuple[Message, int]]
    garbled: str = ""


class SnmpHub:
    """Made inside a running event loop; `close` it at the end. Sessions opened on it share its sockets."""

    def __init__(self) -> None:
        self._loop = asyncio.get_running_loop()
        self._sockets: dict[int, tuple[socket.socket, asyncio.Semaphore]] = {}
        self._pending: dict[int, _Pending] = {}
        self._ids = request_ids()
        self._buffer = bytearray(LARGEST_DATAGRAM)
        self.dropped = 0  # datagrams that were no answer to anything asked

    def close(self) -> None:
        """Close the sockets; questions still open fail with NoAnswerError."""
        for sock, _ in self._sockets.values():
            self._loop.remove_reader(sock.fileno())
            sock.close()
        self._sockets.clear()
        for pending in self._pending.values():
            if not pending.answer.done():
                pending.answer.set_exception(NoAnswerError("the hub was closed"))

    async def ask(
        self,
        address: Address,
        question: Message,
        *,
        timeouts_s: Sequence[float],
        accept: Callable[[Message], None],
    ) -> Answer:
        """Send `question` (its request id is chosen here), again after each timeout.

        `accept` raises GarbledError for an answer that does not fit. Raises NoAnswerError, GarbledError when only
        unfit answers came, RefusedError when this host cannot send there.
        """
        sock, flying = self._socket(address.family)
        request_id = next(i for i in self._ids if i not in self._pending)
        question = question._replace(request_id=request_id)
        pending = _Pending(address.peer, question, accept, self._loop.create_future())
        self._pending[request_id] = pending
        datagram = encode(question)
        try:
            async with flying:
                for lost, timeout_s in enumerate(timeouts_s):
                    sent_at = self._loop.time()
                    _send(sock, datagram, address)
                    await asyncio.wait((pending.answer,), timeout=timeout_s)
                    if pending.answer.done():
                        message, size = pending.answer.result()
                        return Answer(message, size, self._loop.time() - sent_at, lost)
        finally:
            del self._pending[request_id]
        if pending.garbled:
            raise GarbledError(pending.garbled)
        raise NoAnswerError("no answer before the deadline")

    def _socket(self, family: int) -> tuple[socket.socket, asyncio.Semaphore]:
        if family not in self._sockets:
            sock, capacity = open_socket(family)
            self._sockets[family] = sock, asyncio.Semaphore(capacity)
            self._loop.add_reader(sock.fileno(), self._drain, sock)
        return self._sockets[family]

    def _drain(self, sock: socket.socket) -> None:
        for _ in range(_DRAIN):
            try:
                size, source = sock.recvfrom_into(self._buffer)
            except BlockingIOError:
                return
            except OSError:  # an ICMP error of some earlier datagram; the timeout tells whose
                continue
            self._arrived(bytes(self._buffer[:size]), (source[0], source[1]))

    def _arrived(self, datagram: bytes, source: tuple[str, int]) -> None:
        hint = request_id_of(datagram)
        pending = self._pending.get(hint[0]) if hint else None
        if pending is None or pending.peer != source or pending.answer.done():
            self.dropped += 1
            return
        try:
            message = decode(datagram)
            check_envelope(pending.question, message)
            pending.accept(message)
        except GarbledError as error:
            self.dropped += 1
            pending.garbled = str(error)
        else:
            pending.answer.set_result((message, len(datagram)))


def check_envelope(question: Message, answer: Message) -> None:
    """Raise GarbledError unless `answer` is a response in the same version and community to this request id."""
    if answer.pdu != Pdu.RESPONSE:
        raise GarbledError("not a response")
    if (answer.version, answer.community, answer.request_id) != (
        question.version,
        question.community,
        question.request_id,
    ):
        raise GarbledError("the response is of another version, community or request")


def _send(sock: socket.socket, datagram: bytes, address: Address) -> None:
    try:
        sock.sendto(datagram, address.sockaddr)
    except BlockingIOError:
        return  # the send buffer is full: as if lost on the way, the next timeout sends again
    except OSError as error:
        raise RefusedError(f"cannot be sent: {error.strerror}") from error
