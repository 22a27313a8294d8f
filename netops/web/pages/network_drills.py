"""Drills of continuity: planned, run, and their papers."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Depends
from starlette.requests import Request
from starlette.responses import Response

from inventory.models.site import Site
from netops.networking import acts, making
from netops.networking.course import hand_in
from netops.web.access import Visitor, allowed
from netops.web.casework import doer_of
from netops.web.hand import hand_of
from netops.web.network_file import HOME, Asking, as_of, file_of, school_of
from netops.web.network_words import SCENARIO_WORDS
from netops.web.pages.innovation_papers import done
from network.models.file import NetworkDrill, Scenario
from network.store.drills import find_drill
from service.i18n import _
from service.web.form import Field, Posted, Section, flat
from service.web.transaction import Db

router = APIRouter(prefix=HOME, include_in_schema=False)
MayWrite = Annotated[Visitor, Depends(allowed("network.write"))]


@router.get("/schools/{code}/drill")
def new(request: Request, db: Db, visitor: MayWrite, code: str) -> Response:
    """What is made to fail, when, and within how long work goes on."""
    site = school_of(db, visitor, code)
    return _plan_form(site).shown(request, flat({"planned_on": as_of(request).day}))


@router.post("/schools/{code}/drill")
def plan(request: Request, db: Db, visitor: MayWrite, code: str, typed: Posted) -> Response:
    """It stands on the calendar."""
    site, at = school_of(db, visitor, code), as_of(request)
    hand = hand_of(request, db, visitor)
    return _plan_form(site).saved(
        request, db, typed, lambda: acts.plan_drill(hand, site, typed, at), file_of(site, "drills"), _("Saved.")
    )


def _plan_form(site: Site) -> Asking:
    fields = (
        Field("scenario", _("What fails"), "select", options=[(one.value, _(SCENARIO_WORDS[one])) for one in Scenario]),
        Field("planned_on", _("Day of the drill"), "date", required=True),
        Field("owner", _("Person in charge"), hint=_("Name and position"), required=True),
        Field("most_minutes", _("Work goes on within (minutes)"), "number", required=True),
        Field("steps", _("Steps"), "textarea", maxlength=2000),
    )
    sections = (Section(site.name, fields),)
    return Asking(_("Plan a drill"), f"{file_of(site)}/drill", file_of(site, "drills"), sections)


@router.get("/drills/{row_id:int}")
def result(request: Request, db: Db, visitor: MayWrite, row_id: int) -> Response:
    """How it went."""
    row, site = find_drill(db, visitor.sight, row_id)
    return _run_form(row, site).shown(request, flat({"ran_on": as_of(request).day}))


@router.post("/drills/{row_id:int}")
def run(request: Request, db: Db, visitor: MayWrite, row_id: int, typed: Posted) -> Response:
    """It passed when work went on in time; then it is the part “continuity” of the file."""
    row, site = find_drill(db, visitor.sight, row_id)
    hand, doer, at = hand_of(request, db, visitor), doer_of(db, visitor), as_of(request)

    def act() -> None:
        paper = acts.run_drill(hand, row, site, typed, at)
        hand_in(doer, site.id or 0, "drill", paper)

    return _run_form(row, site).saved(request, db, typed, act, file_of(site, "drills"), _("Saved."))


def _run_form(row: NetworkDrill, site: Site) -> Asking:
    fields = (
        Field("ran_on", _("Run on"), "date", required=True),
        Field("took_minutes", _("Work went on after (minutes)"), "number", required=True),
        Field("finding", _("What was found"), "textarea", maxlength=2000),
    )
    title = f"{site.name} · {_(SCENARIO_WORDS[row.scenario])}"
    sections = (Section(title, fields),)
    return Asking(_("Result of the drill"), f"{HOME}/drills/{row.id}", file_of(site, "drills"), sections)


@router.post("/drills/{row_id:int}/paper")
def paper(request: Request, db: Db, visitor: MayWrite, row_id: int) -> Response:
    """The plan to take along, or how it went."""
    row, site = find_drill(db, visitor.sight, row_id)
    at = as_of(request)
    order = making.order_for(site, at, acts.by_of(hand_of(request, db, visitor), at))
    return done(request, db, visitor, making.make_drill(db, site, row, order))
