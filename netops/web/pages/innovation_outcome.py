"""The objective in a fiscal year: needs met, adoption, satisfaction, each against its target; the process report."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from http import HTTPStatus
from typing import Annotated

from fastapi import APIRouter, Depends, Query
from sqlmodel import Session
from starlette.requests import Request
from starlette.responses import Response

from innovation.models.evaluation import Outcome
from innovation.queries.outcome import OUTCOME_WORDS, UNIT_WORDS
from netops.innovating.judging import set_target
from netops.innovation_papers import making
from netops.innovation_papers.gathering import AsOf, outcome_report
from netops.web.access import Visitor, allowed
from netops.web.hand import hand_of
from netops.web.pages.assets import today_of
from netops.web.pages.innovation_papers import done, order_of
from netops.web.pages.innovations import HOME
from office.fiscal import FiscalYear
from service.i18n import _
from service.refusal import RefusedError
from service.web.form import Field, Form, Posted, Section, problems
from service.web.render import page, redirect
from service.web.transaction import Db

router = APIRouter(prefix=f"{HOME}/outcome", include_in_schema=False)
MayRead = Annotated[Visitor, Depends(allowed("innovation_reports.read"))]
MayTarget = Annotated[Visitor, Depends(allowed("outcome_targets.write"))]
Era = Annotated[int | None, Query(ge=2500, le=2700)]


def _when(request: Request, era: int | None) -> tuple[FiscalYear, AsOf]:
    """The year, and the last day of it that is not to come."""
    today: date = today_of(request)
    year = FiscalYear(era) if era is not None else FiscalYear.of(today)
    return year, AsOf(min(today, year.last), request.app.state.render.zone)


@router.get("")
def show(request: Request, db: Db, visitor: MayRead, year: Era = None) -> Response:
    """The three figures, and what they were reckoned from."""
    return _shown(request, db, visitor, year)


def _shown(
    request: Request,
    db: Session,
    visitor: Visitor,
    era: int | None,
    *,
    typed: Mapping[str, str] | None = None,
    wrong: Mapping[str, str] | None = None,
) -> Response:
    year, at = _when(request, era)
    return page(
        request,
        "innovation_outcome.html",
        status=HTTPStatus.UNPROCESSABLE_ENTITY if wrong else HTTPStatus.OK,
        year=year,
        this_year=FiscalYear.of(today_of(request)),
        report=outcome_report(db, visitor.office_id, year, at),
        units=UNIT_WORDS,
        form=_form(year, typed, wrong or {}) if visitor.may("outcome_targets.write") else None,
    )


def _form(year: FiscalYear, typed: Mapping[str, str] | None, wrong: Mapping[str, str]) -> Form:
    fields = (
        Field("outcome", _("Indicator"), "select", options=[(one.value, _(OUTCOME_WORDS[one])) for one in Outcome]),
        Field("baseline", _("Where it began (%)"), required=True, maxlength=6),
        Field("target", _("What it is to be (%)"), required=True, maxlength=6),
        Field("source", _("Where this is from"), hint=_("Plan, resolution, report")),
    )
    return Form(
        _("Target of the year"), f"{HOME}/outcome?year={year.era}", HOME, (Section("", fields),), typed or {}, wrong
    )


@router.post("")
def target(request: Request, db: Db, visitor: MayTarget, typed: Posted, year: Era = None) -> Response:
    """In place of the one of the same year and figure."""
    chosen, _at = _when(request, year)
    try:
        with db.begin_nested():
            set_target(hand_of(request, db, visitor), {**typed, "year": chosen.era})
    except RefusedError as error:
        return _shown(request, db, visitor, year, typed=typed, wrong=problems(error))
    return redirect(request, f"{HOME}/outcome?year={chosen.era}", _("Saved."))


@router.post("/paper")
def paper(request: Request, db: Db, visitor: MayTarget, year: Era = None) -> Response:
    """The process report of the year."""
    chosen, at = _when(request, year)
    return done(request, db, visitor, making.make_outcome(db, visitor.office_id, chosen, at, order_of(visitor)))
