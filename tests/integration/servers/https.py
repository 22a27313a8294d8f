"""A device's web page over HTTPS, as far as its certificate goes: a real TLS server on a loopback address."""

from __future__ import annotations

import socket
import ssl
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import datetime
from pathlib import Path

from netops.upkeep.tls import self_signed


@contextmanager
def web_page(folder: Path, *, made_at: datetime, host: str = "127.0.0.1", port: int = 0) -> Iterator[int]:
    """Greets with a certificate that was made at that moment (valid for `netops.upkeep.tls.VALID`); its port."""
    cert, key = folder / "page.pem", folder / "page.key"
    self_signed(cert, key, [], now=made_at)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(cert, key)
    stopped = threading.Event()
    with socket.create_server((host, port)) as listening:
        listening.settimeout(0.1)

        def serve() -> None:
            while not stopped.is_set():
                with suppress(TimeoutError, OSError):
                    peer, _address = listening.accept()
                    with peer:
                        peer.settimeout(5)
                        with context.wrap_socket(peer, server_side=True) as greeted:
                            greeted.recv(1)

        thread = threading.Thread(target=serve)
        thread.start()
        try:
            yield listening.getsockname()[1]
        finally:
            stopped.set()
            thread.join()
