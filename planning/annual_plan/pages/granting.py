"""Grants per head: rates, runs, the share of each school, and its letter."""

from __future__ import annotations

from typing import Annotated, Any, Final

from fastapi import APIRouter, Depends
from sqlmodel import Session
from starlette.requests import Request
from starlette.responses import Response

from planning.annual_plan import copied, words
from planning.annual_plan.models.schools import GrantRun, GrantShare
from planning.annual_plan.pages.shown import Deed, Link, Mark, Satang, Sheet, Table, fields, options, sheet, taken
from planning.annual_plan.papers.data import GrantLetter
from planning.annual_plan.papers.grant_letter import GRANT_LETTER
from planning.annual_plan.store.granting import (
    RateDraft,
    RunDraft,
    add_rate,
    changed,
    levels_of,
    rates,
    reckon,
    runs,
    shares_of,
)
from planning.annual_plan.store.school_plans import renew_grants
from planning.annual_plan.store.scope import find
from planning.annual_plan.terms import Level
from planning.kit.visitor import Visitor
from planning.plans.store.papers import Of, make_paper, papers_of
from service.i18n import N_, _
from service.web.access import Allowed
from service.web.form import Form, Posted, Section, Typed
from service.web.render import redirect
from service.web.table import Column
from service.web.transaction import Db

router = APIRouter(include_in_schema=False)
HOME: Final = "/grants"
KIND: Final = "grant_share"
MayRead = Annotated[Visitor, Depends(Allowed("plan.read"))]
MayWrite = Annotated[Visitor, Depends(Allowed("plan.write"))]


@router.get(HOME)
def home(request: Request, db: Db, visitor: MayRead) -> Response:
    """Rates and runs."""
    return sheet(request, _home(db, visitor, {}, {}, {}))


def _home(db: Session, visitor: Visitor, typed: Typed, wrong_rate: dict[str, str], wrong_run: dict[str, str]) -> Sheet:
    rate_columns = (
        Column("level", N_("Level")),
        Column("satang", N_("Baht a pupil and term"), figures=True),
        Column("first_year", N_("From the academic year")),
        Column("last_year", N_("Until")),
        Column("source", N_("Source")),
    )
    rate_rows = [
        {
            "level": _(words.LEVELS[one.level]),
            "satang": Satang(one.satang),
            "first_year": str(one.first_year),
            "last_year": str(one.last_year) if one.last_year else _("no end"),
            "source": one.source,
        }
        for one in sorted(rates(db, visitor), key=lambda one: (list(Level).index(one.level), one.first_year))
    ]
    run_columns = (
        Column("name", N_("School term")),
        Column("count", N_("Count of")),
        Column("revision", N_("Revision")),
        Column("kind", N_("Kind")),
        Column("total", N_("Together"), figures=True),
    )
    run_rows = [_run(one) for one in runs(db, visitor)]
    forms = (_rate_form(typed, wrong_rate), _run_form(typed, wrong_run)) if visitor.may("plan.write") else ()
    return Sheet(
        _("Grants per head"),
        "/",
        tables=(
            Table(_("Rates of the grant"), rate_columns, rate_rows, _("No rates yet: add one for each level.")),
            Table(_("Runs"), run_columns, run_rows, _("Nothing was reckoned yet.")),
        ),
        forms=forms,
        copies=(copied.counts(db, visitor),),
    )


def _run(one: GrantRun) -> dict[str, Any]:
    return {
        "name": Link(f"{one.term}/{one.academic_year}", f"{HOME}/{one.id}"),
        "count": one.count_date,
        "revision": str(one.revision),
        "kind": _("correction") if one.before_id else _("first run"),
        "total": Satang(one.total_satang),
    }


def _rate_form(typed: Typed, wrong: dict[str, str]) -> Form:
    given = fields(
        ("level", N_("Level"), "select"),
        ("satang", N_("Baht a pupil and term"), "text"),
        ("first_year", N_("From the academic year"), "text"),
        ("last_year", N_("Until"), "text"),
        ("source", N_("Source"), "text"),
        level={"options": options(words.LEVELS)},
    )
    return Form(_("Add a rate"), f"{HOME}/rates", HOME, (Section("", given),), typed if wrong else {}, wrong)


def _run_form(typed: Typed, wrong: dict[str, str]) -> Form:
    given = fields(("academic_year", N_("Academic year"), "text"), ("term", N_("School term"), "text"))
    title = _("Reckon a term by the June count")
    return Form(title, f"{HOME}/runs", HOME, (Section("", given),), typed if wrong else {}, wrong)


