"""Progress and spending of the plan as Prometheus metrics, for a dashboard of the office."""

from __future__ import annotations

from typing import Annotated, Final

from fastapi import APIRouter, Depends
from prometheus_client import CollectorRegistry, Gauge, generate_latest
from prometheus_client.exposition import CONTENT_TYPE_LATEST
from starlette.requests import Request
from starlette.responses import Response

from planning.annual_plan.money.rollup import totals
from planning.annual_plan.pages.shown import today, year_of
from planning.annual_plan.store.reports import standings
from planning.annual_plan.store.spending import spent
from planning.annual_plan.terms import Light
from planning.kit.visitor import Visitor
from service.web.access import Allowed
from service.web.transaction import Db

router = APIRouter(include_in_schema=False)
MayRead = Annotated[Visitor, Depends(Allowed("data.read"))]
BAHT: Final = 100


@router.get("/metrics")
def metrics(request: Request, db: Db, visitor: MayRead) -> Response:
    """Of the year that is asked for, else of the present one; of the asker's office."""
    year = year_of(request)
    known = CollectorRegistry()
    labels = ("office", "year", "budget_type")
    planned = Gauge("annual_plan_planned_baht", "What lines have after transfers", labels, registry=known)
    paid = Gauge("annual_plan_paid_baht", "What was paid, less what came back", labels, registry=known)
    lights = Gauge("annual_plan_reports", "Quarterly reports by state", ("office", "year", "state"), registry=known)
    for one in totals(spent(db, visitor, year), lambda row: row.kind.value):
        planned.labels(visitor.office_code, year, one.name).set(one.planned / BAHT)
        paid.labels(visitor.office_code, year, one.name).set(one.paid / BAHT)
    found = [one.light for row in standings(db, visitor, year, today(request)).values() for one in row]
    for light in Light:
        lights.labels(visitor.office_code, year, light.value).set(found.count(light))
    return Response(generate_latest(known), media_type=CONTENT_TYPE_LATEST)
