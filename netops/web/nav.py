"""The left navigation, in the order people expect; each sees what the role may use."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from netops.i18n import N_
from netops.web.access import Visitor


@dataclass(frozen=True, slots=True)
class Item:
    """One entry: shown to those who hold `permission`."""

    title: str
    url: str
    icon: str
    permission: str
    also: tuple[str, ...] = ()  # other addresses that belong to it


ITEMS: Final = (
    Item(N_("Overview"), "/", "layout-dashboard", "board.read"),
    Item(N_("Schools"), "/schools", "school", "sites.read"),
    Item(N_("Outages"), "/outages", "alert-triangle", "outages.read"),
    Item(N_("Alerts"), "/alerts", "bell", "alerts.read"),
    Item(N_("Quality of links"), "/quality", "gauge", "quality.read"),
    Item(N_("Map"), "/map", "map-2", "board.read"),
    Item(N_("Topology"), "/topology", "sitemap", "topology.read", also=("/strangers", "/sightings")),
    Item(N_("Devices"), "/inventory/devices", "router", "devices.read", also=("/inventory", "/devices")),
    Item(N_("Asset book"), "/assets", "package", "assets.read", also=("/asset-classes", "/repairs")),
    Item(N_("Configurations"), "/configs", "file-diff", "configs.read"),
    Item(N_("Rules of configurations"), "/compliance", "shield-check", "compliance.read"),
    Item(N_("Age and support"), "/lifecycle", "calendar-stats", "lifecycle.read"),
    Item(N_("Messages of devices"), "/messages", "message", "messages.read", also=("/log-sources",)),
    Item(N_("Cases"), "/cases", "git-merge", "cases.read"),
    Item(N_("Calendar"), "/calendar", "calendar-event", "due.read", also=("/due",)),
    Item(N_("Innovations"), "/innovations", "bulb", "innovations.read"),
    Item(
        N_("Reports and papers"),
        "/papers",
        "report-analytics",
        "papers.read",
        also=("/paper-templates", "/paper-numbers"),
    ),
    Item(N_("Claims to providers"), "/claims", "clipboard-check", "claims.read"),
    Item(N_("Needs"), "/needs", "bulb", "needs.read"),
    Item(N_("Specifications"), "/specs", "list-details", "specs.read"),
    Item(N_("Purchases"), "/purchases", "shopping-cart", "purchases.read", also=("/procurement-plan",)),
    Item(N_("Price criteria"), "/criteria", "clipboard-check", "criteria.read"),
    Item(N_("Report for the director"), "/reports", "world", "reports.read"),
    Item(N_("Tell the office"), "/submissions", "send", "submissions.write"),
    Item(N_("Runbooks"), "/runbooks", "book-2", "runbooks.read", also=("/articles",)),
    Item(
        N_("Settings"),
        "/settings",
        "settings",
        "settings.read",
        also=(
            "/people",
            "/agents",
            "/school-accounts",
            "/submissions",
            "/imports",
            "/scan",
            "/jobs",
            "/channels",
            "/escalation",
            "/watch",
            "/deliveries",
            "/audit",
        ),
    ),
)


def items_for(visitor: Visitor | None) -> tuple[Item, ...]:
    """What this person may open."""
    return tuple(item for item in ITEMS if visitor is not None and visitor.may(item.permission))


def current(items: tuple[Item, ...], path: str) -> Item | None:
    """The entry that a page belongs to: the longest address that begins its path."""
    owners = [(url, item) for item in items for url in (item.url, *item.also)]
    # Every path begins like the overview's: only the board itself belongs to it.
    fitting = [owner for owner in owners if path == owner[0] or (owner[0] != "/" and path.startswith(f"{owner[0]}/"))]
    return max(fitting, key=lambda owner: len(owner[0]), default=(None, None))[1]
