"""The migrations make exactly the tables that the code uses, on both databases, in one line of revisions for each
owner; what services share is made by one line, and a database from before that is taken over as it is.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import Engine, text
from sqlmodel import select

from inventory.core import Core
from netops import db
from planning.cli import PARTS, part_of
from planning.kit import database as databases
from planning.kit.tables import KIT, KnownOffice
from planning.plans.core import PLANS
from planning.plans.models.version import Version
from service import migrations
from service.database import is_for_dialect, make_engine, reading
from service.refused import RefusedCommandError

KEPT = "known_office"
PLACES = {migrations.OWN_PLACE, KIT.place, PLANS.place}


def meant_for(dialect: str, thing: Any, name: str | None, kind: str, *_rest: object) -> bool:
    return is_for_dialect(dialect, thing) and not (kind == "table" and name in PLACES)


def same_type(_context: Any, _inspected: Any, _column: Any, stored: Any, wanted: Any) -> bool | None:
    # Our own types store as these: alembic compares the wrappers and would always see a difference.
    if isinstance(wanted, sa.types.TypeDecorator | sa.Enum):
        return False if isinstance(stored, sa.DateTime | sa.String) else None
    return None


def differences(engine: Engine, wanted: Any) -> list[Any]:
    with engine.connect() as connection:
        meant = partial(meant_for, connection.dialect.name)
        context = MigrationContext.configure(connection, opts={"compare_type": same_type, "include_object": meant})
        found: list[Any] = compare_metadata(context, wanted)
        return found


def test_migrations_and_tables_agree(database: Engine) -> None:
    assert differences(database, Core.metadata) == []


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.peer("postgres"))])
def planning_engine(
    request: pytest.FixtureRequest, tmp_path: Path, sqlite_of: Callable[[str, Path], str]
) -> Callable[[str], str]:
    """The migrated, empty database of a planning service by its name, on each of both."""
    if request.param == "postgres":
        put: Callable[[str], str] = request.getfixturevalue("postgres_of")
        return put
    return lambda name: sqlite_of(name, tmp_path / f"{name}.sqlite3")


@pytest.mark.parametrize("name", PARTS)
def test_migrations_and_tables_of_a_planning_service_agree(name: str, planning_engine: Callable[[str], str]) -> None:
    engine = make_engine(planning_engine(name))
    try:
        assert differences(engine, databases.metadata_of(part_of(name))) == []
    finally:
        engine.dispose()


@pytest.mark.parametrize("line", [db.LINE, *part_of("registry").lines], ids=lambda line: line.name)
def test_revisions_have_one_head(line: migrations.Line) -> None:
    assert len(line.script.get_heads()) == 1
    assert len(line.script.get_bases()) == 1


def test_what_services_share_is_in_no_migration_of_theirs() -> None:
    shared = [*KIT.metadata.tables, *PLANS.metadata.tables]
    for name in PARTS:
        written = "".join(one.read_text() for one in part_of(name).line.versions.glob("*.py"))
        assert not [table for table in shared if f"create_table('{table}'" in written or f'"{table}"' in written]


def test_nothing_is_written_where_nothing_differs() -> None:
    before = sorted(KIT.versions.iterdir())
    with pytest.raises(RefusedCommandError, match="nothing to migrate"):
        migrations.write_revision("nothing", KIT)
    assert sorted(KIT.versions.iterdir()) == before


def test_a_database_from_before_the_kit_had_a_line_is_upgraded_with_what_is_in_it(
    planning_engine: Callable[[str], str],
) -> None:
    part = part_of("registry")
    url = planning_engine(part.name)
    engine = make_engine(url)
    for line in reversed(part.lines):
        line.downgrade(url, "base")
    for line in part.lines:
        line.upgrade(url, line.base)
    fill(engine)
    with engine.begin() as connection:  # as one line of revisions of the service itself left it
        for place in (KIT.place, PLANS.place):
            connection.execute(text(f"DROP TABLE {place}"))
    assert databases.revisions(part, engine)[0] == {part.name: part.line.base}
    databases.migrate(part, url)
    try:
        current, newest = databases.revisions(part, engine)
        assert current == newest
        assert differences(engine, databases.metadata_of(part)) == []
        with reading(engine) as session:
            assert session.exec(select(KnownOffice.code)).all() == ["5302"]
            assert session.exec(select(Version.content)).all() == ['{"goals":[]}']
    finally:
        engine.dispose()


def fill(engine: Engine) -> None:
    """A row of each line by the columns that its first revision has."""
    tables = sa.MetaData()
    tables.reflect(engine, only=[KEPT, "plan_version"])
    with engine.begin() as connection:
        for name, given in ((KEPT, {"code": "5302"}), ("plan_version", {"content": '{"goals":[]}'})):
            filled = {one.name: _something(one) for one in tables.tables[name].columns if not one.nullable}
            connection.execute(sa.insert(tables.tables[name]).values(filled | given))


def _something(column: sa.Column[object]) -> object:
    """A value of the column's type, for what this is not about."""
    if isinstance(column.type, sa.DateTime):
        return datetime(2026, 11, 22)  # noqa: DTZ001 - as it is stored: UTC without saying so
    return 1 if isinstance(column.type, sa.Integer) else "draft"


@pytest.mark.parametrize("name", sorted(PARTS))
def test_money_is_of_any_size(name: str) -> None:
    """Satang in a small integer of PostgreSQL end at twenty-one million baht: less than many a project costs."""
    columns = [column for table in part_of(name).metadata.sorted_tables for column in table.columns]
    money = [one for one in columns if "satang" in one.name and isinstance(one.type, sa.Integer)]
    assert [str(one) for one in money if not isinstance(one.type, sa.BigInteger)] == []