@router.post(f"{HOME}/rates")
def rate(request: Request, db: Db, visitor: MayWrite, typed: Posted) -> Response:
    """One more."""
    made, wrong = taken(db, lambda: add_rate(db, visitor, RateDraft.read(typed)))
    if made is None:
        return sheet(request, _home(db, visitor, typed, wrong, {}), status=422)
    return redirect(request, HOME, _("Saved."))


@router.post(f"{HOME}/runs")
def run(request: Request, db: Db, visitor: MayWrite, typed: Posted) -> Response:
    """By the count that holds now."""
    names = {one.smis_code: one.name for one in copied.schools(db, visitor).rows}
    rows = copied.counts(db, visitor).rows

    def act() -> GrantRun:
        made = reckon(db, visitor, RunDraft.read(typed), rows, names)
        renew_grants(db, visitor, made)
        return made

    made, wrong = taken(db, act)
    if made is None:
        return sheet(request, _home(db, visitor, typed, {}, wrong), status=422)
    return redirect(request, f"{HOME}/{made.id}", _("Saved."))


@router.get(f"{HOME}/{{run_id:int}}")
def show(request: Request, db: Db, visitor: MayRead, run_id: int) -> Response:
    """One run: all shares of a first one, of a correction what it changes."""
    row = find(db, visitor, GrantRun, run_id)
    columns = (
        Column("school", N_("School")),
        Column("pupils", N_("Pupils"), figures=True),
        Column("before", N_("Before (baht)"), figures=True),
        Column("amount", N_("Amount (baht)"), figures=True),
        Column("change", N_("Change (baht)"), figures=True),
        Column("letter", N_("Letter")),
    )
    found = changed(db, visitor, row)
    rows = [_share(db, visitor, one) for one in found]
    foot = {
        "school": _("Together"),
        "pupils": sum(sum(one.pupils.values()) for one in found),
        "amount": Satang(sum(one.amount_satang for one in found)),
        "change": Satang(sum(_change(one) for one in found)),
    }
    whole = len(shares_of(db, visitor, run_id))
    facts = [
        (_("School term"), f"{row.term}/{row.academic_year}"),
        (_("Count of"), row.count_date),
        (_("Revision"), str(row.revision)),
        (_("Schools"), whole),
        (_("All schools (baht)"), Satang(row.total_satang)),
    ]
    title = _("What the correction changes") if row.before_id else _("Shares of schools")
    deeds = (Deed(_("Make the letters"), f"{HOME}/{run_id}/letters", "mail"),) if visitor.may("plan.write") else ()
    table = Table(title, columns, rows, _("It changes nothing."), foot)
    marks = (Mark(_("correction")),) if row.before_id else ()
    return sheet(request, Sheet(_("Grants per head"), HOME, facts, marks, deeds=deeds, tables=(table,)))


def _change(one: GrantShare) -> int:
    return one.amount_satang - (one.before_satang or 0)


def _share(db: Session, visitor: Visitor, one: GrantShare) -> dict[str, Any]:
    letters = papers_of(db, visitor, KIND, str(one.id))
    return {
        "school": one.school_name,
        "pupils": sum(one.pupils.values()),
        "before": Satang(one.before_satang),
        "amount": Satang(one.amount_satang),
        "change": Satang(_change(one)),
        "letter": Link(_("Letter"), f"/papers/{letters[0].id}") if letters else "",
    }


@router.post(f"{HOME}/{{run_id:int}}/letters")
def letters(request: Request, db: Db, visitor: MayWrite, run_id: int) -> Response:
    """One of each school whose share it tells; a letter that is there is not made again."""
    row = find(db, visitor, GrantRun, run_id, to_change=True)
    made = 0
    for one in changed(db, visitor, row):
        if papers_of(db, visitor, KIND, str(one.id)):
            continue
        data = GrantLetter(
            office=visitor.office_name,
            school=one.school_name,
            academic_year=row.academic_year,
            term=row.term,
            count_date=row.count_date,
            revision=row.revision,
            rows=levels_of(one.pupils, rates(db, visitor), row.academic_year),
            amount_satang=one.amount_satang,
            before_satang=one.before_satang,
        )
        make_paper(db, visitor, GRANT_LETTER, data, of=Of(KIND, str(one.id), one.school_code))
        made += 1
    return redirect(request, f"{HOME}/{run_id}", _("Letters made: %(count)s.") % {"count": made})
