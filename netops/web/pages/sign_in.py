"""Signing in and out."""

from __future__ import annotations

from http import HTTPStatus
from typing import Annotated

from fastapi import APIRouter, Depends, Form
from sqlmodel import select
from starlette.requests import Request
from starlette.responses import Response

from netops import audit
from netops.audit import Actor
from netops.models.person import Person, Role
from netops.web import session
from netops.web.access import Visitor, allowed
from service.columns import utc_now
from service.i18n import _
from service.web.access import Open
from service.web.errors import TooManyTriesError
from service.web.render import page, redirect
from service.web.transaction import Db

router = APIRouter(include_in_schema=False)


@router.get("/sign-in")
def form(
    request: Request,
    db: Db,
    visitor: Annotated[Visitor | None, Depends(Open())],
    next: str = "/",  # noqa: A002
) -> Response:
    """The form, or the first-run page while there is nobody who could sign in."""
    if visitor is not None:
        return redirect(request, _inside(next))
    if db.exec(select(Person.id).limit(1)).first() is None:
        return redirect(request, "/first-run")
    return page(request, "sign_in.html", next=_inside(next), username="", problem="")


@router.post("/sign-in")
def sign_in(
    request: Request,
    db: Db,
    _visitor: Annotated[Visitor | None, Depends(Open())],
    username: Annotated[str, Form(max_length=64)],
    password: Annotated[str, Form(max_length=1024)],
    next: Annotated[str, Form(max_length=2000)] = "/",  # noqa: A002
) -> Response:
    """Opens a session; what was typed stays, but never the password, when it is refused."""
    address = request.client.host if request.client else ""
    now = utc_now()
    try:
        person = session.sign_in(db, username=username.strip(), password=password, address=address, now=now)
    except TooManyTriesError:
        problem, status = _("Too many tries. Wait 15 minutes, then try again."), HTTPStatus.TOO_MANY_REQUESTS
        return page(request, "sign_in.html", status=status, next=_inside(next), username=username, problem=problem)
    if person is None:
        problem, status = _("The name or the password is not right."), HTTPStatus.UNAUTHORIZED
        return page(request, "sign_in.html", status=status, next=_inside(next), username=username, problem=problem)
    settings = request.app.state.settings
    cookie = session.open_session(db, person, address=address, now=now, hours=settings.session_hours)
    audit.record(db, Actor(person.name or person.username, person.office_id, person.id, address), "signed_in")
    target = _inside(next)
    if person.role is Role.SCHOOL and target == "/":
        target = "/schools"
    response = redirect(request, target)
    request.app.state.cookies.put(response, request.app.state.cookies.session, cookie)
    return response


@router.post("/sign-out")
def sign_out(request: Request, db: Db, visitor: Annotated[Visitor, Depends(allowed("self"))]) -> Response:
    """Ends this session."""
    cookies = request.app.state.cookies
    session.close_session(db, request.cookies.get(cookies.session, ""))
    audit.record(db, visitor.actor, "signed_out")
    response = redirect(request, "/sign-in")
    cookies.drop(response, cookies.session)
    return response


def _inside(url: str) -> str:
    """Only a path of ours: a link in a mail must not lead elsewhere after signing in."""
    return url if url.startswith("/") and not url.startswith(("//", "/\\")) else "/"
