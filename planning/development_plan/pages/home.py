"""The plans of the office, one plan with its steps, and the form of its head."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Annotated, Final

from fastapi import APIRouter, Depends
from starlette.requests import Request
from starlette.responses import Response

from office.fiscal import FiscalYear
from planning.development_plan import words
from planning.development_plan.declared import SHARED
from planning.development_plan.models.plan import Plan
from planning.development_plan.pages.forming import refused
from planning.development_plan.pages.overview import glance_of, state_of
from planning.development_plan.pages.school_plans import MINE
from planning.development_plan.store.plans import PlanDraft, add_plan, change_plan, find_plan, find_plans
from planning.development_plan.subject import DEVELOPMENT
from planning.kit.visitor import Visitor
from planning.plans.store.versions import touch
from planning.plans.store.walking import RunDraft, start_run
from planning.plans.words import STATES
from service.i18n import _
from service.refusal import RefusedError
from service.web.access import Allowed
from service.web.form import Field, Form, Posted, Section, flat, problems
from service.web.render import page, redirect
from service.web.transaction import Db

router = APIRouter(include_in_schema=False)
HOME: Final = "/"
PLANS: Final = "/plans"
MaySee = Annotated[Visitor, Depends(Allowed("school_plans.read"))]
MayRead = Annotated[Visitor, Depends(Allowed("plan.read"))]
MayWrite = Annotated[Visitor, Depends(Allowed("plan.write"))]


@router.get(HOME)
def first(request: Request, db: Db, visitor: MaySee) -> Response:
    """Where the work begins: the plans of the office; for a school's person the plan of the school."""
    if not visitor.may("plan.read"):
        return redirect(request, MINE)
    today = datetime.now(request.app.state.render.zone).date()
    rows = [glance_of(db, plan, FiscalYear.of(today).era) for plan in find_plans(db, visitor)]
    return page(request, "home.html", rows=rows, words=words, states=STATES, may_write=visitor.may("plan.write"))


@router.get(f"{PLANS}/new")
def new(request: Request, _visitor: MayWrite) -> Response:
    """The empty form."""
    return page(request, "form.html", form=_form(None, {}, {}))


@router.post(f"{PLANS}/new")
def create(request: Request, db: Db, visitor: MayWrite, typed: Posted) -> Response:
    """A plan of the office, with the duties to be reviewed."""
    try:
        with db.begin_nested():
            row = add_plan(db, visitor, PlanDraft.read(typed))
            begun = RunDraft(
                workflow="development-plan", title=row.title, subject_kind=DEVELOPMENT.kind, subject_key=row.key
            )
            start_run(db, visitor, SHARED, begun)
    except RefusedError as error:
        return refused(request, _form(None, typed, problems(error)), error)
    return redirect(request, f"{PLANS}/{row.key}", _("Saved."))


@router.get(f"{PLANS}/{{key}}")
def show(request: Request, db: Db, visitor: MayRead, key: str) -> Response:
    """Its steps, what each has and lacks, and where to go on."""
    plan = find_plan(db, visitor, key)
    return page(
        request,
        "plan.html",
        plan=plan,
        state=state_of(db, plan),
        titles=dict(words.STEPS),
        may_write=visitor.may("plan.write"),
    )


@router.get(f"{PLANS}/{{key}}/edit")
def edit(request: Request, db: Db, visitor: MayWrite, key: str) -> Response:
    """Its head."""
    plan = find_plan(db, visitor, key)
    return page(request, "form.html", form=_form(plan, flat(plan.model_dump(include=set(PlanDraft.model_fields))), {}))


@router.post(f"{PLANS}/{{key}}/edit")
def change(request: Request, db: Db, visitor: MayWrite, key: str, typed: Posted) -> Response:
    """As it was typed, or nothing at all."""
    plan = find_plan(db, visitor, key, to_change=True)
    try:
        with db.begin_nested():
            touch(db, visitor, DEVELOPMENT, key)
            change_plan(db, visitor, plan, PlanDraft.read(typed))
    except RefusedError as error:
        return refused(request, _form(plan, typed, problems(error)), error)
    return redirect(request, f"{PLANS}/{key}", _("Saved."))


def _form(row: Plan | None, typed: Mapping[str, str], wrong: Mapping[str, str]) -> Form:
    at = f"{PLANS}/{row.key}" if row is not None else HOME
    return Form(
        row.title if row is not None else _("Begin a development plan"),
        f"{at}/edit" if row is not None else f"{PLANS}/new",
        at,
        (
            Section(
                "",
                (
                    Field("title", _("Name of the plan"), required=True, wide=True),
                    Field("first_year", _("First fiscal year"), required=True, hint=_("Buddhist era, e.g. 2571")),
                    Field("last_year", _("Last fiscal year"), required=True, hint=_("five years as a rule")),
                ),
            ),
        ),
        typed,
        wrong,
    )
