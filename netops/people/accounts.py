"""People: made, changed, disabled; passwords, one-time slips and tokens. Only hashes of secrets are kept."""

from __future__ import annotations

import secrets
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256
from typing import Annotated, Final, Self

from pydantic import Field, model_validator
from sqlalchemy import delete, func
from sqlmodel import Session, col, select

from inventory.models.site import Site
from inventory.store.belonging import in_office
from netops.models.person import ApiToken, LoginSession, Person, Role
from netops.people.passwords import MIN_LENGTH, acceptable, hashed, matches
from service.draft import Digits, Draft, Line, Mail, Name, OptionalId, take
from service.refusal import MissingError, NotTakenError, _, refuse
from service.thai_order import in_thai

SLIP_DAYS: Final = 30
TOKEN_PREFIX: Final = "nt_"  # noqa: S105  # how tokens begin, so that scanners of leaked secrets find them


class PersonDraft(Draft):
    """A person. A school's person belongs to a site; nobody else does."""

    username: Annotated[str, Field(min_length=3, max_length=64, pattern=r"^[a-z0-9][a-z0-9._-]*$"), Digits]
    name: Annotated[Line, Field(min_length=1)]
    email: Mail = ""
    role: Role = Role.VIEWER
    site_id: OptionalId = None
    language: Annotated[str, Field(pattern="^(th|en)$")] = "th"
    alerts: bool = False

    @model_validator(mode="after")
    def _agree(self) -> Self:
        if self.role is Role.SCHOOL and self.site_id is None:
            raise NotTakenError(_("A school account needs its school"), "site_id")
        if self.role is not Role.SCHOOL and self.site_id is not None:
            raise NotTakenError(_("Only a school account belongs to a school"), "site_id")
        if self.alerts and not self.email:
            raise NotTakenError(_("Alerts need an e-mail address"), "email")
        return self


class TokenDraft(Draft):
    """A token for programs. Scopes are permission names, or `read` for everything that only reads."""

    name: Name
    scopes: Annotated[tuple[str, ...], Field(min_length=1, max_length=64)]
    days: Annotated[int | None, Field(ge=1, le=3660)] = 365


@dataclass(frozen=True, slots=True)
class Secret:
    """Something shown once. Its repr tells nothing."""

    text: str

    def __repr__(self) -> str:
        return "Secret(...)"


def digest(text: str) -> str:
    """What is kept of a slip or token."""
    return sha256(text.encode()).hexdigest()


def find_person(session: Session, person_id: int, *, office_id: int) -> Person:
    """The person of this office; MissingError when there is none."""
    person = session.get(Person, person_id)
    if person is None or person.office_id != office_id:
        raise MissingError("person")
    return person


def person_named(session: Session, username: str) -> Person | None:
    """By user name, which is unique over all offices."""
    return session.exec(select(Person).where(Person.username == username)).first()


def create_person(session: Session, draft: PersonDraft, *, office_id: int) -> Person:
    """A person without a password: give one, or a slip."""
    _check(session, draft, office_id=office_id, person_id=None)
    person = Person(office_id=office_id, **draft.model_dump())
    session.add(person)
    session.flush()
    return person


def change_person(session: Session, person: Person, draft: PersonDraft) -> dict[str, object]:
    """Make the person as drafted; another role or school ends all sessions. Returns {field: [before, after]}."""
    _check(session, draft, office_id=person.office_id, person_id=person.id)
    if draft.role is not Role.ADMIN:
        _keep_an_admin(session, person)
    changes = take(person, draft.model_dump())
    if {"role", "site_id"} & changes.keys():
        end_sessions(session, person)
    session.add(person)
    session.flush()
    return changes


def disable_person(session: Session, person: Person, *, now: datetime) -> None:
    """No sign-in, no session, no token, no slip; what was done stays signed with the name."""
    _keep_an_admin(session, person)
    person.disabled_at = now
    person.slip_hash, person.slip_expires_at = "", None
    end_sessions(session, person)
    for token in session.exec(
        select(ApiToken).where(ApiToken.person_id == person.id, col(ApiToken.revoked_at).is_(None))
    ):
        token.revoked_at = now
    session.add(person)
    session.flush()


def enable_person(session: Session, person: Person) -> None:
    """May sign in again with the old password; tokens stay revoked."""
    person.disabled_at = None
    session.add(person)
    session.flush()


def set_password(session: Session, person: Person, password: str) -> None:
    """A new password; RefusedError when it is too short or the user name. Ends all sessions and slips."""
    if not acceptable(password):
        raise refuse("password", _("At least %(count)s characters"), count=MIN_LENGTH)
    if password.casefold() == person.username.casefold():
        raise refuse("password", _("The password must not be the user name"))
    person.password_hash = hashed(password)
    person.slip_hash, person.slip_expires_at = "", None
    end_sessions(session, person)
    session.add(person)
    session.flush()


