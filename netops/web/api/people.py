"""People, their passwords and slips, tokens, and the audit log."""

from __future__ import annotations

from http import HTTPStatus
from typing import Annotated, Any

from fastapi import APIRouter, Body, Depends, Query
from pydantic import AwareDatetime, BaseModel, ConfigDict, Field, SecretStr
from sqlmodel import Session, col

from netops import audit
from netops.models.person import AuditEntry, Person
from netops.people import accounts
from netops.web.access import PERMISSIONS, Visitor, allowed
from netops.web.api.office_shapes import AuditOut, NewTokenOut, PersonOut, TokenOut
from netops.web.api.paging import Pages, Paging, select_page
from netops.web.api.shapes import Listed
from service.columns import utc_now
from service.web.transaction import Db

router = APIRouter(prefix="/api/v1")
Reader = Annotated[Visitor, Depends(allowed("people.read"))]
Writer = Annotated[Visitor, Depends(allowed("people.write"))]
TokenOwner = Annotated[Visitor, Depends(allowed("tokens.own"))]


class Password(BaseModel):
    """A new password."""

    model_config = ConfigDict(extra="forbid")

    password: Annotated[SecretStr, Field(max_length=1024)]


class AuditSearch(Paging):
    """Acts by kind, person or time."""

    action: Annotated[str, Field(max_length=64)] = ""
    person_id: int | None = None
    since: AwareDatetime | None = None


def scopes_of(visitor: Visitor) -> list[str]:
    """What a token of this person may be given: no more than the person (and the token in use) has."""
    own = [name for name in PERMISSIONS if visitor.may(name)]
    wide = ["all", "read"] if visitor.scopes is None else [name for name in ("all", "read") if name in visitor.scopes]
    return [*wide, *own]


def _person(db: Session, visitor: Visitor, person_id: int) -> Person:
    return accounts.find_person(db, person_id, office_id=visitor.office_id)


def _record(
    db: Session, visitor: Visitor, action: str, person: Person, detail: dict[str, object] | None = None
) -> None:
    audit.record(db, visitor.actor, action, subject="person", subject_id=person.id, detail=detail)


@router.get("/people", tags=["people"], summary="People")
def list_people(db: Db, visitor: Reader, pages: Pages) -> Listed[PersonOut]:
    """Everyone who may sign in at this office."""
    where = [Person.office_id == visitor.office_id]
    return select_page(db, Person, PersonOut, where=where, order=[Person.username], pages=pages)


@router.get("/people/{person_id}", tags=["people"], summary="One person")
def get_person(db: Db, visitor: Reader, person_id: int) -> PersonOut:
    """One person."""
    return PersonOut.model_validate(_person(db, visitor, person_id))


@router.post("/people", tags=["people"], summary="New person", status_code=HTTPStatus.CREATED)
def create_person(db: Db, visitor: Writer, wish: accounts.PersonDraft) -> PersonOut:
    """Without a password: set one, or let the pages print a slip."""
    person = accounts.create_person(db, wish, office_id=visitor.office_id)
    _record(db, visitor, "person.created", person, {"username": person.username, "role": person.role.value})
    return PersonOut.model_validate(person)


@router.patch("/people/{person_id}", tags=["people"], summary="Change a person")
def change_person(db: Db, visitor: Writer, person_id: int, given: Annotated[dict[str, Any], Body()]) -> PersonOut:
    """Another role ends all sessions of the person."""
    person = _person(db, visitor, person_id)
    changes = accounts.change_person(db, person, accounts.PersonDraft.of(person).with_changes(given))
    if changes:
        _record(db, visitor, "person.changed", person, changes)
    return PersonOut.model_validate(person)


@router.put(
    "/people/{person_id}/password", tags=["people"], summary="Set a password", status_code=HTTPStatus.NO_CONTENT
)
def set_password(db: Db, visitor: Writer, person_id: int, given: Password) -> None:
    """Ends all sessions of the person."""
    person = _person(db, visitor, person_id)
    accounts.set_password(db, person, given.password.get_secret_value())
    _record(db, visitor, "person.password_set", person)


@router.post("/people/{person_id}/disable", tags=["people"], summary="Disable a person")
def disable_person(db: Db, visitor: Writer, person_id: int) -> PersonOut:
    """No sign-in, no session, no token any more; what was done stays signed."""
    person = _person(db, visitor, person_id)
    accounts.disable_person(db, person, now=utc_now())
    _record(db, visitor, "person.disabled", person)
    return PersonOut.model_validate(person)


@router.post("/people/{person_id}/enable", tags=["people"], summary="Enable a person")
def enable_person(db: Db, visitor: Writer, person_id: int) -> PersonOut:
    """May sign in again."""
    person = _person(db, visitor, person_id)
    accounts.enable_person(db, person)
    _record(db, visitor, "person.enabled", person)
    return PersonOut.model_validate(person)


@router.get("/tokens", tags=["tokens"], summary="One's own tokens")
def list_tokens(db: Db, visitor: TokenOwner) -> list[TokenOut]:
    """Newest first, without their text."""
    return [TokenOut.model_validate(token) for token in accounts.tokens_of(db, visitor.person_id)]


@router.post("/tokens", tags=["tokens"], summary="New token", status_code=HTTPStatus.CREATED)
def make_token(db: Db, visitor: TokenOwner, wish: accounts.TokenDraft) -> NewTokenOut:
    """The answer holds its text, once."""
    person = _person(db, visitor, visitor.person_id)
    token, secret = accounts.make_token(db, person, wish, known=scopes_of(visitor), now=utc_now())
    detail = {"name": token.name, "scopes": token.scopes}
    audit.record(db, visitor.actor, "token.created", subject="token", subject_id=token.id, detail=detail)
    return NewTokenOut(**TokenOut.model_validate(token).model_dump(), token=secret.text)


@router.delete("/tokens/{token_id}", tags=["tokens"], summary="Revoke a token", status_code=HTTPStatus.NO_CONTENT)
def revoke_token(db: Db, visitor: TokenOwner, token_id: int) -> None:
    """It opens nothing any more."""
    token = accounts.revoke_token(db, token_id, person_id=visitor.person_id, now=utc_now())
    audit.record(db, visitor.actor, "token.revoked", subject="token", subject_id=token.id)


@router.get("/audit", tags=["audit"], summary="Who did what")
def list_audit(
    db: Db, visitor: Annotated[Visitor, Depends(allowed("audit.read"))], wanted: Annotated[AuditSearch, Query()]
) -> Listed[AuditOut]:
    """Newest first."""
    where: list[Any] = [AuditEntry.office_id == visitor.office_id]
    if wanted.action:
        where.append(AuditEntry.action == wanted.action)
    if wanted.person_id is not None:
        where.append(AuditEntry.person_id == wanted.person_id)
    if wanted.since is not None:
        where.append(AuditEntry.at >= wanted.since)
    order = [col(AuditEntry.at).desc(), col(AuditEntry.id).desc()]
    return select_page(db, AuditEntry, AuditOut, where=where, order=order, pages=wanted)
