"""Objectives of the process: value, baseline, target, met or not; targets are edited, the report is printed."""

from __future__ import annotations

from collections.abc import Mapping
from http import HTTPStatus
from typing import Annotated, Final

from fastapi import APIRouter, Depends
from sqlmodel import Session
from starlette.requests import Request
from starlette.responses import Response

from office.fiscal import FiscalYear
from planning.kit.happened import today
from planning.kit.visitor import Visitor
from planning.plans.declared import Objective, shared_of
from planning.plans.objective_paper import OBJECTIVES, ObjectiveReport, ObjectiveRow, figure
from planning.plans.pages.drawing import Whose, file_of
from planning.plans.store.objectives import Aim, Judged, TargetDraft, held, judged, objective_of, set_target, years_of
from service.columns import utc_now
from service.i18n import _, speaking
from service.refusal import RefusedError
from service.web.access import Allowed
from service.web.form import Field, Form, Posted, Section, flat, problems
from service.web.render import page, redirect
from service.web.seen import SEEN, SEEN_FIELD, opened, unseen
from service.web.transaction import Db

HOME: Final = "/objectives"
router = APIRouter(prefix=HOME, include_in_schema=False)
MayRead = Annotated[Visitor, Depends(Allowed("objectives.read"))]
MayWrite = Annotated[Visitor, Depends(Allowed("objectives.write"))]


@router.get("")
def listed(request: Request, db: Db, visitor: MayRead) -> Response:
    """In the year of the address, else the present fiscal year; further years that have a target below."""
    year = _year(request)
    shown = [
        (
            judged(db, visitor, one, year),
            [judged(db, visitor, one, other) for other in years_of(db, visitor, one) if other != year],
        )
        for one in shared_of(request).objectives
    ]
    return page(request, "plans/objectives.html", shown=shown, year=year, figure=figure)


@router.get("/report.{form}")
def report(request: Request, db: Db, visitor: MayRead, form: str) -> Response:
    """As paper, reckoned now."""
    year, now = _year(request), utc_now()
    with speaking("th"):
        rows = tuple(_row(judged(db, visitor, one, year)) for one in shared_of(request).objectives)
    data = ObjectiveReport(office=visitor.office_name, fiscal_year=year, as_of=today(), rows=rows)
    return file_of(db, OBJECTIVES, data, form, Whose(visitor.office_code, visitor.office_name, now))


@router.get("/{objective}/target")
def edit(request: Request, db: Db, visitor: MayWrite, objective: str) -> Response:
    """The form with what holds."""
    found, year = objective_of(shared_of(request), objective), _year(request)
    return page(
        request,
        "form.html",
        form=_form(found, year, opened(_said(held(db, visitor, found, year))) | {"fiscal_year": str(year)}, {}),
    )


@router.post("/{objective}/target")
def change(request: Request, db: Db, visitor: MayWrite, objective: str, typed: Posted) -> Response:
    """For the year that was typed."""
    found = objective_of(shared_of(request), objective)
    try:
        with db.begin_nested():
            row = set_target(db, visitor, found, _unseen(db, visitor, found, typed))
    except RefusedError as error:
        form = _form(found, _year(request), typed, problems(error))
        return page(request, "form.html", status=HTTPStatus.UNPROCESSABLE_ENTITY, form=form)
    return redirect(request, f"{HOME}?year={row.fiscal_year}", _("Saved."))


def _unseen(db: Session, visitor: Visitor, objective: Objective, typed: Mapping[str, str]) -> TargetDraft:
    """What was typed; RefusedError where somebody else set the target of that year since the form was opened. The year
    may be typed too: one that nobody set a target for overwrites nothing.
    """
    draft = TargetDraft.read({name: value for name, value in typed.items() if name != SEEN})
    now = held(db, visitor, objective, draft.fiscal_year, to_change=True)
    if now.is_set:
        unseen(typed, _said(now))
    return draft


def _said(aim: Aim) -> dict[str, str]:
    return flat({"baseline": aim.baseline, "target": aim.target, "note": aim.note})


def _form(objective: Objective, year: int, typed: Mapping[str, str], wrong: Mapping[str, str]) -> Form:
    unit = _(objective.unit)
    fields = (
        Field("fiscal_year", _("Fiscal year"), "number", required=True),
        Field("baseline", _("Baseline"), hint=unit, required=True),
        Field("target", _("Target"), hint=unit, required=True),
        Field("note", _("Note"), "textarea", maxlength=500),
        SEEN_FIELD,
    )
    at = f"{HOME}/{objective.key}/target"
    return Form(_(objective.name), at, f"{HOME}?year={year}", (Section("", fields),), typed, wrong)


def _row(one: Judged) -> ObjectiveRow:
    return ObjectiveRow(
        key=one.objective.key,
        name=_(one.objective.name),
        unit=_(one.objective.unit),
        direction=one.objective.direction,
        baseline=one.baseline,
        target=one.target,
        value=one.measured.value,
        basis=one.measured.basis,
        is_met=one.is_met,
        note=one.note,
    )


def _year(request: Request) -> int:
    given = request.query_params.get("year", "")
    if len(given) == 4 and given.isascii() and given.isdigit() and 2500 <= int(given) < 2700:
        return int(given)
    return FiscalYear.of(today()).era
