"""The feed by which siblings hear facts: read on from a place, each fact with a key that never changes.

A reader keeps `cursor` and `key` of the last page that it took in whole, in the same transaction as what it took in.
Where it cannot, it reads some facts twice: `Told.key` says which it knows. An office that was brought back from a
backup may give a number anew; a place that is not in its feed any more is answered from the beginning, with
`is_replayed`, and the keys tell what is new.
"""

from __future__ import annotations

from datetime import datetime
from typing import Final

from pydantic import BaseModel, ConfigDict

from contract.events import Fact, read_event

FEED: Final = "/api/v1/contract-events"


class Told(BaseModel):
    """One fact as it was told. `id` orders the feed of one office; `key` names the fact for ever, in all offices."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    id: int
    key: str
    at: datetime
    kind: str
    version: int
    data: dict[str, object]

    @property
    def fact(self) -> Fact:
        """What was told; UnknownEventError for a kind of a later release, ValidationError for a later version."""
        return read_event(self.kind, self.data)


class Feed(BaseModel):
    """The next facts, the oldest first. Go on from `cursor` and `key`; both stay when there is nothing new."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    items: tuple[Told, ...] = ()
    cursor: int
    key: str = ""
    is_replayed: bool = False
