"""Empty databases of planning services: made once for all tests of a process, and copied for each."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from sqlalchemy import make_url, text

from planning.cli import part_of
from planning.kit import database as databases
from service.database import make_engine


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
