"""Alembic's entry for the database of every service: the URL and the metadata are handed over as attributes."""

from __future__ import annotations

from typing import Any, Literal

import sqlalchemy as sa
from alembic import context
from alembic.autogenerate.api import AutogenContext

from service import guards
from service.database import is_for_dialect, make_engine


def render(kind: str, thing: Any, _context: AutogenContext) -> str | Literal[False]:
    """Aware UTC columns are written as plain DateTime, so that a migration needs none of our code."""
    if kind == "type" and type(thing).__module__ == "service.columns":
        return "sa.DateTime(timezone=True)"
    if kind == "type" and isinstance(thing, sa.Enum):
        return f"sa.String(length={thing.length})"
    if kind == "type" and type(thing).__name__ == "AutoString":
        length = getattr(thing, "length", None)
        return f"sa.String(length={length})" if length else "sa.String()"
    return False


given = context.config.attributes
url, metadata, place = given["url"], given["metadata"], given["place"]
engine = make_engine(url)
try:
    with engine.connect() as connection:
        if connection.dialect.name == "sqlite":
            # A table is rebuilt by dropping it, which rows that name its rows would forbid. Checked again at the end.
            connection.exec_driver_sql("PRAGMA foreign_keys=OFF")
            connection.commit()
        context.configure(
            connection=connection,
            target_metadata=metadata,
            version_table=place,
            render_as_batch=connection.dialect.name == "sqlite",
            render_item=render,
            include_object=lambda thing, *_rest: is_for_dialect(connection.dialect.name, thing),
            compare_type=lambda _c, _i, _m, _db, model: (
                False if isinstance(model, sa.types.TypeDecorator | sa.Enum) else None
            ),
        )
        with context.begin_transaction():
            guards.take_away(connection, metadata)
            context.run_migrations()
            if set(context.get_context().get_current_heads()) == set(context.script.get_heads()):
                guards.put(connection, metadata)
            if connection.dialect.name == "sqlite":
                orphans = connection.exec_driver_sql("PRAGMA foreign_key_check").fetchmany(5)
                if orphans:
                    raise RuntimeError(f"rows name rows that are not there: {orphans}")
        if connection.in_transaction():
            connection.commit()
finally:
    engine.dispose()  # also after a failure: a connection left open would stand in the way of the roll-back
