"""Papers of risks: the register, the plan of treatments, the changes of a month, and the form of one risk."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Annotated

from fastapi import APIRouter, Depends
from sqlmodel import Session
from starlette.requests import Request
from starlette.responses import Response

from inventory.queries.table import Asked
from netops.audit import record
from netops.models.paper import Paper
from netops.risk_papers.making import (
    MOST_ENTRIES,
    Head,
    Made,
    make_blank_form,
    make_changes,
    make_form,
    make_plan,
    make_register,
)
from netops.web.access import Visitor, allowed
from netops.web.listing import asked_of
from netops.web.pages.assets import today_of
from netops.web.pages.risks import HOME
from risk.queries.card import card
from risk.queries.register import RISKS
from service.columns import utc_now
from service.draft import Draft, Empty, Line
from service.i18n import _
from service.refusal import RefusedError
from service.web.form import Posted, problems
from service.web.render import redirect
from service.web.transaction import Db

router = APIRouter(include_in_schema=False)
MayMake = Annotated[Visitor, Depends(allowed("risk_papers.write"))]


class HeadDraft(Draft):
    """What is typed above a register."""

    recorder: Line = ""
    meeting_on: Annotated[date | None, Empty] = None
    place: Line = ""
    is_whole: bool = False


class MonthDraft(Draft):
    """A month by any of its days, as a browser sends it: 2026-11."""

    month: date


@router.post(f"{HOME}/papers/register")
def register(request: Request, db: Db, visitor: MayMake, typed: Posted) -> Response:
    """Exactly the risks that the list shows, all its pages, in its order."""
    given = {name: typed.get(name, "") for name in ("recorder", "meeting_on", "place")}
    try:
        head = HeadDraft.read({**given, "is_whole": bool(typed.get("is_whole"))})
        told = Head(head.recorder, head.meeting_on, head.place, head.is_whole)
        paper = make_register(db, visitor.sight, _ids(request, db, visitor), _made(request, visitor), told)
    except RefusedError as error:
        return _refused(request, error)
    return _done(request, db, visitor, paper)


@router.post(f"{HOME}/papers/plan")
def plan(request: Request, db: Db, visitor: MayMake) -> Response:
    """How the risks of the list are treated."""
    try:
        paper = make_plan(db, visitor.sight, _ids(request, db, visitor), _made(request, visitor))
    except RefusedError as error:
        return _refused(request, error)
    return _done(request, db, visitor, paper)


@router.post(f"{HOME}/papers/changes")
def changed(request: Request, db: Db, visitor: MayMake, typed: Posted) -> Response:
    """What moved in a month."""
    try:
        month = MonthDraft.read({"month": f"{typed.get('month', '')}-01"}).month
        paper = make_changes(db, visitor.sight, month, _made(request, visitor))
    except RefusedError as error:
        return _refused(request, error)
    return _done(request, db, visitor, paper)


@router.post(f"{HOME}/papers/blank-form")
def blank(request: Request, db: Db, visitor: MayMake) -> Response:
    """To be written on by hand."""
    return _done(request, db, visitor, make_blank_form(db, visitor.sight, _made(request, visitor)))


@router.post(f"{HOME}/{{row_id:int}}/paper")
def filled(request: Request, db: Db, visitor: MayMake, row_id: int) -> Response:
    """The form of one risk with what is known of it."""
    risk = card(db, visitor.sight, row_id).risk
    return _done(request, db, visitor, make_form(db, visitor.sight, risk, _made(request, visitor)))


def _ids(request: Request, db: Session, visitor: Visitor) -> list[int]:
    shown = asked_of(request, RISKS)
    filters: Mapping[str, str] = shown.filters or {"risk_state": "live"}
    wanted = Asked(shown.q, filters, shown.sort, shown.descending, limit=MOST_ENTRIES + 1)
    return RISKS.ids(db, visitor.sight, wanted)[0]


def _made(request: Request, visitor: Visitor) -> Made:
    return Made(utc_now(), today_of(request), visitor.person_id)


def _refused(request: Request, error: RefusedError) -> Response:
    return redirect(request, HOME, " ".join(problems(error).values()), kind="danger")


def _done(request: Request, db: Session, visitor: Visitor, paper: Paper) -> Response:
    detail = {"kind": paper.kind, "title": paper.title, "number": paper.number}
    record(db, visitor.actor, "paper.made", subject="paper", subject_id=paper.id, detail=detail)
    return redirect(request, f"/papers/{paper.id}", _("The paper is made."))
