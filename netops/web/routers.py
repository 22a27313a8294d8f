"""Every router of pages and API, in one list."""

from __future__ import annotations

from typing import Final

from fastapi import APIRouter

from netops.web.api import agents as agents_api
from netops.web.api import history
from netops.web.api.routers import API_ROUTERS
from netops.web.pages import (
    alerts,
    claim,
    claims,
    compliance,
    configs,
    device,
    exposition,
    first_run,
    lifecycle,
    messages,
    outage,
    outage_cause,
    outage_first_aid,
    outage_reports,
    outage_steps,
    outages,
    overview,
    paper_templates,
    papers,
    phone,
    places,
    power,
    preferences,
    quality,
    reports,
    school,
    schools,
    search,
    sightings,
    sign_in,
    strangers,
    taking,
    topology,
)
from netops.web.pages.administration import ADMIN_ROUTERS

ROUTERS: Final[tuple[APIRouter, ...]] = (
    sign_in.router,
    first_run.router,
    preferences.router,
    overview.router,
    places.router,
    schools.router,
    school.router,
    outages.router,
    quality.router,
    taking.router,
    outage.router,
    outage_reports.router,
    outage_steps.router,
    alerts.router,
    outage_first_aid.router,
    outage_cause.router,
    device.router,
    configs.router,
    messages.router,
    history.router,
    compliance.router,
    lifecycle.router,
    papers.router,
    paper_templates.router,
    paper_templates.numbers,
    claims.router,
    claim.router,
    reports.router,
    exposition.router,
    search.router,
    topology.router,
    strangers.router,
    sightings.router,
    phone.router,
    power.router,
    agents_api.router,
    *ADMIN_ROUTERS,
    *API_ROUTERS,
)
