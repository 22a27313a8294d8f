"""The left navigation: groups in the order people expect; each person sees what the role may use."""

from __future__ import annotations

from typing import Final

from service.i18n import N_
from service.web.nav import Group, Item

GROUPS: Final = (
    Group(N_("Overview"), "layout-dashboard", (Item(N_("Overview"), "/", "board.read"),)),
    Group(
        N_("Schools"),
        "school",
        (
            Item(N_("Schools"), "/schools", "sites.read"),
            Item(N_("Map"), "/map", "board.read"),
            Item(N_("Networks of closing schools"), "/decommissions", "decommissions.read"),
        ),
    ),
    Group(
        N_("Outages"),
        "alert-triangle",
        (
            Item(N_("Outages"), "/outages", "outages.read"),
            Item(N_("Alerts"), "/alerts", "alerts.read"),
            Item(N_("Quality of links"), "/quality", "quality.read"),
            Item(N_("Claims to providers"), "/claims", "claims.read"),
        ),
    ),
    Group(
        N_("Topology"),
        "sitemap",
        (Item(N_("Topology"), "/topology", "topology.read", also=("/strangers", "/sightings")),),
    ),
    Group(
        N_("Devices"),
        "router",
        (
            Item(N_("Devices"), "/inventory/devices", "devices.read", also=("/inventory", "/devices")),
            Item(N_("Configurations"), "/configs", "configs.read"),
            Item(N_("Rules of configurations"), "/compliance", "compliance.read"),
            Item(N_("Age and support"), "/lifecycle", "lifecycle.read"),
            Item(N_("Messages of devices"), "/messages", "messages.read", also=("/log-sources",)),
        ),
    ),
    Group(
        N_("Asset book"),
        "package",
        (
            Item(N_("Asset book"), "/assets", "assets.read", also=("/asset-classes",)),
            Item(N_("Repair log"), "/repairs", "repairs.read"),
            Item(N_("Lending"), "/lendings", "assets.read"),
            Item(N_("Transfers"), "/transfers", "assets.read"),
            Item(N_("Disposals"), "/disposals", "assets.read"),
            Item(N_("Stock cards"), "/stock", "stock.read"),
            Item(N_("Annual inspection"), "/inspections", "inspections.read"),
        ),
    ),
    Group(
        N_("Risks"),
        "shield-check",
        (
            Item(N_("Register of risks"), "/risks", "risks.read", also=("/risk-levels", "/risk-rules")),
            Item(N_("Heat map"), "/risks/heat-map", "risks.read"),
            Item(N_("Treatment of risks"), "/risks/plan", "risks.read"),
        ),
    ),
    Group(
        N_("Procurement"),
        "shopping-cart",
        (
            Item(N_("Needs"), "/needs", "needs.read", also=("/need-rules",)),
            Item(N_("Spec sheets"), "/specs", "specs.read"),
            Item(N_("Purchases"), "/purchases", "purchases.read", also=("/procurement-plan",)),
            Item(N_("Price criteria"), "/criteria", "criteria.read"),
        ),
    ),
    Group(
        N_("Network development"),
        "network",
        (
            Item(N_("Network files of schools"), "/network", "network.read"),
            Item(N_("Address plan"), "/network/subnets", "network.read"),
            Item(N_("Targets by size"), "/network/targets", "network_reports.read"),
            Item(N_("Indicators of the network"), "/network/indicators", "network_reports.read"),
        ),
    ),
    Group(
        N_("Innovations"),
        "bulb",
        (
            Item(N_("Innovations"), "/innovations", "innovations.read"),
            Item(N_("Plans of information technology"), "/ict-plans", "ict_plans.read"),
        ),
    ),
    Group(
        N_("Cases and calendar"),
        "calendar-event",
        (
            Item(N_("Calendar"), "/calendar", "due.read", also=("/due",)),
            Item(N_("Cases"), "/cases", "cases.read"),
            Item(N_("Registers of letters"), "/letters", "letters.read"),
        ),
    ),
    Group(
        N_("Reports"),
        "report-analytics",
        (
            Item(N_("Report for the director"), "/reports", "reports.read"),
            Item(
                N_("Reports and papers"),
                "/papers",
                "papers.read",
                also=("/paper-templates", "/paper-numbers", "/signed-scans"),
            ),
        ),
    ),
    Group(N_("Tell the office"), "send", (Item(N_("Tell the office"), "/submissions", "submissions.write"),)),
    Group(N_("Runbooks"), "book-2", (Item(N_("Runbooks"), "/runbooks", "runbooks.read", also=("/articles",)),)),
    Group(
        N_("Settings"),
        "settings",
        (
            Item(
                N_("Settings"),
                "/settings",
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
        ),
    ),
)
