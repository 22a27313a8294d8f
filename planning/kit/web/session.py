"""Sign-in by netops: a token that it signed opens a session here, which lives on while netops is down."""

from __future__ import annotations

import secrets
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from typing import Any, Final

from sqlalchemy import Engine
from sqlmodel import Session, col, delete, select
from starlette.concurrency import run_in_threadpool
from starlette.requests import HTTPConnection
from starlette.types import ASGIApp, Receive, Scope, Send

from planning.kit.parts import Part
from planning.kit.settings import PlanningSettings
from planning.kit.tables import KnownOffice, SignedIn, UsedToken
from planning.kit.visitor import Person, Visitor
from service.columns import utc_now
from service.database import transaction
from service.i18n import speaking, supported
from service.identity import IdentityError, Peers

LANGUAGE_COOKIE: Final = "language"
NETOPS: Final = "netops"
EVENTS_READ: Final = "events.read"
DATA_READ: Final = "data.read"
_SEEN_EVERY: Final = timedelta(minutes=1)  # a session row is not written at every request
_NO_VISITOR: Final = ("/static/", "/favicon")


def open_session(db: Session, claims: dict[str, Any], *, now: datetime, hours: int) -> str:
    """A session of the person that the token names; the text for the cookie. IdentityError for a token used before."""
    person = Person.of(claims)
    db.exec(delete(UsedToken).where(col(UsedToken.expires_at) < now - timedelta(hours=1)))
    db.exec(delete(SignedIn).where(col(SignedIn.expires_at) <= now))
    jti = str(claims["jti"])[:64]
    if db.exec(select(UsedToken).where(UsedToken.jti == jti)).first() is not None:
        raise IdentityError("this sign-in was used already")
    db.add(UsedToken(jti=jti, expires_at=datetime.fromtimestamp(claims["exp"], UTC)))
    cookie = secrets.token_urlsafe(32)
    db.add(
        SignedIn(
            token_hash=digest(cookie),
            csrf=secrets.token_urlsafe(32),
            person=person.model_dump(mode="json"),
            created_at=now,
            seen_at=now,
            expires_at=now + timedelta(hours=hours),
        )
    )
    db.merge(KnownOffice(code=person.office_code, name=person.office_name))
    db.flush()  # two requests with one token: the second one fails here
    return cookie


def close_session(db: Session, cookie: str) -> None:
    """The cookie opens nothing any more."""
    db.exec(delete(SignedIn).where(col(SignedIn.token_hash) == digest(cookie)))


def digest(secret: str) -> str:
    """What is kept of a cookie."""
    return sha256(secret.encode()).hexdigest()


class VisitorMiddleware:
    """Puts `state.visitor` (or None) and the language in force on every request."""

    def __init__(
        self, app: ASGIApp, *, part: Part, engine: Engine, settings: PlanningSettings, peers: Peers, cookie: str
    ) -> None:
        self.app, self.part, self.engine = app, part, engine
        self.settings, self.peers, self.cookie = settings, peers, cookie

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Static files ask for nobody."""
        if scope["type"] != "http" or scope["path"].startswith(_NO_VISITOR):
            await self.app(scope, receive, send)
            return
        connection = HTTPConnection(scope)
        visitor = await run_in_threadpool(self._visitor, connection)
        connection.state.visitor = visitor
        chosen = connection.cookies.get(LANGUAGE_COOKIE) or (visitor.language if visitor else self.settings.language)
        with speaking(supported(chosen)) as language:
            connection.state.language = language
            await self.app(scope, receive, send)

    def _visitor(self, connection: HTTPConnection) -> Visitor | None:
        kind, _, token = connection.headers.get("authorization", "").partition(" ")
        address = connection.client.host if connection.client else ""
        if kind.lower() == "bearer":
            return self._service(token, address)
        cookie = connection.cookies.get(self.cookie)
        if not cookie:
            return None
        now = utc_now()
        with transaction(self.engine) as db:
            row = db.get(SignedIn, digest(cookie))
            if row is None or row.expires_at <= now:
                return None
            if now - row.seen_at > _SEEN_EVERY:
                row.seen_at, row.expires_at = now, now + timedelta(hours=self.settings.session_hours)
            return Visitor(Person.model_validate(row.person), self.part.allowed, address, row.csrf)

    def _service(self, token: str, address: str) -> Visitor | None:
        """Another service of ours: it may read what this one tells, and do what this one lets it ask."""
        try:
            claims = self.peers.verify(token, self.part.name)
        except IdentityError:
            return None
        if claims.get("sub") != "service":
            return None
        name = str(claims["iss"])
        person = Person(sub=name, username=name, role="service", office_code="*", office_name="")
        return Visitor(person, self.part.allowed, address, scopes=self.part.asked | {EVENTS_READ, DATA_READ})
