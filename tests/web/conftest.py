"""Planning services that tell netops something, each with an empty database and a port of its own."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from sqlalchemy import Engine

from netops.siblings.hearing import hear_all
from planning.kit import database
from planning.kit.parts import Part
from planning.kit.settings import PREFIX, PlanningSettings
from service.database import make_engine
from service.identity import Key, Peers
from tests.planning.entering import Netops
from tests.planning.served import serving
from tests.web.hearing import Sibling


@pytest.fixture
def sibling_of(engine: Engine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[[Part], Sibling]]:
    """A planning service with an empty database, served on a port of its own."""
    made = []

    def serve(part: Part) -> Sibling:
        url = f"sqlite:///{tmp_path / f'{part.name}.sqlite3'}"
        database.migrate(part, url)
        theirs = make_engine(url)
        netops = Netops.running(tmp_path / "netops")
        key = netops.__enter__()
        peers = Peers({"netops": key.url}, tmp_path / "peers")
        settings = PlanningSettings(data_dir=tmp_path / "planning")
        server = serving(part, theirs, settings, peers, Key.at(tmp_path / f"{part.name}.pem", part.name))
        address = server.__enter__()
        made.extend([(server, theirs), (netops, theirs)])
        return Sibling(engine, theirs, lambda: hear_all(engine, key.key, {part.name: address}))

    monkeypatch.delenv(f"{PREFIX}DATA_DIR", raising=False)
    yield serve
    for context, theirs in made:
        context.__exit__(None, None, None)
        theirs.dispose()
