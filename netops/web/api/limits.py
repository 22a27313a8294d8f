"""Limits of alerts over the API: of the office, of one school, and what confirms an outage."""

from __future__ import annotations

from http import HTTPStatus
from typing import Annotated, Any

from fastapi import APIRouter, Body, Depends, Request
from sqlmodel import Session

from netops.editors import Sites
from netops.watched.limits import Metric, Origin, Rule
from netops.watched.rules import OFFICE, listed, load_rules
from netops.web.access import Visitor, allowed
from netops.web.api.shapes import Shape
from netops.web.hand import hand_of
from netops.web.pages.limits import forget_rule, keep_rule
from service.web.transaction import Db

router = APIRouter(prefix="/api/v1")
MayRead = Annotated[Visitor, Depends(allowed("limits.read"))]
MayWrite = Annotated[Visitor, Depends(allowed("limits.write"))]
Given = Annotated[dict[str, Any], Body()]


class LimitOut(Shape):
    """A limit in force. An alert begins at `raise_at` and ends at `clear_at`, in `unit`; `origin` says who set it."""

    metric: Metric
    unit: str
    above: bool
    raise_at: float
    clear_at: float
    for_minutes: int
    enabled: bool
    origin: Origin
    alert: str


def _out(rule: Rule) -> LimitOut:
    measure = rule.measure
    return LimitOut(
        metric=rule.metric,
        unit=measure.unit,
        above=measure.above,
        raise_at=rule.raise_at,
        clear_at=rule.clear_at,
        for_minutes=rule.for_minutes,
        enabled=rule.enabled,
        origin=rule.origin,
        alert=measure.kind.value,
    )


def _listed(db: Session, visitor: Visitor, site_id: int = OFFICE) -> list[LimitOut]:
    return [_out(rule) for rule in listed(load_rules(db), visitor.office_id, site_id)]


def _site(request: Request, db: Session, visitor: Visitor, site_id: int) -> int:
    """The id of a school that this person may see; MissingError otherwise."""
    return Sites(hand_of(request, db, visitor)).get(site_id).id or 0


@router.get("/limits", tags=["limits"], summary="Limits of alerts of the office")
def of_office(db: Db, visitor: MayRead) -> list[LimitOut]:
    """Every figure with the limit in force."""
    return _listed(db, visitor)


@router.put("/limits/{metric}", tags=["limits"], summary="Set a limit of the office")
def set_of_office(db: Db, visitor: MayWrite, metric: Metric, given: Given) -> LimitOut:
    """raise_at, clear_at, for_minutes, enabled."""
    keep_rule(db, visitor, {**given, "metric": metric.value}, site_id=OFFICE)
    return _out(load_rules(db).of(metric, visitor.office_id))


@router.delete(
    "/limits/{metric}", tags=["limits"], summary="Back to the shipped limit", status_code=HTTPStatus.NO_CONTENT
)
def reset_of_office(db: Db, visitor: MayWrite, metric: Metric) -> None:
    """What the office set is taken away."""
    forget_rule(db, visitor, metric, site_id=OFFICE)


@router.get("/sites/{site_id}/limits", tags=["limits"], summary="Limits of alerts at a school")
def of_site(request: Request, db: Db, visitor: MayRead, site_id: int) -> list[LimitOut]:
    """Its own, else the office's, else the shipped ones."""
    return _listed(db, visitor, _site(request, db, visitor, site_id))


@router.put("/sites/{site_id}/limits/{metric}", tags=["limits"], summary="Set a limit of a school")
def set_of_site(request: Request, db: Db, visitor: MayWrite, site_id: int, metric: Metric, given: Given) -> LimitOut:
    """raise_at, clear_at, for_minutes, enabled."""
    own = _site(request, db, visitor, site_id)
    keep_rule(db, visitor, {**given, "metric": metric.value}, site_id=own)
    return _out(load_rules(db).of(metric, visitor.office_id, own))


@router.delete(
    "/sites/{site_id}/limits/{metric}",
    tags=["limits"],
    summary="Back to the office's limit",
    status_code=HTTPStatus.NO_CONTENT,
)
def reset_of_site(request: Request, db: Db, visitor: MayWrite, site_id: int, metric: Metric) -> None:
    """What was set for the school is taken away."""
    forget_rule(db, visitor, metric, site_id=_site(request, db, visitor, site_id))
