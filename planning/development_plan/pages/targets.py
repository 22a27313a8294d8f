"""Step 4.6: indicators with targets for each year, project frames with amounts, and their sums."""

from __future__ import annotations

from typing import Annotated, Final

from fastapi import APIRouter, Depends, Query
from starlette.requests import Request
from starlette.responses import Response

from planning.development_plan import words
from planning.development_plan.copied import INDICATORS
from planning.development_plan.models.element import ElementKind
from planning.development_plan.pages.forming import chosen, refused, told
from planning.development_plan.pages.target_forms import (
    frame_form,
    frame_values,
    from_registry,
    indicator_form,
    indicator_values,
)
from planning.development_plan.steps.targets import goals_without_indicator, strategies_without_frame, totals
from planning.development_plan.store.plans import find_plan
from planning.development_plan.store.strategies import answer_problems
from planning.development_plan.store.targets import (
    FrameDraft,
    IndicatorDraft,
    remove_frame,
    remove_indicator,
    save_frame,
    save_indicator,
)
from planning.development_plan.store.written import (
    elements_of,
    factors_of,
    find_frame,
    find_indicator,
    frames,
    frames_of,
    indicators_of,
    problems_answered,
    sheets,
    targets_of,
)
from planning.development_plan.subject import evidence_lacking
from planning.kit import copies
from planning.kit.visitor import Visitor
from service.i18n import _
from service.refusal import RefusedError
from service.web.access import Allowed
from service.web.form import Posted, nested, problems
from service.web.render import page, redirect
from service.web.seen import opened, unseen
from service.web.transaction import Db

router = APIRouter(include_in_schema=False)
TARGETS: Final = "/plans/{key}/targets"
INDICATOR: Final = "/plans/{key}/indicators"
FRAME: Final = "/plans/{key}/frames"
MayRead = Annotated[Visitor, Depends(Allowed("plan.read"))]
MayWrite = Annotated[Visitor, Depends(Allowed("plan.write"))]


@router.get(TARGETS)
def show(request: Request, db: Db, visitor: MayRead, key: str) -> Response:
    """Indicators, frames and their sums per year and strategy, and what is missing."""
    plan = find_plan(db, visitor, key)
    elements = {row.id or 0: row for row in elements_of(db, plan)}
    rows = indicators_of(db, plan)
    found = frames(db, plan)
    goals = [number for number, row in elements.items() if row.kind is ElementKind.GOAL]
    strategies = [number for number, row in elements.items() if row.kind is ElementKind.STRATEGY]
    return page(
        request,
        "targets.html",
        plan=plan,
        rows=list(zip(rows, sheets(db, plan), strict=True)),
        targets=targets_of(db, plan),
        frames=list(zip(frames_of(db, plan), found, strict=True)),
        totals=totals(found, plan.years),
        elements=elements,
        strategies=strategies,
        unmeasured=[elements[one] for one in goals_without_indicator(goals, [row.element_id for row in rows])],
        empty=[elements[one] for one in strategies_without_frame(strategies, found)],
        copied=copies.rows(db, plan.office_code, INDICATORS).rows,
        blocked=[item.text(_) for item in evidence_lacking(db, plan)],
        words=words,
        may_write=visitor.may("plan.write"),
    )


@router.get(f"{INDICATOR}/new")
def new_indicator(
    request: Request, db: Db, visitor: MayWrite, key: str, of: Annotated[str, Query(max_length=64)] = ""
) -> Response:
    """The empty form, or an indicator of the registry."""
    plan = find_plan(db, visitor, key)
    known = {row.key: row for row in copies.rows(db, plan.office_code, INDICATORS).rows}
    values = from_registry(plan, known[of]) if of in known else indicator_values(plan, None, ())
    return page(request, "form.html", form=indicator_form(db, plan, None, values, {}))


@router.post(f"{INDICATOR}/new")
def create_indicator(request: Request, db: Db, visitor: MayWrite, key: str, typed: Posted) -> Response:
    """An indicator with a target for each year of the plan."""
    plan = find_plan(db, visitor, key, to_change=True)
    try:
        with db.begin_nested():
            save_indicator(db, visitor, plan, IndicatorDraft.read(nested(unseen(typed, {}))))
    except RefusedError as error:
        return refused(request, indicator_form(db, plan, None, typed, problems(error)), error)
    return redirect(request, f"/plans/{key}/targets", _("Saved."))


@router.get(f"{INDICATOR}/{{row_id:int}}")
def edit_indicator(request: Request, db: Db, visitor: MayWrite, key: str, row_id: int) -> Response:
    """The form with what is stored."""
    plan = find_plan(db, visitor, key)
    row = find_indicator(db, plan, row_id)
    values = indicator_values(plan, row, targets_of(db, plan).get(row_id, ()))
    return page(request, "form.html", form=indicator_form(db, plan, row, opened(values), {}))


