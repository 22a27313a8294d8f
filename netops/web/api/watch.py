"""What is and was: health of this service, outages with their probes, events, and the quality of links."""

from __future__ import annotations

from dataclasses import asdict
from http import HTTPStatus
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Query, Request
from pydantic import AwareDatetime, BaseModel, ConfigDict, Field
from sqlalchemy import func
from sqlmodel import Session, col, select
from starlette.responses import JSONResponse, Response

from inventory.models.config import ConfigVersion
from inventory.models.device import Health, Interface, Neighbour
from inventory.models.link import Sample
from inventory.models.message import Message
from inventory.models.outage import Cause, Event, Outage, Subject
from inventory.models.site import Site
from inventory.queries import availability as quality
from inventory.queries.outages import outage as find_outage
from inventory.queries.outages import probes
from inventory.store.causes import correct_cause, release_cause
from netops import audit
from netops.db import revisions
from netops.editors import Devices, Links
from netops.models.alert import Alert
from netops.models.poller import PollerBeat
from netops.notify.cause.taking import alerts_of
from netops.web.access import Visitor, allowed
from netops.web.api.paging import Pages, Paging, select_page
from netops.web.api.shapes import (
    AvailabilityOut,
    ConfigOut,
    EventOut,
    HealthOut,
    InterfaceOut,
    Listed,
    MessageOut,
    NeighbourOut,
    OutageOut,
    ProbeOut,
    SampleOut,
)
from netops.web.hand import hand_of
from netops.web.pages.taking import acknowledge, of_outage
from service.columns import utc_now
from service.refusal import MissingError
from service.web.access import Open
from service.web.transaction import Db

router = APIRouter(prefix="/api/v1")


class OutageSearch(Paging):
    """Outages by whether they last, by site or by what is out."""

    open: bool | None = None
    site_id: int | None = None
    subject: Subject | None = None
    cause: Cause | None = None
    since: AwareDatetime | None = None


class EventSearch(Paging):
    """Events by kind, site, device or link."""

    kind: Annotated[str, Field(max_length=64)] = ""
    site_id: int | None = None
    device_id: int | None = None
    link_id: int | None = None
    since: AwareDatetime | None = None


class Note(BaseModel):
    """What the person who takes an outage on says."""

    model_config = ConfigDict(extra="forbid")

    note: Annotated[str, Field(max_length=2000)] = ""


class CauseSaid(BaseModel):
    """What a person says that the cause was, and how the person knows."""

    model_config = ConfigDict(extra="forbid")

    cause: Cause | None
    note: Annotated[str, Field(max_length=500)] = ""


@router.get("/outages", tags=["outages"], summary="Outages")
def list_outages(
    db: Db, visitor: Annotated[Visitor, Depends(allowed("outages.read"))], wanted: Annotated[OutageSearch, Query()]
) -> Listed[OutageOut]:
    """Newest first."""
    where: list[Any] = [col(Outage.site_id).in_(select(Site.id).where(visitor.sight.sites()))]
    if wanted.open is not None:
        where.append(col(Outage.ended_at).is_(None) if wanted.open else col(Outage.ended_at).is_not(None))
    if wanted.site_id is not None:
        where.append(Outage.site_id == wanted.site_id)
    if wanted.subject is not None:
        where.append(Outage.subject == wanted.subject)
    if wanted.cause is not None:
        where.append(Outage.cause == wanted.cause)
    if wanted.since is not None:
        where.append(Outage.started_at >= wanted.since)
    order = [col(Outage.started_at).desc(), col(Outage.id).desc()]
    found = select_page(db, Outage, OutageOut, where=where, order=order, pages=wanted)
    alerts = alerts_of(db, [item.id for item in found.items])
    return found.model_copy(update={"items": [_taken(item, alerts.get(item.id)) for item in found.items]})


def _outage(db: Session, visitor: Visitor, outage_id: int) -> Outage:
    line = find_outage(db, visitor.sight, outage_id)
    if line is None:
        raise MissingError("outage")
    return line.outage


def _taken(shown: OutageOut, alert: Alert | None) -> OutageOut:
    """With who has taken it on."""
    if alert is None:
        return shown
    taken = alert.model_dump(include={"acknowledged_at", "acknowledged_by", "note"})
    return shown.model_copy(update={"alert_id": alert.id, **taken})


@router.get("/outages/{outage_id}", tags=["outages"], summary="One outage")
def get_outage(db: Db, visitor: Annotated[Visitor, Depends(allowed("outages.read"))], outage_id: int) -> OutageOut:
    """Its times, cause and who took it on."""
    shown = OutageOut.model_validate(_outage(db, visitor, outage_id))
    return _taken(shown, alerts_of(db, [outage_id]).get(outage_id))


