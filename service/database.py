"""The database edge: engine, and the only place that commits. One poll, one request, one command: one transaction."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, cast

from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.engine.interfaces import DBAPIConnection, ExceptionContext
from sqlalchemy.exc import DataError
from sqlalchemy.pool import ConnectionPoolEntry
from sqlmodel import Session


def make_engine(url: str) -> Engine:
    """An engine with foreign keys enforced. SQLite runs in WAL, so that readers never wait for the poller.

    Errors never print the values of a statement: hashes of passwords and sealed secrets are among them.
    """
    pool: dict[str, Any] = {"pool_size": 10, "max_overflow": 20, "hide_parameters": True}
    if not url.startswith("sqlite"):
        return create_engine(url, pool_pre_ping=True, **pool)
    engine = create_engine(url, connect_args={"timeout": 30, "check_same_thread": False}, **pool)

    @event.listens_for(engine, "connect")
    def _pragmas(connection: DBAPIConnection, _record: ConnectionPoolEntry) -> None:
        cursor = connection.cursor()
        for pragma in ("journal_mode=WAL", "synchronous=NORMAL", "foreign_keys=ON", "busy_timeout=30000"):
            cursor.execute(f"PRAGMA {pragma}")
        cursor.close()

    @event.listens_for(engine, "savepoint")
    def _begin(connection: Connection, _name: str | None) -> None:
        """A savepoint outside a transaction would begin one that may read but, once another has written, not write."""
        if not cast("sqlite3.Connection", connection.connection.dbapi_connection).in_transaction:
            connection.exec_driver_sql("BEGIN IMMEDIATE")

    @event.listens_for(engine, "handle_error")
    def _as_others_say(context: ExceptionContext) -> None:
        """An integer that no column holds is bad data, as on PostgreSQL; the driver speaks of an overflow."""
        original = context.original_exception
        if isinstance(original, OverflowError):
            raise DataError(context.statement, None, original, hide_parameters=True) from original

    return engine


@contextmanager
def transaction(engine: Engine) -> Iterator[Session]:
    """A session that is committed at the end, or rolled back whole when anything is raised."""
    with Session(engine, expire_on_commit=False) as session:
        yield session
        session.commit()


@contextmanager
def reading(engine: Engine) -> Iterator[Session]:
    """A session for reading only: rolled back at the end."""
    with Session(engine, expire_on_commit=False) as session:
        yield session


def is_for_dialect(dialect: str, thing: Any) -> bool:
    """Whether a table, column or index of the code is meant for this database: some indexes are for one of the two."""
    condition = getattr(thing, "_ddl_if", None)
    return condition is None or condition.dialect == dialect
