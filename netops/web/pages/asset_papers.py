"""Papers of the asset book: the register card of one asset, and the register of what the list shows."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Depends
from sqlmodel import Session
from starlette.requests import Request
from starlette.responses import Response

from inventory.queries.assets import ASSETS, card
from inventory.queries.table import Asked
from netops.audit import record
from netops.book.below_threshold import make_below_threshold
from netops.book.making import MOST_ENTRIES, Made, make_card, make_register
from netops.models.paper import Paper
from netops.web.access import Visitor, allowed
from netops.web.listing import asked_of
from netops.web.pages.assets import HOME, today_of
from service.columns import utc_now
from service.i18n import _
from service.refusal import RefusedError
from service.web.form import problems
from service.web.render import redirect
from service.web.transaction import Db

router = APIRouter(include_in_schema=False)
MayWrite = Annotated[Visitor, Depends(allowed("assets.write"))]


@router.post(f"{HOME}/{{row_id:int}}/paper")
def card_paper(request: Request, db: Db, visitor: MayWrite, row_id: int) -> Response:
    """The register card up to today."""
    paper = make_card(db, card(db, visitor.sight, row_id), made_now(request, visitor))
    return done(request, db, visitor, paper)


@router.post(f"{HOME}/register")
def register_paper(request: Request, db: Db, visitor: MayWrite) -> Response:
    """Exactly the cards that the list shows, all its pages, in its order."""
    shown = asked_of(request, ASSETS)
    wanted = Asked(shown.q, shown.filters, shown.sort, shown.descending, limit=MOST_ENTRIES + 1)
    ids, _total = ASSETS.ids(db, visitor.sight, wanted)
    try:
        paper = make_register(db, visitor.sight, ids, made_now(request, visitor))
    except RefusedError as error:
        return redirect(request, f"{HOME}?{shown.query}", " ".join(problems(error).values()), kind="danger")
    return done(request, db, visitor, paper)


@router.post(f"{HOME}/below-threshold")
def below_threshold_paper(request: Request, db: Db, visitor: MayWrite) -> Response:
    """What is registered and not depreciated, as of the last 30 September."""
    try:
        paper = make_below_threshold(db, visitor.sight, made_now(request, visitor))
    except RefusedError as error:
        return redirect(request, HOME, " ".join(problems(error).values()), kind="danger")
    return done(request, db, visitor, paper)


def made_now(request: Request, visitor: Visitor) -> Made:
    """When and by whom a paper is made that is asked for now."""
    return Made(utc_now(), today_of(request), visitor.person_id)


def done(request: Request, db: Session, visitor: Visitor, paper: Paper) -> Response:
    """Written down, and shown."""
    detail = {"kind": paper.kind, "title": paper.title, "number": paper.number}
    record(db, visitor.actor, "paper.made", subject="paper", subject_id=paper.id, detail=detail)
    return redirect(request, f"/papers/{paper.id}", _("The paper is made."))
