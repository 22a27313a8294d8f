"""Needs: the list, the card of one need, and what is decided about it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from http import HTTPStatus
from typing import Annotated, Any, Final

from fastapi import APIRouter, Depends
from sqlmodel import Session
from starlette.requests import Request
from starlette.responses import Response

from netops.audit import record
from netops.need_editors import Needs
from netops.web.access import Visitor, allowed
from netops.web.forms.needs import kind_word
from netops.web.hand import hand_of
from netops.web.listing import exported, kinds_of, view_of
from netops.web.need_evidence import as_of, evidence_lines, hundredths, score_lines
from netops.web.need_words import WORDS, told, told_by
from netops.web.pages.need_forms import forms_of
from netops.web.risk_words import title
from procurement.models.need import Need
from procurement.queries.needs import NEEDS, Card, card
from procurement.queries.treating import treated_by
from procurement.store.need_finding import find_needs
from risk.queries.words import STATE_WORDS
from risk.store.settings import scale_of
from service.columns import utc_now
from service.i18n import N_, _
from service.refusal import MissingError, RefusedError, refuse
from service.web.form import Posted, Typed, problems
from service.web.render import page, redirect
from service.web.transaction import Db

router = APIRouter(include_in_schema=False)
HOME: Final = "/needs"
MayRead = Annotated[Visitor, Depends(allowed("needs.read"))]
MayReview = Annotated[Visitor, Depends(allowed("needs.review"))]
MayDecide = Annotated[Visitor, Depends(allowed("needs.decide"))]
Act = Callable[[Needs, Need, Typed], None]


@router.get(HOME)
def listed(request: Request, db: Db, visitor: MayRead) -> Response:
    """All needs that may be seen, the highest score first."""
    view = view_of(request, db, visitor, NEEDS, path=HOME)
    if not view.rows and view.asked.page > 1:
        return redirect(request, f"{HOME}?{view.asked.query}")  # the list has become shorter
    return page(request, "needs.html", view=view, kinds=kinds_of(NEEDS), kind_word=kind_word, **WORDS)


@router.post(f"{HOME}/look")
def look(request: Request, db: Db, visitor: MayReview) -> Response:
    """Look for needs now, and not only when the clock says so."""
    done = find_needs(db, visitor.office_id, utc_now())
    detail = {"opened": done.opened, "reopened": done.reopened, "unsupported": done.unsupported}
    record(db, visitor.actor, "needs.looked", subject="office", subject_id=visitor.office_id, detail=detail)
    said = _("Looked at everything: %(opened)s new needs, %(reopened)s opened again, %(unsupported)s without evidence.")
    return redirect(request, HOME, said % detail)


@router.get(f"{HOME}/export.{{kind}}")
def export(
    request: Request, db: Db, visitor: Annotated[Visitor, Depends(allowed("exports.run"))], kind: str
) -> Response:
    """Exactly the rows and columns that the list shows, all its pages."""
    return exported(request, db, visitor, NEEDS, kind)


@router.get(f"{HOME}/{{row_id:int}}")
def one(request: Request, db: Db, visitor: MayRead, row_id: int) -> Response:
    """The card."""
    return _shown(request, db, visitor, card(db, visitor.sight, row_id))


@router.post(f"{HOME}/{{row_id:int}}/propose")
def propose(request: Request, db: Db, visitor: MayReview, row_id: int, typed: Posted) -> Response:
    """What IT suggests to the director."""
    return _act(
        request, db, visitor, row_id, typed, lambda desk, row, said: desk.propose(row, said.get("proposal", ""))
    )


@router.post(f"{HOME}/{{row_id:int}}/merge")
def merge(request: Request, db: Db, visitor: MayReview, row_id: int, typed: Posted) -> Response:
    """It is the same as another, which stands for both."""

    def act(desk: Needs, row: Need, said: Typed) -> None:
        desk.merge(row, _other(desk, said.get("into", "")), _whole(said.get("quantity", "")))

    return _act(request, db, visitor, row_id, typed, act)


@router.post(f"{HOME}/{{row_id:int}}/take-out")
def take_out(request: Request, db: Db, visitor: MayReview, row_id: int, typed: Posted) -> Response:
    """Undo a merge."""
    return _act(request, db, visitor, row_id, typed, lambda desk, row, _said: desk.take_out(row))


@router.post(f"{HOME}/{{row_id:int}}/meet")
def meet(request: Request, db: Db, visitor: MayReview, row_id: int, typed: Posted) -> Response:
    """It was met otherwise than by an order, e.g. by a donation."""
    return _act(request, db, visitor, row_id, typed, lambda desk, row, said: desk.meet(row, said.get("note", "")))


@router.post(f"{HOME}/{{row_id:int}}/decide")
def decide(request: Request, db: Db, visitor: MayDecide, row_id: int, typed: Posted) -> Response:
    """Approve, defer, reject or open again; deferring needs a day, rejecting a reason."""

    def act(desk: Needs, row: Need, said: Typed) -> None:
        desk.looked(row, said.get("seen", ""))
        why = said.get("decision", "")
        match said.get("verdict", ""):
            case "approve":
                desk.approve(row, why)
            case "defer":
                desk.defer(row, _day(said.get("deferred_until", "")), why)
            case "reject":
                desk.reject(row, why)
            case "reopen":
                desk.reopen(row, why)
            case _:
                raise refuse("verdict", N_("Choose one"))

    return _act(request, db, visitor, row_id, typed, act)


def _act(request: Request, db: Session, visitor: Visitor, row_id: int, typed: Typed, act: Act) -> Response:
    desk = Needs(hand_of(request, db, visitor))
    row = desk.get(row_id)
    try:
        with db.begin_nested():
            act(desk, row, typed)
    except RefusedError as error:
        db.refresh(row)
        return _shown(request, db, visitor, card(db, visitor.sight, row_id), typed=typed, wrong=problems(error))
    return redirect(request, f"{HOME}/{row_id}", _("Saved."))


def _other(desk: Needs, number: str) -> Need:
    """The need of this number, where it may be seen."""
    try:
        return desk.get(_whole(number) or 0)
    except MissingError:
        raise refuse("into", N_("There is no such entry")) from None


def _whole(text: str) -> int | None:
    clean = text.strip()
    if not clean:
        return None
    if not (clean.isascii() and clean.isdigit() and len(clean) < 10):
        raise refuse("quantity", N_("A whole number is needed"))
    return int(clean)


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text.strip()) if text.strip() else None
    except ValueError:
        raise refuse("deferred_until", N_("A date such as 2026-10-01 is needed")) from None


def _elsewhere(request: Request, found: Card) -> dict[str, Any]:
    """The case and the lines of annual plans, with their pages where the services have an address."""
    urls = request.app.state.settings.sibling_urls
    case, plan = urls.get("school_network", "").rstrip("/"), urls.get("annual_plan", "").rstrip("/")
    path = found.case.path if found.case is not None else ""
    lines = [(one, f"{plan}/projects/of/{one.project_key}" if plan else "") for one in found.budgets]
    return {"case_url": f"{case}{path}" if case and path.startswith("/") else "", "budgets": lines}


def _shown(
    request: Request,
    db: Session,
    visitor: Visitor,
    found: Card,
    *,
    typed: Mapping[str, str] | None = None,
    wrong: Mapping[str, str] | None = None,
) -> Response:
    context: dict[str, Any] = {
        "found": found,
        "forms": forms_of(db, visitor, found, typed=typed or {}, wrong=wrong or {}),
        "wrong": wrong or {},
        "evidence": evidence_lines(found),
        "as_of": as_of(found.need),
        "treated": treated_by(db, visitor.sight, found.need),
        "scale": scale_of(db, visitor.office_id, utc_now().date()),
        "risk_title": title,
        "risk_states": STATE_WORDS,
        "parts": score_lines(found.need),
        "total": hundredths(found.need.score_hundredths),
        "history": told(db, visitor.sight, found.events),
        "told_by": told_by,
        **_elsewhere(request, found),
        "kind_word": kind_word,
        **WORDS,
    }
    status = HTTPStatus.UNPROCESSABLE_ENTITY if wrong else HTTPStatus.OK
    return page(request, "need.html", status=status, **context)
