"""Step 4.4 and the page of any element: drafts of several authors, their differences, comments, what it serves."""

from __future__ import annotations

from typing import Annotated, Final

from fastapi import APIRouter, Depends, Form
from starlette.requests import Request
from starlette.responses import Response

from planning.development_plan import words
from planning.development_plan.models.element import Element, ElementKind
from planning.development_plan.models.plan import Plan
from planning.development_plan.pages.forming import chosen, told
from planning.development_plan.steps.direction import difference
from planning.development_plan.steps.factors import pair_of
from planning.development_plan.store.alignment import leanings
from planning.development_plan.store.elements import (
    UPPER,
    ElementNew,
    add_draft,
    add_element,
    comment,
    comments_of,
    drafts_of,
    hold_draft,
    remove_element,
    tie,
)
from planning.development_plan.store.plans import find_plan
from planning.development_plan.store.strategies import answer_problems
from planning.development_plan.store.written import (
    elements_of,
    factors_of,
    find_element,
    gaps_of_direction,
    pairs_of,
    problems_answered,
    ties_of,
)
from planning.development_plan.subject import evidence_lacking
from planning.kit.visitor import Visitor
from service.i18n import _
from service.refusal import RefusedError
from service.web.access import Allowed
from service.web.form import Posted
from service.web.render import page, redirect
from service.web.transaction import Db

router = APIRouter(include_in_schema=False)
DIRECTION: Final = "/plans/{key}/direction"
ELEMENTS: Final = "/plans/{key}/elements"
ONE: Final = f"{ELEMENTS}/{{element_id:int}}"
KINDS: Final = (ElementKind.VISION, ElementKind.MISSION, ElementKind.GOAL, ElementKind.VALUE)
MayRead = Annotated[Visitor, Depends(Allowed("plan.read"))]
MayDraft = Annotated[Visitor, Depends(Allowed("drafts.write"))]
MayWrite = Annotated[Visitor, Depends(Allowed("plan.write"))]
Text = Annotated[str, Form(max_length=4000)]


@router.get(DIRECTION)
def direction(request: Request, db: Db, visitor: MayRead, key: str) -> Response:
    """Vision, missions, goals and values, and what is missing."""
    plan = find_plan(db, visitor, key)
    rows = elements_of(db, plan, set(KINDS))
    by_id = {row.id: row for row in rows}
    serves: dict[int, list[Element]] = {}
    for lower, upper in ties_of(db, plan):
        if upper in by_id:
            serves.setdefault(lower, []).append(by_id[upper])
    return page(
        request,
        "direction.html",
        plan=plan,
        kinds=KINDS,
        rows=rows,
        serves=serves,
        gaps=gaps_of_direction(db, plan),
        blocked=[item.text(_) for item in evidence_lacking(db, plan)],
        words=words,
        may_draft=visitor.may("drafts.write"),
    )


@router.post(f"{ELEMENTS}/new")
def create(request: Request, db: Db, visitor: MayDraft, key: str, typed: Posted) -> Response:
    """A new one; what planning staff write holds at once, what others write is a draft."""
    plan = find_plan(db, visitor, key, to_change=True)
    back = _list(plan, typed.get("kind", ""))
    try:
        with db.begin_nested():
            row = add_element(db, visitor, plan, ElementNew.read(typed), holds=visitor.may("plan.write"))
    except RefusedError as error:
        return told(request, back, error)
    return redirect(request, f"/plans/{key}/elements/{row.id}", _("Saved."))


def _list(plan: Plan, kind: str) -> str:
    is_strategy = kind in {ElementKind.STRATEGY.value, ElementKind.MEASURE.value}
    return f"/plans/{plan.key}/{'strategies' if is_strategy else 'direction'}"


