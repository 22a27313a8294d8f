"""The address by which a person's own calendar program reads the calendar: one secret a person, only its hash kept.

It is a token of the person that has the scope `SCOPE` and nothing else, which no permission bears: as a token of the
API it opens nothing, and it ends with the account like any other.
"""

from __future__ import annotations

from datetime import datetime
from typing import Final

from sqlmodel import Session, col, select

from netops.audit import Actor, record
from netops.models.person import ApiToken, Person
from netops.people.accounts import Secret, TokenDraft, make_token

SCOPE: Final = "calendar"
SUBJECT: Final = "token"


def address_of(session: Session, person_id: int) -> ApiToken | None:
    """The one that lives."""
    wanted = select(ApiToken).where(ApiToken.person_id == person_id, col(ApiToken.revoked_at).is_(None))
    rows = session.exec(wanted.order_by(col(ApiToken.id).desc()))
    return next((row for row in rows if row.scopes == [SCOPE]), None)


def make_anew(session: Session, actor: Actor, person: Person, *, now: datetime) -> Secret:
    """A new address, told once; the one before opens nothing any more. It lives until it is withdrawn."""
    withdraw(session, actor, person, now=now)
    draft = TokenDraft(name="calendar", scopes=(SCOPE,), days=None)
    token, secret = make_token(session, person, draft, known={SCOPE}, now=now)
    record(session, actor, "calendar.address_made", subject=SUBJECT, subject_id=token.id)
    return secret


def withdraw(session: Session, actor: Actor, person: Person, *, now: datetime) -> None:
    """It opens nothing any more; where there is none, nothing is done."""
    assert person.id is not None
    while (token := address_of(session, person.id)) is not None:
        token.revoked_at = now
        session.add(token)
        session.flush()
        record(session, actor, "calendar.address_withdrawn", subject=SUBJECT, subject_id=token.id)
