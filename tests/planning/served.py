"""A planning service as its own process would serve it, over its ASGI interface."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol

import uvicorn
from fastapi import FastAPI
from sqlalchemy import Engine
from starlette.testclient import TestClient

from planning.kit.parts import Part
from planning.kit.settings import PlanningSettings
from planning.kit.web.app import create_app
from service.identity import Key, Peers
from tests.planning.entering import Entered, Netops


class Stored(Protocol):
    """Whatever has the database of a service."""

    @property
    def engine(self) -> Engine: ...


@dataclass(eq=False)
class Served:
    """One service, its database, and whoever enters it."""

    part: Part
    engine: Engine
    settings: PlanningSettings
    netops: Netops
    folder: Path
    app: FastAPI = field(init=False)

    def __post_init__(self) -> None:
        urls = {"netops": self.netops.url}
        peers = Peers(urls, self.folder / f"{self.part.name}-peers")
        key = Key.at(self.folder / f"{self.part.name}.pem", self.part.name)
        self.app = create_app(self.part, self.settings, self.engine, key, peers)

    def enter(self, role: str = "planner", first: str = "", **claims: str) -> Entered:
        """A browser in which a person of this role is signed in, the page `first` read."""
        client = TestClient(self.app, follow_redirects=False)
        at = first or ("/schools" if self.part.name == "registry" else "/")
        return Entered.through(client, self.netops, self.part.name, at, role=role, **claims)

    def anonymous(self) -> TestClient:
        """A browser of whom nobody knows anything."""
        return TestClient(self.app, follow_redirects=False)


@contextmanager
def serving(part: Part, engine: Engine, settings: PlanningSettings, peers: Peers, key: Key) -> Iterator[str]:
    """A service on a free port of 127.0.0.1, until the block ends."""
    server = uvicorn.Server(uvicorn.Config(create_app(part, settings, engine, key, peers), port=0, log_config=None))
    begun = threading.Event()
    server.config.load()
    started = server.startup

    async def startup(sockets: list[object] | None = None) -> None:
        await started(sockets)  # type: ignore[arg-type]
        begun.set()

    server.startup = startup  # type: ignore[method-assign,assignment]
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    assert begun.wait(20)
    try:
        yield f"http://127.0.0.1:{server.servers[0].sockets[0].getsockname()[1]}"
    finally:
        server.should_exit = True
        thread.join(20)
