"""The page behind a one-time slip: its holder sets a password and is signed in. The slip is then used up."""

from __future__ import annotations

from collections.abc import Mapping
from http import HTTPStatus
from typing import Annotated

from fastapi import APIRouter, Depends, Form
from starlette.requests import Request
from starlette.responses import Response

from netops.audit import Actor, record
from netops.models.person import Person
from netops.people import accounts
from netops.people.passwords import MIN_LENGTH
from netops.web.access import Visitor
from netops.web.session import open_session
from service.columns import utc_now
from service.i18n import _
from service.refusal import MissingError, RefusedError
from service.web.access import Open
from service.web.form import problems
from service.web.render import page, redirect
from service.web.transaction import Db

router = APIRouter(prefix="/handover", include_in_schema=False)
Anybody = Annotated[Visitor | None, Depends(Open())]


@router.get("/{token}")
def form(request: Request, db: Db, _visitor: Anybody, token: str) -> Response:
    """Whose account it is, and two fields for the password; a used slip shows the way to sign in."""
    try:
        person = accounts.holder_of_slip(db, token, now=utc_now())
    except MissingError:
        return page(request, "handover_over.html", status=HTTPStatus.NOT_FOUND)
    return _form(request, person, {})


def _form(request: Request, person: Person, wrong: Mapping[str, str]) -> Response:
    status = HTTPStatus.UNPROCESSABLE_ENTITY if wrong else HTTPStatus.OK
    answer = page(request, "handover.html", status=status, person=person, problems=wrong, min_length=MIN_LENGTH)
    # The address is the secret, and must not follow to other pages. Not no-referrer: a browser then sends the form
    # with "Origin: null", which looks like another site's.
    answer.headers["Referrer-Policy"] = "strict-origin"
    return answer


@router.post("/{token}")
def redeem(
    request: Request,
    db: Db,
    _visitor: Anybody,
    token: str,
    password: Annotated[str, Form(max_length=1024)] = "",
    again: Annotated[str, Form(max_length=1024)] = "",
) -> Response:
    """Set the password and sign in."""
    now = utc_now()
    person = accounts.holder_of_slip(db, token, now=now)
    if password != again:
        return _form(request, person, {"again": _("The two passwords differ")})
    try:
        with db.begin_nested():
            accounts.redeem_slip(db, token, password, now=now)
    except RefusedError as error:
        return _form(request, person, problems(error))
    person.last_login_at = now
    address = request.client.host if request.client else ""
    actor = Actor(person.name or person.username, person.office_id, person.id, address)
    record(db, actor, "person.slip_used", subject="person", subject_id=person.id)
    cookie = open_session(db, person, address=address, now=now, hours=request.app.state.settings.session_hours)
    response = redirect(request, "/", _("Your password is set. The slip no longer works."))
    request.app.state.cookies.put(response, request.app.state.cookies.session, cookie)
    return response
