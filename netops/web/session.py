"""Server-side sessions: who is at the other end of a request, signing in (throttled) and signing out.

The cookie is 256 random bits; the database keeps only its SHA-256, so that a stolen backup opens no session.
"""

from __future__ import annotations

import secrets
from base64 import b64decode
from datetime import datetime, timedelta
from hashlib import sha256
from typing import Final

from sqlalchemy import Engine, func
from sqlmodel import Session, col, delete, select
from starlette.concurrency import run_in_threadpool
from starlette.requests import HTTPConnection
from starlette.types import ASGIApp, Receive, Scope, Send

from contract.data.shape import DATA
from contract.feed import FEED
from inventory.models.site import Office
from netops.models.person import ApiToken, LoginAttempt, LoginSession, Person
from netops.people.passwords import matches
from netops.settings import Settings
from netops.web.access import SiblingVisitor, Visitor
from service.columns import utc_now
from service.database import transaction
from service.i18n import speaking, supported
from service.identity import IdentityError, Peers
from service.web.errors import TooManyTriesError

LANGUAGE_COOKIE: Final = "language"
THROTTLE_WINDOW: Final = timedelta(minutes=15)
TRIES_BY_NAME: Final = 8
TRIES_BY_ADDRESS: Final = 40  # a whole office may stand behind one address
_SEEN_EVERY: Final = timedelta(minutes=1)  # a session row is not written at every request
_NO_VISITOR: Final = ("/static/", "/favicon")
_FOR_SIBLINGS: Final = (FEED, f"{DATA}/")
_DOTS_OF_SIGNED: Final = 2  # a signed token has two, an API token of ours none
NETOPS: Final = "netops"


def digest(secret: str) -> str:
    """What is kept of a cookie or token."""
    return sha256(secret.encode()).hexdigest()


class VisitorMiddleware:
    """Puts `state.visitor` (or None) and the language in force on every request."""

    def __init__(self, app: ASGIApp, *, engine: Engine, settings: Settings, cookie: str, peers: Peers) -> None:
        self.app, self.engine, self.settings, self.cookie, self.peers = app, engine, settings, cookie, peers

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Static files ask for nobody."""
        if scope["type"] != "http" or scope["path"].startswith(_NO_VISITOR):
            await self.app(scope, receive, send)
            return
        connection = HTTPConnection(scope)
        visitor = await run_in_threadpool(self._visitor, connection)
        connection.state.visitor = visitor
        chosen = visitor.language if visitor else connection.cookies.get(LANGUAGE_COOKIE, self.settings.language)
        with speaking(supported(chosen)) as language:
            connection.state.language = language
            await self.app(scope, receive, send)

    def _visitor(self, connection: HTTPConnection) -> Visitor | SiblingVisitor | None:
        address = connection.client.host if connection.client else ""
        token = given_token(connection.headers.get("authorization", ""))
        if token.count(".") == _DOTS_OF_SIGNED and connection.scope["path"].startswith(_FOR_SIBLINGS):
            return by_sibling(self.peers, token)
        if token:
            with transaction(self.engine) as db:
                return by_token(db, token, address=address, now=utc_now())
        cookie = connection.cookies.get(self.cookie)
        if not cookie:
            return None
        with transaction(self.engine) as db:
            return by_cookie(db, cookie, address=address, now=utc_now(), hours=self.settings.session_hours)


def given_token(header: str) -> str:
    """The API token of a request: as a bearer's, or as the password of basic authentication, as git sends it."""
    kind, _, given = header.partition(" ")
    if kind.lower() == "basic":
        try:
            return b64decode(given, validate=True).decode().partition(":")[2]
        except ValueError:
            return ""
    return given if kind.lower() == "bearer" else ""


def by_sibling(peers: Peers, token: str) -> SiblingVisitor | None:
    """A planning service of the settings, by what it signed."""
    try:
        claims = peers.verify(token, NETOPS)
    except IdentityError:
        return None
    return SiblingVisitor(str(claims["iss"])) if claims.get("sub") == "service" else None


