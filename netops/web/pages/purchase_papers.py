"""Papers of a purchase, and the sheet for e-GP whose fields are copied one by one."""

from __future__ import annotations

from typing import Annotated, Final

from fastapi import APIRouter, Depends
from sqlmodel import Session
from starlette.requests import Request
from starlette.responses import Response

from inventory.models.site import Office, Site
from netops.audit import record
from netops.buying.course_papers import BLANKS, OF_COURSE, make_blank
from netops.buying.entry_sheet import groups_of
from netops.buying.making import Made, make_blank_form, make_form, make_report, make_sheet, make_summary
from netops.models.paper import Paper
from netops.papers.making import Order
from netops.web.access import Visitor, allowed
from netops.web.pages.purchase_forms import editor_of
from netops.web.pages.purchases import HOME
from procurement.queries.dossier import delivery_numbered
from service.columns import utc_now
from service.i18n import _
from service.refusal import MissingError, RefusedError
from service.web.form import problems
from service.web.render import page, redirect
from service.web.transaction import Db

router = APIRouter(include_in_schema=False)
MayRead = Annotated[Visitor, Depends(allowed("purchases.read"))]
MayWrite = Annotated[Visitor, Depends(allowed("purchases.write"))]
OF_PURCHASE: Final = {"sheet": make_sheet, "summary": make_summary, **OF_COURSE}


@router.get(f"{HOME}/{{row_id:int}}/e-gp")
def sheet(request: Request, db: Db, visitor: MayRead, row_id: int) -> Response:
    """Every field of e-GP with a button that copies it."""
    dossier = editor_of(request, db, visitor).dossier(row_id)
    return page(request, "purchase_sheet.html", row=dossier.purchase, groups=groups_of(dossier))


@router.post(f"{HOME}/{{row_id:int}}/papers/{{what}}")
def of_purchase(request: Request, db: Db, visitor: MayWrite, row_id: int, what: str) -> Response:
    """One that is made from the whole purchase; MissingError of a kind that there is not."""
    if what not in OF_PURCHASE:
        raise MissingError("paper")
    dossier = editor_of(request, db, visitor).dossier(row_id)
    try:
        paper = OF_PURCHASE[what](db, dossier, _made(visitor))
    except RefusedError as error:
        return redirect(request, f"{HOME}/{row_id}", " ".join(problems(error).values()), kind="danger")
    return _done(request, db, visitor, paper)


@router.post(f"{HOME}/{{row_id:int}}/form/{{delivery:int}}")
def form_paper(request: Request, db: Db, visitor: MayWrite, row_id: int, delivery: int) -> Response:
    """The inspection form of a delivery, filled in as far as it is known."""
    dossier = editor_of(request, db, visitor).dossier(row_id)
    paper = make_form(db, dossier, delivery_numbered(dossier, delivery), _made(visitor))
    return _done(request, db, visitor, paper)


@router.post(f"{HOME}/{{row_id:int}}/report/{{delivery:int}}")
def report_paper(request: Request, db: Db, visitor: MayWrite, row_id: int, delivery: int) -> Response:
    """The report of an inspection."""
    dossier = editor_of(request, db, visitor).dossier(row_id)
    try:
        paper = make_report(db, dossier, delivery_numbered(dossier, delivery), _made(visitor))
    except RefusedError as error:
        return redirect(request, f"{HOME}/{row_id}", " ".join(problems(error).values()), kind="danger")
    return _done(request, db, visitor, paper)


@router.post(f"{HOME}/blank-form")
def blank_form(request: Request, db: Db, visitor: MayWrite) -> Response:
    """An inspection form to be filled in by hand."""
    name, order = _own(db, visitor)
    return _done(request, db, visitor, make_blank_form(db, visitor.office_id, name, order))


@router.post(f"{HOME}/blank/{{what}}")
def blank(request: Request, db: Db, visitor: MayWrite, what: str) -> Response:
    """Another form to be filled in by hand."""
    if what not in BLANKS:
        raise MissingError("paper")
    name, order = _own(db, visitor)
    buyer = name or db.get_one(Office, visitor.office_id).name
    return _done(request, db, visitor, make_blank(db, what, buyer, order))


def _own(db: Session, visitor: Visitor) -> tuple[str, Order]:
    """The name of the visitor's school, empty for the office, and for whom the paper is made."""
    site_id = visitor.sight.site_id
    site = db.get(Site, site_id) if site_id is not None else None
    order = Order(office_id=visitor.office_id, at=utc_now(), site_id=site_id, made_by=visitor.person_id)
    return (site.name if site is not None else ""), order


def _made(visitor: Visitor) -> Made:
    return Made(utc_now(), visitor.person_id)


def _done(request: Request, db: Session, visitor: Visitor, paper: Paper) -> Response:
    detail = {"kind": paper.kind, "title": paper.title, "number": paper.number}
    record(db, visitor.actor, "paper.made", subject="paper", subject_id=paper.id, detail=detail)
    return redirect(request, f"/papers/{paper.id}", _("The paper is made."))
