"""`netops upgrade`: back up, renew the tables, look whether all is well; when anything fails, put everything back."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import inspect, select

from inventory.core import Core
from netops import db
from netops.settings import Settings
from netops.upkeep import backup, planning
from netops.vault import Vault
from service.database import make_engine
from service.refused import RefusedCommandError


@dataclass(frozen=True, slots=True)
class Upgraded:
    """From which revision to which, and which planning services were renewed; no `archive`: there was nothing to do."""

    before: str | None
    after: str | None
    archive: Path | None
    services: tuple[str, ...] = ()


def upgrade(settings: Settings, *, migrate: Callable[[str], None] = db.migrate) -> Upgraded:
    """Bring the database and those of the planning services to this release. RefusedCommandError: all was put back."""
    Vault.open(settings.data_dir)
    if backup.running(settings):
        raise RefusedCommandError("the service is running: stop it first")
    before, newest = _revisions(settings.url)
    if before is None:
        raise RefusedCommandError("there is no database yet: run `netops migrate`", 2)
    services = planning.behind(settings)
    if before == newest and not services:
        return Upgraded(before, newest, None)
    archive = backup.make(settings)
    try:
        migrate(settings.url)
        look(settings.url)
        planning.migrate(settings, services)
    # Deliberately wide: whatever a migration stumbled over, the office must have its working database again.
    except Exception as error:
        backup.restore(settings, archive, force=True)
        raise RefusedCommandError(
            f"the upgrade failed ({type(error).__name__}: {str(error).partition(chr(10))[0]}); "
            f"everything is as before, from {archive}; go on with the former release"
        ) from error
    return Upgraded(before, newest, archive, tuple(services))


def look(url: str) -> None:
    """Raise when the database is not what this release needs: revision, tables, columns, references."""
    current, newest = _revisions(url)
    if current != newest:
        raise RefusedCommandError(f"the database is at revision {current}, not {newest}")
    engine = make_engine(url)
    try:
        present = set(inspect(engine).get_table_names())
        with engine.connect() as connection:
            for table in Core.metadata.sorted_tables:
                if table.name not in present:
                    raise RefusedCommandError(f"the table {table.name} is missing")
                connection.execute(select(table).limit(1))
            if engine.dialect.name == "sqlite":
                broken = connection.exec_driver_sql("PRAGMA foreign_key_check").first()
                if broken is not None:
                    raise RefusedCommandError(f"a row of {broken[0]} refers to nothing")
    finally:
        engine.dispose()


def _revisions(url: str) -> tuple[str | None, str | None]:
    engine = make_engine(url)
    try:
        return db.revisions(engine)
    finally:
        engine.dispose()
