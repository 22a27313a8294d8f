"""Indicators: how they stand in a fiscal year, and one with its targets, results and what it measures."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from http import HTTPStatus
from typing import Annotated, Final

from fastapi import APIRouter, Depends
from sqlmodel import Session
from starlette.requests import Request
from starlette.responses import Response

from office.fiscal import FiscalYear
from planning.kit.visitor import Visitor
from planning.plans.described import DIRECTIONS
from planning.plans.pages.indicator_fields import band_fields, baseline_fields, direction_field
from planning.plans.words import GRADES
from planning.registry.known_indicators import KNOWN
from planning.registry.models.indicator import Frequency, Indicator
from planning.registry.pages.clock import today_of
from planning.registry.pages.history import ACTS, history_of
from planning.registry.store.indicators import (
    SUBJECT,
    ActualDraft,
    IndicatorDraft,
    TargetDraft,
    actuals_of,
    add_indicator,
    change_indicator,
    enter_actual,
    find_indicator,
    graded,
    indicators,
    nodes_of,
    set_target,
    standings,
    targets_of,
)
from service.i18n import N_, _
from service.refusal import RefusedError
from service.web.access import Allowed
from service.web.exports import Sheet, as_file
from service.web.form import Field, Form, Posted, Section, Typed, flat, problems
from service.web.render import page, redirect
from service.web.transaction import Db

router = APIRouter(include_in_schema=False)
HOME: Final = "/indicators"
MayRead = Annotated[Visitor, Depends(Allowed("indicators.read"))]
MayWrite = Annotated[Visitor, Depends(Allowed("indicators.write"))]
FREQUENCIES: Final = {Frequency.YEAR: N_("every year"), Frequency.QUARTER: N_("every quarter")}


def _era(request: Request) -> int:
    given = request.query_params.get("era", "")
    if given.isascii() and given.isdigit() and len(given) == 4 and given.startswith("2"):
        return int(given)
    return FiscalYear.of(today_of(request)).era


@router.get(HOME)
def listed(request: Request, db: Db, visitor: MayRead, q: str = "") -> Response:
    """In a fiscal year, each with its grade."""
    era = _era(request)
    rows = standings(db, indicators(db, visitor, q=q[:100]), era)
    return page(
        request,
        "indicators.html",
        rows=rows,
        era=era,
        q=q,
        grades=GRADES,
        known=KNOWN,
        directions=DIRECTIONS,
        may_write=visitor.may("indicators.write"),
    )


@router.get(f"{HOME}/export.{{kind}}")
def export(request: Request, db: Db, visitor: MayRead, kind: str) -> Response:
    """What the list shows."""
    era = _era(request)
    titles = [_("Code"), _("Name"), _("Unit"), _("Baseline"), _("Target"), _("Value reached"), _("As of"), _("State")]
    rows: list[list[object]] = [
        [
            one.row.code,
            one.row.name,
            one.row.unit,
            one.row.no_baseline if one.row.baseline is None else one.row.baseline,
            "" if one.target is None else one.target,
            "" if one.actual is None else one.actual.value,
            "" if one.actual is None else one.actual.as_of.isoformat(),
            _(GRADES[one.grade][0]),
        ]
        for one in standings(db, indicators(db, visitor), era)
    ]
    return as_file(Sheet(f"indicators-{era}", titles, rows), kind)


@router.get(f"{HOME}/new")
def new(request: Request, _visitor: MayWrite, node: str = "", known: int = -1) -> Response:
    """Empty, or with one that offices use; for a node, where the address names one."""
    values = flat(asdict(KNOWN[known])) if 0 <= known < len(KNOWN) else {}
    return page(request, "form.html", form=_form(None, {**values, "node": node[:32]}, {}))


@router.post(f"{HOME}/new")
def create(request: Request, db: Db, visitor: MayWrite, typed: Posted) -> Response:
    """Whole, or refused with what it lacks."""
    given = {name: value for name, value in typed.items() if name != "node"}
    try:
        with db.begin_nested():
            row = add_indicator(db, visitor, IndicatorDraft.read(given), typed.get("node", ""))
    except RefusedError as error:
        form = _form(None, typed, problems(error))
        return page(request, "form.html", status=HTTPStatus.UNPROCESSABLE_ENTITY, form=form)
    return redirect(request, f"{HOME}/{row.key}", _("Saved."))


@router.get(f"{HOME}/{{key}}")
def show(request: Request, db: Db, visitor: MayRead, key: str) -> Response:
    """Its targets and results."""
    return _shown(request, db, visitor, find_indicator(db, visitor, key), {})


@router.get(f"{HOME}/{{key}}/edit")
def edit(request: Request, db: Db, visitor: MayWrite, key: str) -> Response:
    """The form with what is stored."""
    row = find_indicator(db, visitor, key)
    values = flat(row.model_dump(include=set(IndicatorDraft.model_fields)))
    return page(request, "form.html", form=_form(row, values, {}))


@router.post(f"{HOME}/{{key}}/edit")
def change(request: Request, db: Db, visitor: MayWrite, key: str, typed: Posted) -> Response:
    """As it was typed, or nothing at all."""
    row = find_indicator(db, visitor, key, to_change=True)
    try:
        with db.begin_nested():
            change_indicator(db, visitor, row, IndicatorDraft.read(typed))
    except RefusedError as error:
        form = _form(row, typed, problems(error))
        return page(request, "form.html", status=HTTPStatus.UNPROCESSABLE_ENTITY, form=form)
    return redirect(request, f"{HOME}/{key}", _("Saved."))


@router.post(f"{HOME}/{{key}}/targets")
def aim(request: Request, db: Db, visitor: MayWrite, key: str, typed: Posted) -> Response:
    """The target of a year."""
    row = find_indicator(db, visitor, key, to_change=True)
    try:
        with db.begin_nested():
            set_target(db, visitor, row, TargetDraft.read(typed))
    except RefusedError as error:
        return _shown(request, db, visitor, row, problems(error))
    return redirect(request, f"{HOME}/{key}", _("Saved."))


@router.post(f"{HOME}/{{key}}/actuals")
def enter(request: Request, db: Db, visitor: MayWrite, key: str, typed: Posted) -> Response:
    """What it was in a period."""
    row = find_indicator(db, visitor, key, to_change=True)
    try:
        with db.begin_nested():
            enter_actual(db, visitor, row, ActualDraft.read(typed))
    except RefusedError as error:
        return _shown(request, db, visitor, row, problems(error))
    return redirect(request, f"{HOME}/{key}", _("Saved."))


def _shown(request: Request, db: Session, visitor: Visitor, row: Indicator, wrong: Mapping[str, str]) -> Response:
    targets = targets_of(db, row)
    aims = {(one.fiscal_year, one.school_code, one.district): one.value for one in targets}
    actuals = actuals_of(db, row)
    return page(
        request,
        "indicator.html",
        status=HTTPStatus.UNPROCESSABLE_ENTITY if wrong else HTTPStatus.OK,
        row=row,
        targets=targets,
        actuals=[
            (one, graded(row, one.value, aims.get((one.fiscal_year, one.school_code, one.district)))) for one in actuals
        ],
        nodes=nodes_of(db, row),
        grades=GRADES,
        directions=DIRECTIONS,
        frequencies=FREQUENCIES,
        era=FiscalYear.of(today_of(request)).era,
        today=today_of(request),
        wrong=wrong,
        history=history_of(db, visitor, SUBJECT, row.id),
        acts=ACTS,
        may_write=visitor.may("indicators.write"),
    )


def _form(row: Indicator | None, typed: Typed, wrong: Mapping[str, str]) -> Form:
    frequencies = [(one.value, _(text)) for one, text in FREQUENCIES.items()]
    fields = (
        *((Field("node", "", "hidden"),) if row is None else ()),
        Field("code", _("Code"), required=True, maxlength=32),
        Field("name", _("Name"), required=True, maxlength=500, wide=True),
        Field("unit", _("Unit"), required=True, maxlength=64),
        direction_field(),
        Field("formula", _("Formula"), "textarea", required=True, maxlength=1000),
        Field("source", _("Source of the data"), required=True),
        Field("frequency", _("How often"), "select", options=frequencies),
        *baseline_fields(),
        Field("baseline_year", _("Fiscal year of the baseline (BE)"), "number"),
        *band_fields(),
        Field("measure", _("Measured by netops as"), hint="P6/availability"),
    )
    at = HOME if row is None else f"{HOME}/{row.key}"
    title = _("New indicator") if row is None else row.name
    return Form(title, f"{at}/new" if row is None else f"{at}/edit", at, (Section("", fields),), typed, wrong)
