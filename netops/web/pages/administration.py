"""Every router of the administration pages, in one list. Lists stand before the forms whose addresses they share."""

from __future__ import annotations

from typing import Final

from fastapi import APIRouter

from netops.web.pages import editing, inventory

ADMIN_ROUTERS: Final[tuple[APIRouter, ...]] = (inventory.router, *editing.ROUTERS)
