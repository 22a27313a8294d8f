"""Every router of pages and API, in one list."""

from __future__ import annotations

from typing import Final

from fastapi import APIRouter

from netops.web.api.routers import API_ROUTERS
from netops.web.pages import first_run, overview, preferences, sign_in

ROUTERS: Final[tuple[APIRouter, ...]] = (
    sign_in.router,
    first_run.router,
    preferences.router,
    overview.router,
    *API_ROUTERS,
)
