"""Alerts over the API: open and past, of every kind."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import Annotated

from fastapi import APIRouter, Depends, Query
from pydantic import AwareDatetime, BaseModel, ConfigDict, Field
from sqlmodel import Session
from starlette.requests import Request

from inventory.models.outage import Subject
from netops.models.alert import AlertKind, Severity
from netops.notify.cause.listed import AlertFilter, AlertLine, alerts, count_alerts
from netops.web.access import Visitor, allowed
from netops.web.api.paging import Paging
from netops.web.api.shapes import Listed, Shape
from netops.web.knowing import articles_of
from netops.web.pages.taking import acknowledge, line_of, put_off
from service.web.transaction import Db

router = APIRouter(prefix="/api/v1")
MayTake = Annotated[Visitor, Depends(allowed("outages.acknowledge"))]


class ArticleNamed(Shape):
    """An article of knowledge, without its text. `is_late`: the day of its review has passed."""

    id: int
    title: str
    review_on: date | None
    is_late: bool


class AlertOut(Shape):
    """An alert; `ended_at` null: it lasts. `members` counts what fell with it; `value` is of a figure with a limit.

    `articles` concern it, the closest first; none for who may not read them.
    """

    id: int
    kind: AlertKind
    severity: Severity
    subject: Subject
    subject_id: int
    site_id: int | None
    outage_id: int | None
    area: str
    part: str
    value: float | None
    started_at: datetime
    ended_at: datetime | None
    acknowledged_at: datetime | None
    acknowledged_by: int | None
    note: str
    snoozed_until: datetime | None
    level: int
    members: int
    articles: list[ArticleNamed]


class TakingNote(BaseModel):
    """What is being done."""

    model_config = ConfigDict(extra="forbid")

    note: Annotated[str, Field(max_length=2000)] = ""


class Snooze(BaseModel):
    """Until when nothing is said; null ends it."""

    model_config = ConfigDict(extra="forbid")

    until: AwareDatetime | None


class AlertSearch(Paging):
    """Alerts by whether they last, their kind, how much they press, and where they are."""

    open: bool | None = None
    kind: AlertKind | None = None
    severity: Severity | None = None
    site_id: int | None = None
    device_id: int | None = None
    since: AwareDatetime | None = None


@router.get("/alerts", tags=["alerts"], summary="Alerts")
def list_alerts(
    request: Request,
    db: Db,
    visitor: Annotated[Visitor, Depends(allowed("alerts.read"))],
    wanted: Annotated[AlertSearch, Query()],
) -> Listed[AlertOut]:
    """Open ones first, newest first."""
    standing = "" if wanted.open is None else "open" if wanted.open else "ended"
    filters = AlertFilter(
        standing=standing,
        kind=wanted.kind or "",
        severity=wanted.severity or "",
        site_id=wanted.site_id,
        device_id=wanted.device_id,
        since=wanted.since,
    )
    rows = alerts(db, visitor.sight, filters, limit=wanted.limit, offset=wanted.offset)
    total = count_alerts(db, visitor.sight, filters)
    items = _out(request, db, visitor, rows)
    return Listed[AlertOut](items=items, total=total, limit=wanted.limit, offset=wanted.offset)


@router.get("/alerts/{alert_id}", tags=["alerts"], summary="One alert")
def get_alert(
    request: Request, db: Db, visitor: Annotated[Visitor, Depends(allowed("alerts.read"))], alert_id: int
) -> AlertOut:
    """`level` is the last step of escalation that was told."""
    return _out(request, db, visitor, [line_of(db, visitor, alert_id)])[0]


@router.post("/alerts/{alert_id}/acknowledge", tags=["alerts"], summary="Take an alert on")
def acknowledge_alert(request: Request, db: Db, visitor: MayTake, alert_id: int, given: TakingNote) -> AlertOut:
    """Nothing escalates any more; a second time changes the note."""
    line = line_of(db, visitor, alert_id)
    acknowledge(db, visitor, line.alert, given.note)
    return _out(request, db, visitor, [line])[0]


@router.post("/alerts/{alert_id}/snooze", tags=["alerts"], summary="Put an alert off")
def snooze_alert(request: Request, db: Db, visitor: MayTake, alert_id: int, given: Snooze) -> AlertOut:
    """Nothing is said until then; it is said then if it is still open."""
    line = line_of(db, visitor, alert_id)
    put_off(db, visitor, line.alert, given.until)
    return _out(request, db, visitor, [line])[0]


def _out(request: Request, db: Session, visitor: Visitor, lines: Sequence[AlertLine]) -> list[AlertOut]:
    fits = articles_of(db, visitor, lines, request.app.state.render.zone)
    return [
        AlertOut.model_validate(
            {
                **line.alert.model_dump(),
                "members": line.members,
                "articles": [ArticleNamed.model_validate(one) for one in fits.get(line.alert.id or 0, ())],
            }
        )
        for line in lines
    ]
