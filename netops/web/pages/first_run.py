"""The first-run page: the office and its first administrator. Reachable only while no person exists."""

from __future__ import annotations

import re
from http import HTTPStatus
from typing import Annotated

from fastapi import APIRouter, Depends, Form
from sqlmodel import Session, select
from starlette.requests import Request
from starlette.responses import Response

from inventory.models.site import Office
from inventory.store.asset_classes import begin_book
from netops import audit
from netops.audit import Actor
from netops.models.person import Person, Role
from netops.people.first_run import forget_setup_code, is_setup_code
from netops.people.passwords import MIN_LENGTH, acceptable, hashed
from netops.web.access import Visitor, allowed
from netops.web.session import open_session
from service.columns import utc_now
from service.i18n import _
from service.refusal import MissingError
from service.web.access import Open
from service.web.render import page, redirect
from service.web.transaction import Db

router = APIRouter(include_in_schema=False)
_USERNAME = re.compile(r"^[a-z0-9][a-z0-9._-]{1,63}$")


@router.get("/first-run")
def form(request: Request, db: Db, _visitor: Annotated[Visitor | None, Depends(Open())]) -> Response:
    """Asks for the code on the console, the office and the first administrator."""
    _only_while_empty(db)
    return page(request, "first_run.html", typed={}, problems={}, min_length=MIN_LENGTH)


@router.post("/first-run")
def create(  # noqa: PLR0913 - one parameter per field of the form
    request: Request,
    db: Db,
    _visitor: Annotated[Visitor | None, Depends(Open())],
    *,
    code: Annotated[str, Form(max_length=32)] = "",
    office_name: Annotated[str, Form(max_length=255)] = "",
    office_code: Annotated[str, Form(max_length=16)] = "",
    name: Annotated[str, Form(max_length=255)] = "",
    email: Annotated[str, Form(max_length=255)] = "",
    username: Annotated[str, Form(max_length=64)] = "",
    password: Annotated[str, Form(max_length=1024)] = "",
) -> Response:
    """Creates both and signs the administrator in."""
    _only_while_empty(db)
    settings = request.app.state.settings
    typed = {
        "code": code.strip(),
        "office_name": office_name.strip(),
        "office_code": office_code.strip(),
        "name": name.strip(),
        "email": email.strip(),
        "username": username.strip().lower(),
    }
    problems = _problems(typed, password)
    if not is_setup_code(settings.data_dir, typed["code"]):
        problems["code"] = _("This is not the code on the console of the server.")
    if problems:
        status = HTTPStatus.UNPROCESSABLE_ENTITY
        return page(request, "first_run.html", status=status, typed=typed, problems=problems, min_length=MIN_LENGTH)
    # An office may be there already: `netops import` and the demo make one.
    office = db.exec(select(Office).order_by(Office.id)).first()  # type: ignore[arg-type]
    if office is None:
        office = Office(code=typed["office_code"], name=typed["office_name"], timezone=settings.timezone)
    office.code, office.name = typed["office_code"], typed["office_name"]
    db.add(office)
    db.flush()
    assert office.id is not None
    person = Person(
        office_id=office.id,
        username=typed["username"],
        name=typed["name"],
        email=typed["email"],
        role=Role.ADMIN,
        language=request.state.language,
        alerts=bool(typed["email"]),
        password_hash=hashed(password),
    )
    db.add(person)
    db.flush()
    address = request.client.host if request.client else ""
    begin_book(db, office.id)
    audit.record(db, Actor(person.name, office.id, person.id, address), "office.founded")
    cookie = open_session(db, person, address=address, now=utc_now(), hours=settings.session_hours)
    forget_setup_code(settings.data_dir)
    response = redirect(request, "/first-run/next", _("The office and your account are ready."))
    request.app.state.cookies.put(response, request.app.state.cookies.session, cookie)
    return response


def _problems(typed: dict[str, str], password: str) -> dict[str, str]:
    found = {
        field: _("This is needed.") for field in ("office_name", "office_code", "name", "username") if not typed[field]
    }
    if typed["username"] and not _USERNAME.match(typed["username"]):
        found["username"] = _("Use small letters a-z, digits, and . _ - only.")
    if typed["email"] and not re.fullmatch(r"[^@\s]+@[^@\s]+\.[^@\s]+", typed["email"]):
        found["email"] = _("This does not look like an e-mail address.")
    if not acceptable(password):
        found["password"] = _("At least %(count)s characters.") % {"count": MIN_LENGTH}
    return found


def _only_while_empty(db: Session) -> None:
    if db.exec(select(Person.id).limit(1)).first() is not None:
        raise MissingError


@router.get("/first-run/next")
def what_next(request: Request, visitor: Annotated[Visitor, Depends(allowed("sites.write"))]) -> Response:
    """Where the first schools come from: a file, a subnet, or by hand."""
    return page(request, "first_run_next.html")
