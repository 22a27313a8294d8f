"""/metrics for Prometheus: all offices by the token of the settings, the own office for a person signed in."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime
from http import HTTPStatus
from typing import Annotated, Final

from fastapi import APIRouter, Depends
from prometheus_client import CollectorRegistry, generate_latest
from prometheus_client.core import GaugeMetricFamily
from prometheus_client.exposition import CONTENT_TYPE_LATEST
from prometheus_client.registry import Collector
from sqlmodel import Session
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response

from planning.kit import copies
from planning.kit.figures import Family, Figures
from planning.kit.parts import Part
from planning.kit.visitor import Visitor
from planning.kit.web.session import DATA_READ
from service.web.access import Open, same
from service.web.errors import NotAllowedError
from service.web.transaction import Db

router = APIRouter(include_in_schema=False)
TAKEN: Final = Family(
    "planning_copy_taken_timestamp_seconds", "When a copy of others' data was last known to hold.", ("peer", "dataset")
)
FAILING: Final = Family("planning_copy_failing", "1 when a copy could not be read the last time.", ("peer", "dataset"))
OF_EVERY_SERVICE: Final = (TAKEN, FAILING)


@router.get("/metrics")
def metrics(request: Request, db: Db, visitor: Annotated[Visitor | None, Depends(Open())]) -> Response:
    """Loopback opens nothing, unlike at netops: what an office spends is no state of a cable."""
    state = request.app.state
    bearer = request.headers.get("authorization", "").removeprefix("Bearer ")
    if same(bearer, state.settings.metrics_token.get_secret_value()):
        offices = copies.offices(db)
    elif visitor is None:
        headers = {"WWW-Authenticate": 'Bearer realm="NetOps"'}
        return PlainTextResponse("the token of the settings is needed", HTTPStatus.UNAUTHORIZED, headers)
    elif visitor.may(DATA_READ):
        offices = [visitor.office_code]
    else:
        raise NotAllowedError(DATA_READ)
    today = datetime.now(state.render.zone).date()
    by_office = {}
    for office in offices:
        by_office[office] = Figures()
        _of_copies(db, state.part, office, by_office[office])
        if state.part.exposed is not None:
            state.part.exposed.fill(db, office, today, by_office[office])
    return Response(_page(state.part, by_office), media_type=CONTENT_TYPE_LATEST)


def _of_copies(db: Session, part: Part, office: str, figures: Figures) -> None:
    for copied, view in zip(part.kept, copies.listed(db, part, office), strict=True):
        if view.taken_at is not None:
            figures.add(TAKEN, view.taken_at.timestamp(), view.peer, copied.name)
        figures.add(FAILING, bool(view.problem), view.peer, copied.name)


class _Gauges(Collector):
    """What was read, in the shape that prometheus_client writes."""

    def __init__(self, families: tuple[Family, ...], by_office: Mapping[str, Figures]) -> None:
        self.families, self.by_office = families, by_office

    def collect(self) -> Iterator[GaugeMetricFamily]:
        """A family that nothing fills has its name and help all the same."""
        for family in self.families:
            gauge = GaugeMetricFamily(family.name, family.help, labels=("office", *family.labels))
            for office, figures in self.by_office.items():
                for labels, value in figures.values.get(family, {}).items():
                    gauge.add_metric((office, *labels), value)
            yield gauge


def _page(part: Part, by_office: Mapping[str, Figures]) -> bytes:
    own = part.exposed.families if part.exposed is not None else ()
    known = CollectorRegistry()
    known.register(_Gauges((*OF_EVERY_SERVICE, *own), by_office))
    return generate_latest(known)
