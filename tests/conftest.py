"""What every test may lean on: peers really there, databases built by the real migrations, requirement marks."""

from __future__ import annotations

import gc
import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from anyio.from_thread import start_blocking_portal
from sqlalchemy import Engine, inspect, make_url, text
from sqlalchemy.exc import DatabaseError
from starlette.testclient import TestClient

from inventory.core import Core
from netops import db
from netops.settings import Settings, get_settings
from netops.vault import Vault
from service.database import make_engine
from tests.integration.servers import postgres
from tests.planning.databases import postgres_of, sqlite_of

# Here and in no other conftest: of a fixture that is imported twice a process has two, with one server between them.
__all__ = ("postgres_of", "sqlite_of")

IN_CI = os.environ.get("CI") == "true"
SYSTEM_PATH = os.pathsep.join([os.environ.get("PATH", ""), "/usr/sbin", "/sbin", "/usr/local/sbin"])
MOST_REQUIREMENTS = 3

# All tests and all that they import are there before the first one runs, and stay: nothing is to be found among them.
gc.disable()


def pytest_collection_finish() -> None:
    """From here on things come and go."""
    gc.freeze()
    gc.enable()


def pytest_sessionfinish() -> None:
    """Libraries that count what they gave out look for it at the end."""
    gc.unfreeze()


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Each requirement mark becomes a property of the test in junit.xml."""
    for item in items:
        ids = [name for mark in item.iter_markers("requirement") for name in mark.args]
        if len(ids) > MOST_REQUIREMENTS:
            raise pytest.UsageError(f"{item.nodeid} claims {len(ids)} requirements; {MOST_REQUIREMENTS} at most")
        item.user_properties.extend(("requirement", name) for name in ids)


def missing_peers(item: pytest.Item) -> list[str]:
    """The programs that the marks of a test name and this machine lacks."""
    wanted = {name for mark in item.iter_markers("peer") for name in mark.args}
    if item.get_closest_marker("browser"):
        wanted.add("chromium")
    found = {name for name in wanted if shutil.which(name, path=SYSTEM_PATH)}
    if postgres.bin_dir():
        found.add("postgres")
    return sorted(wanted - found)


def pytest_runtest_setup(item: pytest.Item) -> None:
    """A test whose peer is not installed is skipped with that reason."""
    missing = missing_peers(item)
    if missing:
        pytest.skip(f"not installed: {', '.join(missing)} (tests/peers.sh installs it on Debian)")
    if item.get_closest_marker("needs_recordings") and not os.environ.get("NETOPS_TEST_RECORDINGS"):
        pytest.skip("NETOPS_TEST_RECORDINGS names no folder of device recordings")


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Iterator[None]:
    """In CI a skip is an error: a test that does not run proves nothing. Recordings are allowed to be absent."""
    report: pytest.TestReport = yield  # type: ignore[assignment]
    excused = item.get_closest_marker("needs_recordings") or hasattr(report, "wasxfail")
    if IN_CI and report.skipped and not excused:
        report.outcome = "failed"
        report.longrepr = f"skipped, which CI does not accept: {report.longreprtext}"
    return report  # type: ignore[return-value]


@pytest.fixture(scope="session", autouse=True)
def _one_event_loop() -> Iterator[None]:
    """Every client of an app asks in one loop, as behind a server: a loop a request costs as much as the request."""
    with start_blocking_portal() as portal:
        TestClient.portal = portal
        yield
        TestClient.portal = None


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An empty database at the newest revision, to be copied."""
    path = tmp_path_factory.mktemp("template") / "netops.sqlite3"
    url = f"sqlite:///{path}"
    db.migrate(url)
    engine = make_engine(url)
    # One file holds everything only after the write-ahead log was folded into it.
    with engine.connect() as connection:
        connection.execute(text("PRAGMA wal_checkpoint(TRUNCATE)"))
    engine.dispose()
    return path


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[str]:
    """A running PostgreSQL whose database `template_netops` is at the newest revision; yields a URL to it."""
    with postgres.running_postgres() as url:
        _on_server(url, "CREATE DATABASE template_netops")
        template = make_url(url).set(database="template_netops")
        db.migrate(template.render_as_string(hide_password=False))
        yield url


def _on_server(url: str, statement: str) -> None:
    engine = make_engine(url)
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.execute(text(statement))
    engine.dispose()


def _emptied(url: str) -> bool:
    """Remove every row that a test left; False when the test changed more than rows, or still holds a lock."""
    engine = make_engine(url)
    try:
        current, newest = db.revisions(engine)
        if current != newest:
            return False
        with engine.begin() as connection:
            present = set(inspect(connection).get_table_names())
            wanted = {table.name for table in Core.metadata.sorted_tables}
            # Rows leave in any order: the references are not looked at meanwhile.
            statements = ["SET LOCAL session_replication_role = replica", "SET LOCAL lock_timeout = '3s'"]
            statements += [f'DELETE FROM "{name}"' for name in wanted & present]
            connection.execute(text("; ".join(statements)))
        return present == wanted | {"alembic_version"}
    except DatabaseError:
        return False
    finally:
        engine.dispose()


@pytest.fixture
def postgres_url(postgres_server: str) -> str:
    """An empty database at the newest revision on PostgreSQL. Mark the test peer("postgres")."""
    url = make_url(postgres_server).set(database="test").render_as_string(hide_password=False)
    # A database made anew costs a third of a second; most tests leave only rows, which go in a hundredth.
    if not _emptied(url):
        _on_server(postgres_server, "DROP DATABASE IF EXISTS test WITH (FORCE)")
        _on_server(postgres_server, "CREATE DATABASE test TEMPLATE template_netops")
    return url


@pytest.fixture
def settings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Settings]:
    """Settings of an empty data folder, whatever the environment says; without the planning services."""
    for name in [name for name in os.environ if name.startswith("NETOPS_") and not name.startswith("NETOPS_TEST_")]:
        monkeypatch.delenv(name)
    data_dir = tmp_path / "var"
    data_dir.mkdir(mode=0o700)
    get_settings.cache_clear()
    yield Settings(data_dir=data_dir, planning=False)
    get_settings.cache_clear()


@pytest.fixture
def vault(settings: Settings) -> Vault:
    """The vault of the data folder, with a new key."""
    return Vault.create(settings.data_dir)


@pytest.fixture
def engine(settings: Settings, sqlite_template: Path) -> Iterator[Engine]:
    """The SQLite database of `settings`, migrated and empty."""
    shutil.copyfile(sqlite_template, settings.data_dir / "netops.sqlite3")
    engine = make_engine(settings.url)
    yield engine
    engine.dispose()


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.peer("postgres"))])
def database(request: pytest.FixtureRequest) -> Iterator[Engine]:
    """A migrated, empty database, once on SQLite and once on PostgreSQL: for tests of what is stored."""
    if request.param == "sqlite":
        yield request.getfixturevalue("engine")
        return
    engine = make_engine(request.getfixturevalue("postgres_url"))
    yield engine
    engine.dispose()
