"""The directory of bodies with the terms of their roles, and what was done with them."""

from __future__ import annotations

from collections.abc import Mapping
from http import HTTPStatus
from typing import Annotated, Final

from fastapi import APIRouter, Depends
from starlette.requests import Request
from starlette.responses import Response

from planning.kit.visitor import Visitor
from planning.registry.models.desk import Body
from planning.registry.pages.clock import today_of
from planning.registry.pages.history import ACTS, history_of
from planning.registry.store.bodies import (
    SUBJECT,
    ActivityDraft,
    BodyDraft,
    TermDraft,
    activities_of,
    add_activity,
    add_body,
    add_term,
    bodies,
    change_body,
    endings,
    find_body,
    terms_of,
)
from planning.registry.store.letters import rule_of
from service.i18n import _
from service.refusal import RefusedError
from service.web.access import Allowed
from service.web.form import Field, Form, Posted, Section, Typed, flat, problems
from service.web.render import page, redirect
from service.web.transaction import Db

router = APIRouter(include_in_schema=False)
HOME: Final = "/bodies"
MayRead = Annotated[Visitor, Depends(Allowed("bodies.read"))]
MayWrite = Annotated[Visitor, Depends(Allowed("bodies.write"))]


@router.get(HOME)
def listed(request: Request, db: Db, visitor: MayRead) -> Response:
    """With the terms that end soon."""
    today = today_of(request)
    days = rule_of(db, visitor.office_code).term_days
    ending = endings(db, visitor, today=today, days=days)
    return page(request, "bodies.html", rows=bodies(db, visitor), endings=ending, today=today, days=days)


@router.get(f"{HOME}/new")
def new(request: Request, _visitor: MayWrite) -> Response:
    """The empty form."""
    return page(request, "form.html", form=_form(None, {}, {}))


@router.post(f"{HOME}/new")
def create(request: Request, db: Db, visitor: MayWrite, typed: Posted) -> Response:
    """A body."""
    try:
        with db.begin_nested():
            row = add_body(db, visitor, BodyDraft.read(typed))
    except RefusedError as error:
        form = _form(None, typed, problems(error))
        return page(request, "form.html", status=HTTPStatus.UNPROCESSABLE_ENTITY, form=form)
    return redirect(request, f"{HOME}/{row.id}", _("Saved."))


@router.get(f"{HOME}/{{body_id:int}}")
def show(request: Request, db: Db, visitor: MayRead, body_id: int) -> Response:
    """Its roles and activities."""
    return _shown(request, db, visitor, find_body(db, visitor, body_id), {})


@router.get(f"{HOME}/{{body_id:int}}/edit")
def edit(request: Request, db: Db, visitor: MayWrite, body_id: int) -> Response:
    """The form with what is stored."""
    row = find_body(db, visitor, body_id)
    return page(request, "form.html", form=_form(row, flat(row.model_dump(include=set(BodyDraft.model_fields))), {}))


@router.post(f"{HOME}/{{body_id:int}}/edit")
def change(request: Request, db: Db, visitor: MayWrite, body_id: int, typed: Posted) -> Response:
    """As it was typed, or nothing at all."""
    row = find_body(db, visitor, body_id, to_change=True)
    try:
        with db.begin_nested():
            change_body(db, visitor, row, BodyDraft.read(typed))
    except RefusedError as error:
        form = _form(row, typed, problems(error))
        return page(request, "form.html", status=HTTPStatus.UNPROCESSABLE_ENTITY, form=form)
    return redirect(request, f"{HOME}/{body_id}", _("Saved."))


@router.post(f"{HOME}/{{body_id:int}}/terms")
def term(request: Request, db: Db, visitor: MayWrite, body_id: int, typed: Posted) -> Response:
    """Who holds a role until when."""
    row = find_body(db, visitor, body_id, to_change=True)
    try:
        with db.begin_nested():
            add_term(db, visitor, row, TermDraft.read(typed))
    except RefusedError as error:
        return _shown(request, db, visitor, row, problems(error))
    return redirect(request, f"{HOME}/{body_id}", _("Saved."))


@router.post(f"{HOME}/{{body_id:int}}/activities")
def activity(request: Request, db: Db, visitor: MayWrite, body_id: int, typed: Posted) -> Response:
    """What was done together."""
    row = find_body(db, visitor, body_id, to_change=True)
    try:
        with db.begin_nested():
            add_activity(db, visitor, row, ActivityDraft.read(typed))
    except RefusedError as error:
        return _shown(request, db, visitor, row, problems(error))
    return redirect(request, f"{HOME}/{body_id}", _("Saved."))


def _shown(request: Request, db: Db, visitor: Visitor, row: Body, wrong: Mapping[str, str]) -> Response:
    return page(
        request,
        "body.html",
        status=HTTPStatus.UNPROCESSABLE_ENTITY if wrong else HTTPStatus.OK,
        row=row,
        terms=terms_of(db, row),
        activities=activities_of(db, row),
        today=today_of(request),
        wrong=wrong,
        history=history_of(db, visitor, SUBJECT, row.id),
        acts=ACTS,
        may_write=visitor.may("bodies.write"),
    )


def _form(row: Body | None, typed: Typed, wrong: Mapping[str, str]) -> Form:
    fields = (
        Field("name", _("Name"), required=True, wide=True),
        Field("kind", _("Kind"), hint=_("network, association, foundation, working group …"), maxlength=120),
        Field("contact", _("Contact of the body"), hint=_("its office or post, not a person's")),
        Field("duties", _("Duties"), "textarea", maxlength=1000),
    )
    at = HOME if row is None else f"{HOME}/{row.id}"
    title = _("Add a body") if row is None else row.name
    return Form(title, f"{at}/new" if row is None else f"{at}/edit", at, (Section("", fields),), typed, wrong)
