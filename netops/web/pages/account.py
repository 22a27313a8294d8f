"""One's own account: name, mail, language, alerts; password; tokens for programs."""

from __future__ import annotations

from collections.abc import Mapping
from http import HTTPStatus
from typing import Annotated

from fastapi import APIRouter, Depends
from sqlmodel import Session
from starlette.requests import Request
from starlette.responses import Response

from netops.audit import record
from netops.models.person import Person
from netops.notify.recipients.subscribing import SubscriptionDraft, rule_of
from netops.people import accounts
from netops.people.accounts import PersonDraft, TokenDraft
from netops.web.access import Visitor, allowed
from netops.web.api.people import scopes_of
from netops.web.forms import people as fields
from netops.web.forms.channels import told_words
from netops.web.session import open_session
from service.columns import utc_now
from service.i18n import _
from service.refusal import RefusedError
from service.web.form import Field, Form, Posted, Section, flat, problems
from service.web.render import page, redirect
from service.web.transaction import Db

router = APIRouter(prefix="/account", include_in_schema=False)
Self = Annotated[Visitor, Depends(allowed("self"))]
TokenOwner = Annotated[Visitor, Depends(allowed("tokens.own"))]
OWN = ("name", "email", "language", "alerts")


@router.get("")
def show(request: Request, db: Db, visitor: Self) -> Response:
    """What one may set for oneself."""
    return _page(request, db, visitor)


def _page(
    request: Request, db: Session, visitor: Visitor, *, refused: Mapping[str, Form] | None = None, secret: str = ""
) -> Response:
    """`refused` are forms with what was typed and what is wrong, by name."""
    person = db.get_one(Person, visitor.person_id)
    forms = {
        "own": _own_form(flat(PersonDraft.of(person).model_dump()), {}),
        "password": _password_form({}),
        "token": _token_form(visitor, {"days": "365"}, {}),
    }
    return page(
        request,
        "account.html",
        status=HTTPStatus.UNPROCESSABLE_ENTITY if refused else HTTPStatus.OK,
        person=person,
        told=told_words(SubscriptionDraft.of_rule(rule_of(db, person)), alerts=person.alerts),
        forms=forms | dict(refused or {}),
        tokens=accounts.tokens_of(db, visitor.person_id) if visitor.may("tokens.own") else [],
        secret=secret,
        roles=fields.ROLES,
    )


@router.post("")
def change(request: Request, db: Db, visitor: Self, typed: Posted) -> Response:
    """Name, mail, language and alerts; nothing else of the person."""
    person = db.get_one(Person, visitor.person_id)
    given = {name: typed[name] for name in OWN if name in typed}
    try:
        with db.begin_nested():
            changes = accounts.change_person(db, person, PersonDraft.of(person).with_changes(given))
    except RefusedError as error:
        return _page(request, db, visitor, refused={"own": _own_form(typed, problems(error))})
    if changes:
        record(db, visitor.actor, "person.changed", subject="person", subject_id=person.id, detail=changes)
    return redirect(request, "/account", _("Saved."))


@router.post("/password")
def change_password(request: Request, db: Db, visitor: Self, typed: Posted) -> Response:
    """Ends all sessions but a new one, for this browser."""
    person = db.get_one(Person, visitor.person_id)
    try:
        with db.begin_nested():
            accounts.change_own_password(db, person, old=typed.get("old_password", ""), new=typed.get("password", ""))
    except RefusedError as error:
        return _page(request, db, visitor, refused={"password": _password_form(problems(error))})
    record(db, visitor.actor, "person.password_changed", subject="person", subject_id=person.id)
    hours = request.app.state.settings.session_hours
    cookie = open_session(db, person, address=visitor.address, now=utc_now(), hours=hours)
    response = redirect(request, "/account", _("Your password is changed. Other sessions have ended."))
    request.app.state.cookies.put(response, request.app.state.cookies.session, cookie)
    return response


@router.post("/tokens")
def make_token(request: Request, db: Db, visitor: TokenOwner, typed: Posted) -> Response:
    """The token is shown on this answer, once."""
    person = db.get_one(Person, visitor.person_id)
    wanted = {"name": typed.get("name", ""), "scopes": [typed.get("scope", "")], "days": typed.get("days") or None}
    try:
        with db.begin_nested():
            token, secret = accounts.make_token(
                db, person, TokenDraft.read(wanted), known=scopes_of(visitor), now=utc_now()
            )
    except RefusedError as error:
        wrong = problems(error, lambda name: "scope" if name.startswith("scopes") else name)
        return _page(request, db, visitor, refused={"token": _token_form(visitor, typed, wrong)})
    detail = {"name": token.name, "scopes": token.scopes}
    record(db, visitor.actor, "token.created", subject="token", subject_id=token.id, detail=detail)
    return _page(request, db, visitor, secret=secret.text)


@router.post("/tokens/{token_id}/revoke")
def revoke_token(request: Request, db: Db, visitor: TokenOwner, token_id: int) -> Response:
    """It opens nothing any more."""
    accounts.revoke_token(db, token_id, person_id=visitor.person_id, now=utc_now())
    record(db, visitor.actor, "token.revoked", subject="token", subject_id=token_id)
    return redirect(request, "/account", _("The token opens nothing any more."))


def _own_form(values: Mapping[str, str], wrong: Mapping[str, str]) -> Form:
    return Form(_("My account"), "/account", "/", fields.account(), values, wrong)


def _password_form(wrong: Mapping[str, str]) -> Form:
    return Form(_("Password"), "/account/password", "/", fields.password(own=True), {}, wrong)


def _token_form(visitor: Visitor, values: Mapping[str, str], wrong: Mapping[str, str]) -> Form:
    wide = {"all": _("everything that I may"), "read": _("everything that only reads")}
    scopes = [(scope, wide.get(scope, scope)) for scope in scopes_of(visitor)]
    sections = (
        Section(
            "",
            (
                Field("name", _("What for"), hint=_("Such as the name of the program"), required=True, maxlength=120),
                Field("scope", _("What it may do"), "select", options=scopes),
                Field("days", _("Days until it ends"), "number"),
            ),
        ),
    )
    return Form(_("Tokens for programs"), "/account/tokens", "/", sections, values, wrong, submit=_("Make a token"))
