"""One device: facts, ports with traffic, health, the newest configurations."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Depends
from sqlmodel import Session
from starlette.requests import Request
from starlette.responses import Response

from inventory.columns import utc_now
from inventory.models.device import Device
from inventory.models.outage import Subject
from inventory.models.site import Site
from inventory.queries import device as queries
from inventory.store.refusal import MissingError
from netops.polling.poller_client import PollerClient
from netops.web.access import Visitor, allowed
from netops.web.pages.overview import unless_unchanged
from netops.web.port_history import PortHistory
from netops.web.render import page
from netops.web.session import Db
from netops.web.timeline import tell
from netops.web.traffic import of_history, with_line

router = APIRouter()
MayRead = Annotated[Visitor, Depends(allowed("devices.read"))]


@router.get("/devices/{device_id}")
def one_device(request: Request, db: Db, visitor: MayRead, device_id: int) -> Response:
    """The page; traffic is fetched and refreshed apart, since it comes from the poller."""
    found = queries.device_page(db, visitor.sight, device_id)
    if found is None:
        raise MissingError
    names: dict[tuple[Subject, int | None], str] = {(Subject.DEVICE, device_id): found.device.name}
    return page(
        request,
        "device.html",
        found=found,
        interfaces=found.interfaces,
        timeline=tell(found.events, names),
        is_day=False,
    )


@router.get("/devices/{device_id}/ports")
def ports(request: Request, db: Db, visitor: MayRead, device_id: int) -> Response:
    """Ports with their traffic of now, and of the last day or, without a Prometheus, two hours; polled by the page."""
    device, site = _device(db, visitor, device_id)
    poller: PollerClient = request.app.state.poller
    known = poller.ports(device_id)
    traffic = None if known is None else {port["id"]: of_history(port["history"]) for port in known}
    interfaces = queries.interfaces(db, device_id)
    history: PortHistory = request.app.state.port_history
    day = history.day(site_code=site.code, device=device.name, now=utc_now())
    if day and traffic:
        for port in interfaces:
            if port.id in traffic:
                traffic[port.id] = with_line(traffic[port.id], day.get(port.name, {}))
    answer = page(request, "ports.html", interfaces=interfaces, traffic=traffic, is_day=bool(day))
    return unless_unchanged(request, answer)


def _device(db: Session, visitor: Visitor, device_id: int) -> tuple[Device, Site]:
    found = queries.find_device(db, visitor.sight, device_id)
    if found is None:
        raise MissingError
    return found
