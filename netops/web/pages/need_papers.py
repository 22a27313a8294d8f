"""Papers of needs: the report of what the list shows, the form of one need, and the blank form."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Depends
from sqlmodel import Session
from starlette.requests import Request
from starlette.responses import Response

from inventory.queries.table import Asked
from netops.audit import record
from netops.models.paper import Paper
from netops.need_papers.making import MOST_ENTRIES, Made, make_blank_form, make_form, make_report
from netops.web.access import Visitor, allowed
from netops.web.listing import asked_of
from netops.web.pages.assets import today_of
from netops.web.pages.needs import HOME
from procurement.queries.needs import NEEDS, card
from service.columns import utc_now
from service.i18n import _
from service.refusal import RefusedError
from service.web.form import problems
from service.web.render import redirect
from service.web.transaction import Db

router = APIRouter(include_in_schema=False)
MayMake = Annotated[Visitor, Depends(allowed("need_papers.write"))]


@router.post(f"{HOME}/report")
def report(request: Request, db: Db, visitor: MayMake) -> Response:
    """Exactly the needs that the list shows, all its pages, in its order."""
    shown = asked_of(request, NEEDS)
    wanted = Asked(shown.q, shown.filters, shown.sort, shown.descending, limit=MOST_ENTRIES + 1)
    ids, _total = NEEDS.ids(db, visitor.sight, wanted)
    try:
        paper = make_report(db, visitor.sight, ids, _made(request, visitor))
    except RefusedError as error:
        return redirect(request, f"{HOME}?{shown.query}", " ".join(problems(error).values()), kind="danger")
    return _done(request, db, visitor, paper)


@router.post(f"{HOME}/blank-form")
def blank(request: Request, db: Db, visitor: MayMake) -> Response:
    """To be written on by hand."""
    return _done(request, db, visitor, make_blank_form(db, visitor.sight, _made(request, visitor)))


@router.post(f"{HOME}/{{row_id:int}}/paper")
def filled(request: Request, db: Db, visitor: MayMake, row_id: int) -> Response:
    """The form of one need with what is known of it."""
    return _done(request, db, visitor, make_form(db, card(db, visitor.sight, row_id), _made(request, visitor)))


def _made(request: Request, visitor: Visitor) -> Made:
    return Made(utc_now(), today_of(request), visitor.person_id)


def _done(request: Request, db: Session, visitor: Visitor, paper: Paper) -> Response:
    detail = {"kind": paper.kind, "title": paper.title, "number": paper.number}
    record(db, visitor.actor, "paper.made", subject="paper", subject_id=paper.id, detail=detail)
    return redirect(request, f"/papers/{paper.id}", _("The paper is made."))
