"""Certificates of real TLS servers on loopback: their last day, whoever made them; and what tells none."""

from __future__ import annotations

import asyncio
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from collectors.outcome import Failed
from collectors.tls import certificate_ends
from netops.upkeep.tls import VALID
from tests.integration.servers.https import web_page

NOW = datetime(2026, 11, 23, 3, tzinfo=UTC)


def look(*ports: int, host: str = "127.0.0.1", timeout_s: float = 10.0) -> list[datetime | Failed]:
    targets = {number: (host, port) for number, port in enumerate(ports)}
    seen = asyncio.run(certificate_ends(targets, timeout_s=timeout_s, concurrency=5))
    return [seen[number] for number in range(len(ports))]


@contextmanager
def speaking(said: bytes) -> Iterator[int]:
    """A port that says this to whoever connects, and then waits for the other's end."""
    with socket.create_server(("127.0.0.1", 0)) as listening:

        def serve() -> None:
            peer, _address = listening.accept()
            with peer:
                peer.settimeout(10)
                peer.sendall(said)
                while peer.recv(4096):
                    pass

        thread = threading.Thread(target=serve)
        thread.start()
        yield listening.getsockname()[1]
        thread.join()


@pytest.mark.parametrize("age", [timedelta(0), timedelta(days=380), timedelta(days=4000)])
def test_the_last_day_is_read_of_a_fresh_an_ending_and_an_expired_one_that_nobody_vouches_for(
    tmp_path: Path, age: timedelta
) -> None:
    with web_page(tmp_path, made_at=NOW - age) as port:
        assert look(port) == [NOW - age + VALID]


def test_many_are_asked_side_by_side_and_each_by_its_own(tmp_path: Path) -> None:
    for name in ("a", "b"):
        (tmp_path / name).mkdir()
    with (
        web_page(tmp_path / "a", made_at=NOW) as first,
        web_page(tmp_path / "b", made_at=NOW - timedelta(days=30)) as second,
        socket.socket() as unused,
    ):
        unused.bind(("127.0.0.1", 0))  # bound and not listening: refused
        seen = look(first, unused.getsockname()[1], second)
    assert seen[0] == NOW + VALID
    assert isinstance(seen[1], Failed)
    assert seen[1].reason == "refused"
    assert seen[2] == NOW - timedelta(days=30) + VALID


def test_what_speaks_no_tls_says_so() -> None:
    with speaking(b"SSH-2.0-OpenSSH_9.6\r\n") as port:
        (seen,) = look(port)
    assert isinstance(seen, Failed)
    assert seen.reason == "garbled"
    assert "SSH" not in seen.detail


def test_what_connects_and_says_nothing_is_given_up() -> None:
    with speaking(b"") as port:
        (seen,) = look(port, timeout_s=0.3)
    assert isinstance(seen, Failed)
    assert seen.reason == "timeout"


def test_a_name_without_an_address_is_not_asked() -> None:
    (seen,) = look(443, host="no-such-host.invalid")
    assert isinstance(seen, Failed)
    assert seen.reason == "unasked"
