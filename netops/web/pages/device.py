"""One device: facts, ports with traffic, health, the newest configurations."""

from __future__ import annotations

from typing import Annotated, Final

from fastapi import APIRouter, Depends
from sqlmodel import Session
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from inventory.models.device import Device, DeviceCertificate, Interface
from inventory.models.outage import Subject
from inventory.models.site import Site
from inventory.queries import device as queries
from inventory.queries.assets import asset_of_device
from inventory.queries.availability import Period
from inventory.queries.neighbours import neighbours_of
from inventory.queries.sightings import sightings_at
from inventory.queries.stock import spares_for
from netops.notify.cause.beyond import limits_at
from netops.notify.cause.listed import AlertFilter, alerts
from netops.polling.poller_client import PollerClient
from netops.web.access import Visitor, allowed
from netops.web.alert_words import ALERT_WORDS
from netops.web.conditions import condition
from netops.web.pages.asset_matching import entry_of
from netops.web.pages.overview import unless_unchanged
from netops.web.pages.strangers import maker_of
from netops.web.port_charts import PortFigures, PortSources, port_chart, rows_of
from netops.web.port_history import PortHistory
from netops.web.risk_words import risk_section
from netops.web.timeline import tell
from netops.web.traffic import of_history, with_line
from service.columns import utc_now
from service.i18n import N_
from service.refusal import MissingError
from service.web.render import page
from service.web.transaction import Db

router = APIRouter(include_in_schema=False)
FEEDING_WORDS: Final = {
    "delivering": N_("feeds"),
    "searching": N_("waits for a device"),
    "disabled": N_("off by choice"),
    "fault": N_("fault"),
    "other fault": N_("fault"),
    "test": N_("tests itself"),
}
FACT_WORDS: Final = {
    "vendor": N_("Vendor"),
    "model": N_("Model"),
    "serial": N_("Serial"),
    "os": N_("Software"),
    "version": N_("Software version"),
    "kind": N_("Kind"),
    "sys_name": N_("Calls itself"),
    "sys_descr": N_("Description"),
    "sys_location": N_("Location"),
    "sys_object_id": N_("Product number"),
    "base_mac": N_("MAC address"),
    "engine_id": N_("SNMP engine number"),
    "interfaces": N_("Ports"),
    "entities": N_("Parts"),
    "addresses": N_("Addresses"),
    "vlans": N_("VLANs"),
    "supplies": N_("Supplies"),
    "poe": N_("Power over the network cable"),
    "radios": N_("Wireless networks"),
    "neighbours": N_("Neighbours"),
    "forwarding": N_("Forwarding table"),
    "arp": N_("Addresses and MACs"),
    "processors": N_("Processors"),
    "memory": N_("Memory"),
    "storage": N_("Storage"),
    "sensors": N_("Sensors"),
}
# What readers call the commonest figures; of others the device's or its MIB's own words are shown.
HEALTH_WORDS: Final = {
    "Main memory": N_("Main memory"),
    "Temperature": N_("Temperature"),
    "Battery": N_("Battery"),
    "Output": N_("Output"),
    "PoE budget": N_("PoE budget"),
    "PoE consumed": N_("PoE consumed"),
    "PoE": N_("Power over the network cable"),
    "Battery status": N_("Battery"),
    "Battery charge": N_("Battery charge"),
    "Time on battery": N_("Time on battery"),
    "Time left on battery": N_("Time left on battery"),
    "Last test": N_("Last test"),
    "Output source": N_("Output from"),
    "Alarms": N_("Alarms of the device"),
}
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
        neighbours=neighbours_of(db, visitor.sight, found.device),
        kinds=FACT_WORDS,
        figures=HEALTH_WORDS,
        condition=condition,
        feeding=FEEDING_WORDS,
        timeline=tell(found.events, names),
        is_day=False,
        certificate=_certificate(db, found.device),
        in_book=asset_of_device(db, visitor.sight, device_id),
        spares=spares_for(db, visitor.sight, found.device.model) if visitor.may("stock.read") else [],
        entry=entry_of(found.device, found.site),
        limits=limits_at(db, found.site),
        beyond=alerts(db, visitor.sight, AlertFilter(standing="open", device_id=device_id, of_figures=True)),
        **ALERT_WORDS,
        **risk_section(db, visitor, device_id=device_id),
    )


def _certificate(db: Session, device: Device) -> DeviceCertificate | None:
    """Of its web page, where that is watched and was seen."""
    row = db.get(DeviceCertificate, device.id)
    return row if row is not None and row.port == device.https_port else None


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
    answer = page(
        request, "ports.html", interfaces=interfaces, traffic=traffic, is_day=bool(day), feeding=FEEDING_WORDS
    )
    return unless_unchanged(request, answer)


@router.get("/devices/{device_id}/ports/{port_id:int}")
def one_port(
    request: Request, db: Db, visitor: MayRead, device_id: int, port_id: int, period: Period = Period.DAY
) -> Response:
    """A port: its facts, its traffic over a period, who is behind it, and the same figures as a table."""
    device, site = _device(db, visitor, device_id)
    port = _port(db, device_id, port_id)
    figures = _figures(request, db, device, port, period)
    behind = sightings_at(db, visitor.sight, device_id, port.name) if visitor.may("sightings.read") else ()
    neighbours = [each for each in neighbours_of(db, visitor.sight, device) if each.row.local_interface == port.name]
    return page(
        request,
        "port.html",
        device=device,
        site=site,
        port=port,
        period=period,
        figures=figures,
        rows=rows_of(figures),
        feeding=FEEDING_WORDS,
        behind=behind,
        neighbours=neighbours,
        maker=maker_of,
    )


@router.get("/devices/{device_id}/ports/{port_id:int}.json")
def port_figures(
    request: Request, db: Db, visitor: MayRead, device_id: int, port_id: int, period: Period = Period.DAY
) -> Response:
    """Figures of the chart."""
    device, _site = _device(db, visitor, device_id)
    figures = _figures(request, db, device, _port(db, device_id, port_id), period)
    return JSONResponse(figures, headers={"Cache-Control": "private, max-age=20"})


def _port(db: Session, device_id: int, port_id: int) -> Interface:
    port = db.get(Interface, port_id)
    if port is None or port.device_id != device_id:
        raise MissingError("port")
    return port


def _figures(request: Request, db: Session, device: Device, port: Interface, period: Period) -> PortFigures:
    state = request.app.state
    return port_chart(
        db, device, port, sources=PortSources(state.port_history, state.poller), period=period, zone=state.render.zone
    )


def _device(db: Session, visitor: Visitor, device_id: int) -> tuple[Device, Site]:
    found = queries.find_device(db, visitor.sight, device_id)
    if found is None:
        raise MissingError
    return found
