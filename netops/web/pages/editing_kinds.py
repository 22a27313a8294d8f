"""Every kind of thing that has forms of its own: its editor, its fields, and where one goes afterwards."""

from __future__ import annotations

from typing import Any, Final

from sqlmodel import Session

from inventory.models.site import Site
from inventory.store.credentials import SnmpDraft, SshDraft
from netops import asset_editors, editors, need_editors, risk_editors
from netops.innovating.editors import Innovations
from netops.web.forms import (
    assets,
    calendars,
    contracts,
    credentials,
    devices,
    innovations,
    links,
    log_sources,
    maintenance,
    needs,
    providers,
    repairs,
    risks,
    sites,
    stock,
)
from netops.web.pages.editing import Kind, routes_of
from service.i18n import N_


def _site_page(session: Session, row: Any) -> str:
    site = row if hasattr(row, "code") else session.get_one(Site, row.site_id)
    return f"/schools/{site.code}"


KINDS: Final = (
    Kind(
        "sites",
        editors.Sites,
        editors.Sites.wish,
        "sites",
        lambda _zone: sites.SITE,
        N_("The school, its links and its devices go to the archive and are no longer watched. History stays."),
        restorable=True,
        after=_site_page,
    ),
    Kind(
        "links",
        editors.Links,
        editors.Links.wish,
        "links",
        lambda _zone: links.LINK,
        N_("The link goes to the archive and is no longer watched. Samples and outages stay as proof."),
        restorable=True,
        after=_site_page,
    ),
    Kind(
        "devices",
        editors.Devices,
        editors.Devices.wish,
        "devices",
        lambda _zone: devices.DEVICE,
        N_("The device goes to the archive and is no longer watched. History stays."),
        restorable=True,
        after=lambda _session, row: f"/devices/{row.id}",
    ),
    Kind(
        "providers",
        editors.Providers,
        editors.Providers.wish,
        "providers",
        lambda _zone: providers.PROVIDER,
        N_("The provider is removed. One that links use cannot be."),
        N_("Remove"),
    ),
    Kind(
        "contracts",
        editors.Contracts,
        editors.Contracts.wish,
        "contracts",
        lambda _zone: contracts.CONTRACT,
        N_("The contract goes to the archive. Links keep naming it, and claims that were made stay."),
        restorable=True,
        after=lambda _session, row: f"/inventory/contracts/{row.id}/links",
    ),
    Kind(
        "assets",
        asset_editors.Assets,
        asset_editors.Assets.wish,
        "assets",
        lambda _zone: assets.ASSET,
        "",
        "",
        after=lambda _session, row: f"/assets/{row.id}",
        base="/assets",
        form="/change",
    ),
    Kind(
        "repairs",
        asset_editors.Repairs,
        asset_editors.Repairs.wish,
        "repairs",
        lambda _zone: repairs.REPAIR,
        "",
        "",
        after=lambda _session, row: f"/assets/{row.asset_id}#repairs",
        base="/repairs",
    ),
    Kind(
        "stock",
        asset_editors.StockItems,
        asset_editors.StockItems.wish,
        "stock",
        lambda _zone: stock.STOCK_ITEM,
        N_("The card goes to the archive. Its lines stay. Only an empty one can go."),
        restorable=True,
        after=lambda _session, row: f"/stock/{row.id}",
        base="/stock",
        form="/change",
    ),
    Kind(
        "asset-classes",
        asset_editors.AssetClasses,
        asset_editors.AssetClasses.wish,
        "asset_classes",
        lambda _zone: assets.CLASS,
        "",
        "",
        base="/asset-classes",
    ),
    Kind(
        "needs",
        need_editors.Needs,
        need_editors.Needs.wish,
        "needs",
        lambda _zone: needs.NEED,
        "",
        "",
        after=lambda _session, row: f"/needs/{row.id}",
        base="/needs",
        form="/change",
    ),
    Kind(
        "risks",
        risk_editors.Risks,
        risk_editors.Risks.wish,
        "risks",
        lambda _zone: risks.RISK,
        "",
        "",
        after=lambda _session, row: f"/risks/{row.id}",
        accepts=lambda row: not row.rule,  # what was measured is not typed
        base="/risks",
        form="/change",
    ),
    Kind(
        "innovations",
        Innovations,
        Innovations.wish,
        "innovations",
        lambda _zone: innovations.INNOVATION,
        "",
        "",
        after=lambda _session, row: f"/innovations/{row.id}",
        base="/innovations",
        form="/change",
    ),
    Kind(
        "log-sources",
        editors.LogSources,
        editors.LogSources.wish,
        "log_sources",
        lambda _zone: log_sources.LOG_SOURCE,
        N_("The source is removed. The audit log keeps what it was."),
        N_("Remove"),
        after=lambda _session, _row: "/log-sources",
        listed="/log-sources",
    ),
    Kind(
        "calendars",
        editors.Calendars,
        editors.Calendars.wish,
        "calendars",
        lambda _zone: calendars.CALENDAR,
        N_("The calendar is removed. One that schools use cannot be."),
        N_("Remove"),
    ),
    Kind(
        "maintenance",
        editors.Windows,
        editors.Windows.wish,
        "maintenance",
        maintenance.window,
        N_("The window ends now: silence is an outage again."),
        N_("End now"),
    ),
    Kind(
        "credentials/snmp",
        editors.Credentials,
        SnmpDraft,
        "credentials",
        lambda _zone: credentials.SNMP,
        N_("The credential is removed. One that devices use cannot be."),
        N_("Remove"),
        after=lambda _session, _row: "/inventory/credentials",
        accepts=lambda row: row.kind == "snmp",
    ),
    Kind(
        "credentials/ssh",
        editors.Credentials,
        SshDraft,
        "credentials",
        lambda _zone: credentials.SSH,
        N_("The credential is removed. One that devices use cannot be."),
        N_("Remove"),
        after=lambda _session, _row: "/inventory/credentials",
        accepts=lambda row: row.kind == "ssh",
    ),
)

ROUTERS: Final = tuple(routes_of(kind) for kind in KINDS)
