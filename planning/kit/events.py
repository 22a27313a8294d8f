"""Facts between services: told into the own outbox within the transaction of the change, read by others with a cursor.

At least once and in order (docs/contract.md): a reader keeps its place in the transaction in which it acted, and a fact
whose key it knows is not acted on again. While a service is down its readers keep what they have and say how old it is.
"""

from __future__ import annotations

import logging
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Final

import httpx
from sqlalchemy import Engine, text
from sqlmodel import Session, col, select

from contract.events import Fact, UnknownEventError
from contract.feed import Feed, Told
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


def told_after(session: Session, cursor: int, key: str = "", *, limit: int) -> Feed:
    """What this service told after a place (0: from the beginning), the oldest first. A place that is not in the feed,
    as after a restore, is answered from the beginning.
    """
    place = session.get(EventOut, cursor) if cursor else None
    is_replayed = bool(cursor) and (place is None or (bool(key) and place.key != key))
    after = 0 if is_replayed else cursor
    rows = session.exec(select(EventOut).where(col(EventOut.id) > after).order_by(col(EventOut.id)).limit(limit)).all()
    items = tuple(Told.model_validate(row, from_attributes=True) for row in rows)
    if items:
        return Feed(items=items, cursor=items[-1].id, key=items[-1].key, is_replayed=is_replayed)
    return Feed(cursor=after, key="" if is_replayed else key, is_replayed=is_replayed)


@dataclass(frozen=True, slots=True)
class Ear:
    """How one service listens to others."""

    engine: Engine
    key: Key
    urls: Mapping[str, str]

    def hear(self, listening: Listening) -> int:
        """Read on until there is nothing more; how many facts were read. A peer that does not answer, or tells what
        this release does not know, is written down as that, and nothing is raised.
        """
        heard = 0
        while True:
            with reading(self.engine) as session:
                place = session.get(Peer, listening.peer) or Peer(name=listening.peer)
            try:
                page = self._page(place)
                self._take(listening, page)
            except (httpx.HTTPError, ValueError, UnknownEventError) as error:
                self._unreached(listening.peer, error)
                return heard
            heard += len(page.items)
            if len(page.items) < PAGE:
                return heard

    def _page(self, place: Peer) -> Feed:
        answer = httpx.get(
            f"{self.urls[place.name].rstrip('/')}{FEED}",
            params={"after": place.cursor, "key": place.key, "limit": PAGE},
            headers={"Authorization": f"Bearer {self.key.token(place.name, SERVICE)}"},
            timeout=TIMEOUT_S,
        )
        answer.raise_for_status()
        return Feed.model_validate_json(answer.content)

    def _take(self, listening: Listening, page: Feed) -> None:
        """Each fact with its effect and the place in one transaction."""
        for one in page.items:
            with transaction(self.engine) as session:
                if session.exec(select(EventIn.id).where(EventIn.key == one.key)).first() is None:
                    outcome = _act(session, listening, one)
                    session.add(
                        EventIn(key=one.key, peer=listening.peer, kind=one.kind, at=one.at, outcome=outcome[:500])
                    )
                peer = _peer(session, listening.peer)
                peer.cursor, peer.key = one.id, one.key
        with transaction(self.engine) as session:
            peer = _peer(session, listening.peer)
            peer.cursor, peer.key = page.cursor, page.key
            peer.tried_at = peer.reached_at = utc_now()
            peer.problem = ""

    def _unreached(self, name: str, error: Exception) -> None:
        log.warning("%s was not read: %s", name, error)
        with transaction(self.engine) as session:
            peer = _peer(session, name)
            peer.tried_at, peer.problem = utc_now(), type(error).__name__


def _act(session: Session, listening: Listening, told: Told) -> str:
    """What this service does not care for is passed over. What it cares for and does not understand is of a later
    release: reading stops there until this one is renewed, since to skip it would lose it.
    """
    handler = listening.handlers.get(told.kind)
    return PASSED_OVER if handler is None else handler(session, told.fact, told.at)


def _peer(session: Session, name: str) -> Peer:
    row = session.get(Peer, name)
    if row is None:
        row = Peer(name=name)
        session.add(row)
        session.flush()
    return row
