"""Step 4.9: workspaces of schools, the checklist by which they are reviewed, and visits that help."""

from __future__ import annotations

from collections.abc import Mapping
from http import HTTPStatus
from typing import Annotated, Final

from fastapi import APIRouter, Depends
from sqlmodel import Session
from starlette.requests import Request
from starlette.responses import Response

from planning.development_plan import words
from planning.development_plan.models.school_plan import SchoolPlan, SchoolPlanState
from planning.development_plan.pages.forming import refused, told
from planning.development_plan.steps.school_plans import CHECKLIST, shares
from planning.development_plan.store.plans import find_plan
from planning.development_plan.store.school_plans import (
    SchoolPlanDraft,
    VisitDraft,
    add_visit,
    find_school_plan,
    goals_of,
    open_workspaces,
    reopen,
    review,
    reviews_of,
    school_plans,
    send,
    visits_of,
    write,
)
from planning.kit.visitor import SCHOOL, Visitor
from service.i18n import _
from service.refusal import RefusedError
from service.web.access import Allowed
from service.web.form import Field, Form, Posted, Rows, Section, nested, problems
from service.web.render import page, redirect
from service.web.seen import SEEN_FIELD, opened, unseen
from service.web.transaction import Db

router = APIRouter(include_in_schema=False)
OF_PLAN: Final = "/plans/{key}/schools"
MINE: Final = "/school-plans"
ONE: Final = f"{MINE}/{{row_id:int}}"
MayRead = Annotated[Visitor, Depends(Allowed("plan.read"))]
MaySee = Annotated[Visitor, Depends(Allowed("school_plans.read"))]
MayWrite = Annotated[Visitor, Depends(Allowed("school_plans.write"))]
MayReview = Annotated[Visitor, Depends(Allowed("school_plans.review"))]


@router.get(OF_PLAN)
def listed(request: Request, db: Db, visitor: MayRead, key: str) -> Response:
    """Every school's plan, and how many of each group are accepted."""
    plan = find_plan(db, visitor, key)
    rows = school_plans(db, visitor, plan.id)
    return page(
        request,
        "school_plans.html",
        plan=plan,
        rows=rows,
        shares=shares((row.school_group, row.state.value) for row in rows),
        words=words,
        may_review=visitor.may("school_plans.review"),
    )


@router.post(f"{OF_PLAN}/open")
def begin(request: Request, db: Db, visitor: MayReview, key: str) -> Response:
    """A workspace for each open school that has none."""
    plan = find_plan(db, visitor, key, to_change=True)
    try:
        with db.begin_nested():
            count = open_workspaces(db, visitor, plan)
    except RefusedError as error:
        return told(request, f"/plans/{key}/schools", error)
    return redirect(request, f"/plans/{key}/schools", _("Workspaces made: %(count)s") % {"count": count})


@router.get(MINE)
def mine(request: Request, db: Db, visitor: MaySee) -> Response:
    """Those that this person may see: a school's person the own ones."""
    return page(
        request,
        "school_plans.html",
        plan=None,
        rows=school_plans(db, visitor),
        shares=(),
        words=words,
        may_review=False,
    )


@router.get(ONE)
def show(request: Request, db: Db, visitor: MaySee, row_id: int) -> Response:
    """The workspace: the school's data, the goals of the office with its answers, reviews and visits."""
    return _page(request, db, visitor, find_school_plan(db, visitor, row_id))


def _page(
    request: Request,
    db: Session,
    visitor: Visitor,
    row: SchoolPlan,
    *,
    typed: Mapping[str, str] | None = None,
    error: RefusedError | None = None,
) -> Response:
    """With what was typed into its forms and what is wrong with it, when it was refused."""
    writable = row.state in {SchoolPlanState.WRITING, SchoolPlanState.RETURNED}
    goals = goals_of(db, row)
    return page(
        request,
        "school_plan.html",
        status=HTTPStatus.UNPROCESSABLE_ENTITY if error is not None else HTTPStatus.OK,
        typed=typed or {},
        wrong=[problem.text(_) for problem in error.problems] if error is not None else [],
        row=row,
        goals=goals,
        unanswered=sum(not goal.answer for goal in goals),
        reviews=reviews_of(db, row),
        visits=visits_of(db, row),
        checklist=CHECKLIST,
        words=words,
        is_school=visitor.person.role == SCHOOL,
        may_write=writable and visitor.may("school_plans.write"),
        may_review=visitor.may("school_plans.review"),
    )


@router.get(f"{ONE}/edit")
def edit(request: Request, db: Db, visitor: MayWrite, row_id: int) -> Response:
    """The form with what the school wrote."""
    row = find_school_plan(db, visitor, row_id)
    return page(request, "form.html", form=_form(db, row, opened(_values(db, row)), {}))


