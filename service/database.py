"""The database edge: engine, and the only place that commits. One poll, one request, one command: one transaction."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, cast

from sqlalchemy import Connection, Engine, create_engine, event, text
from sqlalchemy.engine.interfaces import DBAPIConnection, ExceptionContext
from sqlalchemy.exc import DataError, IntegrityError, OperationalError
from sqlalchemy.pool import ConnectionPoolEntry
from sqlmodel import Session

from service import thai_order

DEADLOCK, TAKEN = "40P01", "23505"  # of PostgreSQL


class TakenError(IntegrityError):
    """Another has just written what can be there only once: the same number, the same name, the same key."""


class DeadlockError(OperationalError):
    """Two waited for each other, and this one was chosen to give way."""


def make_engine(url: str) -> Engine:
    """An engine with foreign keys enforced. SQLite runs in WAL, so that readers never wait for the poller.

    Errors never print the values of a statement: hashes of passwords and sealed secrets are among them.
    """
    pool: dict[str, Any] = {"pool_size": 10, "max_overflow": 20, "hide_parameters": True}
    if not url.startswith("sqlite"):
        engine = create_engine(url, pool_pre_ping=True, **pool)
        event.listen(engine, "handle_error", _named)
        return engine
    engine = create_engine(url, connect_args={"timeout": 30, "check_same_thread": False}, **pool)
    _as_sqlite_needs_it(engine)
    event.listen(engine, "handle_error", _named)
    return engine


def _named(context: ExceptionContext) -> None:
    """What comes of others' acts has a name of its own, the same of both databases."""
    original = context.original_exception
    code = getattr(original, "sqlstate", None) or getattr(original, "sqlite_errorname", "")
    told = (context.statement, None, original)
    if code in {TAKEN, "SQLITE_CONSTRAINT_UNIQUE", "SQLITE_CONSTRAINT_PRIMARYKEY"}:
        raise TakenError(*told, hide_parameters=True) from original
    if code == DEADLOCK:
        raise DeadlockError(*told, hide_parameters=True) from original


def _as_sqlite_needs_it(engine: Engine) -> None:
    @event.listens_for(engine, "connect")
    def _pragmas(connection: DBAPIConnection, _record: ConnectionPoolEntry) -> None:
        cursor = connection.cursor()
        for pragma in ("journal_mode=WAL", "synchronous=NORMAL", "foreign_keys=ON", "busy_timeout=30000"):
            cursor.execute(f"PRAGMA {pragma}")
        cursor.close()
        thai_order.teach(cast("sqlite3.Connection", connection))

    def begin(connection: Connection) -> None:
        if not cast("sqlite3.Connection", connection.connection.dbapi_connection).in_transaction:
            connection.exec_driver_sql("BEGIN IMMEDIATE")

    @event.listens_for(engine, "savepoint")
    def _begin(connection: Connection, _name: str | None) -> None:
        """A savepoint outside a transaction would begin one that may read but, once another has written, not write."""
        begin(connection)

    @event.listens_for(engine, "before_execute")
    def _hold(connection: Connection, statement: object, *_parameters: object) -> None:
        """Who reads a row to change it keeps others from writing, as on PostgreSQL: here the lock is of the whole."""
        if getattr(statement, "_for_update_arg", None) is not None:
            begin(connection)

    @event.listens_for(engine, "handle_error")
    def _as_others_say(context: ExceptionContext) -> None:
        """An integer that no column holds is bad data, as on PostgreSQL; the driver speaks of an overflow."""
        original = context.original_exception
        if isinstance(original, OverflowError):
            raise DataError(context.statement, None, original, hide_parameters=True) from original


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


def one_at_a_time(session: Session, name: str) -> None:
    """Nobody else goes on from here under this name until the transaction ends. SQLite has one writer anyway."""
    if session.get_bind().dialect.name == "postgresql":
        session.execute(text("SELECT pg_advisory_xact_lock(hashtext(:name))"), {"name": name})


def is_for_dialect(dialect: str, thing: Any) -> bool:
    """Whether a table, column or index of the code is meant for this database: some indexes are for one of the two."""
    condition = getattr(thing, "_ddl_if", None)
    return condition is None or condition.dialect == dialect