@router.post(f"{INDICATOR}/{{row_id:int}}")
def change_indicator(request: Request, db: Db, visitor: MayWrite, key: str, row_id: int, typed: Posted) -> Response:
    """As it was typed, or nothing at all."""
    plan = find_plan(db, visitor, key, to_change=True)
    row = find_indicator(db, plan, row_id, to_change=True)
    try:
        with db.begin_nested():
            given = unseen(typed, indicator_values(plan, row, targets_of(db, plan).get(row_id, ())))
            save_indicator(db, visitor, plan, IndicatorDraft.read(nested(given)), row)
    except RefusedError as error:
        return refused(request, indicator_form(db, plan, row, typed, problems(error)), error)
    return redirect(request, f"/plans/{key}/targets", _("Saved."))


@router.post(f"{INDICATOR}/{{row_id:int}}/remove")
def drop_indicator(request: Request, db: Db, visitor: MayWrite, key: str, row_id: int) -> Response:
    """Unless a project is measured by it."""
    plan = find_plan(db, visitor, key, to_change=True)
    row = find_indicator(db, plan, row_id, to_change=True)
    try:
        with db.begin_nested():
            remove_indicator(db, visitor, plan, row)
    except RefusedError as error:
        return told(request, f"/plans/{key}/targets", error)
    return redirect(request, f"/plans/{key}/targets", _("Removed."))


@router.get(f"{FRAME}/new")
def new_frame(request: Request, db: Db, visitor: MayWrite, key: str) -> Response:
    """The empty form."""
    plan = find_plan(db, visitor, key)
    return page(request, "form.html", form=frame_form(db, plan, None, frame_values(db, plan, None), {}))


@router.post(f"{FRAME}/new")
def create_frame(request: Request, db: Db, visitor: MayWrite, key: str, typed: Posted) -> Response:
    """A project frame with an amount for each year of the plan."""
    plan = find_plan(db, visitor, key, to_change=True)
    try:
        with db.begin_nested():
            row = save_frame(db, visitor, plan, FrameDraft.read(nested(unseen(typed, {}))))
    except RefusedError as error:
        return refused(request, frame_form(db, plan, None, typed, problems(error)), error)
    return redirect(request, f"/plans/{key}/frames/{row.id}/problems", _("Saved."))


@router.get(f"{FRAME}/{{row_id:int}}")
def edit_frame(request: Request, db: Db, visitor: MayWrite, key: str, row_id: int) -> Response:
    """The form with what is stored."""
    plan = find_plan(db, visitor, key)
    row = find_frame(db, plan, row_id)
    return page(request, "form.html", form=frame_form(db, plan, row, opened(frame_values(db, plan, row)), {}))


@router.post(f"{FRAME}/{{row_id:int}}")
def change_frame(request: Request, db: Db, visitor: MayWrite, key: str, row_id: int, typed: Posted) -> Response:
    """As it was typed, or nothing at all."""
    plan = find_plan(db, visitor, key, to_change=True)
    row = find_frame(db, plan, row_id, to_change=True)
    try:
        with db.begin_nested():
            given = unseen(typed, frame_values(db, plan, row))
            save_frame(db, visitor, plan, FrameDraft.read(nested(given)), row)
    except RefusedError as error:
        return refused(request, frame_form(db, plan, row, typed, problems(error)), error)
    return redirect(request, f"/plans/{key}/targets", _("Saved."))


@router.post(f"{FRAME}/{{row_id:int}}/remove")
def drop_frame(request: Request, db: Db, visitor: MayWrite, key: str, row_id: int) -> Response:
    """With its amounts."""
    plan = find_plan(db, visitor, key, to_change=True)
    remove_frame(db, visitor, plan, find_frame(db, plan, row_id, to_change=True))
    return redirect(request, f"/plans/{key}/targets", _("Removed."))


@router.get(f"{FRAME}/{{row_id:int}}/problems")
def frame_problems(request: Request, db: Db, visitor: MayRead, key: str, row_id: int) -> Response:
    """Which problems or needs the project answers."""
    plan = find_plan(db, visitor, key)
    return page(
        request,
        "frame.html",
        plan=plan,
        row=find_frame(db, plan, row_id),
        factors=factors_of(db, plan),
        answered={one.factor_id for one in problems_answered(db, plan) if one.frame_id == row_id},
        words=words,
        may_write=visitor.may("plan.write"),
    )


@router.post(f"{FRAME}/{{row_id:int}}/problems")
def answer(request: Request, db: Db, visitor: MayWrite, key: str, row_id: int, typed: Posted) -> Response:
    """All of them at once."""
    plan = find_plan(db, visitor, key, to_change=True)
    find_frame(db, plan, row_id)
    try:
        with db.begin_nested():
            answer_problems(db, visitor, plan, factors=chosen(typed, "factor"), frame_id=row_id)
    except RefusedError as error:
        return told(request, f"/plans/{key}/frames/{row_id}/problems", error)
    return redirect(request, f"/plans/{key}/targets", _("Saved."))
