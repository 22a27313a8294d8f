"""The web process: uvicorn on the address of the settings, with the given or self-signed certificate."""

from __future__ import annotations

import uvicorn

from netops.settings import Settings
from netops.vault import Vault
from netops.web.app import create_app
from service.database import make_engine

GRACE_S = 5


def run(settings: Settings) -> None:
    """Serve the pages until SIGTERM."""
    engine = make_engine(settings.url)
    try:
        uvicorn.run(
            create_app(settings, engine, Vault.open(settings.data_dir)),
            host=settings.host,
            port=settings.port,
            ssl_certfile=settings.tls_cert,
            ssl_keyfile=settings.tls_key,
            log_config=None,
            server_header=False,
            # A phone that left keeps its connection: the end of the service does not wait for it.
            timeout_graceful_shutdown=GRACE_S,
        )
    finally:
        engine.dispose()
