"""Alerts of every kind, open and past: the place where people see all that they were told, or were to be told."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Annotated, Final

from fastapi import APIRouter, Depends
from sqlmodel import Session, col, select
from starlette.requests import Request
from starlette.responses import Response

from inventory.queries.availability import Period
from inventory.queries.outages import districts
from netops.knowledge.fitting import Fit
from netops.models.alert import Alert, AlertKind, Severity
from netops.models.person import Person
from netops.notify.cause.beyond import measured
from netops.notify.cause.listed import STANDINGS, AlertFilter, AlertLine, alerts, count_alerts
from netops.web.access import Visitor, allowed
from netops.web.alert_words import ALERT_WORDS, SEVERITY_WORDS, kind_words
from netops.web.knowing import articles_of
from service.columns import utc_now
from service.i18n import N_, _
from service.web.exports import Sheet, as_file
from service.web.render import page
from service.web.table import Asked, Chips, Column, View, asked
from service.web.transaction import Db

router = APIRouter(include_in_schema=False)
MayRead = Annotated[Visitor, Depends(allowed("alerts.read"))]
MayExport = Annotated[Visitor, Depends(allowed("exports.run"))]

COLUMNS: Final = (
    Column("kind", N_("Alert")),
    Column("site", N_("School")),
    Column("thing", N_("About"), sortable=False),
    Column("value", N_("Measured"), sortable=False),
    Column("knowledge", N_("What is known of it"), sortable=False, usual=False),
    Column("severity", N_("Presses")),
    Column("started", N_("Began")),
    Column("ended", N_("Ended"), usual=False),
    Column("lasted", N_("Lasted"), sortable=False, figures=True),
    Column("members", N_("Stands for"), sortable=False, figures=True),
    Column("district", N_("District"), usual=False),
    Column("note", N_("Taken on"), sortable=False),
)
FILTERS: Final = ("standing", "kind", "severity", "district", "period")
MOST_EXPORTED: Final = 50_000


@router.get("/alerts")
def listed(request: Request, db: Db, visitor: MayRead) -> Response:
    """The list, open ones first."""
    wanted = asked(request, COLUMNS, filters=FILTERS, sort="-started")
    filters = _filter(request, wanted)
    rows = alerts(
        db,
        visitor.sight,
        filters,
        sort=wanted.sort,
        descending=wanted.descending,
        limit=wanted.per_page,
        offset=wanted.offset,
    )
    view = View(
        path="/alerts",
        asked=wanted,
        columns=COLUMNS,
        rows=rows,
        total=count_alerts(db, visitor.sight, filters),
        chips=_chips(db, visitor),
        export="/alerts/export" if visitor.may("exports.run") else "",
        views="/views",
    )
    return page(
        request,
        "alerts.html",
        view=view,
        people=_people(db, rows),
        fits=articles_of(db, visitor, rows, request.app.state.render.zone),
        **ALERT_WORDS,
    )


@router.get("/alerts/export.{kind}")
def export(request: Request, db: Db, visitor: MayExport, kind: str) -> Response:
    """Exactly the rows and columns that the list shows, all its pages; times in ISO 8601."""
    wanted = asked(request, COLUMNS, filters=FILTERS, sort="-started")
    rows = alerts(
        db,
        visitor.sight,
        _filter(request, wanted),
        sort=wanted.sort,
        descending=wanted.descending,
        limit=MOST_EXPORTED,
    )
    now, people = utc_now(), _people(db, rows)
    fits = articles_of(db, visitor, rows, request.app.state.render.zone) if "knowledge" in wanted.columns else {}
    shown = [column for column in COLUMNS if column.key in wanted.columns]
    sheet = Sheet(
        name="alerts",
        titles=[_(column.title) for column in shown],
        rows=[[cells[column.key] for column in shown] for cells in (_cells(row, now, people, fits) for row in rows)],
    )
    return as_file(sheet, kind)


def _filter(request: Request, wanted: Asked) -> AlertFilter:
    given = wanted.filters
    period = given.get("period", "")
    since = Period(period).start(utc_now(), request.app.state.render.zone) if period in set(Period) else None
    standing = given.get("standing", "")
    return AlertFilter(
        q=wanted.q,
        standing=standing if standing in STANDINGS else "",
        kind=given.get("kind", ""),
        severity=given.get("severity", ""),
        district=given.get("district", ""),
        since=since,
    )


def _chips(db: Session, visitor: Visitor) -> Sequence[Chips]:
    return (
        Chips(
            "standing",
            N_("Standing"),
            [("open", _("open")), ("waiting", _("taken on by nobody")), ("ended", _("ended"))],
        ),
        Chips("kind", N_("Alert"), [(kind.value, _(kind_words(kind))) for kind in AlertKind]),
        Chips("severity", N_("Presses"), [(one.value, _(SEVERITY_WORDS[one])) for one in Severity]),
        Chips("district", N_("District"), [(name, name) for name in districts(db, visitor.sight)]),
        Chips(
            "period",
            N_("Period"),
            [("24h", _("24 hours")), ("7d", _("7 days")), ("30d", _("30 days")), ("fy", _("Fiscal year"))],
        ),
    )


def _people(db: Session, rows: Sequence[AlertLine]) -> dict[int, str]:
    """Names of those who took them on."""
    ids = {row.alert.acknowledged_by for row in rows if row.alert.acknowledged_by is not None}
    if not ids:
        return {}
    found = db.exec(select(Person.id, Person.name, Person.username).where(col(Person.id).in_(ids))).all()
    return {person_id: name or username for person_id, name, username in found if person_id is not None}


def _cells(
    row: AlertLine, now: datetime, people: Mapping[int, str], fits: Mapping[int, Sequence[Fit]]
) -> dict[str, object]:
    """The values for a file: plain, ISO 8601, durations in whole seconds."""
    alert: Alert = row.alert
    return {
        "kind": alert.kind.value,
        "site": row.site.name if row.site else "",
        "thing": row.name,
        "value": measured(alert),
        "knowledge": "; ".join(article.title for article in fits.get(alert.id or 0, ())),
        "severity": alert.severity.value,
        "started": alert.started_at.isoformat(timespec="seconds"),
        "ended": alert.ended_at.isoformat(timespec="seconds") if alert.ended_at else "",
        "lasted": int(row.seconds(now)),
        "members": row.members,
        "district": row.site.district if row.site else "",
        "note": ": ".join(part for part in (people.get(alert.acknowledged_by or 0, ""), alert.note) if part),
    }
