"""People and their roles; passwords set by the administrator; one-time slips that let a person set their own."""

from __future__ import annotations

from collections.abc import Mapping
from http import HTTPStatus
from typing import Annotated

from fastapi import APIRouter, Depends
from sqlmodel import Session, col, select
from starlette.requests import Request
from starlette.responses import Response

from inventory.models.site import Site
from netops.audit import record
from netops.models.person import Person
from netops.people import accounts
from netops.people.accounts import PersonDraft
from netops.web.access import Visitor, allowed
from netops.web.forms import people as fields
from netops.web.slips import slip_of
from service.columns import utc_now
from service.i18n import _
from service.refusal import RefusedError
from service.thai_order import in_thai
from service.web.form import Act, Form, Posted, flat, problems
from service.web.render import page, redirect
from service.web.transaction import Db

router = APIRouter(prefix="/people", include_in_schema=False)
MayRead = Annotated[Visitor, Depends(allowed("people.read"))]
MayWrite = Annotated[Visitor, Depends(allowed("people.write"))]


@router.get("")
def listed(request: Request, db: Db, visitor: MayRead) -> Response:
    """Everyone, those of the office first."""
    rows = db.exec(
        select(Person, Site.name)
        .outerjoin(Site, col(Site.id) == Person.site_id)
        .where(Person.office_id == visitor.office_id)
        .order_by(col(Person.site_id).is_not(None), in_thai(Person.name))
    ).all()
    return page(request, "people.html", rows=rows, roles=fields.ROLES)


@router.get("/new")
def new(request: Request, db: Db, visitor: MayWrite) -> Response:
    """An empty form."""
    return page(request, "form.html", form=_form(db, visitor, {"language": "th", "role": "viewer"}))


@router.post("/new")
def create(request: Request, db: Db, visitor: MayWrite, typed: Posted) -> Response:
    """A person who gets in by the slip that is shown next."""
    try:
        with db.begin_nested():
            person = accounts.create_person(db, PersonDraft.read(typed), office_id=visitor.office_id)
    except RefusedError as error:
        return _refused(request, _form(db, visitor, typed, wrong=problems(error)))
    detail = {"username": person.username, "role": person.role.value}
    record(db, visitor.actor, "person.created", subject="person", subject_id=person.id, detail=detail)
    return redirect(request, f"/people/{person.id}", _("Saved. Make a slip, or set a password."))


@router.get("/{person_id}")
def edit(request: Request, db: Db, visitor: MayWrite, person_id: int) -> Response:
    """The person's form."""
    person = accounts.find_person(db, person_id, office_id=visitor.office_id)
    return page(request, "form.html", form=_form(db, visitor, flat(PersonDraft.of(person).model_dump()), person))


@router.post("/{person_id}")
def change(request: Request, db: Db, visitor: MayWrite, person_id: int, typed: Posted) -> Response:
    """Another role ends the person's sessions."""
    person = accounts.find_person(db, person_id, office_id=visitor.office_id)
    try:
        with db.begin_nested():
            changes = accounts.change_person(db, person, PersonDraft.read(typed))
    except RefusedError as error:
        return _refused(request, _form(db, visitor, typed, person, problems(error)))
    if changes:
        record(db, visitor.actor, "person.changed", subject="person", subject_id=person_id, detail=changes)
    return redirect(request, "/people", _("Saved."))


@router.get("/{person_id}/password")
def password_form(request: Request, db: Db, visitor: MayWrite, person_id: int) -> Response:
    """A new password for someone who has lost theirs."""
    person = accounts.find_person(db, person_id, office_id=visitor.office_id)
    return page(request, "form.html", form=_password_form(person, {}))


@router.post("/{person_id}/password")
def set_password(request: Request, db: Db, visitor: MayWrite, person_id: int, typed: Posted) -> Response:
    """Ends the person's sessions."""
    person = accounts.find_person(db, person_id, office_id=visitor.office_id)
    try:
        with db.begin_nested():
            accounts.set_password(db, person, typed.get("password", ""))
    except RefusedError as error:
        return _refused(request, _password_form(person, problems(error)))
    record(db, visitor.actor, "person.password_set", subject="person", subject_id=person_id)
    return redirect(request, "/people", _("The password is set. Tell it to the person by a safe way."))


@router.post("/{person_id}/slip")
def make_slip(request: Request, db: Db, visitor: MayWrite, person_id: int) -> Response:
    """Shown once: whoever has it may set the person's password."""
    person = accounts.find_person(db, person_id, office_id=visitor.office_id)
    slip = accounts.issue_slip(db, person, now=utc_now())
    record(db, visitor.actor, "person.slip_made", subject="person", subject_id=person_id)
    base_url = request.app.state.settings.base_url
    return page(request, "slips.html", slips=[slip_of(person, slip, base_url=base_url)], days=accounts.SLIP_DAYS)


@router.post("/{person_id}/disable")
def disable(request: Request, db: Db, visitor: MayWrite, person_id: int) -> Response:
    """No sign-in, session or token any more."""
    person = accounts.find_person(db, person_id, office_id=visitor.office_id)
    try:
        with db.begin_nested():
            accounts.disable_person(db, person, now=utc_now())
    except RefusedError as error:
        said = " ".join(problems(error).values())
        return redirect(request, "/people", said, kind="danger")
    record(db, visitor.actor, "person.disabled", subject="person", subject_id=person_id)
    return redirect(request, "/people", _("Done."))


@router.post("/{person_id}/enable")
def enable(request: Request, db: Db, visitor: MayWrite, person_id: int) -> Response:
    """May sign in again."""
    person = accounts.find_person(db, person_id, office_id=visitor.office_id)
    accounts.enable_person(db, person)
    record(db, visitor.actor, "person.enabled", subject="person", subject_id=person_id)
    return redirect(request, "/people", _("Done."))


def _form(
    db: Session,
    visitor: Visitor,
    values: Mapping[str, str],
    person: Person | None = None,
    wrong: Mapping[str, str] | None = None,
) -> Form:
    return Form(
        title=_("New person") if person is None else person.name or person.username,
        action="/people/new" if person is None else f"/people/{person.id}",
        back="/people",
        sections=fields.person(db, visitor.sight),
        values=values,
        problems=wrong or {},
        acts=() if person is None else _acts(person),
    )


def _acts(person: Person) -> tuple[Act, ...]:
    one = f"/people/{person.id}"
    if person.disabled_at is not None:
        return (Act(f"{one}/enable", _("Enable"), icon="check", danger=False),)
    slip = _("A new slip is shown once. An earlier one stops working.")
    gone = _("This person cannot sign in any more, and all tokens end.")
    return (
        Act(f"{one}/slip", _("One-time slip"), slip, icon="qrcode", danger=False),
        Act(f"{one}/disable", _("Disable"), gone, icon="x"),
    )


def _password_form(person: Person, wrong: Mapping[str, str]) -> Form:
    title = _("Password of %(name)s") % {"name": person.name or person.username}
    return Form(title, f"/people/{person.id}/password", "/people", fields.password(own=False), problems=wrong)


def _refused(request: Request, form: Form) -> Response:
    return page(request, "form.html", status=HTTPStatus.UNPROCESSABLE_ENTITY, form=form)
