"""Of what one is told: one's own rule on the account page, and that of another person for IT."""

from __future__ import annotations

from collections.abc import Mapping
from http import HTTPStatus
from typing import Annotated

from fastapi import APIRouter, Depends
from sqlmodel import Session
from starlette.requests import Request
from starlette.responses import Response

from netops.audit import record
from netops.models.person import Person, Role
from netops.notify.delivery.deliveries import held_for, phase_words
from netops.notify.recipients.subscribing import SubscriptionDraft, districts, rule_of, set_rule
from netops.people.accounts import find_person
from netops.web.access import Visitor, allowed
from netops.web.forms import channels as fields
from service.i18n import _
from service.refusal import RefusedError
from service.web.form import Form, Posted, problems
from service.web.render import page, redirect
from service.web.transaction import Db

router = APIRouter(include_in_schema=False)
Self = Annotated[Visitor, Depends(allowed("self"))]
MayWrite = Annotated[Visitor, Depends(allowed("subscriptions.write"))]
OWN = "/account/alerts"


@router.get(OWN)
def own(request: Request, db: Db, visitor: Self) -> Response:
    """What I am told of."""
    person = db.get_one(Person, visitor.person_id)
    return _shown(request, db, person, _form(db, person, OWN, "/account"))


@router.post(OWN)
def change_own(request: Request, db: Db, visitor: Self, typed: Posted) -> Response:
    """Keep it."""
    return _kept(request, db, visitor, db.get_one(Person, visitor.person_id), typed)


@router.get("/people/{person_id}/alerts")
def others(request: Request, db: Db, visitor: MayWrite, person_id: int) -> Response:
    """What somebody is told of."""
    person = find_person(db, person_id, office_id=visitor.office_id)
    return _shown(request, db, person, _form(db, person, f"/people/{person_id}/alerts", "/people"))


@router.post("/people/{person_id}/alerts")
def change_others(request: Request, db: Db, visitor: MayWrite, person_id: int, typed: Posted) -> Response:
    """Keep it."""
    return _kept(request, db, visitor, find_person(db, person_id, office_id=visitor.office_id), typed)


def keep_rule(db: Session, visitor: Visitor, person: Person, draft: SubscriptionDraft) -> None:
    """Keep a person's rule; a school's has no districts, it is held to its own school. RefusedError."""
    if person.role is Role.SCHOOL:
        draft = draft.model_copy(update={"districts": ()})
    changes = set_rule(db, person, draft)
    if changes:
        record(db, visitor.actor, "person.rule_changed", subject="person", subject_id=person.id, detail=changes)


def _kept(request: Request, db: Session, visitor: Visitor, person: Person, typed: Mapping[str, str]) -> Response:
    back = "/account" if person.id == visitor.person_id else "/people"
    try:
        with db.begin_nested():
            keep_rule(db, visitor, person, SubscriptionDraft.read(fields.rule_given(typed)))
    except RefusedError as error:
        form = _form(db, person, request.url.path, back, values=typed, wrong=problems(error))
        return _shown(request, db, person, form)
    return redirect(request, back, _("Saved."))


def _form(
    db: Session,
    person: Person,
    action: str,
    back: str,
    *,
    values: Mapping[str, str] | None = None,
    wrong: Mapping[str, str] | None = None,
) -> Form:
    stored = fields.rule_values(SubscriptionDraft.of_rule(rule_of(db, person)))
    own = action == OWN
    title = _("What I am told of") if own else _("What %(name)s is told of") % {"name": person.name or person.username}
    with_districts = person.role is not Role.SCHOOL
    sections = fields.rule(districts(db, person.office_id) if with_districts else (), with_districts=with_districts)
    return Form(title, action, back, sections, values or stored, wrong or {})


def _shown(request: Request, db: Session, person: Person, form: Form) -> Response:
    status = HTTPStatus.UNPROCESSABLE_ENTITY if form.problems else HTTPStatus.OK
    held = [] if person.id is None else held_for(db, person.id)
    return page(request, "subscription.html", status=status, form=form, held=held, why=phase_words)
