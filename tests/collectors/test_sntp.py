"""A time server on loopback: what it says is believed, and what cannot be believed is not."""

from __future__ import annotations

import socket
import struct
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pytest

from collectors.sntp import NoTimeError, ask_time

EPOCH_S = 2_208_988_800


def stamp(at_s: float) -> bytes:
    """An NTP time."""
    return struct.pack("!II", int(at_s) + EPOCH_S, int(at_s % 1 * 2**32))


def answer(asked: bytes, *, ahead_s: float = 0.0, first: int = 0x24, stratum: int = 2, origin: bytes = b"") -> bytes:
    """What a server sends whose clock is so far ahead."""
    now = stamp(time.time() + ahead_s)
    head = struct.pack("!BBBbII4s8s", first, stratum, 6, -20, 0, 0, b"LOCL", now)
    return head + (origin or asked[40:48]) + now + now


@contextmanager
def server(reply: Callable[[bytes], bytes]) -> Iterator[int]:
    """Answers one question; its port."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as sock:
        sock.bind(("127.0.0.1", 0))
        sock.settimeout(10)

        def serve() -> None:
            asked, peer = sock.recvfrom(512)
            sock.sendto(reply(asked), peer)

        thread = threading.Thread(target=serve)
        thread.start()
        yield sock.getsockname()[1]
        thread.join()


@pytest.mark.parametrize("ahead_s", [0.0, 2.5, -40.0])
def test_the_offset_is_told_with_its_sign(ahead_s: float) -> None:
    """A server ahead of us means that we are slow. A busy machine delays: the error is at most half the delay."""
    with server(lambda asked: answer(asked, ahead_s=ahead_s)) as port:
        seen = ask_time("127.0.0.1", port)
    assert abs(seen.offset_ms - 1000 * ahead_s) <= seen.delay_ms / 2 + 1
    assert seen.stratum == 2


@pytest.mark.parametrize(
    ("reply", "said"),
    [
        (lambda asked: answer(asked)[:47], "too short"),
        (lambda asked: answer(asked, origin=b"\0" * 8), "not to this question"),
        (lambda asked: answer(asked, first=0x23), "not to this question"),
        (lambda asked: answer(asked, first=0xE4), "not set"),
        (lambda asked: answer(asked, stratum=0), "not set"),
        (lambda asked: answer(asked, stratum=16), "not set"),
    ],
)
def test_what_cannot_be_believed_is_refused(reply: Callable[[bytes], bytes], said: str) -> None:
    """Short, forged, or from a clock that is not set itself."""
    with server(reply) as port, pytest.raises(NoTimeError, match=said):
        ask_time("127.0.0.1", port)


def test_silence_is_an_error() -> None:
    """Nobody answers at that port."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as silent:
        silent.bind(("127.0.0.1", 0))
        with pytest.raises(NoTimeError):
            ask_time("127.0.0.1", silent.getsockname()[1], timeout_s=0.2)
