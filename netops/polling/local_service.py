"""What the poller serves to the web process over a socket file: metric blocks, port history, how rounds go.

Only this user may connect. Everything is ready in memory: an answer never waits for a poll; only `/examine` asks the
network itself.
"""

from __future__ import annotations

import os
import socket
from collections.abc import Awaitable, Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import uvicorn
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from netops.metrics import Board
from netops.polling.watching import Watching

SOCKET_NAME = "poller.sock"
METRICS_TYPE = "text/plain; version=0.0.4; charset=utf-8"


@dataclass(frozen=True, slots=True)
class Served:
    """What is shown: the board, the devices that are polled by SNMP, the last round of each kind.

    `acts` are what another process may ask for a device: each takes its id, returns at once and does the work later.
    `look_again` takes an outage and who asks for first aid anew, and says whether it begins now. `examine` asks devices
    and links (by id) live and answers with what they said: the one answer for which the network is waited for.
    """

    board: Board
    watched: Mapping[int, Watching]
    status: Mapping[str, Any]
    acts: Mapping[str, Callable[[int], None]] = field(default_factory=dict)
    look_again: Callable[[int, int], bool] | None = None
    examine: Callable[[Sequence[int], Sequence[int]], Awaitable[Mapping[str, Any]]] | None = None


def local_app(served: Served) -> Starlette:
    """The routes."""

    async def metrics(_request: Request) -> Response:
        return Response(served.board.page(), media_type=METRICS_TYPE)

    async def device_metrics(request: Request) -> Response:
        page = served.board.device_page(request.path_params["device_id"])
        return Response(status_code=404) if page is None else Response(page, media_type=METRICS_TYPE)

    async def ports(request: Request) -> Response:
        watching = served.watched.get(request.path_params["device_id"])
        return Response(status_code=404) if watching is None else JSONResponse({"ports": watching.ports.shown()})

    async def loads(request: Request) -> Response:
        wanted: dict[str, list[int]] = await request.json()
        found: dict[int, float] = {}
        for device_id, ports in wanted.items():
            watching = served.watched.get(int(device_id))
            if watching is not None:
                found |= watching.ports.loads(ports)
        return JSONResponse(found)

    async def act(request: Request) -> Response:
        asked = served.acts.get(request.path_params["name"])
        if asked is None:
            return Response(status_code=404)
        asked(request.path_params["device_id"])
        return JSONResponse({})

    async def status(_request: Request) -> Response:
        return JSONResponse(served.status)

    return Starlette(
        routes=[
            Route("/metrics", metrics),
            Route("/metrics/device/{device_id:int}", device_metrics),
            Route("/ports/{device_id:int}", ports),
            Route("/loads", loads, methods=["POST"]),
            Route("/devices/{device_id:int}/{name}", act, methods=["POST"]),
            Route("/outages/{outage_id:int}/first-aid", _look_again(served), methods=["POST"]),
            Route("/examine", _examine(served), methods=["POST"]),
            Route("/status", status),
        ]
    )


def _look_again(served: Served) -> Callable[[Request], Awaitable[Response]]:
    async def look_again(request: Request) -> Response:
        if served.look_again is None:
            return Response(status_code=404)
        given: dict[str, int] = await request.json()
        return JSONResponse({"begun": served.look_again(request.path_params["outage_id"], given["asked_by"])})

    return look_again


def _examine(served: Served) -> Callable[[Request], Awaitable[Response]]:
    async def examine(request: Request) -> Response:
        if served.examine is None:
            return Response(status_code=404)
        given: dict[str, list[int]] = await request.json()
        try:
            return JSONResponse(await served.examine(given["devices"], given["links"]))
        except TimeoutError:
            return Response(status_code=504)

    return examine


class LocalServer(uvicorn.Server):
    """Uvicorn on a socket file, as a task of the poller, which keeps its own signals."""

    def __init__(self, app: Starlette, data_dir: Path) -> None:
        super().__init__(uvicorn.Config(app, log_config=None, access_log=False, lifespan="off"))
        self._path = data_dir / SOCKET_NAME

    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        """Leave the process's signals to the poller."""
        yield

    async def run_until_stopped(self) -> None:
        """Serve until `should_exit` is set."""
        with bound(self._path) as sock:
            try:
                await self.serve([sock])
            finally:
                self._path.unlink(missing_ok=True)


def bound(path: Path) -> socket.socket:
    """A listening socket file of mode 600; one that a killed poller left behind is replaced."""
    path.unlink(missing_ok=True)
    sock = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
    before = os.umask(0o177)
    try:
        sock.bind(str(path))
    finally:
        os.umask(before)
    return sock
