"""Acts on one row come one after the other, each judging by what stands when its turn comes."""

from __future__ import annotations

from sqlalchemy import inspect
from sqlalchemy.exc import InvalidRequestError
from sqlmodel import Session, SQLModel

from service.refusal import MissingError


def alone(session: Session, *rows: SQLModel) -> None:
    """Hold these rows, and read anew all that was read before: of two who act at the same moment, the second sees what
    the first did. Called before an act of a person judges anything.
    """
    session.flush()
    session.expire_all()
    hold(session, *rows)


def hold(session: Session, *rows: SQLModel) -> None:
    """Keep others from changing these rows until the end of the transaction, and read them as they stand now.

    They are held in the order of their ids: two who hold the same rows never wait for each other. MissingError of a row
    that is gone meanwhile.
    """
    session.flush()
    for row in sorted(rows, key=_place):
        # Rows that point to it may still be written: only who acts on it has to wait.
        try:
            session.refresh(row, with_for_update={"key_share": True})
        except InvalidRequestError:
            raise MissingError(str(row.__tablename__)) from None


def _place(row: SQLModel) -> tuple[str, int]:
    identity = inspect(row).identity
    assert identity is not None
    return str(row.__tablename__), int(identity[0])
