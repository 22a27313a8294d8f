"""The inventory as tables: devices, links and sites with filters, columns, export; and the short lists beside them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Annotated, Any, Final
from zoneinfo import ZoneInfo

from fastapi import APIRouter, Depends
from sqlmodel import Session, col, select
from starlette.requests import Request
from starlette.responses import Response

from inventory.models.credential import Credential
from inventory.models.link import Provider
from inventory.models.outage import MaintenanceWindow
from inventory.models.site import Calendar, Office
from inventory.queries.inventory_table import DEVICES, LINKS, SITES
from inventory.queries.names import names_of
from inventory.queries.table import Table
from inventory.windows import Schedule, Span, covers, following
from netops.web.access import Visitor, allowed
from netops.web.forms.maintenance import WEEKDAYS
from netops.web.listing import exported, kinds_of, view_of
from service.columns import utc_now
from service.i18n import N_
from service.thai_order import in_thai
from service.web.render import page, redirect
from service.web.transaction import Db

router = APIRouter(prefix="/inventory", include_in_schema=False)

# (address, title, permission to see it)
TABS: Final = (
    ("devices", N_("Devices"), "devices.read"),
    ("links", N_("Links"), "links.read"),
    ("sites", N_("Schools"), "sites.read"),
    ("providers", N_("Providers"), "providers.read"),
    ("contracts", N_("Contracts"), "contracts.read"),
    ("calendars", N_("Calendars"), "calendars.read"),
    ("maintenance", N_("Maintenance"), "maintenance.read"),
    ("credentials", N_("Credentials"), "credentials.read"),
)


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
    return exported(request, db, visitor, DEVICES, kind)


@router.get("/links/export.{kind}")
def export_links(request: Request, db: Db, visitor: MayExport, kind: str) -> Response:
    """Exactly the rows and columns that the list shows, all its pages."""
    return exported(request, db, visitor, LINKS, kind)


@router.get("/sites/export.{kind}")
def export_sites(request: Request, db: Db, visitor: MayExport, kind: str) -> Response:
    """Exactly the rows and columns that the list shows, all its pages."""
    return exported(request, db, visitor, SITES, kind)


@router.get("/providers")
def providers(request: Request, db: Db, visitor: Annotated[Visitor, Depends(allowed("providers.read"))]) -> Response:
    """Providers by name; their links are one click away."""
    rows = db.exec(
        select(Provider).where(Provider.office_id == visitor.office_id).order_by(in_thai(Provider.name))
    ).all()
    return _short(request, visitor, "providers", rows=rows)


@router.get("/calendars")
def calendars(request: Request, db: Db, visitor: Annotated[Visitor, Depends(allowed("calendars.read"))]) -> Response:
    """Calendars by name."""
    rows = db.exec(
        select(Calendar).where(Calendar.office_id == visitor.office_id).order_by(in_thai(Calendar.name))
    ).all()
    return _short(request, visitor, "calendars", rows=rows)


@router.get("/credentials")
def credentials(
    request: Request, db: Db, visitor: Annotated[Visitor, Depends(allowed("credentials.read"))]
) -> Response:
    """Stored sets, without what they hold."""
    rows = db.exec(select(Credential).where(Credential.office_id == visitor.office_id).order_by(Credential.name)).all()
    return _short(request, visitor, "credentials", rows=rows)


@dataclass(frozen=True, slots=True)
class Planned:
    """A window as the list shows it: whether it is on, and when it comes next."""

    row: MaintenanceWindow
    is_on: bool
    is_over: bool
    following: Sequence[Span]

    @classmethod
    def of(cls, row: MaintenanceWindow, schedule: Schedule, now: datetime) -> Planned:
        """At this moment."""
        return cls(row, covers(schedule, now), not schedule.lasts_beyond(now), following(schedule, now))


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
    zone = ZoneInfo(db.get_one(Office, visitor.office_id).timezone)
    now = utc_now()
    planned = [Planned.of(row, Schedule.of(row, zone), now) for row in rows]
    planned.sort(key=lambda one: (one.is_over, not one.is_on))
    return _short(request, visitor, "maintenance", planned=planned, named=named, weekdays=WEEKDAYS)


def _short(request: Request, visitor: Visitor, tab: str, **context: Any) -> Response:
    return page(request, f"inventory_{tab}.html", tab=tab, tabs=tabs_of(visitor), **context)


def _listed(request: Request, db: Session, visitor: Visitor, table: Table) -> Response:
    view = view_of(request, db, visitor, table, path=f"/inventory/{table.key}")
    if not view.rows and view.asked.page > 1:
        return redirect(request, f"/inventory/{table.key}?{view.asked.query}")  # the list has become shorter
    return page(
        request,
        "inventory.html",
        view=view,
        kinds=kinds_of(table),
        tab=table.key,
        tabs=tabs_of(visitor),
        may_write=visitor.may(f"{table.key}.write"),
    )
