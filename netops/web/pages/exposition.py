"""/metrics for Prometheus: what the poller has rendered, open on loopback and by token elsewhere."""

from __future__ import annotations

from http import HTTPStatus
from ipaddress import ip_address
from typing import Annotated

from fastapi import APIRouter, Depends
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response

from netops.discovery import TargetGroup, target_groups, watched_devices
from netops.polling.poller_client import PollerClient
from netops.settings import Settings
from netops.web.access import Visitor
from service.web.access import Open, same
from service.web.errors import NotAllowedError
from service.web.transaction import Db

router = APIRouter(include_in_schema=False)
Anybody = Annotated[Visitor | None, Depends(Open())]
MEDIA_TYPE = "text/plain; version=0.0.4; charset=utf-8"


@router.get("/metrics")
def all_metrics(request: Request, visitor: Anybody) -> Response:
    """Everything."""
    _check(request, visitor)
    poller: PollerClient = request.app.state.poller
    return _answer(poller.metrics())


@router.get("/metrics/device/{device_id}")
def device_metrics(request: Request, visitor: Anybody, device_id: int) -> Response:
    """One device, for scraping by HTTP service discovery."""
    _check(request, visitor)
    poller: PollerClient = request.app.state.poller
    return _answer(poller.device_metrics(device_id))


@router.get("/api/v1/prometheus/targets")
def device_targets(request: Request, db: Db, visitor: Anybody) -> list[TargetGroup]:
    """HTTP service discovery. The devices are where this page was found, by the name it was asked by."""
    _check(request, visitor)
    office_id = visitor.office_id if visitor is not None else None
    return target_groups(watched_devices(db, office_id=office_id), base_url=str(request.base_url))


def _answer(body: bytes | None) -> Response:
    if body is None:
        # Prometheus then marks the target down: silence must not look like zeros.
        return PlainTextResponse("the poller does not answer, or does not watch this", HTTPStatus.SERVICE_UNAVAILABLE)
    return Response(body, media_type=MEDIA_TYPE)


def _check(request: Request, visitor: Visitor | None) -> None:
    """Loopback, the token of the settings, or somebody who may; raises NotAllowedError."""
    settings: Settings = request.app.state.settings
    bearer = request.headers.get("authorization", "").removeprefix("Bearer ")
    if same(bearer, settings.metrics_token.get_secret_value()):
        return
    if visitor is not None and visitor.may("metrics.read"):
        return
    if not _from_loopback(request):
        raise NotAllowedError("metrics.read")


def _from_loopback(request: Request) -> bool:
    # A proxy on this machine speaks for others.
    if "x-forwarded-for" in request.headers or "forwarded" in request.headers:
        return False
    try:
        return request.client is not None and ip_address(request.client.host).is_loopback
    except ValueError:
        return False
