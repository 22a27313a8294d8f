"""The office's real web process over HTTPS on a loopback port, with a certificate of its own making, in a thread."""

from __future__ import annotations

import asyncio
import ssl
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from hashlib import sha256
from pathlib import Path
from typing import Any

import uvicorn
from sqlalchemy import Engine

from netops.settings import Settings
from netops.upkeep.tls import self_signed
from netops.vault import Vault
from netops.web.app import create_app
from tests.ports import free_port


class OfficeServer:
    """Started and stopped as often as a test likes, always on the same port."""

    def __init__(self, settings: Settings, engine: Engine, vault: Vault, folder: Path) -> None:
        self.cert, self._key = folder / "cert.pem", folder / "key.pem"
        self_signed(self.cert, self._key, [])
        self.port = free_port()
        self.url = f"https://127.0.0.1:{self.port}"
        self._app = create_app(settings.model_copy(update={"port": self.port}), engine, vault)
        self._server: uvicorn.Server | None = None
        self._thread: threading.Thread | None = None
        self._loop: asyncio.AbstractEventLoop | None = None

    @property
    def pin(self) -> str:
        """The fingerprint of its certificate."""
        return "sha256:" + sha256(ssl.PEM_cert_to_DER_cert(self.cert.read_text())).hexdigest()

    def start(self) -> None:
        """Listen; returns when it does."""
        config = uvicorn.Config(
            self._app,
            host="127.0.0.1",
            port=self.port,
            ssl_certfile=self.cert,
            ssl_keyfile=self._key,
            log_config=None,
            lifespan="off",
            timeout_graceful_shutdown=1,
        )
        self._server = server = uvicorn.Server(config)

        async def serve() -> None:
            self._loop = asyncio.get_running_loop()
            await server.serve()
            await asyncio.sleep(0)  # the transports that were cut say good-bye

        self._thread = threading.Thread(target=asyncio.run, args=(serve(),), daemon=True)
        self._thread.start()
        deadline = time.monotonic() + 20
        while not self._server.started:
            assert self._thread.is_alive(), "the server did not start"
            assert time.monotonic() < deadline, "the server does not listen"
            time.sleep(0.01)

    def stop(self) -> None:
        """Hang up on everybody, in the middle of a word."""
        if self._server is None or self._thread is None or self._loop is None:
            return
        state = self._server.server_state
        for connection in list(state.connections):
            self._loop.call_soon_threadsafe(_cut, connection)
        self._server.should_exit = True
        self._thread.join(20)
        self._server = self._thread = None


def _cut(connection: Any) -> None:
    connection.transport.abort()


@contextmanager
def office(settings: Settings, engine: Engine, vault: Vault, folder: Path) -> Iterator[OfficeServer]:
    """A running office."""
    server = OfficeServer(settings, engine, vault, folder)
    server.start()
    try:
        yield server
    finally:
        server.stop()