@router.get(ONE)
def show(request: Request, db: Db, visitor: MayRead, key: str, element_id: int) -> Response:
    """One element with all that was said of it."""
    plan = find_plan(db, visitor, key)
    row = find_element(db, plan, element_id)
    factors = {one.id: one for one in factors_of(db, plan)}
    drafts = drafts_of(db, row)
    ties = ties_of(db, plan)
    return page(
        request,
        "element.html",
        plan=plan,
        row=row,
        kind=row.kind.value,
        back=_list(plan, row.kind.value),
        drafts=[(one, difference(row.text, one.text) if row.text else ()) for one in drafts],
        comments=comments_of(db, row),
        uppers=elements_of(db, plan, {UPPER[row.kind]}) if row.kind in UPPER else (),
        tied={upper for lower, upper in ties if lower == row.id},
        pairs=[
            (one, pair_of(factors[one.inner_id].factor_class.value, factors[one.outer_id].factor_class.value))
            for one in pairs_of(db, plan)
            if one.strategy_id == row.id
        ],
        factors=factors,
        leanings=leanings(db, plan.office_code, [(row.kind.value, row.key)]),
        answered={one.factor_id for one in problems_answered(db, plan) if one.goal_id == row.id},
        measures=[one for one in elements_of(db, plan, {ElementKind.MEASURE}) if one.parent_id == row.id],
        words=words,
        may_draft=visitor.may("drafts.write"),
        may_write=visitor.may("plan.write"),
    )


@router.post(f"{ONE}/drafts")
def draft(request: Request, db: Db, visitor: MayDraft, key: str, element_id: int, text: Text = "") -> Response:
    """Another wording beside those that there are."""
    plan = find_plan(db, visitor, key)
    row = find_element(db, plan, element_id, to_change=True)
    try:
        with db.begin_nested():
            add_draft(db, visitor, plan, row, text)
    except RefusedError as error:
        return told(request, f"/plans/{key}/elements/{element_id}", error)
    return redirect(request, f"/plans/{key}/elements/{element_id}", _("Saved."))


@router.post(f"{ONE}/drafts/{{draft_id:int}}/hold")
def hold(request: Request, db: Db, visitor: MayWrite, key: str, element_id: int, draft_id: int) -> Response:
    """From now on this wording holds."""
    plan = find_plan(db, visitor, key)
    row = find_element(db, plan, element_id, to_change=True)
    hold_draft(db, visitor, plan, row, draft_id)
    return redirect(request, f"/plans/{key}/elements/{element_id}", _("This wording holds now."))


@router.post(f"{ONE}/comments")
def say(request: Request, db: Db, visitor: MayDraft, key: str, element_id: int, text: Text = "") -> Response:
    """A comment."""
    plan = find_plan(db, visitor, key)
    row = find_element(db, plan, element_id)
    try:
        with db.begin_nested():
            comment(db, visitor, row, text)
    except RefusedError as error:
        return told(request, f"/plans/{key}/elements/{element_id}", error)
    return redirect(request, f"/plans/{key}/elements/{element_id}", _("Saved."))


@router.post(f"{ONE}/ties")
def ties(request: Request, db: Db, visitor: MayWrite, key: str, element_id: int, typed: Posted) -> Response:
    """What it serves, and for a goal the problems that it answers."""
    plan = find_plan(db, visitor, key, to_change=True)
    row = find_element(db, plan, element_id)
    try:
        with db.begin_nested():
            tie(db, visitor, plan, row, chosen(typed, "upper"))
            if row.kind is ElementKind.GOAL:
                answer_problems(db, visitor, plan, factors=chosen(typed, "factor"), goal_id=row.id)
    except RefusedError as error:
        return told(request, f"/plans/{key}/elements/{element_id}", error)
    return redirect(request, f"/plans/{key}/elements/{element_id}", _("Saved."))


@router.post(f"{ONE}/remove")
def remove(request: Request, db: Db, visitor: MayWrite, key: str, element_id: int) -> Response:
    """With its drafts, comments and ties."""
    plan = find_plan(db, visitor, key, to_change=True)
    row = find_element(db, plan, element_id)
    try:
        with db.begin_nested():
            remove_element(db, visitor, plan, row)
    except RefusedError as error:
        return told(request, f"/plans/{key}/elements/{element_id}", error)
    return redirect(request, _list(plan, row.kind.value), _("Removed."))
