"""Planning services over their ASGI interface, with people whom a netops of the tests named."""

from __future__ import annotations

import os
import shutil
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


@pytest.fixture(scope="session")
def sqlite_of(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str, Path], str]:
    """Puts a migrated, empty database of a service at a path; its URL. Migrating costs a second, copying nothing."""
    folder = tmp_path_factory.mktemp("templates")

    def put(name: str, path: Path) -> str:
        template = folder / f"{name}.sqlite3"
        if not template.exists():
            databases.migrate(part_of(name), f"sqlite:///{template}")
            engine = make_engine(f"sqlite:///{template}")
            # One file holds everything only after the write-ahead log was folded into it.
            with engine.connect() as connection:
                connection.execute(text("PRAGMA wal_checkpoint(TRUNCATE)"))
            engine.dispose()
        shutil.copyfile(template, path)
        return f"sqlite:///{path}"

    return put


@pytest.fixture(scope="session")
def postgres_of(postgres_server: str) -> Callable[[str], str]:
    """Makes the migrated, empty database of a service anew on PostgreSQL; its URL. Mark the test peer("postgres")."""
    templates: set[str] = set()

    def url_of(database: str) -> str:
        return make_url(postgres_server).set(database=database).render_as_string(hide_password=False)

    def put(name: str) -> str:
        on_server = make_engine(postgres_server)
        with on_server.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            if name not in templates:
                connection.execute(text(f"CREATE DATABASE template_{name}"))
                databases.migrate(part_of(name), url_of(f"template_{name}"))
                templates.add(name)
            connection.execute(text(f"DROP DATABASE IF EXISTS netops_{name} WITH (FORCE)"))
            connection.execute(text(f"CREATE DATABASE netops_{name} TEMPLATE template_{name}"))
        on_server.dispose()
        return url_of(f"netops_{name}")

    return put


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
