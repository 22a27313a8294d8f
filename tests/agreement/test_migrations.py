"""The migrations make exactly the tables that the code uses, on both databases, in one line of revisions."""

from __future__ import annotations

from functools import partial
from typing import Any

import sqlalchemy as sa
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Engine

from inventory.core import Core
from netops import db
from service.database import is_for_dialect


def meant_for(dialect: str, thing: Any, *_rest: object) -> bool:
    return is_for_dialect(dialect, thing)


def test_migrations_and_tables_agree(database: Engine) -> None:
    def same_type(_context: Any, _inspected: Any, _column: Any, stored: Any, wanted: Any) -> bool | None:
        # Our own types store as these: alembic compares the wrappers and would always see a difference.
        if isinstance(wanted, sa.types.TypeDecorator | sa.Enum):
            return False if isinstance(stored, sa.DateTime | sa.String) else None
        return None

    with database.connect() as connection:
        meant = partial(meant_for, connection.dialect.name)
        context = MigrationContext.configure(connection, opts={"compare_type": same_type, "include_object": meant})
        assert compare_metadata(context, Core.metadata) == []


def test_revisions_have_one_head() -> None:
    script = ScriptDirectory.from_config(db.alembic_config(""))
    assert len(script.get_heads()) == 1
    assert len(script.get_bases()) == 1
