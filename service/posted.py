"""A form that was acted on: kept for a day, so that its button pressed twice acts once."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import Engine
from sqlmodel import Field, Session, SQLModel, col, delete

from service.columns import Utc, utc_now
from service.database import reading

KEPT: Final = timedelta(days=1)


class Posted(SQLModel):
    """Columns of the table that each database has: `key` names one form of one page with all that stood in it,
    `location` is where the browser was sent afterwards.
    """

    key: str = Field(primary_key=True, max_length=64)
    at: datetime = Field(default_factory=utc_now, sa_type=Utc, index=True)
    location: str = Field(default="", max_length=2000)


class PostedTwiceError(Exception):
    """The form was acted on before; `location` is where that ended."""

    def __init__(self, location: str) -> None:
        super().__init__(location)
        self.location = location


def refuse_second(engine: Engine, table: type[Posted], key: str) -> None:
    """PostedTwiceError when the form was acted on. A session of its own: on SQLite the reading of one that goes on to
    write would keep it from writing once another has.
    """
    with reading(engine) as session:
        row = session.get(table, key)
    if row is not None:
        raise PostedTwiceError(row.location)


def acted_on(session: Session, table: type[Posted], key: str, location: str) -> None:
    """Written in the transaction of the act. TakenError when another did the same at the same moment."""
    session.exec(delete(table).where(col(table.at) < utc_now() - KEPT))
    session.add(table(key=key, location=location[:2000]))
    session.flush()
