"""The board of the policy group, and what is asked of it."""

from __future__ import annotations

from collections.abc import Mapping
from http import HTTPStatus
from typing import Annotated, Final

from fastapi import APIRouter, Depends
from starlette.requests import Request
from starlette.responses import Response

from planning.kit.visitor import SCHOOL, Visitor
from planning.registry.models.desk import ServiceRequest
from planning.registry.pages.clock import today_of
from planning.registry.pages.history import ACTS, history_of
from planning.registry.store.agenda import waiting
from planning.registry.store.bodies import endings
from planning.registry.store.letters import due_letters, named, rule_of
from planning.registry.store.requests import (
    SUBJECT,
    RatingDraft,
    RequestDraft,
    answer,
    ask,
    find_request,
    rate,
    requests,
)
from planning.registry.store.tasks import tasks
from service.i18n import _
from service.refusal import RefusedError
from service.web.access import Allowed
from service.web.form import Field, Form, Posted, Section, Typed, problems
from service.web.render import page, redirect
from service.web.transaction import Db

router = APIRouter(include_in_schema=False)
HOME: Final = "/desk"
REQUESTS: Final = "/requests"
MayRead = Annotated[Visitor, Depends(Allowed("desk.read"))]
MayAsk = Annotated[Visitor, Depends(Allowed("requests.write"))]
MaySee = Annotated[Visitor, Depends(Allowed("requests.read"))]
MayAnswer = Annotated[Visitor, Depends(Allowed("desk.write"))]


@router.get(HOME)
def board(request: Request, db: Db, visitor: MayRead) -> Response:
    """What is late comes first, then what is due."""
    today = today_of(request)
    days = rule_of(db, visitor.office_code).term_days
    return page(
        request,
        "desk.html",
        today=today,
        requests=requests(db, visitor, only_open=True),
        tasks=tasks(db, visitor, only_open=True),
        letters=due_letters(db, visitor),
        endings=endings(db, visitor, today=today, days=days),
        waiting=waiting(db, visitor),
        named=named,
        days=days,
    )


@router.get(REQUESTS)
def listed(request: Request, db: Db, visitor: MaySee) -> Response:
    """Open ones first; a school's person sees those of the school."""
    return page(request, "requests.html", rows=requests(db, visitor), today=today_of(request))


@router.get(f"{REQUESTS}/new")
def new(request: Request, visitor: MayAsk) -> Response:
    """The empty form."""
    return page(request, "form.html", form=_form(visitor, {}, {}))


@router.post(f"{REQUESTS}/new")
def create(request: Request, db: Db, visitor: MayAsk, typed: Posted) -> Response:
    """Due on a day of the rule, or of the office's choice."""
    try:
        with db.begin_nested():
            row = ask(db, visitor, RequestDraft.read(typed), today=today_of(request))
    except RefusedError as error:
        form = _form(visitor, typed, problems(error))
        return page(request, "form.html", status=HTTPStatus.UNPROCESSABLE_ENTITY, form=form)
    return redirect(request, f"{REQUESTS}/{row.key}", _("Saved."))


@router.get(f"{REQUESTS}/{{key}}")
def show(request: Request, db: Db, visitor: MaySee, key: str) -> Response:
    """One request with its answer."""
    return _shown(request, db, visitor, find_request(db, visitor, key), {})


@router.post(f"{REQUESTS}/{{key}}/answer")
def answered(request: Request, db: Db, visitor: MayAnswer, key: str, typed: Posted) -> Response:
    """By the group."""
    row = find_request(db, visitor, key, to_change=True)
    try:
        with db.begin_nested():
            answer(db, visitor, row, typed.get("answer", ""))
    except RefusedError as error:
        return _shown(request, db, visitor, row, problems(error))
    return redirect(request, f"{REQUESTS}/{key}", _("Saved."))


@router.post(f"{REQUESTS}/{{key}}/rating")
def rated(request: Request, db: Db, visitor: MayAsk, key: str, typed: Posted) -> Response:
    """By who asked."""
    row = find_request(db, visitor, key, to_change=True)
    try:
        with db.begin_nested():
            rate(db, visitor, row, RatingDraft.read(typed))
    except RefusedError as error:
        return _shown(request, db, visitor, row, problems(error))
    return redirect(request, f"{REQUESTS}/{key}", _("Saved."))


def _shown(request: Request, db: Db, visitor: Visitor, row: ServiceRequest, wrong: Mapping[str, str]) -> Response:
    return page(
        request,
        "request.html",
        status=HTTPStatus.UNPROCESSABLE_ENTITY if wrong else HTTPStatus.OK,
        row=row,
        today=today_of(request),
        wrong=wrong,
        history=history_of(db, visitor, SUBJECT, row.id),
        acts=ACTS,
        may_answer=visitor.may("desk.write"),
        may_rate=visitor.may("requests.write"),
    )


def _form(visitor: Visitor, typed: Typed, wrong: Mapping[str, str]) -> Form:
    office = (
        Field("asked_by", _("Who asks")),
        Field("handled_by", _("Handled by"), maxlength=120),
        Field("due_on", _("Due on"), "date", hint=_("empty: by the rule of the desk")),
    )
    fields = (
        Field("subject", _("Subject"), required=True, wide=True),
        Field("text", _("What is wanted"), "textarea", maxlength=2000),
        *(office if visitor.person.role != SCHOOL else ()),
    )
    return Form(_("Ask the policy group"), f"{REQUESTS}/new", REQUESTS, (Section("", fields),), typed, wrong)
