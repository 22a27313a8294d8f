"""A planning service as its own process would serve it, over its ASGI interface."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

from fastapi import FastAPI
from sqlalchemy import Engine
from starlette.testclient import TestClient

from planning.kit.parts import Part
from planning.kit.settings import PlanningSettings
from planning.kit.web.app import create_app
from service.identity import Key, Peers
from tests.planning.entering import Entered, Netops


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
