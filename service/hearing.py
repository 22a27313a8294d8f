"""Hearing what other services tell: their feed is read on from a place, each fact acted on once.

At least once and in order (docs/contract.md): a reader keeps its place in the transaction in which it acted, and a fact
whose key it knows is not acted on again. While a service is down its readers keep what they have and say how old it is.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import pairwise
from typing import Any, Final

import httpx
from sqlalchemy import Engine
from sqlmodel import Field, Session, SQLModel, select

from contract.events import Fact, UnknownEventError
from contract.feed import FEED, Feed, Told
from service.calling import calling
from service.columns import Utc, utc_now
from service.database import reading, transaction
from service.identity import Key, told_apart

PAGE: Final = 200
MOST_PAGES: Final = 100  # at one time: then it is the turn of the others
TIMEOUT_S: Final = 10.0
SERVICE: Final = {"sub": "service"}
PASSED_OVER: Final = "passed over"
_REACHED_EVERY: Final = timedelta(minutes=1)  # a place that stays is not written at every reading

log = logging.getLogger(__name__)

Handler = Callable[[Session, Fact, datetime], str]
"""Acts on a fact in the transaction in which it is counted as heard; the sentence that it gives is kept with it."""


@dataclass(frozen=True, slots=True)
class Listening:
    """To whom a service listens: the peer's name and what is done with each kind of its facts."""

    peer: str
    handlers: Mapping[str, Handler]


class HeardColumns(SQLModel):
    """Columns of the table of facts that were heard and acted on: hearing one again does nothing."""

    id: int | None = Field(default=None, primary_key=True)
    key: str = Field(max_length=64, unique=True)
    peer: str = Field(max_length=32)
    kind: str = Field(max_length=64, index=True)
    at: datetime = Field(sa_type=Utc)
    heard_at: datetime = Field(default_factory=utc_now, sa_type=Utc)
    outcome: str = Field(default="", max_length=500)


class PeerColumns(SQLModel):
    """Columns of the table of peers: `cursor` and `key` of the last fact taken in. `problem` is why a peer could not be
    read the last time; empty: it could.
    """

    name: str = Field(primary_key=True, max_length=32)
    cursor: int = 0
    key: str = Field(default="", max_length=64)
    tried_at: datetime | None = Field(default=None, sa_type=Utc)
    reached_at: datetime | None = Field(default=None, sa_type=Utc)
    problem: str = Field(default="", max_length=255)


@dataclass(frozen=True, slots=True)
class Ear:
    """How one service listens to others. `heard` and `peers` are its tables of those columns. `ask` gives what a peer
    tells after a place where nobody answers at its address, as in the making of a demonstration.
    """

    engine: Engine
    key: Key
    urls: Mapping[str, str]
    heard: type[HeardColumns]
    peers: type[PeerColumns]
    ask: Callable[[PeerColumns], Feed] | None = None

    def hear(self, listening: Listening) -> int:
        """Read on until there is nothing more; how many facts were read. A peer that does not answer, or tells what
        this release does not know, is written down as that, and nothing is raised.
        """
        heard = 0
        for _page in range(MOST_PAGES):
            with reading(self.engine) as session:
                place = session.get(self.peers, listening.peer) or self.peers(name=listening.peer)
            try:
                page = _in_order(self._page(place), place)
                self._take(listening, page)
            except (httpx.HTTPError, ValueError, UnknownEventError) as error:
                self._unreached(listening.peer, error)
                return heard
            heard += len(page.items)
            if len(page.items) < PAGE:
                return heard
        return heard

    def _page(self, place: PeerColumns) -> Feed:
        if self.ask is not None:
            return self.ask(place)
        answer = calling().get(
            f"{self.urls[place.name].rstrip('/')}{FEED}",
            params={"after": place.cursor, "key": place.key, "limit": PAGE},
            headers={"Authorization": f"Bearer {self.key.token(place.name, SERVICE)}"},
            timeout=TIMEOUT_S,
        )
        told_apart(answer)
        answer.raise_for_status()
        return Feed.model_validate_json(answer.content)

    def _take(self, listening: Listening, page: Feed) -> None:
        """Each fact with its effect and the place in one transaction."""
        for one in page.items:
            with transaction(self.engine) as session:
                if session.exec(select(self._known).where(self._known.key == one.key)).first() is None:
                    outcome = _act(session, listening, one)
                    session.add(
                        self.heard(key=one.key, peer=listening.peer, kind=one.kind, at=one.at, outcome=outcome[:500])
                    )
                peer = self._peer(session, listening.peer)
                peer.cursor, peer.key = one.id, one.key
        now = utc_now()
        with transaction(self.engine) as session:
            peer = self._peer(session, listening.peer)
            same = not peer.problem and (peer.cursor, peer.key) == (page.cursor, page.key)
            if same and peer.reached_at is not None and now - peer.reached_at < _REACHED_EVERY:
                return
            peer.cursor, peer.key = page.cursor, page.key
            peer.tried_at = peer.reached_at = now
            peer.problem = ""

    @property
    def _known(self) -> Any:
        return self.heard

    def _unreached(self, name: str, error: Exception) -> None:
        with transaction(self.engine) as session:
            peer = self._peer(session, name)
            if peer.problem != type(error).__name__:
                log.warning("%s was not read: %s", name, error)
            peer.tried_at, peer.problem = utc_now(), type(error).__name__

    def _peer(self, session: Session, name: str) -> PeerColumns:
        row = session.get(self.peers, name)
        if row is None:
            row = self.peers(name=name)
            session.add(row)
            session.flush()
        return row


def _in_order(page: Feed, place: PeerColumns) -> Feed:
    """ValueError for a page by which nobody can go on: its facts are not the next ones in their order, or its place is
    not that of the last one. A peer that gave the same page again and again would keep us from hearing the others.
    """
    before = 0 if page.is_replayed else place.cursor
    numbers = [before, *(one.id for one in page.items)]
    if any(later <= earlier for earlier, later in pairwise(numbers)):
        raise ValueError("the facts are not in their order")
    if page.items and (page.cursor, page.key) != (page.items[-1].id, page.items[-1].key):
        raise ValueError("the place is not that of the last fact")
    return page


def _act(session: Session, listening: Listening, told: Told) -> str:
    """What this service does not care for is passed over. What it cares for and does not understand is of a later
    release: reading stops there until this one is renewed, since to skip it would lose it.
    """
    handler = listening.handlers.get(told.kind)
    return PASSED_OVER if handler is None else handler(session, told.fact, told.at)
