"""The next number of a series, without gap or double: taken in the transaction of what bears it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from sqlalchemy import update
from sqlalchemy.dialects import postgresql, sqlite
from sqlmodel import Session, SQLModel, col

_INSERTS: Final[Mapping[str, Any]] = {"postgresql": postgresql.insert, "sqlite": sqlite.insert}


def take_next(session: Session, table: type[SQLModel], keys: Mapping[str, Any], *, first: int = 1) -> int:
    """`table` has the columns of `keys`, unique together, and `last`. Whoever asks at the same time waits for our
    commit, and gets the same number when we roll back.
    """
    insert = _INSERTS[session.get_bind().dialect.name]
    session.execute(insert(table).values(**keys, last=first - 1).on_conflict_do_nothing())
    last = col(getattr(table, "last"))  # noqa: B009 - tables of several owners have it, no type of them says so
    taken: int = session.execute(
        update(table)
        .where(*(col(getattr(table, name)) == value for name, value in keys.items()))
        .values(last=last + 1)
        .returning(last)
        .execution_options(synchronize_session=False)
    ).scalar_one()
    return taken
