"""Every router of the administration pages, in one list. Lists stand before the forms whose addresses they share."""

from __future__ import annotations

from typing import Final

from fastapi import APIRouter

from netops.web.pages import (
    account,
    agents,
    articles,
    audit,
    channels,
    contracts,
    deliveries,
    editing_kinds,
    escalation,
    handover,
    import_columns,
    imports,
    inventory,
    jobs,
    limits,
    people,
    report_schedule,
    runbooks,
    scan,
    school_accounts,
    settings,
    submissions,
    subscriptions,
    watch,
)

ADMIN_ROUTERS: Final[tuple[APIRouter, ...]] = (
    inventory.router,
    contracts.router,
    *editing_kinds.ROUTERS,
    imports.router,
    import_columns.router,
    scan.router,
    jobs.router,
    subscriptions.router,
    people.router,
    school_accounts.router,
    agents.router,
    handover.router,
    account.router,
    settings.router,
    report_schedule.router,
    limits.router,
    channels.router,
    watch.router,
    escalation.router,
    deliveries.router,
    audit.router,
    runbooks.router,
    articles.router,
    submissions.router,
)
