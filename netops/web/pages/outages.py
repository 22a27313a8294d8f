"""Outages: open and past, filtered, in pages, and as a file."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Annotated, Final
from zoneinfo import ZoneInfo

from fastapi import APIRouter, Depends
from sqlmodel import Session, col, select
from starlette.requests import Request
from starlette.responses import Response

from inventory.models.outage import Cause, Subject
from inventory.queries import outages as queries
from inventory.queries.availability import Period
from inventory.queries.connection import Span
from inventory.queries.outages import OutageFilter, OutageLine
from netops.models.alert import Alert
from netops.models.person import Person
from netops.notify.cause.taking import alerts_of, taken_outages
from netops.reports.period import read_period
from netops.web.access import Visitor, allowed
from netops.web.outage_sections.cause import CAUSE_WORDS
from service.columns import utc_now
from service.i18n import N_, _, spoken
from service.web.exports import Sheet, as_file
from service.web.render import page
from service.web.table import Asked, Chips, Column, View, asked
from service.web.transaction import Db

router = APIRouter(include_in_schema=False)
MayRead = Annotated[Visitor, Depends(allowed("outages.read"))]
MayExport = Annotated[Visitor, Depends(allowed("exports.run"))]

COLUMNS: Final = (
    Column("site", N_("School")),
    Column("thing", N_("Link or device"), sortable=False),
    Column("provider", N_("Provider")),
    Column("started", N_("Began")),
    Column("ended", N_("Ended")),
    Column("lasted", N_("Lasted"), sortable=False, figures=True),
    Column("district", N_("District"), usual=False),
    Column("circuit", N_("Circuit number"), sortable=False, usual=False),
    Column("cause", N_("Cause"), sortable=False),
    Column("note", N_("Taken on"), sortable=False),
)
FILTERS: Final = ("standing", "subject", "cause", "district", "provider", "period", "in")
MOST_EXPORTED: Final = 50_000


@router.get("/outages")
def listed(request: Request, db: Db, visitor: MayRead) -> Response:
    """The list, open ones first."""
    wanted = asked(request, COLUMNS, filters=FILTERS, sort="-started")
    filters = _filter(request, db, wanted)
    rows = queries.outages(
        db,
        visitor.sight,
        filters,
        sort=wanted.sort,
        descending=wanted.descending,
        limit=wanted.per_page,
        offset=wanted.offset,
    )
    view = View(
        path="/outages",
        asked=wanted,
        columns=COLUMNS,
        rows=rows,
        total=queries.count_outages(db, visitor.sight, filters),
        chips=_chips(db, visitor, wanted),
        export="/outages/export" if visitor.may("exports.run") else "",
        views="/views",
    )
    takings = _takings(db, rows)
    return page(request, "outages.html", view=view, takings=takings, people=_people(db, takings), causes=CAUSE_WORDS)


@router.get("/outages/export.{kind}")
def export(request: Request, db: Db, visitor: MayExport, kind: str) -> Response:
    """Exactly the rows and columns that the list shows, all its pages; times in ISO 8601."""
    wanted = asked(request, COLUMNS, filters=FILTERS, sort="-started")
    rows = queries.outages(
        db,
        visitor.sight,
        _filter(request, db, wanted),
        sort=wanted.sort,
        descending=wanted.descending,
        limit=MOST_EXPORTED,
    )
    now = utc_now()
    takings = _takings(db, rows)
    people = _people(db, takings)
    shown = [column for column in COLUMNS if column.key in wanted.columns]
    sheet = Sheet(
        name="outages",
        titles=[_(column.title) for column in shown],
        rows=[[cells[column.key] for column in shown] for cells in (_cells(row, now, takings, people) for row in rows)],
    )
    return as_file(sheet, kind)


def _filter(request: Request, db: Session, wanted: Asked) -> OutageFilter:
    given = wanted.filters
    provider = given.get("provider", "")
    period = given.get("period", "")
    cause = given.get("cause", "")
    zone = request.app.state.render.zone
    since = Period(period).start(utc_now(), zone) if period in set(Period) else None
    within = _span(given.get("in", ""), zone)
    return OutageFilter(
        q=wanted.q,
        standing=given.get("standing", ""),
        subject=given.get("subject", ""),
        district=given.get("district", ""),
        provider_id=int(provider) if provider.isascii() and provider.isdigit() and len(provider) < 10 else None,
        cause=Cause(cause) if cause in set(Cause) else None,
        since=within.since if within else since,
        until=within.until if within else None,
        taken=taken_outages(db) if given.get("standing") == "waiting" else (),
    )


def _span(key: str, zone: ZoneInfo) -> Span | None:
    """The month or fiscal year of a report that led here."""
    try:
        return read_period(key).span(utc_now(), zone)
    except ValueError:
        return None


def _chips(db: Session, visitor: Visitor, wanted: Asked) -> Sequence[Chips]:
    return (
        *_of_report(wanted),
        Chips(
            "standing",
            N_("Standing"),
            [("open", _("open")), ("waiting", _("taken on by nobody")), ("ended", _("ended"))],
        ),
        Chips("subject", N_("Kind"), [(Subject.LINK.value, _("links")), (Subject.DEVICE.value, _("devices"))]),
        Chips("cause", N_("Cause"), [(cause.value, _(word)) for cause, word in CAUSE_WORDS.items()]),
        Chips("provider", N_("Provider"), [(str(i), name) for i, name in queries.providers(db, visitor.sight)]),
        Chips("district", N_("District"), [(name, name) for name in queries.districts(db, visitor.sight)]),
        Chips(
            "period",
            N_("Period"),
            [("24h", _("24 hours")), ("7d", _("7 days")), ("30d", _("30 days")), ("fy", _("Fiscal year"))],
        ),
    )


def _of_report(wanted: Asked) -> Sequence[Chips]:
    """The period of the report that led here, so that it can be seen and taken away."""
    key = wanted.filters.get("in", "")
    try:
        return (Chips("in", N_("Report"), [(key, read_period(key).title(spoken()))]),)
    except ValueError:
        return ()


def _takings(db: Session, rows: Sequence[OutageLine]) -> dict[int, Alert]:
    """Outage -> the alert by which somebody has taken it on."""
    found = alerts_of(db, [row.outage.id for row in rows if row.outage.id is not None])
    return {outage_id: alert for outage_id, alert in found.items() if alert.acknowledged_at is not None}


def _people(db: Session, takings: Mapping[int, Alert]) -> dict[int, str]:
    """Names of those who took them on."""
    ids = {alert.acknowledged_by for alert in takings.values() if alert.acknowledged_by is not None}
    if not ids:
        return {}
    found = db.exec(select(Person.id, Person.name, Person.username).where(col(Person.id).in_(ids))).all()
    return {person_id: name or username for person_id, name, username in found if person_id is not None}


def _cells(
    row: OutageLine, now: datetime, takings: Mapping[int, Alert], people: Mapping[int, str]
) -> dict[str, object]:
    """The values for a file: plain, ISO 8601, durations in whole seconds."""
    outage = row.outage
    taking = takings.get(outage.id or 0)
    taken = (people.get(taking.acknowledged_by or 0, ""), taking.note) if taking is not None else ()
    return {
        "site": row.site.name,
        "thing": row.name,
        "provider": row.provider.name if row.provider else "",
        "started": outage.started_at.isoformat(timespec="seconds"),
        "ended": outage.ended_at.isoformat(timespec="seconds") if outage.ended_at else "",
        "lasted": int(row.seconds(now)),
        "district": row.site.district,
        "circuit": row.link.circuit_no if row.link else "",
        "cause": _(CAUSE_WORDS[outage.cause]),
        "note": ": ".join(part for part in taken if part),
    }
