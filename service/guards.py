"""Rows that the database itself keeps as they are, whoever speaks to it: triggers, declared beside the table.

guard(AuditEntry)                                                          # never changed, never deleted
guard(Version, Stays(KEPT, once="OLD.state = 'approved'"), settled=...)    # some columns, from some moment on

They are made from code after every migration, and taken away before one: a migration may rebuild a table, and then
its triggers are gone. A service that starts puts back what it misses. On both databases it is an IntegrityError.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from hashlib import sha256
from typing import Any, Final

from sqlalchemy import JSON, Column, Connection, MetaData, Table, UniqueConstraint, event, inspect, text
from sqlmodel import SQLModel

POSTGRESQL: Final = "postgresql"
PREFIX: Final = "guard_"
_GUARDS: Final = "guards"
_FUNCTION: Final = f"""CREATE OR REPLACE FUNCTION {PREFIX}refuse() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN RAISE EXCEPTION '%', TG_ARGV[0] USING ERRCODE = 'restrict_violation'; END $$"""


@dataclass(frozen=True, slots=True)
class Stays:
    """Columns that stay as they are; `once`: from when on, as a condition about the row `OLD`; empty: always."""

    columns: Sequence[str]
    once: str = ""


@dataclass(frozen=True, slots=True)
class Guard:
    """What holds of one table. `refused` is a condition about `OLD` and `NEW` under which a change is refused too.
    `settled` is about a row named `OLD`: which ones may not be put in another's place; empty: all.
    """

    table: Table
    stays: tuple[Stays, ...]
    refused: str = ""
    settled: str = ""

    def triggers(self, dialect: str) -> dict[str, str]:
        """Statements by the name of the trigger; the name changes with the statement."""
        name = self.table.name
        change = " OR ".join(f"({one})" for one in self._changes(dialect))
        if dialect == POSTGRESQL:
            made = {
                "update": f"BEFORE UPDATE ON {name} FOR EACH ROW WHEN ({change}) {_refuse(name, 'changed')}",
                "delete": f"BEFORE DELETE ON {name} FOR EACH ROW {_refuse(name, 'deleted')}",
                "truncate": f"BEFORE TRUNCATE ON {name} FOR EACH STATEMENT {_refuse(name, 'deleted')}",
            }
        else:
            # INSERT OR REPLACE deletes without telling the trigger for deleting.
            replaced = f"EXISTS (SELECT 1 FROM {name} AS OLD WHERE ({self._same()}) AND ({self.settled or 'TRUE'}))"  # noqa: S608 - names of our own code
            made = {
                "update": f"BEFORE UPDATE ON {name} WHEN {change} {_abort(name, 'changed')}",
                "delete": f"BEFORE DELETE ON {name} {_abort(name, 'deleted')}",
                "replace": f"BEFORE INSERT ON {name} WHEN {replaced} {_abort(name, 'replaced')}",
            }
        named = {f"{PREFIX}{name}_{act}_{sha256(said.encode()).hexdigest()[:8]}": said for act, said in made.items()}
        return {trigger: f"CREATE TRIGGER {trigger} {said}" for trigger, said in named.items()}

    def _changes(self, dialect: str) -> Iterable[str]:
        for one in self.stays:
            differs = " OR ".join(_differs(self.table.columns[name], dialect) for name in one.columns)
            yield f"({one.once}) AND ({differs})" if one.once else differs
        if self.refused:
            yield self.refused

    def _same(self) -> str:
        """Another row with the same key."""
        keys = [[one.name for one in self.table.primary_key]]
        keys += [
            [one.name for one in key.columns] for key in self.table.constraints if isinstance(key, UniqueConstraint)
        ]
        keys += [[one.name] for one in self.table.columns if one.unique]
        every = (" AND ".join(f"OLD.{name} = NEW.{name}" for name in names) for names in keys)
        return " OR ".join(f"({one})" for one in dict.fromkeys(every))


def guard(model: type[SQLModel], *stays: Stays, refused: str = "", settled: str = "") -> None:
    """Rows of this table are never deleted, and stay as said; with nothing said, they stay whole."""
    table: Table = model.__table__  # type: ignore[attr-defined]
    held = Guard(table, stays or (Stays([one.name for one in table.columns]),), refused, settled)
    table.metadata.info.setdefault(_GUARDS, {})[table.name] = held

    @event.listens_for(table, "after_create")
    def _made(_table: Table, connection: Connection, **_more: Any) -> None:
        _put(connection, [held])


def missing(connection: Connection, metadata: MetaData) -> bool:
    """Whether a trigger of these tables is not there as this release wants it."""
    wanted = {name for one in _held(metadata) for name in one.triggers(connection.dialect.name)}
    return not wanted <= set(_present(connection))


def put(connection: Connection, metadata: MetaData) -> None:
    """Make the triggers of these tables anew."""
    take_away(connection, metadata)
    _put(connection, _held(metadata))


def take_away(connection: Connection, metadata: MetaData) -> None:
    """Nothing is kept any more, until they are put back."""
    tables = {one.table.name for one in _held(metadata)}
    for trigger, table in _present(connection).items():
        if table in tables:
            on = f" ON {table}" if connection.dialect.name == POSTGRESQL else ""
            connection.execute(text(f"DROP TRIGGER {trigger}{on}"))


def _put(connection: Connection, held: Iterable[Guard]) -> None:
    present = set(inspect(connection).get_table_names())
    statements = [
        said for one in held if one.table.name in present for said in one.triggers(connection.dialect.name).values()
    ]
    if statements and connection.dialect.name == POSTGRESQL:
        connection.exec_driver_sql(_FUNCTION.replace("%", "%%"))
    for said in statements:
        connection.exec_driver_sql(said)


def _held(metadata: MetaData) -> list[Guard]:
    return list(metadata.info.get(_GUARDS, {}).values())


def _present(connection: Connection) -> dict[str, str]:
    """Our triggers that are there -> their tables."""
    if connection.dialect.name == POSTGRESQL:
        asked = (
            "SELECT t.tgname, c.relname FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid "
            "JOIN pg_namespace n ON n.oid = c.relnamespace AND n.nspname = current_schema() WHERE NOT t.tgisinternal"
        )
    else:
        asked = "SELECT name, tbl_name FROM sqlite_master WHERE type = 'trigger'"
    return {name: table for name, table in connection.execute(text(asked)) if name.startswith(PREFIX)}


def _differs(column: Column[Any], dialect: str) -> str:
    old, new = f"OLD.{column.name}", f"NEW.{column.name}"
    if isinstance(column.type, JSON):  # json of PostgreSQL cannot be compared
        old, new = f"CAST({old} AS TEXT)", f"CAST({new} AS TEXT)"
    return f"{old} IS DISTINCT FROM {new}" if dialect == POSTGRESQL else f"{old} IS NOT {new}"


def _refuse(table: str, act: str) -> str:
    return f"EXECUTE FUNCTION {PREFIX}refuse('{_said(table, act)}')"


def _abort(table: str, act: str) -> str:
    return f"BEGIN SELECT RAISE(ABORT, '{_said(table, act)}'); END"


def _said(table: str, act: str) -> str:
    return f"a row of {table} that stays as it is was to be {act}"
