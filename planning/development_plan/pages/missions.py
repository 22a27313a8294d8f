"""Step 4.1: the duties with what each came to, the form of one, and handing the review in."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Final

from fastapi import APIRouter, Depends
from starlette.requests import Request
from starlette.responses import Response

from planning.development_plan import words
from planning.development_plan.models.duty import Duty, DutyYear
from planning.development_plan.models.plan import EvidenceKind, Plan
from planning.development_plan.pages.forming import options, refused
from planning.development_plan.steps.missions import gaps, years_before
from planning.development_plan.store.missions import (
    DutyDraft,
    change_duty,
    duties_of,
    find_duty,
    hand_in_review,
    review_content,
    reviews,
    years_of,
)
from planning.development_plan.store.plans import digest, evidence_of, find_plan
from planning.kit.visitor import Visitor
from service.i18n import _
from service.refusal import RefusedError
from service.web.access import Allowed
from service.web.form import Field, Form, Posted, Rows, Section, nested, problems
from service.web.render import page, redirect
from service.web.seen import SEEN, opened, unseen
from service.web.transaction import Db

router = APIRouter(include_in_schema=False)
MISSIONS: Final = "/plans/{key}/missions"
MayRead = Annotated[Visitor, Depends(Allowed("plan.read"))]
MayWrite = Annotated[Visitor, Depends(Allowed("plan.write"))]


@router.get(MISSIONS)
def listed(request: Request, db: Db, visitor: MayRead, key: str) -> Response:
    """Every duty with its years; what has no project, no result, no verdict."""
    return _page(request, db, visitor, find_plan(db, visitor, key))


def _page(
    request: Request, db: Db, visitor: Visitor, plan: Plan, *, wrong: Mapping[str, str] | None = None, status: int = 200
) -> Response:
    duties = reviews(db, plan)
    handed = evidence_of(db, plan).get(EvidenceKind.REVIEW)
    return page(
        request,
        "missions.html",
        status=status,
        plan=plan,
        rows=list(zip(duties_of(db, plan), duties, strict=True)),
        gaps=gaps(duties),
        years=years_before(plan.first_year),
        handed=handed,
        is_changed=handed is not None and handed.sha256 != digest(review_content(db, plan)),
        words=words,
        wrong=list((wrong or {}).values()),
        may_write=visitor.may("plan.write"),
    )


@router.post(f"{MISSIONS}/hand-in")
def hand_in(request: Request, db: Db, visitor: MayWrite, key: str) -> Response:
    """As a set of evidence; refused with the name of every duty that nobody judged."""
    plan = find_plan(db, visitor, key, to_change=True)
    try:
        with db.begin_nested():
            hand_in_review(db, visitor, plan)
    except RefusedError as error:
        wrong = {str(at): item.text(_) for at, item in enumerate(error.problems)}
        return _page(request, db, visitor, plan, wrong=wrong, status=422)
    return redirect(request, f"/plans/{key}/missions", _("Handed in."))


@router.get(f"{MISSIONS}/{{duty_id:int}}")
def edit(request: Request, db: Db, visitor: MayWrite, key: str, duty_id: int) -> Response:
    """The form of one duty."""
    plan = find_plan(db, visitor, key)
    duty = find_duty(db, plan, duty_id)
    rows = years_of(db, plan).get(duty_id, {})
    return page(request, "form.html", form=_form(plan, duty, opened(_values(plan, duty, rows)), {}))


@router.post(f"{MISSIONS}/{{duty_id:int}}")
def change(request: Request, db: Db, visitor: MayWrite, key: str, duty_id: int, typed: Posted) -> Response:
    """As it was typed, or nothing at all."""
    plan = find_plan(db, visitor, key)
    duty = find_duty(db, plan, duty_id, to_change=True)
    try:
        with db.begin_nested():
            given = unseen(typed, _values(plan, duty, years_of(db, plan).get(duty_id, {})))
            change_duty(db, visitor, plan, duty, DutyDraft.read(nested(given)))
    except RefusedError as error:
        return refused(request, _form(plan, duty, typed, problems(error)), error)
    return redirect(request, f"/plans/{key}/missions", _("Saved."))


def _values(plan: Plan, duty: Duty, rows: Mapping[int, DutyYear]) -> dict[str, str]:
    values = {"verdict": duty.verdict.value if duty.verdict else "", "reason": duty.reason}
    for at, year in enumerate(years_before(plan.first_year)):
        row = rows.get(year)
        values[f"years.{at}.fiscal_year"] = str(year)
        values[f"years.{at}.project"] = row.project if row else ""
        values[f"years.{at}.result"] = row.result if row else ""
        values[f"years.{at}.spend"] = (
            f"{row.spend_satang / 100:.2f}" if row is not None and row.spend_satang is not None else ""
        )
        values[f"years.{at}.indicator"] = row.indicator if row else ""
    return values


def _form(plan: Plan, duty: Duty, typed: Mapping[str, str], wrong: Mapping[str, str]) -> Form:
    at = f"/plans/{plan.key}/missions"
    return Form(
        f"{duty.code} {duty.name}",
        f"{at}/{duty.id}",
        at,
        (
            Section(
                _("Work of the last years"),
                rows=(
                    Rows(
                        "years",
                        "",
                        (
                            Field("fiscal_year", _("Fiscal year"), required=True),
                            Field("project", _("Projects"), maxlength=500),
                            Field("result", _("Results"), maxlength=2000),
                            Field("spend", _("Spent (baht)")),
                            Field("indicator", _("Indicator and its value"), maxlength=500),
                        ),
                        spare=0,
                    ),
                ),
            ),
            Section(
                _("Verdict"),
                (
                    Field("verdict", _("Verdict"), "select", options=options(words.VERDICTS, none=True)),
                    Field("reason", _("Why"), "textarea", hint=_("needed to adjust or end it"), maxlength=2000),
                    Field(SEEN, "", "hidden"),
                ),
            ),
        ),
        typed,
        wrong,
    )
