"""Every router of the administration pages, in one list. Lists stand before the forms whose addresses they share."""

from __future__ import annotations

from typing import Final

from fastapi import APIRouter

from netops.web.pages import editing, imports, inventory, jobs, scan

ADMIN_ROUTERS: Final[tuple[APIRouter, ...]] = (
    inventory.router,
    *editing.ROUTERS,
    imports.router,
    scan.router,
    jobs.router,
)
