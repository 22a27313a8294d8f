"""Alerts over the API: open and past, of every kind."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated

from fastapi import APIRouter, Depends, Query
from pydantic import AwareDatetime

from inventory.models.outage import Subject
from netops.models.alert import AlertKind, Severity
from netops.notify.listed import AlertFilter, AlertLine, alerts, count_alerts
from netops.web.access import Visitor, allowed
from netops.web.api.paging import Paging
from netops.web.api.shapes import Listed, Shape
from netops.web.session import Db

router = APIRouter(prefix="/api/v1")


class AlertOut(Shape):
    """An alert; `ended_at` null: it lasts. `members` counts what fell with it; `value` is of a figure with a limit."""

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
    members: int


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
    db: Db, visitor: Annotated[Visitor, Depends(allowed("alerts.read"))], wanted: Annotated[AlertSearch, Query()]
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
    return Listed[AlertOut](items=[_out(row) for row in rows], total=total, limit=wanted.limit, offset=wanted.offset)


def _out(line: AlertLine) -> AlertOut:
    return AlertOut.model_validate({**line.alert.model_dump(), "members": line.members})