@router.get("/outages/{outage_id}/probes", tags=["outages"], summary="The evidence of an outage")
def list_probes(
    db: Db, visitor: Annotated[Visitor, Depends(allowed("outages.read"))], outage_id: int
) -> list[ProbeOut]:
    """The last probe that answered, the silent ones, the first that answered again."""
    _outage(db, visitor, outage_id)
    return [ProbeOut.model_validate(probe) for probe in probes(db, outage_id)]


@router.post("/outages/{outage_id}/acknowledge", tags=["outages"], summary="Take an outage on")
def acknowledge_outage(
    db: Db, visitor: Annotated[Visitor, Depends(allowed("outages.acknowledge"))], outage_id: int, given: Note
) -> OutageOut:
    """Says who works on it; a second time changes the note."""
    alert = of_outage(db, visitor, outage_id)
    acknowledge(db, visitor, alert, given.note)
    return _taken(OutageOut.model_validate(_outage(db, visitor, outage_id)), alert)


@router.post("/outages/{outage_id}/cause", tags=["outages"], summary="Correct the cause of an outage")
def correct_outage_cause(
    db: Db, visitor: Annotated[Visitor, Depends(allowed("outages.acknowledge"))], outage_id: int, given: CauseSaid
) -> OutageOut:
    """A person's word, with how the person knows; it stays whatever is seen later. Null: the evidence judges again."""
    outage = _outage(db, visitor, outage_id)
    if given.cause is None:
        changes = release_cause(db, outage, at=utc_now())
        audit.record(db, visitor.actor, "outage.cause_released", subject="outage", subject_id=outage.id, detail=changes)
    else:
        changes = correct_cause(outage, given.cause, note=given.note, person_id=visitor.person_id, at=utc_now())
        audit.record(
            db, visitor.actor, "outage.cause_corrected", subject="outage", subject_id=outage.id, detail=changes
        )
    return _taken(OutageOut.model_validate(outage), alerts_of(db, [outage_id]).get(outage_id))


@router.get("/events", tags=["events"], summary="Events")
def list_events(
    db: Db, visitor: Annotated[Visitor, Depends(allowed("events.read"))], wanted: Annotated[EventSearch, Query()]
) -> Listed[EventOut]:
    """Facts that happened, newest first."""
    # Asked of each event: a list of sites would have all their events sorted for any page.
    where: list[Any] = [select(Site.id).where(Site.id == Event.site_id, visitor.sight.sites()).exists()]
    if visitor.sight.site_id is not None:
        where.append(Event.site_id == visitor.sight.site_id)
    if wanted.kind:
        where.append(Event.kind == wanted.kind)
    if wanted.since is not None:
        where.append(Event.at >= wanted.since)
    about = {Event.site_id: wanted.site_id, Event.device_id: wanted.device_id, Event.link_id: wanted.link_id}
    where.extend(column == value for column, value in about.items() if value is not None)
    order = [col(Event.at).desc(), col(Event.id).desc()]
    return select_page(db, Event, EventOut, where=where, order=order, pages=wanted)


class MessageSearch(Paging):
    """Messages by device, site, or the worst severities."""

    device_id: int | None = None
    site_id: int | None = None
    severity: Annotated[int, Field(ge=0, le=7)] = 7
    since: AwareDatetime | None = None


@router.get("/messages", tags=["messages"], summary="Traps and syslog messages")
def list_messages(
    db: Db, visitor: Annotated[Visitor, Depends(allowed("messages.read"))], wanted: Annotated[MessageSearch, Query()]
) -> Listed[MessageOut]:
    """The newest first; those of known devices only."""
    where: list[Any] = [col(Message.site_id).in_(select(Site.id).where(visitor.sight.sites()))]
    where.append(col(Message.severity) <= wanted.severity)
    if wanted.since is not None:
        where.append(Message.at >= wanted.since)
    about = {Message.site_id: wanted.site_id, Message.device_id: wanted.device_id}
    where.extend(column == value for column, value in about.items() if value is not None)
    return select_page(db, Message, MessageOut, where=where, order=[col(Message.id).desc()], pages=wanted)


@router.get("/links/{link_id}/samples", tags=["links"], summary="Samples of a link over a period")
def link_samples(
    request: Request,
    db: Db,
    visitor: Annotated[Visitor, Depends(allowed("links.read"))],
    link_id: int,
    period: quality.Period = quality.Period.DAY,
) -> list[SampleOut]:
    """Loss, round trip and rounds; the finest roll-up that fits the period."""
    link = Links(hand_of(request, db, visitor)).get(link_id)
    assert link.id is not None
    zone = request.app.state.render.zone
    since = period.start(utc_now(), zone)
    found = quality.points(db, [link.id], since=since, coarsest=period.coarsest, zone=zone)
    return [
        SampleOut(at=point.at, seconds=point.seconds, **point.sample.model_dump(include=set(Sample.model_fields)))
        for point in found.get(link.id, ())
    ]


