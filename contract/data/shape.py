"""How a service gives what others keep a dated copy of: `GET /api/v1/data/NAME?office=CODE`, whole, with its revision.

The answer bears an ETag; who asks with `If-None-Match` is told 304 while nothing changed. A reader keeps the answer and
the moment at which it was taken, shows both, and works on with it while the owner is down.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from typing import Final

from pydantic import BaseModel, ConfigDict
from pydantic_core import to_json

DATA: Final = "/api/v1/data"


class Row(BaseModel):
    """Parent of every row: frozen; fields are only added, each with a default."""

    model_config = ConfigDict(frozen=True, extra="ignore")


class Dataset(Row):
    """The whole of one dataset of one office. `as_of` is the moment of its last change at the owner, None: empty."""

    name: str
    office_code: str
    as_of: datetime | None = None
    rows: tuple[dict[str, object], ...] = ()


@dataclass(frozen=True, slots=True)
class Given:
    """What the owner gives of one office: typed rows, and `as_of` as in `Dataset`. Of tens of thousands a row may be a
    mapping in the shape of its JSON already: to make and take apart as many models takes a second.
    """

    rows: Sequence[Row | Mapping[str, object]] = ()
    as_of: datetime | None = None

    def body(self, name: str, office_code: str) -> bytes:
        """The answer as it is sent (JSON of `Dataset`)."""
        return self._parts(name, office_code)[0]

    def answer(self, name: str, office_code: str) -> tuple[bytes, str]:
        """The body, and its revision as the header `ETag` bears it: the same rows have the same, whenever they were
        reckoned.
        """
        body, revision = self._parts(name, office_code)
        return body, f'"{revision}"'

    def _parts(self, name: str, office_code: str) -> tuple[bytes, str]:
        """Rows are written once: as rows of a `Dataset` tens of thousands of them took three times as long."""
        empty = Dataset(name=name, office_code=office_code, as_of=self.as_of)
        rows = to_json(self.rows, inf_nan_mode="null")
        whole, named = (
            one.encode().removesuffix(b"[]}") + rows + b"}"
            for one in (empty.model_dump_json(), empty.model_dump_json(exclude={"as_of"}))
        )
        return whole, sha256(named).hexdigest()
