"""The register of risks: the list with what waits, causes, the heat map, all tasks, and the page of one risk."""

from __future__ import annotations

from dataclasses import replace
from http import HTTPStatus
from typing import Annotated, Any, Final

from fastapi import APIRouter, Depends
from sqlmodel import Session
from starlette.requests import Request
from starlette.responses import Response

from netops.web.access import Visitor, allowed
from netops.web.listing import exported, kinds_of, view_of
from netops.web.need_words import STATE_SHAPES as NEED_SHAPES
from netops.web.pages.risk_forms import Failed, forms_of
from netops.web.risk_chart import drawing_of
from netops.web.risk_evidence import figure_of, lines_of, steps_of
from netops.web.risk_words import WORDS, noted, rule_name, told
from procurement.queries.needs import STATE_WORDS as NEED_STATES
from procurement.queries.treating import answers_of
from risk.queries.card import Card, card
from risk.queries.counts import by_cause, heat_map, laid_out, waiting
from risk.queries.register import BY_HAND, RISKS, TASK_WORDS, TASKS
from risk.store.settings import scale_of
from service.columns import utc_now
from service.web.render import page, redirect
from service.web.table import Chips
from service.web.transaction import Db

router = APIRouter(include_in_schema=False)
HOME: Final = "/risks"
PLAN: Final = f"{HOME}/plan"
MayRead = Annotated[Visitor, Depends(allowed("risks.read"))]
MayExport = Annotated[Visitor, Depends(allowed("exports.run"))]


@router.get(HOME)
def listed(request: Request, db: Db, visitor: MayRead) -> Response:
    """All risks that may be seen, the gravest first, below what waits for a person."""
    view = view_of(request, db, visitor, RISKS, path=HOME)
    if not view.rows and view.asked.page > 1:
        return redirect(request, f"{HOME}?{view.asked.query}")  # the list has become shorter
    today = utc_now().date()
    context: dict[str, Any] = {
        "view": replace(view, chips=[_in_words(chips) for chips in view.chips]),
        "kinds": kinds_of(RISKS),
        "scale": scale_of(db, visitor.office_id, today),
        "waits": waiting(db, visitor.sight, today),
        "month": f"{today:%Y-%m}",
    }
    return page(request, "risks.html", **context, **WORDS)


@router.get(f"{HOME}/export.{{kind}}")
def export(request: Request, db: Db, visitor: MayExport, kind: str) -> Response:
    """Exactly the rows and columns that the list shows, all its pages."""
    return exported(request, db, visitor, RISKS, kind)


@router.get(f"{HOME}/causes")
def causes(request: Request, db: Db, visitor: MayRead) -> Response:
    """One line for each cause, with how many risks of which level it has."""
    today = utc_now().date()
    context: dict[str, Any] = {
        "causes": by_cause(db, visitor.sight),
        "scale": scale_of(db, visitor.office_id, today),
        "waits": waiting(db, visitor.sight, today),
        "by_hand": BY_HAND,
    }
    return page(request, "risk_causes.html", **context, **WORDS)


@router.get(f"{HOME}/heat-map")
def heat(request: Request, db: Db, visitor: MayRead) -> Response:
    """The matrix with counts: as risks stand, or as they are expected to stand after treatment."""
    is_residual = request.query_params.get("of", "") == "residual"
    found = heat_map(db, visitor.sight, utc_now().date(), is_residual=is_residual)
    return page(request, "risk_map.html", found=found, is_residual=is_residual, **WORDS)


@router.get(PLAN)
def plan(request: Request, db: Db, visitor: MayRead) -> Response:
    """The tasks of all treatments: open ones first, by their day."""
    view = view_of(request, db, visitor, TASKS, path=PLAN)
    if not view.rows and view.asked.page > 1:
        return redirect(request, f"{PLAN}?{view.asked.query}")
    today = utc_now().date()
    context: dict[str, Any] = {
        "view": view,
        "kinds": kinds_of(TASKS),
        "column_words": TASK_WORDS,
        "scale": scale_of(db, visitor.office_id, today),
        "today": today,
    }
    return page(request, "risk_plan.html", **context, **WORDS)


@router.get(f"{PLAN}/export.{{kind}}")
def export_plan(request: Request, db: Db, visitor: MayExport, kind: str) -> Response:
    """All tasks as a file."""
    return exported(request, db, visitor, TASKS, kind)


@router.get(f"{HOME}/{{row_id:int}}")
def one(request: Request, db: Db, visitor: MayRead, row_id: int) -> Response:
    """What it is, why, and what is done about it."""
    return shown(request, db, visitor, card(db, visitor.sight, row_id))


def shown(request: Request, db: Session, visitor: Visitor, found: Card, *, failed: Failed | None = None) -> Response:
    """The page; with a refused form it says so in its status too."""
    failed = failed or Failed()
    now = utc_now()
    scale = scale_of(db, visitor.office_id, now.date())
    risk = found.risk
    context: dict[str, Any] = {
        "found": found,
        "scale": scale,
        "today": now.date(),
        "matrix_of": laid_out(scale, {(risk.likelihood, risk.impact): 1}),
        "figure": figure_of(found),
        "steps": steps_of(found),
        "evidence": lines_of(visitor, found, weighed=False),
        "weighed": lines_of(visitor, found, weighed=True),
        "answers": answers_of(db, visitor.sight, risk.id or 0),
        "need_states": NEED_STATES,
        "need_shapes": NEED_SHAPES,
        "drawing": drawing_of(found, scale, now),
        "forms": forms_of(visitor, risk, scale, now.date(), failed),
        "wrong": failed.wrong or {},
        "history": told(risk.rule, found.events),
        "noted": noted,
    }
    status = HTTPStatus.UNPROCESSABLE_ENTITY if failed.wrong else HTTPStatus.OK
    return page(request, "risk.html", status=status, **context, **WORDS)


def _in_words(chips: Chips) -> Chips:
    """Rules are said in the reader's language."""
    if chips.key != "rule":
        return chips
    return Chips(chips.key, chips.title, [(value, rule_name(rule)) for value, rule in chips.options])
