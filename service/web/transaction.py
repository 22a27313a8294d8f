"""The database session of a request: `Db` as the type of a route's parameter."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated

from fastapi import Depends
from sqlmodel import Session
from starlette.requests import Request

from service.database import transaction


def _db(request: Request) -> Iterator[Session]:
    """One request is one transaction: committed when the route returns, before the answer leaves."""
    with transaction(request.app.state.engine) as session:
        yield session


Db = Annotated[Session, Depends(_db, scope="function")]
