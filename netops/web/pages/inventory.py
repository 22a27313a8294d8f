"""The inventory as tables: devices, links and sites with filters, columns, export; and the short lists beside them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, datetime
from typing import Annotated, Any, Final

from fastapi import APIRouter, Depends
from sqlmodel import Session, col, select
from starlette.requests import Request
from starlette.responses import Response

from inventory.models.credential import Credential
from inventory.models.link import Provider
from inventory.models.outage import MaintenanceWindow, State
from inventory.models.site import Calendar
from inventory.queries import table as tables
from inventory.queries.inventory_table import DEVICES, LINKS, SITES
from inventory.queries.names import names_of
from inventory.queries.table import Kind, Table
from netops.i18n import N_, _
from netops.web.access import Visitor, allowed
from netops.web.exports import Sheet, as_file
from netops.web.render import SHAPES, page, redirect
from netops.web.session import Db
from netops.web.table import Asked, Chips, Column, View, asked

router = APIRouter(prefix="/inventory", include_in_schema=False)

# (address, title, permission to see it)
TABS: Final = (
    ("devices", N_("Devices"), "devices.read"),
    ("links", N_("Links"), "links.read"),
    ("sites", N_("Schools"), "sites.read"),
    ("providers", N_("Providers"), "providers.read"),
    ("calendars", N_("Calendars"), "calendars.read"),
    ("maintenance", N_("Maintenance"), "maintenance.read"),
    ("credentials", N_("Credentials"), "credentials.read"),
)
UNITS: Final = {Kind.SPEED: " (Mbit/s)", Kind.MS: " (ms)", Kind.PERCENT: " (%)"}
MOST_EXPORTED: Final = 50_000


def tabs_of(visitor: Visitor) -> list[tuple[str, str]]:
    """Those that this person may see."""
    return [(key, title) for key, title, permission in TABS if visitor.may(permission)]


@router.get("/devices")
def devices(request: Request, db: Db, visitor: Annotated[Visitor, Depends(allowed("devices.read"))]) -> Response:
    """All devices."""
    return _listed(request, db, visitor, DEVICES)


@router.get("/links")
def links(request: Request, db: Db, visitor: Annotated[Visitor, Depends(allowed("links.read"))]) -> Response:
    """All links."""
    return _listed(request, db, visitor, LINKS)


@router.get("/sites")
def sites(request: Request, db: Db, visitor: Annotated[Visitor, Depends(allowed("sites.read"))]) -> Response:
    """All sites."""
    return _listed(request, db, visitor, SITES)


MayExport = Annotated[Visitor, Depends(allowed("exports.run"))]


@router.get("/devices/export.{kind}")
def export_devices(request: Request, db: Db, visitor: MayExport, kind: str) -> Response:
    """Exactly the rows and columns that the list shows, all its pages."""
    return _exported(request, db, visitor, DEVICES, kind)


@router.get("/links/export.{kind}")
def export_links(request: Request, db: Db, visitor: MayExport, kind: str) -> Response:
    """Exactly the rows and columns that the list shows, all its pages."""
    return _exported(request, db, visitor, LINKS, kind)


@router.get("/sites/export.{kind}")
def export_sites(request: Request, db: Db, visitor: MayExport, kind: str) -> Response:
    """Exactly the rows and columns that the list shows, all its pages."""
    return _exported(request, db, visitor, SITES, kind)


@router.get("/providers")
def providers(request: Request, db: Db, visitor: Annotated[Visitor, Depends(allowed("providers.read"))]) -> Response:
    """Providers by name; their links are one click away."""
    rows = db.exec(select(Provider).where(Provider.office_id == visitor.office_id).order_by(Provider.name)).all()
    return _short(request, visitor, "providers", rows=rows)


@router.get("/calendars")
def calendars(request: Request, db: Db, visitor: Annotated[Visitor, Depends(allowed("calendars.read"))]) -> Response:
    """Calendars by name."""
    rows = db.exec(select(Calendar).where(Calendar.office_id == visitor.office_id).order_by(Calendar.name)).all()
    return _short(request, visitor, "calendars", rows=rows)


@router.get("/credentials")
def credentials(
    request: Request, db: Db, visitor: Annotated[Visitor, Depends(allowed("credentials.read"))]
) -> Response:
    """Stored sets, without what they hold."""
    rows = db.exec(select(Credential).where(Credential.office_id == visitor.office_id).order_by(Credential.name)).all()
    return _short(request, visitor, "credentials", rows=rows)


@router.get("/maintenance")
def maintenance(
    request: Request, db: Db, visitor: Annotated[Visitor, Depends(allowed("maintenance.read"))]
) -> Response:
    """Planned work, the latest first."""
    rows = db.exec(
        select(MaintenanceWindow)
        .where(MaintenanceWindow.office_id == visitor.office_id)
        .order_by(col(MaintenanceWindow.starts_at).desc())
        .limit(200)
    ).all()
    named = names_of(db, ((row.subject, row.subject_id) for row in rows))
    return _short(request, visitor, "maintenance", rows=rows, named=named)


def _short(request: Request, visitor: Visitor, tab: str, **context: Any) -> Response:
    return page(request, f"inventory_{tab}.html", tab=tab, tabs=tabs_of(visitor), **context)


def _columns(table: Table) -> tuple[Column, ...]:
    return tuple(Column(c.key, c.title, c.sortable, c.figures, c.shown) for c in table.columns)


def _asked(request: Request, table: Table) -> Asked:
    filters = (*(one.key for one in table.filters), *table.hidden_filters)
    return asked(request, _columns(table), filters=filters)


def _question(wanted: Asked, *, limit: int, offset: int) -> tables.Asked:
    return tables.Asked(wanted.q, wanted.filters, wanted.sort, wanted.descending, limit, offset)


def _listed(request: Request, db: Session, visitor: Visitor, table: Table) -> Response:
    wanted = _asked(request, table)
    found = table.find(db, visitor.sight, _question(wanted, limit=wanted.per_page, offset=wanted.offset))
    if not found.rows and wanted.page > 1:
        return redirect(request, f"/inventory/{table.key}?{wanted.query}")  # the list has become shorter
    view = View(
        path=f"/inventory/{table.key}",
        asked=wanted,
        columns=_columns(table),
        rows=found.rows,
        total=found.total,
        chips=_chips(db, visitor, table),
        export=f"/inventory/{table.key}/export" if visitor.may("exports.run") else "",
    )
    kinds = {column.key: column.kind.value for column in table.columns}
    return page(
        request,
        "inventory.html",
        view=view,
        kinds=kinds,
        tab=table.key,
        tabs=tabs_of(visitor),
        may_write=visitor.may(f"{table.key}.write"),
    )


def _chips(db: Session, visitor: Visitor, table: Table) -> list[Chips]:
    """Filters with their words; words that are ours are translated, names from the database stay."""
    ours = {"state", "kind", "ends"}
    return [
        Chips(
            one.key,
            one.title,
            [(value, _(words) if one.key in ours else words) for value, words in one.options(db, visitor.sight)],
        )
        for one in table.filters
    ]


def _exported(request: Request, db: Session, visitor: Visitor, table: Table, kind: str) -> Response:
    wanted = _asked(request, table)
    found = table.find(db, visitor.sight, _question(wanted, limit=MOST_EXPORTED, offset=0))
    shown = [column for column in table.columns if column.key in wanted.columns]
    sheet = Sheet(
        name=table.key,
        titles=[_(column.title) + UNITS.get(column.kind, "") for column in shown],
        rows=[[_cell(column.kind, row, column.key) for column in shown] for row in found.rows],
    )
    return as_file(sheet, kind)


def _cell(kind: Kind, row: Mapping[str, Any], key: str) -> object:
    """A value for a file: plain figures in the unit of the title, dates in ISO 8601."""
    value = row[key]
    if isinstance(value, datetime):
        return value.isoformat(timespec="seconds")
    if isinstance(value, date):
        return value.isoformat()
    if value is None or kind not in WRITTEN:
        return "" if value is None else value
    return WRITTEN[kind](value)


WRITTEN: Final[dict[Kind, Callable[[Any], object]]] = {
    Kind.STATE: lambda value: _(SHAPES[State(value)][1]),
    Kind.SPEED: lambda value: value / 1_000_000,
    Kind.MONEY: lambda value: value / 100,
    Kind.YES: lambda value: _("yes") if value else _("no"),
}