@router.get("/links/{link_id}/availability", tags=["links"], summary="Share of time that a link was there")
def link_availability(
    request: Request,
    db: Db,
    visitor: Annotated[Visitor, Depends(allowed("links.read"))],
    link_id: int,
    period: quality.Period = quality.Period.MONTH,
) -> AvailabilityOut:
    """Rounds in closed hours, in maintenance or in which we could not see stand apart."""
    link = Links(hand_of(request, db, visitor)).get(link_id)
    assert link.id is not None
    zone = request.app.state.render.zone
    since = period.start(utc_now(), zone)
    found = quality.availability(db, [link.id], since=since, zone=zone, coarsest=period.coarsest)[link.id]
    return AvailabilityOut.model_validate({"since": since, "percent": found.percent, **asdict(found)})


@router.get("/devices/{device_id}/interfaces", tags=["devices"], summary="Ports of a device")
def list_interfaces(
    request: Request,
    db: Db,
    visitor: Annotated[Visitor, Depends(allowed("devices.read"))],
    device_id: int,
    pages: Pages,
) -> Listed[InterfaceOut]:
    """In the order of the device; retired ports stay in the list with their date."""
    device = Devices(hand_of(request, db, visitor)).get(device_id)
    order = [col(Interface.position), col(Interface.id)]
    where = [Interface.device_id == device.id]
    return select_page(db, Interface, InterfaceOut, where=where, order=order, pages=pages)


@router.get("/devices/{device_id}/health", tags=["devices"], summary="Latest health of a device")
def list_health(
    request: Request,
    db: Db,
    visitor: Annotated[Visitor, Depends(allowed("devices.read"))],
    device_id: int,
) -> list[HealthOut]:
    """Processors, memory, file systems, sensors and supplies."""
    device = Devices(hand_of(request, db, visitor)).get(device_id)
    rows = db.exec(select(Health).where(Health.device_id == device.id).order_by(Health.section, col(Health.id)))
    return [HealthOut.model_validate(row) for row in rows]


@router.get("/devices/{device_id}/neighbours", tags=["devices"], summary="Neighbours of a device")
def list_neighbours(
    request: Request,
    db: Db,
    visitor: Annotated[Visitor, Depends(allowed("devices.read"))],
    device_id: int,
) -> list[NeighbourOut]:
    """By LLDP or CDP."""
    device = Devices(hand_of(request, db, visitor)).get(device_id)
    rows = db.exec(select(Neighbour).where(Neighbour.device_id == device.id).order_by(col(Neighbour.id)))
    return [NeighbourOut.model_validate(row) for row in rows]


@router.get("/devices/{device_id}/configs", tags=["devices"], summary="Configurations of a device")
def list_configs(
    request: Request,
    db: Db,
    visitor: Annotated[Visitor, Depends(allowed("configs.read"))],
    device_id: int,
    pages: Pages,
) -> Listed[ConfigOut]:
    """Versions, newest first, without their text."""
    device = Devices(hand_of(request, db, visitor)).get(device_id)
    total = db.exec(select(func.count()).where(ConfigVersion.device_id == device.id)).one()
    rows = db.exec(
        select(ConfigVersion)
        .where(ConfigVersion.device_id == device.id)
        .order_by(col(ConfigVersion.taken_at).desc())
        .limit(pages.limit)
        .offset(pages.offset)
    )
    items = [ConfigOut.model_validate(row.model_dump(exclude={"redacted", "sealed"})) for row in rows]
    return Listed[ConfigOut](items=items, total=total, limit=pages.limit, offset=pages.offset)


@router.get("/devices/{device_id}/configs/{version_id}", tags=["devices"], summary="One configuration")
def get_config(
    request: Request,
    db: Db,
    visitor: Annotated[Visitor, Depends(allowed("configs.read"))],
    device_id: int,
    version_id: int,
) -> ConfigOut:
    """Its text with the secrets blacked out."""
    device = Devices(hand_of(request, db, visitor)).get(device_id)
    version = db.get(ConfigVersion, version_id)
    if version is None or version.device_id != device.id:
        raise MissingError("configuration")
    return ConfigOut.model_validate(version)


@router.get("/health", tags=["health"], summary="Whether this service is well")
def health(request: Request, db: Db, _visitor: Annotated[Visitor | None, Depends(Open())]) -> Response:
    """200 when the database is at the revision of this release; the poller's age is for the caller to judge."""
    database, release = revisions(request.app.state.engine)
    last = db.exec(select(func.max(PollerBeat.at))).one()
    body = {
        "ok": database == release,
        "database_revision": database,
        "release_revision": release,
        "polled_at": last.isoformat() if last else None,
        "poller_age_s": round((utc_now() - last).total_seconds(), 1) if last else None,
    }
    return JSONResponse(body, HTTPStatus.OK if body["ok"] else HTTPStatus.SERVICE_UNAVAILABLE)
