"""How a service gives what others keep a dated copy of: `GET /api/v1/data/NAME?office=CODE`, whole, with its revision.

The answer bears an ETag; who asks with `If-None-Match` is told 304 while nothing changed. A reader keeps the answer and
the moment at which it was taken, shows both, and works on with it while the owner is down.
"""

from __future__ import annotations

from datetime import datetime

from pydantic import BaseModel, ConfigDict


class Row(BaseModel):
    """Parent of every row: frozen; fields are only added, each with a default."""

    model_config = ConfigDict(frozen=True, extra="ignore")


class Dataset(Row):
    """The whole of one dataset of one office. `as_of` is the moment of its last change at the owner, None: empty."""

    name: str
    office_code: str
    as_of: datetime | None = None
    rows: tuple[dict[str, object], ...] = ()