def change_own_password(session: Session, person: Person, *, old: str, new: str) -> None:
    """As set_password, when the old one is known."""
    if not matches(person.password_hash, old):
        raise refuse("old_password", _("This is not your present password"))
    set_password(session, person, new)


def end_sessions(session: Session, person: Person) -> None:
    """Signed out everywhere."""
    session.execute(delete(LoginSession).where(col(LoginSession.person_id) == person.id))


def issue_slip(session: Session, person: Person, *, now: datetime, days: int = SLIP_DAYS) -> Secret:
    """A one-time way in, with which the person sets a password. An earlier slip opens nothing any more."""
    slip = Secret(secrets.token_urlsafe(24))
    person.slip_hash, person.slip_expires_at = digest(slip.text), now + timedelta(days=days)
    session.add(person)
    session.flush()
    return slip


def holder_of_slip(session: Session, slip: str, *, now: datetime) -> Person:
    """Whose slip it is; MissingError when it is used up, too old or nobody's."""
    person = session.exec(select(Person).where(Person.slip_hash == digest(slip))).first() if slip else None
    expired = person is None or person.slip_expires_at is None or person.slip_expires_at <= now
    if person is None or expired or person.disabled_at is not None:
        raise MissingError("slip")
    return person


def redeem_slip(session: Session, slip: str, password: str, *, now: datetime) -> Person:
    """Set the password of the slip's holder; the slip is used up."""
    person = holder_of_slip(session, slip, now=now)
    set_password(session, person, password)
    return person


def make_token(
    session: Session, person: Person, draft: TokenDraft, *, known: Collection[str], now: datetime
) -> tuple[ApiToken, Secret]:
    """A token of this person, shown once. `known` are the scopes that exist for the person's role."""
    for scope in draft.scopes:
        if scope not in known:
            raise refuse("scopes", _("%(scope)s is not a scope that your role has"), scope=scope)
    assert person.id is not None
    secret = Secret(TOKEN_PREFIX + secrets.token_urlsafe(32))
    token = ApiToken(
        person_id=person.id,
        name=draft.name,
        prefix=secret.text[:8],
        token_hash=digest(secret.text),
        scopes=sorted(set(draft.scopes)),
        created_at=now,
        expires_at=now + timedelta(days=draft.days) if draft.days else None,
    )
    session.add(token)
    session.flush()
    return token, secret


def tokens_of(session: Session, person_id: int) -> list[ApiToken]:
    """All tokens of a person, newest first."""
    query = select(ApiToken).where(ApiToken.person_id == person_id).order_by(col(ApiToken.created_at).desc())
    return list(session.exec(query))


def revoke_token(session: Session, token_id: int, *, person_id: int, now: datetime) -> ApiToken:
    """The token opens nothing any more; MissingError when it is another person's."""
    token = session.get(ApiToken, token_id)
    if token is None or token.person_id != person_id:
        raise MissingError("token")
    token.revoked_at = token.revoked_at or now
    session.add(token)
    session.flush()
    return token


def school_accounts(session: Session, site_ids: Collection[int], *, office_id: int) -> list[Person]:
    """An account for each of these schools, made where there is none; the user name is `s` and the school code."""
    sites = session.exec(
        select(Site)
        .where(Site.office_id == office_id, col(Site.id).in_(site_ids), col(Site.archived_at).is_(None))
        .order_by(col(Site.district), in_thai(Site.name))
    ).all()
    known = {
        person.site_id: person
        for person in session.exec(
            select(Person).where(
                Person.office_id == office_id, Person.role == Role.SCHOOL, col(Person.disabled_at).is_(None)
            )
        )
    }
    people = []
    for site in sites:
        person = known.get(site.id)
        if person is None:
            draft = PersonDraft(username=f"s{site.code}", name=site.name, role=Role.SCHOOL, site_id=site.id)
            person = create_person(session, draft, office_id=office_id)
        people.append(person)
    return people


def _check(session: Session, draft: PersonDraft, *, office_id: int, person_id: int | None) -> None:
    in_office(session, Site, draft.site_id, office_id=office_id, field="site_id")
    taken = person_named(session, draft.username)
    if taken is not None and taken.id != person_id:
        raise refuse("username", _("%(name)s already exists"), name=draft.username)


def _keep_an_admin(session: Session, person: Person) -> None:
    """An office without an administrator could not be mended from the pages."""
    if person.role is not Role.ADMIN or person.disabled_at is not None:
        return
    others = select(func.count()).where(
        col(Person.office_id) == person.office_id,
        col(Person.role) == Role.ADMIN,
        col(Person.disabled_at).is_(None),
        col(Person.id) != person.id,
    )
    if session.exec(others).one() == 0:
        raise refuse("role", _("This is the last administrator"))
