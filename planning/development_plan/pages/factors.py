"""Step 4.3: factors with the point that they give, suggestions of other services, the school map, handing in."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Final

from fastapi import APIRouter, Depends, Query
from starlette.requests import Request
from starlette.responses import Response

from planning.development_plan import words
from planning.development_plan.models.factor import Basis, Factor, FactorClass, Origin, Suggestion
from planning.development_plan.models.plan import EvidenceKind, Plan
from planning.development_plan.pages.forming import options, refused
from planning.development_plan.steps.drawing import SIDE, spot
from planning.development_plan.steps.factors import position, weight_of
from planning.development_plan.steps.mapping import is_stale
from planning.development_plan.store.factors import (
    FactorDraft,
    add_factor,
    change_factor,
    dismiss,
    find_suggestion,
    hand_in_position,
    mapping_runs,
    position_content,
    remove_factor,
    run_of,
    suggestions_of,
    used_run,
    weighed,
)
from planning.development_plan.store.plans import digest, evidence_of, find_plan
from planning.development_plan.store.written import factors_of, find_factor
from planning.kit.visitor import Visitor
from service.i18n import _
from service.refusal import Problem, RefusedError
from service.web.access import Allowed
from service.web.form import Act, Field, Form, Posted, Section, flat, problems
from service.web.render import page, redirect
from service.web.seen import SEEN, opened, unseen
from service.web.transaction import Db

router = APIRouter(include_in_schema=False)
FACTORS: Final = "/plans/{key}/factors"
MayRead = Annotated[Visitor, Depends(Allowed("plan.read"))]
MayWrite = Annotated[Visitor, Depends(Allowed("plan.write"))]


@router.get(FACTORS)
def listed(request: Request, db: Db, visitor: MayRead, key: str) -> Response:
    """Factors by class, the point, the map, and what other services suggest."""
    return _page(request, db, visitor, find_plan(db, visitor, key))


def _page(
    request: Request, db: Db, visitor: Visitor, plan: Plan, *, wrong: list[str] | None = None, status: int = 200
) -> Response:
    rows, runs = factors_of(db, plan), mapping_runs(db, plan.office_code)
    point, used = position(weighed(rows)), used_run(db, plan)
    handed = evidence_of(db, plan).get(EvidenceKind.POSITION)
    shown = used or (runs[-1] if runs else None)
    return page(
        request,
        "factors.html",
        status=status,
        plan=plan,
        rows=rows,
        point=point,
        spot=spot(point.inner, point.outer),
        side=SIDE,
        weights=(weight_of(weighed(rows), is_inner=True), weight_of(weighed(rows), is_inner=False)),
        run=shown,
        is_outdated=used is not None and is_stale(used.fingerprint, [run_of(one) for one in runs]),
        within=run_of(shown).share_within if shown is not None else None,
        suggestions=[one for one in suggestions_of(db, visitor) if one.origin is not Origin.INNOVATION],
        handed=handed,
        is_changed=handed is not None and used is not None and handed.sha256 != digest(position_content(rows, used)),
        words=words,
        wrong=wrong or [],
        may_write=visitor.may("plan.write"),
    )


@router.post(f"{FACTORS}/hand-in")
def hand_in(request: Request, db: Db, visitor: MayWrite, key: str) -> Response:
    """Factors, point and the newest mapping run as a set of evidence."""
    plan = find_plan(db, visitor, key, to_change=True)
    try:
        with db.begin_nested():
            hand_in_position(db, visitor, plan)
    except RefusedError as error:
        return _page(request, db, visitor, plan, wrong=[_told(item) for item in error.problems], status=422)
    return redirect(request, f"/plans/{key}/factors", _("Handed in."))


def _told(item: Problem) -> str:

    named = {one.value: _(text) for one, text in words.CLASSES.items()}
    values = {name: named.get(str(value), value) for name, value in item.values.items()}
    return _(item.message) % values


@router.get(f"{FACTORS}/new")
def new(
    request: Request, db: Db, visitor: MayWrite, key: str, suggestion: Annotated[int | None, Query()] = None
) -> Response:
    """The empty form, or what a suggestion says."""
    plan = find_plan(db, visitor, key)
    values = _suggested(find_suggestion(db, visitor, suggestion)) if suggestion is not None else {}
    return page(request, "form.html", form=_form(plan, None, values, {}))


def _suggested(row: Suggestion) -> dict[str, str]:
    guess = {Origin.RISK: FactorClass.WEAKNESS, Origin.INDICATOR: FactorClass.WEAKNESS}
    kind = FactorClass.STRENGTH if row.is_good else guess.get(row.origin, FactorClass.WEAKNESS)
    basis = Basis.RISK if row.origin is Origin.RISK else Basis.INDICATOR
    return {
        "factor_class": kind.value,
        "text": row.title,
        "basis": basis.value,
        "evidence": f"{row.title} {row.detail} ({row.told_on.isoformat()})",
        "source_key": row.source_key,
    }


@router.post(f"{FACTORS}/new")
def create(request: Request, db: Db, visitor: MayWrite, key: str, typed: Posted) -> Response:
    """A factor of the plan."""
    plan = find_plan(db, visitor, key)
    try:
        with db.begin_nested():
            add_factor(db, visitor, plan, FactorDraft.read(unseen(typed, {})))
    except RefusedError as error:
        return refused(request, _form(plan, None, typed, problems(error)), error)
    return redirect(request, f"/plans/{key}/factors", _("Saved."))


@router.get(f"{FACTORS}/{{factor_id:int}}")
def edit(request: Request, db: Db, visitor: MayWrite, key: str, factor_id: int) -> Response:
    """The form with what is stored."""
    plan = find_plan(db, visitor, key)
    row = find_factor(db, plan, factor_id)
    return page(request, "form.html", form=_form(plan, row, opened(_stored(row)), {}))


@router.post(f"{FACTORS}/{{factor_id:int}}")
def change(request: Request, db: Db, visitor: MayWrite, key: str, factor_id: int, typed: Posted) -> Response:
    """As it was typed, or nothing at all."""
    plan = find_plan(db, visitor, key)
    row = find_factor(db, plan, factor_id, to_change=True)
    try:
        with db.begin_nested():
            change_factor(db, visitor, plan, row, FactorDraft.read(unseen(typed, _stored(row))))
    except RefusedError as error:
        return refused(request, _form(plan, row, typed, problems(error)), error)
    return redirect(request, f"/plans/{key}/factors", _("Saved."))


@router.post(f"{FACTORS}/{{factor_id:int}}/remove")
def remove(request: Request, db: Db, visitor: MayWrite, key: str, factor_id: int) -> Response:
    """Unless something of the plan answers it."""
    plan = find_plan(db, visitor, key)
    row = find_factor(db, plan, factor_id, to_change=True)
    try:
        with db.begin_nested():
            remove_factor(db, visitor, plan, row)
    except RefusedError as error:
        return redirect(request, f"/plans/{key}/factors", error.problems[0].text(_), kind="danger")
    return redirect(request, f"/plans/{key}/factors", _("Removed."))


@router.post(f"{FACTORS}/suggestions/{{suggestion_id:int}}/dismiss")
def put_aside(request: Request, db: Db, visitor: MayWrite, key: str, suggestion_id: int, typed: Posted) -> Response:
    """With the reason."""
    find_plan(db, visitor, key)
    row = find_suggestion(db, visitor, suggestion_id)
    back = f"/plans/{key}/strategies" if row.origin is Origin.INNOVATION else f"/plans/{key}/factors"
    try:
        with db.begin_nested():
            dismiss(db, visitor, row, typed.get("reason", ""))
    except RefusedError as error:
        return redirect(request, back, error.problems[0].text(_), kind="danger")
    return redirect(request, back, _("Put aside."))


def _stored(row: Factor) -> dict[str, str]:
    return flat(row.model_dump(include=set(FactorDraft.model_fields)))


def _form(plan: Plan, row: Factor | None, typed: Mapping[str, str], wrong: Mapping[str, str]) -> Form:
    at = f"/plans/{plan.key}/factors"
    here = f"{at}/{row.id}" if row is not None else f"{at}/new"
    return Form(
        _("Factor"),
        here,
        at,
        (
            Section(
                "",
                (
                    Field("factor_class", _("Class"), "select", options=options(words.CLASSES)),
                    Field(
                        "text",
                        _("Factor"),
                        "textarea",
                        required=True,
                        maxlength=1000,
                        hint=_("Everybody reads it in the published plan: name no device and no weakness of a school"),
                    ),
                    Field("weight", _("Weight (percent of its side)"), required=True, hint=_("1 to 100")),
                    Field("score", _("Score"), required=True, hint=_("1 to 5")),
                    Field("basis", _("Known from"), "select", options=options(words.BASES)),
                    Field(
                        "evidence",
                        _("Evidence"),
                        "textarea",
                        hint=_("figures with their place and day, or the study"),
                        maxlength=2000,
                    ),
                    Field("source_key", "", "hidden"),
                    Field(SEEN, "", "hidden"),
                ),
            ),
        ),
        typed,
        wrong,
        acts=(Act(f"{here}/remove", _("Remove"), sure=_("Remove this factor?"), icon="trash"),)
        if row is not None
        else (),
    )