def _values(db: Session, row: SchoolPlan) -> dict[str, str]:
    """What the school wrote until now."""
    values = {"vision": row.vision, "problems": row.problems}
    for at, goal in enumerate(goals_of(db, row)):
        values |= {f"goals.{at}.id": str(goal.id), f"goals.{at}.answer": goal.answer, f"goals.{at}.target": goal.target}
    return values


@router.post(f"{ONE}/edit")
def change(request: Request, db: Db, visitor: MayWrite, row_id: int, typed: Posted) -> Response:
    """As it was typed, or nothing at all."""
    row = find_school_plan(db, visitor, row_id, to_change=True)
    given = {name: value for name, value in typed.items() if not name.endswith(".goal")}
    try:
        with db.begin_nested():
            write(db, visitor, row, SchoolPlanDraft.read(nested(unseen(given, _values(db, row)))))
    except RefusedError as error:
        return refused(request, _form(db, row, typed, problems(error)), error)
    return redirect(request, f"{MINE}/{row_id}", _("Saved."))


@router.post(f"{ONE}/send")
def hand_in(request: Request, db: Db, visitor: MayWrite, row_id: int) -> Response:
    """To the office, which reviews it."""
    row = find_school_plan(db, visitor, row_id, to_change=True)
    try:
        with db.begin_nested():
            send(db, visitor, row)
    except RefusedError as error:
        return told(request, f"{MINE}/{row_id}", error)
    return redirect(request, f"{MINE}/{row_id}", _("Sent."))


@router.post(f"{ONE}/review")
def judge(request: Request, db: Db, visitor: MayReview, row_id: int, typed: Posted) -> Response:
    """Accepted when the whole checklist is met, else returned with a comment."""
    row = find_school_plan(db, visitor, row_id, to_change=True)
    met = [point for point in CHECKLIST if typed.get(f"met.{point}") == "yes"]
    try:
        with db.begin_nested():
            found = review(db, visitor, row, met=met, comment=typed.get("comment", ""))
    except RefusedError as error:
        return _page(request, db, visitor, row, typed=typed, error=error)
    return redirect(
        request, f"{MINE}/{row_id}", _("The plan is accepted.") if found.is_accepted else _("Returned to the school.")
    )


@router.post(f"{ONE}/reopen")
def open_again(request: Request, db: Db, visitor: MayReview, row_id: int, typed: Posted) -> Response:
    """What was accepted is to be changed: the school writes again."""
    row = find_school_plan(db, visitor, row_id, to_change=True)
    try:
        with db.begin_nested():
            reopen(db, visitor, row, why=typed.get("comment", ""))
    except RefusedError as error:
        return told(request, f"{MINE}/{row_id}", error)
    return redirect(request, f"{MINE}/{row_id}", _("Returned to the school."))


@router.post(f"{ONE}/visits")
def visit(request: Request, db: Db, visitor: MayReview, row_id: int, typed: Posted) -> Response:
    """One more line in the log of support."""
    row = find_school_plan(db, visitor, row_id)
    try:
        with db.begin_nested():
            add_visit(db, visitor, row, VisitDraft.read(typed))
    except RefusedError as error:
        return _page(request, db, visitor, row, typed=typed, error=error)
    return redirect(request, f"{MINE}/{row_id}", _("Saved."))


def _form(db: Session, row: SchoolPlan, typed: Mapping[str, str], wrong: Mapping[str, str]) -> Form:
    at = f"{MINE}/{row.id}"
    said = {f"goals.{place}.goal": goal.goal_text for place, goal in enumerate(goals_of(db, row))}
    return Form(
        row.school_name,
        f"{at}/edit",
        at,
        (
            Section(
                "",
                (
                    Field("vision", _("Vision of the school"), "textarea", maxlength=2000),
                    Field("problems", _("Situation and problems"), "textarea", maxlength=4000, lines=6),
                    SEEN_FIELD,
                ),
            ),
            Section(
                _("Goals of the office, and what the school does for each"),
                rows=(
                    Rows(
                        "goals",
                        "",
                        (
                            Field("id", "", "hidden"),
                            Field(
                                "goal",
                                _("Goal of the office"),
                                "textarea",
                                hint=_("cannot be changed here"),
                                fixed=True,
                                maxlength=2000,
                            ),
                            Field("answer", _("What the school does"), "textarea", maxlength=2000),
                            Field("target", _("Target of the school"), wide=True),
                        ),
                        spare=0,
                    ),
                ),
            ),
        ),
        {**typed, **said},
        wrong,
    )
