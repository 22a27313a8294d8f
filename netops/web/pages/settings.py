"""Settings of the office: the mail server with its test, and the way to everything else that is set up."""

from __future__ import annotations

from collections.abc import Mapping
from http import HTTPStatus
from typing import Annotated, Any

from fastapi import APIRouter, Depends
from pydantic import ValidationError
from sqlmodel import Session
from starlette.requests import Request
from starlette.responses import Response

from netops.audit import record
from netops.models.person import Person
from netops.notify.delivery.mail_settings import MailSettings, load_mail_settings, store_mail_settings
from netops.notify.posting import post_test
from netops.vault import VaultError
from netops.web.access import Visitor, allowed
from netops.web.forms import people as fields
from service.columns import utc_now
from service.i18n import N_, _
from service.refusal import RefusedError, from_validation, refuse
from service.web.form import Form, Posted, flat, problems
from service.web.render import page, redirect
from service.web.transaction import Db

router = APIRouter(prefix="/settings", include_in_schema=False)
MayRead = Annotated[Visitor, Depends(allowed("settings.read"))]
MayWrite = Annotated[Visitor, Depends(allowed("settings.write"))]


def mail_of(request: Request, db: Session, visitor: Visitor) -> MailSettings:
    """In force; empty when the stored password cannot be opened, which the page says."""
    state = request.app.state
    return load_mail_settings(db, visitor.office_id, settings=state.settings, vault=state.vault)


@router.get("")
def show(request: Request, db: Db, visitor: MayRead) -> Response:
    """All settings, and where else something is set up."""
    return _page(request, db, visitor)


def _page(request: Request, db: Session, visitor: Visitor, *, mail: Form | None = None) -> Response:
    trouble = ""
    try:
        stored = mail_of(request, db, visitor)
    except VaultError:
        stored, trouble = MailSettings.model_construct(), _("The stored password cannot be opened: type it anew.")
    return page(
        request,
        "settings.html",
        status=HTTPStatus.UNPROCESSABLE_ENTITY if mail is not None else HTTPStatus.OK,
        mail=mail or mail_form(stored.model_dump(exclude={"password", "timeout_s"}), {}),
        ready=stored.ready,
        trouble=trouble,
        may_write=visitor.may("settings.write"),
    )


def mail_form(values: Mapping[str, Any], wrong: Mapping[str, str]) -> Form:
    """The mail server."""
    return Form(_("Mail server"), "/settings/mail", "/settings", fields.mail(), flat(values), wrong)


def keep_mail(request: Request, db: Session, visitor: Visitor, given: Mapping[str, object]) -> MailSettings:
    """Store the mail server; an empty password keeps the one of the same server. RefusedError names what is wrong."""
    wanted = {name: value for name, value in given.items() if name in MailSettings.model_fields}
    try:
        before = mail_of(request, db, visitor)
    except VaultError:
        before = MailSettings.model_construct()
    is_kept = not wanted.get("password") and before.password.get_secret_value() != ""
    if is_kept:
        wanted["password"] = before.password
    try:
        mail = MailSettings.model_validate(wanted)
    except ValidationError as error:
        raise from_validation(error) from None
    # Whoever may change the server must not learn the password by pointing it at a server of theirs.
    if is_kept and _asks(mail) != _asks(before):
        raise refuse("password", N_("Type the password again: it is not sent to another server unasked"))
    store_mail_settings(db, visitor.office_id, mail, vault=request.app.state.vault)
    detail = {"host": mail.host, "port": mail.port, "security": mail.security, "sender": mail.sender}
    record(db, visitor.actor, "settings.mail_changed", detail=detail)
    return mail


def _asks(mail: MailSettings) -> tuple[object, ...]:
    """Where the password goes, and how."""
    return mail.host, mail.port, mail.security, mail.user


@router.post("/mail")
def set_mail(request: Request, db: Db, visitor: MayWrite, typed: Posted) -> Response:
    """Keep the mail server; the password is sealed."""
    try:
        keep_mail(request, db, visitor, typed)
    except RefusedError as error:
        shown = {name: value for name, value in typed.items() if name != "password"}
        return _page(request, db, visitor, mail=mail_form(shown, problems(error)))
    return redirect(request, "/settings", _("Saved. Send a test mail to see whether it works."))


@router.post("/mail/test")
def test_mail(request: Request, db: Db, visitor: Annotated[Visitor, Depends(allowed("deliveries.write"))]) -> Response:
    """Put a test mail to oneself into the outbox; the page that follows shows what becomes of it."""
    person = db.get_one(Person, visitor.person_id)
    if not person.email:
        return redirect(request, "/account", _("Give your own e-mail address first."), kind="warning")
    sender = mail_of(request, db, visitor).sender
    base_url = request.app.state.settings.base_url
    message = post_test(db, person, base_url=base_url, mail_from=sender, at=utc_now())
    record(db, visitor.actor, "mail.tested", subject="message", subject_id=message.id)
    return redirect(request, f"/deliveries/{message.id}")
