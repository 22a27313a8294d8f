"""A made certificate is taken by a client that trusts it, under each name it covers."""

from __future__ import annotations

import asyncio
import ssl
import stat
from datetime import UTC, datetime
from pathlib import Path

from cryptography import x509

from netops.upkeep.tls import VALID, self_signed


def test_a_client_that_trusts_it_connects_by_address(tmp_path: Path) -> None:
    cert, key = tmp_path / "cert.pem", tmp_path / "key.pem"
    covered = self_signed(cert, key, ["netops.example"])
    assert {"127.0.0.1", "localhost", "netops.example"} <= set(covered)
    assert stat.S_IMODE(key.stat().st_mode) == 0o600

    async def greet() -> bytes:
        served = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
        served.load_cert_chain(cert, key)
        trusting = ssl.create_default_context(cafile=str(cert))

        async def hello(_reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
            writer.write(b"hello")
            writer.close()
            await writer.wait_closed()

        async with await asyncio.start_server(hello, "127.0.0.1", 0, ssl=served) as server:
            port = server.sockets[0].getsockname()[1]
            reader, writer = await asyncio.open_connection("127.0.0.1", port, ssl=trusting)
            answer = await reader.read()
            writer.close()
            await writer.wait_closed()
            return answer

    assert asyncio.run(greet()) == b"hello"


def test_it_is_valid_for_as_long_as_browsers_allow(tmp_path: Path) -> None:
    now = datetime(2026, 11, 22, tzinfo=UTC)
    self_signed(tmp_path / "c", tmp_path / "k", [], now=now)
    made = x509.load_pem_x509_certificate((tmp_path / "c").read_bytes())
    assert made.not_valid_before_utc < now
    assert made.not_valid_after_utc == now + VALID
