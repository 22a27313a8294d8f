"""Planning services over their ASGI interface, with people whom a netops of the tests named."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from sqlalchemy import Engine

from planning.cli import part_of
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
def registry_engine(
    request: pytest.FixtureRequest, tmp_path: Path, sqlite_of: Callable[[str, Path], str]
) -> Iterator[Engine]:
    """The registry's empty database, migrated, on SQLite and on PostgreSQL."""
    if request.param == "postgres":
        url: str = request.getfixturevalue("postgres_of")(PART.name)
    else:
        url = sqlite_of(PART.name, tmp_path / "registry.sqlite3")
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
def serve(
    planning_settings: PlanningSettings, netops: Netops, tmp_path: Path, sqlite_of: Callable[[str, Path], str]
) -> Iterator[Callable[[str], Served]]:
    """Any planning service by its name, on an empty SQLite database of its own."""
    engines: list[Engine] = []

    def served(name: str) -> Served:
        engines.append(make_engine(sqlite_of(name, tmp_path / f"{name}.sqlite3")))
        return Served(part_of(name), engines[-1], planning_settings, netops, tmp_path)

    yield served
    for engine in engines:
        engine.dispose()