def by_cookie(db: Session, cookie: str, *, address: str, now: datetime, hours: int) -> Visitor | None:
    """The signed-in person of a living session; the session lives on from now."""
    found = db.exec(
        select(LoginSession, Person, Office)
        .join(Person, col(Person.id) == LoginSession.person_id)
        .join(Office, col(Office.id) == Person.office_id)
        .where(LoginSession.token_hash == digest(cookie))
    ).first()
    if found is None:
        return None
    session, person, office = found
    if session.expires_at <= now or person.disabled_at is not None:
        return None
    if now - session.seen_at > _SEEN_EVERY:
        session.seen_at, session.expires_at = now, now + timedelta(hours=hours)
    return _visitor(person, office, address=address, csrf=session.csrf)


def by_token(db: Session, token: str, *, address: str, now: datetime) -> Visitor | None:
    """The person behind a living API token, held to the token's scopes."""
    found = db.exec(
        select(ApiToken, Person, Office)
        .join(Person, col(Person.id) == ApiToken.person_id)
        .join(Office, col(Office.id) == Person.office_id)
        .where(ApiToken.token_hash == digest(token))
    ).first()
    if found is None:
        return None
    stored, person, office = found
    ended = stored.expires_at is not None and stored.expires_at <= now
    if ended or stored.revoked_at is not None or person.disabled_at is not None:
        return None
    if stored.used_at is None or now - stored.used_at > _SEEN_EVERY:
        stored.used_at = now
    return _visitor(person, office, address=address, scopes=frozenset(stored.scopes))


def _visitor(
    person: Person, office: Office, *, address: str, csrf: str = "", scopes: frozenset[str] | None = None
) -> Visitor:
    assert person.id is not None
    assert office.id is not None
    return Visitor(
        person_id=person.id,
        office_id=office.id,
        office_name=office.name,
        site_id=person.site_id,
        username=person.username,
        name=person.name,
        role=person.role,
        language=person.language,
        address=address,
        csrf=csrf,
        scopes=scopes,
    )


def sign_in(db: Session, *, username: str, password: str, address: str, now: datetime) -> Person | None:
    """The person when the password is theirs. Failures are counted; raises TooManyTriesError when there are many."""
    _throttle(db, username, address, now)
    person = db.exec(select(Person).where(Person.username == username)).first()
    known = person.password_hash if person is not None and person.disabled_at is None else ""
    if not matches(known, password) or person is None:
        db.add(LoginAttempt(at=now, username=username[:64], address=address))
        return None
    person.last_login_at = now
    db.exec(delete(LoginAttempt).where(col(LoginAttempt.username) == username[:64]))
    return person


def open_session(db: Session, person: Person, *, address: str, now: datetime, hours: int) -> str:
    """A new session of this person; the text for the cookie."""
    assert person.id is not None
    cookie = secrets.token_urlsafe(32)
    db.exec(delete(LoginSession).where(col(LoginSession.expires_at) <= now))
    db.add(
        LoginSession(
            token_hash=digest(cookie),
            person_id=person.id,
            csrf=secrets.token_urlsafe(32),
            created_at=now,
            seen_at=now,
            expires_at=now + timedelta(hours=hours),
            address=address,
        )
    )
    return cookie


def close_session(db: Session, cookie: str) -> None:
    """Sign out: the cookie opens nothing any more."""
    db.exec(delete(LoginSession).where(col(LoginSession.token_hash) == digest(cookie)))


def _throttle(db: Session, username: str, address: str, now: datetime) -> None:
    db.exec(delete(LoginAttempt).where(col(LoginAttempt.at) < now - THROTTLE_WINDOW))
    by_name, by_address = (
        db.exec(select(func.count()).select_from(LoginAttempt).where(condition)).one()
        for condition in (LoginAttempt.username == username[:64], LoginAttempt.address == address)
    )
    if by_name >= TRIES_BY_NAME or by_address >= TRIES_BY_ADDRESS:
        raise TooManyTriesError
