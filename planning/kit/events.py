"""Facts between services: told into the own outbox within the transaction of the change, read by others with a cursor.

At least once and in order: a reader keeps the cursor in the transaction in which it acted, and a fact that it has acted
on is not acted on again. While a service is down its readers keep what they have and say how old it is.
"""

from __future__ import annotations

import logging
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Annotated, Any, Final

import httpx
from pydantic import AwareDatetime, BaseModel, ConfigDict, Field, ValidationError
from sqlalchemy import Engine, text
from sqlmodel import Session, col, select

from contract.events import Fact, UnknownEventError, read_event
from planning.kit.parts import Listening
from planning.kit.tables import EventIn, EventOut, Peer
from service.columns import utc_now
from service.database import reading, transaction
from service.identity import Key

FEED: Final = "/api/v1/contract-events"
PAGE: Final = 200
TIMEOUT_S: Final = 10.0
SERVICE: Final = {"sub": "service"}
PASSED_OVER: Final = "passed over"

log = logging.getLogger(__name__)


def tell(session: Session, fact: Fact, *, at: datetime) -> EventOut:
    """Write it in the transaction of the change.

    One writer at a time: else a later number could be read before an earlier one is there, and a reader who goes on
    from it would never see that one. SQLite has one writer anyway.
    """
    if session.get_bind().dialect.name == "postgresql":
        session.execute(text("SELECT pg_advisory_xact_lock(hashtext('event_out'))"))
    row = EventOut(at=at, kind=type(fact).__name__, version=fact.version, data=fact.model_dump(mode="json"))
    session.add(row)
    session.flush()
    return row


class Told(BaseModel):
    """One fact as a feed gives it."""

    model_config = ConfigDict(extra="ignore", from_attributes=True)

    id: Annotated[int, Field(ge=1)]
    at: AwareDatetime
    kind: Annotated[str, Field(max_length=64)]
    version: int
    data: dict[str, Any]


class Feed(BaseModel):
    """A page of a feed; `cursor` is where to go on."""

    model_config = ConfigDict(extra="ignore")

    items: list[Told]
    cursor: int


def told_after(session: Session, cursor: int, *, limit: int) -> Feed:
    """What this service told after a cursor (0: from the beginning), the oldest first."""
    rows = session.exec(select(EventOut).where(col(EventOut.id) > cursor).order_by(col(EventOut.id)).limit(limit)).all()
    items = [Told.model_validate(row) for row in rows]
    return Feed(items=items, cursor=items[-1].id if items else cursor)


@dataclass(frozen=True, slots=True)
class Ear:
    """How one service listens to others."""

    engine: Engine
    key: Key
    urls: Mapping[str, str]

    def hear(self, listening: Listening) -> int:
        """Read on until there is nothing more; how many facts were heard. A peer that does not answer is written down
        as such, and nothing is raised.
        """
        heard = 0
        while True:
            with reading(self.engine) as session:
                cursor = (session.get(Peer, listening.peer) or Peer(name=listening.peer)).cursor
            try:
                page = self._page(listening.peer, cursor)
            except (httpx.HTTPError, ValueError) as error:
                self._unreached(listening.peer, error)
                return heard
            self._take(listening, page)
            heard += len(page.items)
            if len(page.items) < PAGE:
                return heard

    def _page(self, peer: str, cursor: int) -> Feed:
        answer = httpx.get(
            f"{self.urls[peer].rstrip('/')}{FEED}",
            params={"after": cursor, "limit": PAGE},
            headers={"Authorization": f"Bearer {self.key.token(peer, SERVICE)}"},
            timeout=TIMEOUT_S,
        )
        answer.raise_for_status()
        page = Feed.model_validate_json(answer.content)
        if any(one.id <= cursor for one in page.items):
            raise ValueError("facts from before the cursor")
        return page

    def _take(self, listening: Listening, page: Feed) -> None:
        """Each fact with its effect and the cursor in one transaction."""
        for one in page.items:
            with transaction(self.engine) as session:
                peer = _peer(session, listening.peer)
                if one.id > peer.cursor and not _known(session, listening.peer, one.id):
                    outcome = _act(session, listening, one)
                    session.add(
                        EventIn(peer=listening.peer, number=one.id, kind=one.kind, at=one.at, outcome=outcome[:500])
                    )
                peer.cursor = max(peer.cursor, one.id)
        with transaction(self.engine) as session:
            peer = _peer(session, listening.peer)
            peer.tried_at = peer.reached_at = utc_now()
            peer.problem = ""

    def _unreached(self, name: str, error: Exception) -> None:
        log.warning("%s was not read: %s", name, error)
        with transaction(self.engine) as session:
            peer = _peer(session, name)
            peer.tried_at, peer.problem = utc_now(), type(error).__name__


def _act(session: Session, listening: Listening, told: Told) -> str:
    """What this service does not know or does not care for is passed over, and written down as that."""
    handler = listening.handlers.get(told.kind)
    if handler is None:
        return PASSED_OVER
    try:
        fact = read_event(told.kind, told.data)
    except (UnknownEventError, ValidationError) as error:
        log.warning("%s %d of %s was not understood: %s", told.kind, told.id, listening.peer, type(error).__name__)
        return f"{PASSED_OVER}: {type(error).__name__}"
    return handler(session, fact, told.at)


def _known(session: Session, peer: str, number: int) -> bool:
    return session.exec(select(EventIn.id).where(EventIn.peer == peer, EventIn.number == number)).first() is not None


def _peer(session: Session, name: str) -> Peer:
    row = session.get(Peer, name)
    if row is None:
        row = Peer(name=name)
        session.add(row)
        session.flush()
    return row
