"""Every router of the API, in one list."""

from __future__ import annotations

from typing import Final

from fastapi import APIRouter

from netops.web.api import (
    agent_records,
    alerts,
    articles,
    asset_labels,
    assets,
    cases,
    claims,
    committees,
    compliance,
    criteria,
    director_reports,
    escalation,
    handing,
    inventory,
    lifecycle,
    limits,
    office,
    papers,
    people,
    photos,
    power,
    proof_of_telling,
    repairs,
    reports,
    response,
    telling,
    topology,
    watch,
)

API_ROUTERS: Final[tuple[APIRouter, ...]] = (
    *inventory.ROUTERS,
    *assets.ROUTERS,
    *repairs.ROUTERS,
    asset_labels.router,
    watch.router,
    alerts.router,
    reports.router,
    claims.router,
    cases.router,
    committees.router,
    topology.router,
    agent_records.router,
    compliance.router,
    criteria.router,
    lifecycle.router,
    papers.router,
    people.router,
    office.router,
    limits.router,
    handing.router,
    telling.router,
    photos.router,
    response.router,
    articles.router,
    power.router,
    escalation.router,
    proof_of_telling.router,
    director_reports.router,
)
