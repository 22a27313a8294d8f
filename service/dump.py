"""A consistent copy of the database while it is in use, and putting it back: SQLite's backup API, or pg_dump."""

from __future__ import annotations

import os
import shutil
import sqlite3
import subprocess
from contextlib import closing
from pathlib import Path

from sqlalchemy import create_engine, inspect, make_url

from service.refused import RefusedCommandError

SQLITE_NAME = "database.sqlite3"
POSTGRES_NAME = "database.pgdump"
# SQLite keeps what was not folded in yet beside the file; beside another file they would damage it.
COMPANIONS = ("-wal", "-shm", "-journal")


def kind_of(url: str) -> str:
    """sqlite or postgresql."""
    return make_url(url).get_backend_name()


def dump(url: str, folder: Path) -> Path:
    """The whole database as one file of the folder."""
    if kind_of(url) == "sqlite":
        return _dump_sqlite(_sqlite_file(url), folder / SQLITE_NAME)
    target = folder / POSTGRES_NAME
    _run("pg_dump", url, "--format=custom", "--no-owner", "--no-privileges", f"--file={target}")
    return target


def load(url: str, folder: Path) -> None:
    """Replace the database by the dump of the folder, whole or not at all."""
    if kind_of(url) == "sqlite":
        _load_sqlite(folder / SQLITE_NAME, _sqlite_file(url))
        return
    _empty_postgres(url)
    _run("pg_restore", url, "--no-owner", "--no-privileges", "--single-transaction", "--exit-on-error",
         f"--dbname={make_url(url).database}", str(folder / POSTGRES_NAME))  # fmt: skip


def occupied(url: str) -> bool:
    """Whether there is a database with tables."""
    if kind_of(url) == "sqlite" and not _sqlite_file(url).exists():
        return False
    engine = create_engine(url)
    try:
        return bool(inspect(engine).get_table_names())
    finally:
        engine.dispose()


def _sqlite_file(url: str) -> Path:
    return Path(make_url(url).database or "")


def _dump_sqlite(source: Path, target: Path) -> Path:
    # Not mode=ro: after a crash the log has to be recovered, which writes beside the database.
    with closing(sqlite3.connect(source)) as live, closing(sqlite3.connect(target)) as copy:
        live.backup(copy)
        copy.execute("PRAGMA journal_mode=DELETE")
        found = copy.execute("PRAGMA integrity_check").fetchone()
    if found != ("ok",):
        raise RefusedCommandError(f"the database is damaged, and was not backed up: {found[0]}")
    return target


def _load_sqlite(source: Path, target: Path) -> None:
    placed = target.with_name(target.name + ".restoring")
    shutil.copyfile(source, placed)
    placed.chmod(0o600)
    for companion in COMPANIONS:
        target.with_name(target.name + companion).unlink(missing_ok=True)
    placed.replace(target)


def _empty_postgres(url: str) -> None:
    """pg_restore --clean drops only what the dump knows; tables of a newer release would stay behind."""
    engine = create_engine(url)
    try:
        with engine.begin() as connection:
            connection.exec_driver_sql("DROP SCHEMA public CASCADE")
            connection.exec_driver_sql("CREATE SCHEMA public")
    finally:
        engine.dispose()


def _program(name: str) -> str:
    """On the PATH, or where Debian keeps it."""
    installed = sorted(Path("/usr/lib/postgresql").glob(f"*/bin/{name}"))
    found = str(installed[-1]) if installed else shutil.which(name)
    if found is None:
        raise RefusedCommandError(f"{name} is not installed: apt-get install postgresql-client")
    return found


def _run(name: str, url: str, *arguments: str) -> None:
    """Run a PostgreSQL program; how to connect goes by the environment, since arguments are seen by everybody."""
    parts = make_url(url)
    host = parts.host or parts.query.get("host")
    given = {
        "PGHOST": host,
        "PGPORT": str(parts.port) if parts.port else None,
        "PGUSER": parts.username,
        "PGPASSWORD": parts.password,
        "PGDATABASE": parts.database,
    }
    environment = os.environ | {key: str(value) for key, value in given.items() if value}
    done = subprocess.run(
        [_program(name), "--no-password", *arguments], env=environment, capture_output=True, text=True, check=False
    )
    if done.returncode:
        reason = next((line for line in done.stderr.splitlines() if line.strip()), f"status {done.returncode}")
        raise RefusedCommandError(f"{name} failed: {reason}")
