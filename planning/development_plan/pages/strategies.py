"""Step 4.5: strategies with goals, pairs of factors and policies, their measures, and candidates for measures."""

from __future__ import annotations

from typing import Annotated, Final

from fastapi import APIRouter, Depends
from starlette.requests import Request
from starlette.responses import Response

from planning.development_plan import words
from planning.development_plan.models.element import ElementKind
from planning.development_plan.models.factor import Origin
from planning.development_plan.pages.forming import told
from planning.development_plan.steps.strategies import blocked
from planning.development_plan.store.elements import ElementNew, add_element
from planning.development_plan.store.factors import find_suggestion, suggestions_of, take_suggestion
from planning.development_plan.store.plans import find_plan
from planning.development_plan.store.strategies import add_pair, remove_pair
from planning.development_plan.store.written import elements_of, find_element, served_goals, strategy_links
from planning.development_plan.subject import evidence_lacking
from planning.kit.visitor import Visitor
from service.i18n import _
from service.refusal import RefusedError
from service.web.access import Allowed
from service.web.form import Posted
from service.web.render import page, redirect
from service.web.transaction import Db

router = APIRouter(include_in_schema=False)
STRATEGIES: Final = "/plans/{key}/strategies"
ONE: Final = "/plans/{key}/elements/{element_id:int}"
MayRead = Annotated[Visitor, Depends(Allowed("plan.read"))]
MayWrite = Annotated[Visitor, Depends(Allowed("plan.write"))]


@router.get(STRATEGIES)
def listed(request: Request, db: Db, visitor: MayRead, key: str) -> Response:
    """Those that lack something stand first."""
    plan = find_plan(db, visitor, key)
    links = strategy_links(db, plan)
    rows = {row.id: row for row in elements_of(db, plan, {ElementKind.STRATEGY, ElementKind.MEASURE, ElementKind.GOAL})}
    return page(
        request,
        "strategies.html",
        plan=plan,
        links=links,
        lacking=blocked(links),
        rows=rows,
        measures=[row for row in rows.values() if row.kind is ElementKind.MEASURE],
        idle_goals=[rows[goal] for goal, count in served_goals(db, plan).items() if not count],
        suggestions=[one for one in suggestions_of(db, visitor) if one.origin is Origin.INNOVATION],
        blocked=[item.text(_) for item in evidence_lacking(db, plan)],
        words=words,
        may_draft=visitor.may("drafts.write"),
        may_write=visitor.may("plan.write"),
    )


@router.post(f"{STRATEGIES}/suggestions/{{suggestion_id:int}}/take")
def take(request: Request, db: Db, visitor: MayWrite, key: str, suggestion_id: int, typed: Posted) -> Response:
    """An innovation that proved good becomes a measure of a strategy."""
    plan = find_plan(db, visitor, key, to_change=True)
    row = find_suggestion(db, visitor, suggestion_id)
    new = {"kind": "measure", "text": row.title, "parent_id": typed.get("parent_id", "")}
    try:
        with db.begin_nested():
            take_suggestion(db, visitor, row)
            made = add_element(db, visitor, plan, ElementNew.read(new), holds=True)
    except RefusedError as error:
        return told(request, f"/plans/{key}/strategies", error)
    return redirect(request, f"/plans/{key}/elements/{made.id}", _("Saved."))


@router.post(f"{ONE}/pairs")
def pair(request: Request, db: Db, visitor: MayWrite, key: str, element_id: int, typed: Posted) -> Response:
    """A strategy answers one more pair of factors."""
    plan = find_plan(db, visitor, key, to_change=True)
    row = find_element(db, plan, element_id)
    numbers = [typed.get(name, "") for name in ("inner_id", "outer_id")]
    inner, outer = (int(one) if one.isdecimal() and len(one) < 10 else 0 for one in numbers)
    try:
        with db.begin_nested():
            add_pair(db, visitor, plan, row, inner, outer)
    except RefusedError as error:
        return told(request, f"/plans/{key}/elements/{element_id}", error)
    return redirect(request, f"/plans/{key}/elements/{element_id}", _("Saved."))


@router.post(f"{ONE}/pairs/{{pair_id:int}}/remove")
def unpair(request: Request, db: Db, visitor: MayWrite, key: str, element_id: int, pair_id: int) -> Response:
    """It does not answer this pair any more."""
    plan = find_plan(db, visitor, key, to_change=True)
    remove_pair(db, visitor, plan, find_element(db, plan, element_id), pair_id)
    return redirect(request, f"/plans/{key}/elements/{element_id}", _("Removed."))
