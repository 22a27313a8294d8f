"""Step 4.10: what was reached, from the annual plan's own reports, and evaluations with their lessons."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from typing import Annotated, Final

from fastapi import APIRouter, Depends
from starlette.requests import Request
from starlette.responses import Response

from planning.development_plan import words
from planning.development_plan.models.evaluation import EvaluationKind
from planning.development_plan.models.plan import Plan
from planning.development_plan.pages.forming import options, refused
from planning.development_plan.store.plans import find_plan
from planning.development_plan.store.results import (
    EvaluationDraft,
    evaluate,
    evaluations_of,
    find_evaluation,
    mid_term,
    results,
    spending,
)
from planning.kit.visitor import Visitor
from service.i18n import _
from service.refusal import RefusedError
from service.web.access import Allowed
from service.web.form import Field, Form, Posted, Section, flat, problems
from service.web.render import page, redirect
from service.web.transaction import Db

router = APIRouter(include_in_schema=False)
RESULTS: Final = "/plans/{key}/results"
EVALUATIONS: Final = "/plans/{key}/evaluations"
MayRead = Annotated[Visitor, Depends(Allowed("plan.read"))]
MayWrite = Annotated[Visitor, Depends(Allowed("plan.write"))]


@router.get(RESULTS)
def show(request: Request, db: Db, visitor: MayRead, key: str) -> Response:
    """Indicators by year, graded by their direction."""
    plan = find_plan(db, visitor, key)
    found = results(db, plan)
    return page(
        request,
        "results.html",
        plan=plan,
        found=found,
        counts=Counter(one.grade for one in found),
        spending=spending(db, plan),
        evaluations=evaluations_of(db, plan),
        mid_term=mid_term(plan),
        words=words,
        may_write=visitor.may("plan.write"),
    )


@router.get(f"{EVALUATIONS}/new")
def new(request: Request, db: Db, visitor: MayWrite, key: str) -> Response:
    """The empty form."""
    plan = find_plan(db, visitor, key)
    return page(request, "form.html", form=_form(plan, {}, {}))


@router.post(f"{EVALUATIONS}/new")
def create(request: Request, db: Db, visitor: MayWrite, key: str, typed: Posted) -> Response:
    """Of a year, or at mid-term; what was written of the same before is written anew."""
    plan = find_plan(db, visitor, key, to_change=True)
    try:
        with db.begin_nested():
            evaluate(db, visitor, plan, EvaluationDraft.read(typed))
    except RefusedError as error:
        return refused(request, _form(plan, typed, problems(error)), error)
    return redirect(request, f"/plans/{key}/results", _("Saved."))


@router.get(f"{EVALUATIONS}/{{row_id:int}}")
def edit(request: Request, db: Db, visitor: MayWrite, key: str, row_id: int) -> Response:
    """The form with what was written."""
    plan = find_plan(db, visitor, key)
    row = find_evaluation(db, plan, row_id)
    return page(
        request, "form.html", form=_form(plan, flat(row.model_dump(include=set(EvaluationDraft.model_fields))), {})
    )


def _form(plan: Plan, typed: Mapping[str, str], wrong: Mapping[str, str]) -> Form:
    at = f"/plans/{plan.key}"
    return Form(
        _("Evaluation"),
        f"{at}/evaluations/new",
        f"{at}/results",
        (
            Section(
                "",
                (
                    Field("kind", _("Kind"), "select", options=options(words.EVALUATIONS)),
                    Field(
                        "fiscal_year",
                        _("Fiscal year"),
                        "select",
                        options=tuple((str(year), str(year)) for year in plan.years),
                        hint=_("The first half of the plan ends with %(year)s") % {"year": mid_term(plan)}
                        if typed.get("kind") == EvaluationKind.MID_TERM.value
                        else "",
                    ),
                    Field("problems", _("Problems"), "textarea", maxlength=4000, lines=5),
                    Field("lessons", _("Lessons"), "textarea", required=True, maxlength=4000, lines=5),
                    Field("advice", _("Advice for the next years"), "textarea", maxlength=4000, lines=5),
                ),
            ),
        ),
        typed,
        wrong,
    )
