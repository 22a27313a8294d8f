"""A poller's local service over its real socket file, beside a web process in the same test."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from threading import Thread
from time import monotonic, sleep
from types import SimpleNamespace
from typing import Any, cast

from netops.metrics import Board
from netops.polling.local_service import LocalServer, Served, local_app
from netops.settings import Settings
from netops.watched.portwatch import WatchedDevice
from tests.web.browsing import Visit


@contextmanager
def polled(settings: Settings, browsing: Visit, devices: Mapping[int, WatchedDevice]) -> Iterator[None]:
    """It tells the ports of these devices while inside."""
    watched = {device_id: cast("Any", SimpleNamespace(ports=ports)) for device_id, ports in devices.items()}
    server = LocalServer(local_app(Served(Board(), watched, {})), settings.data_dir)
    thread = Thread(target=lambda: asyncio.run(server.run_until_stopped()))
    thread.start()
    try:
        deadline = monotonic() + 10
        while not server.started and monotonic() < deadline:
            sleep(0.01)
        assert server.started
        yield
    finally:
        cast("Any", browsing.client.app).state.poller.close()
        server.should_exit = True
        thread.join(10)
