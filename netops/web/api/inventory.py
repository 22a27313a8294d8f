"""Sites, links, devices, providers, calendars, credentials and maintenance windows: lists, and all acts on them."""

from __future__ import annotations

from typing import Annotated, Any, Final

from fastapi import APIRouter, Depends, Query, Request
from pydantic import BaseModel, ConfigDict, Field
from sqlmodel import Session, SQLModel, col, select

from inventory.models.contract import Contract
from inventory.models.credential import Credential
from inventory.models.device import Device
from inventory.models.link import Check, Link, Provider
from inventory.models.message import LogSource
from inventory.models.outage import CurrentState, MaintenanceWindow, State, Subject
from inventory.models.site import Calendar, Site, SiteKind
from inventory.queries.inventory_table import DEVICES, LINKS, SITES
from inventory.queries.table import Asked, Table
from inventory.store.calendars import CalendarDraft
from inventory.store.contracts import ContractDraft
from inventory.store.credentials import SnmpDraft, SshDraft
from inventory.store.devices import DeviceDraft
from inventory.store.links import LinkDraft
from inventory.store.log_sources import LogSourceDraft
from inventory.store.maintenance import MaintenanceDraft
from inventory.store.providers import ProviderDraft
from inventory.store.sites import SiteDraft
from netops import editors
from netops.web.access import Visitor, allowed
from netops.web.api.agreed_shapes import ContractOut
from netops.web.api.crud import Noun, routes_of
from netops.web.api.paging import Pages, Paging, listed, select_page
from netops.web.api.shapes import (
    CalendarOut,
    CredentialOut,
    DeviceOut,
    LinkOut,
    Listed,
    LogSourceOut,
    ProviderOut,
    SiteOut,
    WindowOut,
)
from netops.web.hand import hand_of
from service.thai_order import in_thai
from service.web.transaction import Db

NOUNS: Final = (
    Noun("sites", editors.Sites, SiteDraft, SiteOut, "sites", restorable=True),
    Noun("links", editors.Links, LinkDraft, LinkOut, "links", restorable=True),
    Noun("devices", editors.Devices, DeviceDraft, DeviceOut, "devices", restorable=True),
    Noun("providers", editors.Providers, ProviderDraft, ProviderOut, "providers"),
    Noun("contracts", editors.Contracts, ContractDraft, ContractOut, "contracts", restorable=True),
    Noun("calendars", editors.Calendars, CalendarDraft, CalendarOut, "calendars"),
    Noun("log-sources", editors.LogSources, LogSourceDraft, LogSourceOut, "log_sources"),
    Noun("maintenance", editors.Windows, MaintenanceDraft, WindowOut, "maintenance"),
    Noun("credentials", editors.Credentials, SnmpDraft | SshDraft, CredentialOut, "credentials", whole=True),
)
lists = APIRouter(prefix="/api/v1")

Choice = Annotated[str, Field(max_length=120)]


class Search(Paging):
    """Words that must all occur, and the order: a column, with a minus before it turned."""

    q: Annotated[str, Field(max_length=100)] = ""
    sort: Annotated[str, Field(max_length=64)] = ""
    district: Choice = ""
    archived: Annotated[str, Field(pattern="^(yes|no)?$")] = ""

    def asked(self) -> Asked:
        """For a table."""
        own = {name: getattr(self, name) for name in type(self).model_fields if name not in FIXED}
        return Asked(
            q=self.q.replace("\x00", ""),
            filters={name: str(value) for name, value in own.items() if value not in ("", None)},
            sort=self.sort.removeprefix("-"),
            descending=self.sort.startswith("-"),
            limit=self.limit,
            offset=self.offset,
        )


FIXED: Final = frozenset({"limit", "offset", "q", "sort"})


class LinkIds(BaseModel):
    """Links by id."""

    model_config = ConfigDict(extra="forbid")

    link_ids: Annotated[list[int], Field(max_length=5000)]


class SiteSearch(Search):
    """Sites by district or kind."""

    kind: SiteKind | None = None


class LinkSearch(Search):
    """Links by state, site, provider or how they are checked."""

    state: State | None = None
    site_id: int | None = None
    provider: int | None = None
    check: Check | None = None


class DeviceSearch(Search):
    """Devices by state, site, role, vendor or what they stand behind."""

    state: State | None = None
    site_id: int | None = None
    role: Choice = ""
    vendor: Choice = ""
    parent_id: int | None = None


def _rows(db: Session, visitor: Visitor, table: Table, rows: type[SQLModel], asked: Asked) -> tuple[list[Any], int]:
    """The rows of a page in the order of the list."""
    ids, total = table.ids(db, visitor.sight, asked)
    found = {row.id: row for row in db.exec(select(rows).where(col(rows.id).in_(ids)))}  # type: ignore[attr-defined]
    return [found[row_id] for row_id in ids], total


def _with_states(db: Session, subject: Subject, shapes: list[Any]) -> None:
    wanted = select(CurrentState).where(
        CurrentState.subject == subject, col(CurrentState.subject_id).in_([shape.id for shape in shapes])
    )
    states = {state.subject_id: state for state in db.exec(wanted)}
    for shape in shapes:
        if shape.id in states:
            shape.state, shape.state_since = states[shape.id].state, states[shape.id].since


