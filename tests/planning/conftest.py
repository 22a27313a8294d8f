"""Planning services over their ASGI interface, with people whom a netops of the tests named."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from sqlalchemy import Engine, make_url, text

from planning.cli import part_of
from planning.kit import database as databases
from planning.kit.settings import PREFIX, PlanningSettings
from planning.registry.part import PART
from service.database import make_engine
from tests.planning.entering import Entered, Netops
from tests.planning.served import Served


@pytest.fixture
def planning_settings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> PlanningSettings:
    """Of an empty data folder, whatever the environment says."""
    for name in [name for name in os.environ if name.startswith(PREFIX)]:
        monkeypatch.delenv(name)
    return PlanningSettings(data_dir=tmp_path / "planning")


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.peer("postgres"))])
def registry_engine(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Engine]:
    """The registry's empty database, migrated, on SQLite and on PostgreSQL."""
    url = f"sqlite:///{tmp_path / 'registry.sqlite3'}"
    if request.param == "postgres":
        server = request.getfixturevalue("postgres_server")
        on_server = make_engine(server)
        with on_server.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            connection.execute(text("DROP DATABASE IF EXISTS netops_registry WITH (FORCE)"))
            connection.execute(text("CREATE DATABASE netops_registry"))
        on_server.dispose()
        url = make_url(server).set(database="netops_registry").render_as_string(hide_password=False)
    databases.migrate(PART, url)
    engine = make_engine(url)
    yield engine
    engine.dispose()


@pytest.fixture
def netops(tmp_path: Path) -> Iterator[Netops]:
    """A key that is published over HTTP as netops publishes its own."""
    with Netops.running(tmp_path / "netops") as running:
        yield running


@pytest.fixture
def enter(
    planning_settings: PlanningSettings, registry_engine: Engine, netops: Netops, tmp_path: Path
) -> Callable[..., Entered]:
    """A browser in which a person of this role is signed in at the registry."""
    return Served(PART, registry_engine, planning_settings, netops, tmp_path).enter


@pytest.fixture
def serve(planning_settings: PlanningSettings, netops: Netops, tmp_path: Path) -> Iterator[Callable[[str], Served]]:
    """Any planning service by its name, on an empty SQLite database of its own."""
    engines: list[Engine] = []

    def served(name: str) -> Served:
        part = part_of(name)
        url = f"sqlite:///{tmp_path / f'{name}.sqlite3'}"
        databases.migrate(part, url)
        engines.append(make_engine(url))
        return Served(part, engines[-1], planning_settings, netops, tmp_path)

    yield served
    for engine in engines:
        engine.dispose()
