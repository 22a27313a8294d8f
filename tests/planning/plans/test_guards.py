"""The database itself keeps what was approved, the audit, what committees resolved, and what a mapping run was made
from: each is tried by SQL, past all of our code, on both databases.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path

import pytest
import sqlalchemy as sa
from sqlalchemy import Engine
from sqlalchemy.exc import IntegrityError

from planning.cli import part_of
from planning.kit import database as databases
from planning.kit import running
from planning.kit.settings import PlanningSettings
from service import guards
from service.database import make_engine

NAME = "school_network"


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.peer("postgres"))])
def engine(request: pytest.FixtureRequest, tmp_path: Path, sqlite_of: Callable[[str, Path], str]) -> Iterator[Engine]:
    """The school network's database: it has guards of all three lines."""
    if request.param == "postgres":
        url: str = request.getfixturevalue("postgres_of")(NAME)
    else:
        url = sqlite_of(NAME, tmp_path / "guarded.sqlite3")
    made = make_engine(url)
    yield made
    made.dispose()


def put(engine: Engine, table: str, **given: object) -> None:
    """A row, whatever its other columns hold."""
    tables = sa.MetaData()
    tables.reflect(engine, only=[table])
    found = tables.tables[table]
    filled = {one.name: _something(one) for one in found.columns if not one.nullable and one.name != "id"}
    with engine.begin() as connection:
        connection.execute(sa.insert(found).values(filled | given))


def _something(column: sa.Column[object]) -> object:
    kind = column.type
    if isinstance(kind, sa.DateTime):
        return datetime(2026, 11, 22)  # noqa: DTZ001 - as it is stored
    if isinstance(kind, sa.Date):
        return datetime(2026, 11, 22).date()  # noqa: DTZ001
    if isinstance(kind, sa.JSON):
        return {}
    if isinstance(kind, sa.LargeBinary):
        return b"as it was"
    if isinstance(kind, sa.Boolean):
        return True
    return 1 if isinstance(kind, sa.Integer) else "as it was"


def act(engine: Engine, statement: str) -> int:
    with engine.begin() as connection:
        return connection.exec_driver_sql(statement).rowcount


def refused(engine: Engine, statement: str) -> None:
    with pytest.raises(IntegrityError, match="stays as it is"):
        act(engine, statement)


@pytest.mark.parametrize("state", ["approved", "published", "superseded"])
def test_an_approved_version_is_neither_changed_nor_deleted(engine: Engine, state: str) -> None:
    """INV-A2."""
    put(engine, "plan_version", state=state, number=1)
    refused(engine, "UPDATE plan_version SET content = 'another'")
    refused(engine, "UPDATE plan_version SET sha256 = '0', content = 'another'")
    refused(engine, "UPDATE plan_version SET state = 'draft'")
    refused(engine, "UPDATE plan_version SET number = 2")
    refused(engine, "DELETE FROM plan_version")
    assert act(engine, "UPDATE plan_version SET content = content, state = 'superseded'") == 1


def test_a_draft_may_be_changed_and_goes_on_to_approved(engine: Engine) -> None:
    put(engine, "plan_version", state="draft", number=1)
    assert act(engine, "UPDATE plan_version SET content = 'another'") == 1
    assert act(engine, "UPDATE plan_version SET state = 'approved'") == 1
    assert act(engine, "UPDATE plan_version SET state = 'published'") == 1
    refused(engine, "UPDATE plan_version SET state = 'approved'")


@pytest.mark.parametrize("table", ["audit_entry", "heard_resolution"])
def test_what_was_written_down_is_neither_changed_nor_deleted(engine: Engine, table: str) -> None:
    put(engine, table)
    refused(engine, f"UPDATE {table} SET office_code = 'another'")
    refused(engine, f"DELETE FROM {table}")


def test_what_a_run_was_made_from_stays_and_what_came_out_once_it_is_done(engine: Engine) -> None:
    put(engine, "mapping_run", state="running")
    refused(engine, "UPDATE mapping_run SET input_hash = 'another'")
    refused(engine, "UPDATE mapping_run SET academic_year = 2500")
    assert act(engine, "UPDATE mapping_run SET result_hash = 'found', state = 'done'") == 1
    refused(engine, "UPDATE mapping_run SET result_hash = 'another'")
    refused(engine, "UPDATE mapping_run SET state = 'queued'")
    refused(engine, """UPDATE mapping_run SET summary = '{"schools": 1}'""")
    refused(engine, "DELETE FROM mapping_run")
    assert act(engine, "UPDATE mapping_run SET title = 'another'") == 1


def test_none_is_put_in_the_place_of_another(engine: Engine) -> None:
    """SQLite deletes the old row of INSERT OR REPLACE without asking; PostgreSQL empties a table without rows."""
    put(engine, "plan_version", state="approved", number=1)
    if engine.dialect.name == "postgresql":
        refused(engine, "TRUNCATE plan_version CASCADE")
        return
    columns = [one["name"] for one in sa.inspect(engine).get_columns("plan_version")]
    for key in ("id", "number"):
        others = ", ".join(f"{one} + 10" if one in {"id", "number"} - {key} else one for one in columns)
        refused(engine, f"INSERT OR REPLACE INTO plan_version SELECT {others} FROM plan_version LIMIT 1")


def test_a_service_that_starts_puts_back_what_somebody_took_away(
    planning_settings: PlanningSettings, tmp_path: Path
) -> None:
    part = part_of(NAME)
    running.begin(part, planning_settings)
    engine = make_engine(planning_settings.database_of(NAME))
    put(engine, "plan_version", state="approved", number=1)
    with engine.begin() as connection:
        for line in part.lines:
            guards.take_away(connection, line.metadata)
    assert act(engine, "UPDATE plan_version SET title = 'another'") == 1
    running.begin(part, planning_settings)
    refused(engine, "UPDATE plan_version SET title = 'as it was'")
    engine.dispose()


def test_a_migration_leaves_the_guards_in_place(engine: Engine) -> None:
    part = part_of(NAME)
    databases.migrate(part, engine.url.render_as_string(hide_password=False))
    with engine.connect() as connection:
        assert not [line.name for line in part.lines if guards.missing(connection, line.metadata)]
    put(engine, "audit_entry")
    refused(engine, "DELETE FROM audit_entry")