@lists.get("/sites", tags=["sites"], summary="Sites")
def list_sites(
    db: Db, visitor: Annotated[Visitor, Depends(allowed("sites.read"))], wanted: Annotated[SiteSearch, Query()]
) -> Listed[SiteOut]:
    """Schools and the office's own place."""
    rows, total = _rows(db, visitor, SITES, Site, wanted.asked())
    return listed(SiteOut, rows, total=total, pages=wanted)


@lists.get("/links", tags=["links"], summary="Links")
def list_links(
    db: Db, visitor: Annotated[Visitor, Depends(allowed("links.read"))], wanted: Annotated[LinkSearch, Query()]
) -> Listed[LinkOut]:
    """Internet links with their present states."""
    rows, total = _rows(db, visitor, LINKS, Link, wanted.asked())
    answer = listed(LinkOut, rows, total=total, pages=wanted)
    _with_states(db, Subject.LINK, answer.items)
    return answer


@lists.get("/devices", tags=["devices"], summary="Devices")
def list_devices(
    db: Db, visitor: Annotated[Visitor, Depends(allowed("devices.read"))], wanted: Annotated[DeviceSearch, Query()]
) -> Listed[DeviceOut]:
    """Devices with their present states."""
    rows, total = _rows(db, visitor, DEVICES, Device, wanted.asked())
    answer = listed(DeviceOut, rows, total=total, pages=wanted)
    _with_states(db, Subject.DEVICE, answer.items)
    return answer


@lists.get("/log-sources", tags=["log-sources"], summary="Where schools keep their traffic logs")
def list_log_sources(
    db: Db, visitor: Annotated[Visitor, Depends(allowed("log_sources.read"))], pages: Pages
) -> Listed[LogSourceOut]:
    """By school."""
    where = [col(LogSource.site_id).in_(select(Site.id).where(visitor.sight.sites()))]
    order = [col(LogSource.site_id), col(LogSource.id)]
    return select_page(db, LogSource, LogSourceOut, where=where, order=order, pages=pages)


@lists.get("/providers", tags=["providers"], summary="Providers")
def list_providers(
    db: Db, visitor: Annotated[Visitor, Depends(allowed("providers.read"))], pages: Pages
) -> Listed[ProviderOut]:
    """Internet providers by name."""
    where = [Provider.office_id == visitor.office_id]
    return select_page(db, Provider, ProviderOut, where=where, order=[in_thai(Provider.name)], pages=pages)


@lists.get("/contracts", tags=["contracts"], summary="Contracts")
def list_contracts(
    db: Db, visitor: Annotated[Visitor, Depends(allowed("contracts.read"))], pages: Pages
) -> Listed[ContractOut]:
    """Contracts with providers, by number; archived ones too."""
    where = [Contract.office_id == visitor.office_id]
    return select_page(db, Contract, ContractOut, where=where, order=[Contract.number], pages=pages)


@lists.put("/contracts/{contract_id}/links", tags=["contracts"], summary="Which links are under a contract")
def assign_links(
    request: Request,
    db: Db,
    visitor: Annotated[Visitor, Depends(allowed("contracts.write"))],
    contract_id: int,
    given: LinkIds,
) -> LinkIds:
    """These and no others; links of another provider are refused."""
    editor = editors.Contracts(hand_of(request, db, visitor))
    editor.assign(editor.get(contract_id), given.link_ids)
    return given


@lists.get("/calendars", tags=["calendars"], summary="Calendars")
def list_calendars(
    db: Db, visitor: Annotated[Visitor, Depends(allowed("calendars.read"))], pages: Pages
) -> Listed[CalendarOut]:
    """Calendars by name; hours, terms and days come with each one alone."""
    where = [Calendar.office_id == visitor.office_id]
    return select_page(db, Calendar, CalendarOut, where=where, order=[in_thai(Calendar.name)], pages=pages)


@lists.get("/credentials", tags=["credentials"], summary="Credentials")
def list_credentials(
    db: Db, visitor: Annotated[Visitor, Depends(allowed("credentials.read"))], pages: Pages
) -> Listed[CredentialOut]:
    """Stored sets by name, without what they hold."""
    where = [Credential.office_id == visitor.office_id]
    return select_page(db, Credential, CredentialOut, where=where, order=[Credential.name], pages=pages)


@lists.get("/maintenance", tags=["maintenance"], summary="Maintenance windows")
def list_windows(
    db: Db, visitor: Annotated[Visitor, Depends(allowed("maintenance.read"))], pages: Pages
) -> Listed[WindowOut]:
    """Planned work, newest first."""
    where = [MaintenanceWindow.office_id == visitor.office_id]
    order = [col(MaintenanceWindow.starts_at).desc()]
    return select_page(db, MaintenanceWindow, WindowOut, where=where, order=order, pages=pages)


@lists.post("/maintenance/{row_id}/lift", tags=["maintenance"], summary="End a window for this time")
def lift_window(
    request: Request, db: Db, visitor: Annotated[Visitor, Depends(allowed("maintenance.write"))], row_id: int
) -> WindowOut:
    """The work is over before its time; a window that comes again does so as planned."""
    editor = editors.Windows(hand_of(request, db, visitor))
    window = editor.get(row_id)
    editor.lift(window)
    return WindowOut.model_validate(window)


ROUTERS: Final = (lists, *(routes_of(noun) for noun in NOUNS))
