"""The steps of escalation: who else is told when nobody takes an alert on."""

from __future__ import annotations

from collections.abc import Mapping
from http import HTTPStatus
from typing import Annotated, Any, Final

from fastapi import APIRouter, Depends
from sqlmodel import Session, col, select
from starlette.requests import Request
from starlette.responses import Response

from netops.audit import record
from netops.models.alert import AlertChannel, EscalationStep
from netops.models.person import Person, Role
from netops.notify.escalation import reader_of
from netops.notify.recipients.stepping import StepDraft, add_step, remove_step, steps_of
from netops.web.access import Visitor, allowed
from netops.web.alert_words import SEVERITY_WORDS
from netops.web.forms import watch as fields
from service.i18n import _
from service.refusal import RefusedError
from service.thai_order import in_thai
from service.web.form import Form, Posted, problems
from service.web.render import page, redirect
from service.web.transaction import Db

router = APIRouter(prefix="/escalation", include_in_schema=False)
MayRead = Annotated[Visitor, Depends(allowed("channels.read"))]
MayWrite = Annotated[Visitor, Depends(allowed("channels.write"))]
HOME: Final = "/escalation"


@router.get("")
def listed(request: Request, db: Db, visitor: MayRead) -> Response:
    """The steps in their order, and a form for another."""
    return _page(request, db, visitor, _form(db, visitor, {"after_minutes": "30"}, {}))


@router.post("")
def add(request: Request, db: Db, visitor: MayWrite, typed: Posted) -> Response:
    """Another step."""
    kind, _dash, row_id = typed.get("whom", "").partition("-")
    given: dict[str, Any] = {name: typed.get(name, "") for name in ("after_minutes", "severity")}
    given[f"{kind}_id" if kind in ("person", "channel") else "person_id"] = row_id
    try:
        with db.begin_nested():
            keep_step(db, visitor, StepDraft.read(given))
    except RefusedError as error:
        return _page(request, db, visitor, _form(db, visitor, typed, problems(error, _named)))
    return redirect(request, HOME, _("Saved."))


@router.post("/{step_id}/remove")
def remove(request: Request, db: Db, visitor: MayWrite, step_id: int) -> Response:
    """Nobody is told by it any more."""
    drop_step(db, visitor, step_id)
    return redirect(request, HOME, _("Done."))


def keep_step(db: Session, visitor: Visitor, draft: StepDraft) -> EscalationStep:
    """Add a step and write it down. RefusedError."""
    one = add_step(db, draft, office_id=visitor.office_id)
    detail = draft.model_dump(mode="json")
    record(db, visitor.actor, "escalation.step_added", subject="step", subject_id=one.id, detail=detail)
    return one


def drop_step(db: Session, visitor: Visitor, step_id: int) -> None:
    """Remove a step and write it down. MissingError."""
    remove_step(db, step_id, office_id=visitor.office_id)
    record(db, visitor.actor, "escalation.step_removed", subject="step", subject_id=step_id)


def _named(name: str) -> str:
    """The form has one field for both."""
    return "whom" if name in ("person_id", "channel_id") else name


def _form(db: Session, visitor: Visitor, values: Mapping[str, str], wrong: Mapping[str, str]) -> Form:
    people = db.exec(
        select(Person.id, Person.name)
        .where(Person.office_id == visitor.office_id, col(Person.disabled_at).is_(None), Person.email != "")
        .where(Person.role != Role.SCHOOL)
        .order_by(in_thai(Person.name))
    ).all()
    channels = db.exec(
        select(AlertChannel.id, AlertChannel.name)
        .where(AlertChannel.office_id == visitor.office_id, col(AlertChannel.disabled_at).is_(None))
        .order_by(AlertChannel.name)
    ).all()
    named = [[(row_id, name) for row_id, name in rows if row_id is not None] for rows in (people, channels)]
    return Form(_("Another step"), HOME, HOME, fields.step(*named), values, wrong)


def _page(request: Request, db: Session, visitor: Visitor, form: Form) -> Response:
    steps = steps_of(db, visitor.office_id)
    return page(
        request,
        "escalation.html",
        status=HTTPStatus.UNPROCESSABLE_ENTITY if form.problems else HTTPStatus.OK,
        rows=[(one, _whom(db, one), reader_of(db, one) is not None) for one in steps],
        form=form,
        severities=SEVERITY_WORDS,
        may_write=visitor.may("channels.write"),
    )


def _whom(db: Session, one: EscalationStep) -> str:
    if one.channel_id is not None:
        return db.get_one(AlertChannel, one.channel_id).name
    person = db.get(Person, one.person_id) if one.person_id is not None else None
    return "" if person is None else f"{person.name or person.username} ({person.email})"
