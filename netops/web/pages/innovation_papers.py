"""Papers of an innovation, by one press: the report of its evaluation, and forms blank or filled."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Depends
from sqlmodel import Session
from starlette.requests import Request
from starlette.responses import Response

from innovation.queries.innovations import find_seen
from innovation.store.parts import find_part
from innovation.store.surveys import find_survey
from innovation.store.tracing import PILOTS
from netops.audit import record
from netops.innovation_papers import making
from netops.models.paper import Paper
from netops.papers.making import Order
from netops.web.access import Visitor, allowed
from netops.web.pages.innovations import HOME
from service.columns import utc_now
from service.i18n import _
from service.web.render import redirect
from service.web.transaction import Db

router = APIRouter(prefix=f"{HOME}/{{row_id:int}}", include_in_schema=False)
MayWrite = Annotated[Visitor, Depends(allowed("innovations.write"))]


def order_of(visitor: Visitor) -> Order:
    """Whose paper it is, made now."""
    return Order(office_id=visitor.office_id, at=utc_now(), made_by=visitor.person_id)


def done(request: Request, db: Session, visitor: Visitor, paper: Paper) -> Response:
    """Written down and shown."""
    detail = {"kind": paper.kind, "title": paper.title}
    record(db, visitor.actor, "paper.made", subject="paper", subject_id=paper.id, detail=detail)
    return redirect(request, f"/papers/{paper.id}", _("The paper is made."))


@router.post("/evaluation/paper")
def evaluation(request: Request, db: Db, visitor: MayWrite, row_id: int) -> Response:
    """The report as of today."""
    innovation = find_seen(db, visitor.sight, row_id)
    at = making.day_of(utc_now(), request.app.state.render.zone)
    return done(request, db, visitor, making.make_evaluation(db, innovation, at, order_of(visitor)))


@router.post("/pilots/paper")
def blank_pilot(request: Request, db: Db, visitor: MayWrite, row_id: int) -> Response:
    """The pilot's form, blank but for the requirements."""
    innovation = find_seen(db, visitor.sight, row_id)
    return done(request, db, visitor, making.make_pilot_form(db, innovation, None, order_of(visitor)))


@router.post("/pilots/{part_id:int}/paper")
def pilot(request: Request, db: Db, visitor: MayWrite, row_id: int, part_id: int) -> Response:
    """The form of one pilot with what is known of it."""
    innovation = find_seen(db, visitor.sight, row_id)
    found = find_part(db, PILOTS, innovation, part_id)
    return done(request, db, visitor, making.make_pilot_form(db, innovation, found, order_of(visitor)))


@router.post("/surveys/{survey_id:int}/paper")
def survey(request: Request, db: Db, visitor: MayWrite, row_id: int, survey_id: int, filled: bool = False) -> Response:
    """The survey on paper: blank, or with how often each figure was given."""
    innovation = find_seen(db, visitor.sight, row_id)
    found = find_survey(db, innovation, survey_id)
    paper = making.make_survey_form(db, innovation, found, order_of(visitor), blank=not filled)
    return done(request, db, visitor, paper)
