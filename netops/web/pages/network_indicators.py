"""The objective in a fiscal year: indicators of the network against their targets, school by school, as paper."""

from __future__ import annotations

from collections.abc import Mapping
from http import HTTPStatus
from typing import Annotated

from fastapi import APIRouter, Depends, Query
from sqlmodel import Session
from starlette.requests import Request
from starlette.responses import Response

from inventory.sla.telling import REASONS
from netops.networking.reporting import make_report, set_indicator_target
from netops.web.access import Visitor, allowed
from netops.web.hand import hand_of
from netops.web.network_file import HOME, as_of
from netops.web.network_words import WORDS
from netops.web.pages.innovation_papers import done
from network.indicator import UNITS, Indicator
from network.queries.indicators import INDICATOR_WORDS, UNIT_WORDS, follow_up, share_in
from office.fiscal import FiscalYear
from service.i18n import _
from service.refusal import RefusedError
from service.web.form import Field, Form, Posted, Section, problems
from service.web.render import page, redirect
from service.web.transaction import Db

PAGE = f"{HOME}/indicators"
router = APIRouter(prefix=PAGE, include_in_schema=False)
MayRead = Annotated[Visitor, Depends(allowed("network_reports.read"))]
MayTarget = Annotated[Visitor, Depends(allowed("network_targets.write"))]
Era = Annotated[int | None, Query(ge=2500, le=2700)]


def _year(request: Request, era: int | None) -> FiscalYear:
    return FiscalYear(era) if era is not None else FiscalYear.of(as_of(request).day)


@router.get("")
def show(request: Request, db: Db, visitor: MayRead, year: Era = None) -> Response:
    """What was reckoned from data, met or not met."""
    return _shown(request, db, visitor, _year(request, year))


def _shown(
    request: Request,
    db: Session,
    visitor: Visitor,
    year: FiscalYear,
    *,
    typed: Mapping[str, str] | None = None,
    wrong: Mapping[str, str] | None = None,
) -> Response:
    at = as_of(request)
    return page(
        request,
        "network_indicators.html",
        status=HTTPStatus.UNPROCESSABLE_ENTITY if wrong else HTTPStatus.OK,
        year=year,
        this_year=FiscalYear.of(at.day),
        found=follow_up(db, visitor.sight, year, until=at.day, zone=at.zone),
        unit_of=UNITS,
        reasons=REASONS,
        keys=Indicator,
        share_in=share_in,
        form=_form(year, typed or {}, wrong or {}) if visitor.may("network_targets.write") else None,
        **WORDS,
    )


def _form(year: FiscalYear, typed: Mapping[str, str], wrong: Mapping[str, str]) -> Form:
    options = [(one.value, f"{_(INDICATOR_WORDS[one])} ({_(UNIT_WORDS[UNITS[one]])})") for one in Indicator]
    fields = (
        Field("indicator", _("Indicator"), "select", options=options),
        Field("baseline", _("Where it began"), required=True, maxlength=12),
        Field("target", _("What it is to be"), required=True, maxlength=12),
        Field("source", _("Where this is from"), hint=_("Plan, resolution, report")),
    )
    return Form(_("Target of the year"), f"{PAGE}?year={year.era}", PAGE, (Section("", fields),), typed, wrong)


@router.post("")
def target(request: Request, db: Db, visitor: MayTarget, typed: Posted, year: Era = None) -> Response:
    """In place of the one of the same year and indicator."""
    chosen = _year(request, year)
    try:
        with db.begin_nested():
            set_indicator_target(hand_of(request, db, visitor), {**typed, "year": chosen.era}, as_of(request))
    except RefusedError as error:
        return _shown(request, db, visitor, chosen, typed=typed, wrong=problems(error))
    return redirect(request, f"{PAGE}?year={chosen.era}", _("Saved."))


@router.post("/paper")
def paper(request: Request, db: Db, visitor: MayTarget, year: Era = None) -> Response:
    """The report as paper; siblings are told its indicators."""
    chosen = _year(request, year)
    return done(request, db, visitor, make_report(hand_of(request, db, visitor), chosen, as_of(request)))
