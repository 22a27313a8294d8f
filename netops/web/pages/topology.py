"""The network as it draws itself: the district and one site, with load on the lines; pictures of both to take along."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Annotated, Any, Final

from fastapi import APIRouter, Depends, Form
from sqlmodel import Session, col, func, select
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from inventory.models.device import Device
from inventory.models.site import Site
from inventory.models.topology import Decision, Stranger
from inventory.queries.sight import Sight
from inventory.queries.topology import Graph, Grouping, Line, Node, NodeKind, district_graph, site_graph
from inventory.store.devices import find_device, place_device
from netops.audit import record
from netops.web.access import Visitor, allowed
from netops.web.drawing import Paper, places, svg
from netops.web.loads import loads_of
from netops.web.naming import role_word
from netops.web.pages.overview import unless_unchanged
from netops.web.render import SHAPES
from service.i18n import N_, _
from service.refusal import MissingError, RefusedError
from service.web.formats import short_name
from service.web.render import page, redirect
from service.web.transaction import Db

router = APIRouter(include_in_schema=False)
MayRead = Annotated[Visitor, Depends(allowed("topology.read"))]
MayWrite = Annotated[Visitor, Depends(allowed("devices.write"))]
SVG_TYPE: Final = "image/svg+xml"
BASES: Final = {
    "lldp": N_("by LLDP"),
    "cdp": N_("by a neighbour protocol"),
    "forwarding": N_("by forwarding tables"),
    "arp": N_("by ARP"),
    "hand": N_("set by hand"),
}


@router.get("/topology")
def district(request: Request, db: Db, visitor: MayRead, by: Grouping = Grouping.PROVIDER) -> Response:
    """The whole office; a school's own people see their school."""
    if visitor.sight.site_id is not None:
        return redirect(request, f"/topology/sites/{visitor.sight.site_id}")
    graph = district_graph(db, visitor.sight, visitor.office_name, by=by)
    return page(request, "topology.html", graph=graph, by=by, strangers=_strangers(db, visitor.sight))


@router.get("/topology.json")
def district_data(request: Request, db: Db, visitor: MayRead, by: Grouping = Grouping.PROVIDER) -> Response:
    """Nodes with their places, and lines with their load."""
    graph = district_graph(db, visitor.sight, visitor.office_name, by=by)
    return _data(request, graph)


@router.get("/topology.svg")
def district_picture(request: Request, db: Db, visitor: MayRead, by: Grouping = Grouping.PROVIDER) -> Response:
    """The same as a picture."""
    graph = district_graph(db, visitor.sight, visitor.office_name, by=by)
    return _picture(request, graph, visitor.office_name, visitor)


@router.get("/topology/sites/{site_id:int}")
def one_site(request: Request, db: Db, visitor: MayRead, site_id: int) -> Response:
    """One school's devices and how they are connected."""
    site = _site(db, visitor, site_id)
    graph = site_graph(db, visitor.sight, site_id)
    devices = db.exec(
        select(Device).where(Device.site_id == site_id, col(Device.archived_at).is_(None)).order_by(Device.name)
    ).all()
    return page(request, "topology_site.html", site=site, graph=graph, devices=devices, bases=BASES)


@router.get("/topology/sites/{site_id}.json")
def site_data(request: Request, db: Db, visitor: MayRead, site_id: int) -> Response:
    """Nodes with their places, and lines with their load."""
    _site(db, visitor, site_id)
    return _data(request, site_graph(db, visitor.sight, site_id))


@router.get("/topology/sites/{site_id}.svg")
def site_picture(request: Request, db: Db, visitor: MayRead, site_id: int) -> Response:
    """The same as a picture."""
    site = _site(db, visitor, site_id)
    return _picture(request, site_graph(db, visitor.sight, site_id), site.name, visitor)


@router.post("/topology/devices/{device_id}/parent")
def set_parent(
    request: Request, db: Db, visitor: MayWrite, device_id: int, parent: Annotated[str, Form(max_length=10)] = ""
) -> Response:
    """Correct by hand what a device stands behind; `auto` lets the network tell again."""
    device = find_device(db, device_id, office_id=visitor.office_id)
    where = f"/topology/sites/{device.site_id}"
    try:
        changes = place_device(db, device, parent, office_id=visitor.office_id)
    except RefusedError as error:
        return redirect(request, where, error.problems[0].text(_), kind="danger")
    if changes:
        record(db, visitor.actor, "device.changed", subject="device", subject_id=device_id, detail=changes)
    return redirect(request, where, _("Saved."))


def _site(db: Session, visitor: Visitor, site_id: int) -> Site:
    site = db.exec(select(Site).where(visitor.sight.sites(), Site.id == site_id)).first()
    if site is None:
        raise MissingError("site")
    return site


def _strangers(db: Session, sight: Sight) -> int:
    wanted = select(func.count()).select_from(Stranger).join(Site, col(Site.id) == Stranger.site_id)
    return db.exec(wanted.where(sight.sites(), Stranger.decision == Decision.OPEN)).one()


def _data(request: Request, graph: Graph) -> Response:
    at = places(graph)
    loads = loads_of(request.app.state.poller, graph)
    answer = {
        "nodes": [_node(node) | {"x": round(at[node.key][0]), "y": round(at[node.key][1])} for node in graph.nodes],
        "lines": [_line(line, place, loads.get(place)) for place, line in enumerate(graph.lines)],
    }
    return unless_unchanged(request, JSONResponse(answer))


def _node(node: Node) -> dict[str, Any]:
    shape, word = SHAPES[node.state] if node.state is not None else ("", "")
    links = {NodeKind.SITE: f"/schools/{node.ref}", NodeKind.DEVICE: f"/devices/{node.ref}"}
    return {
        "id": node.key,
        "kind": node.kind,
        "name": short_name(node.name) if node.kind is NodeKind.SITE else node.name or _("no provider"),
        "shape": shape,
        "word": _(word) if word else "",
        "detail": node.detail,
        "role": role_word(node.role),
        "url": "/strangers" if node.kind is NodeKind.STRANGER else links.get(node.kind, ""),
        "inside": f"/topology/sites/{node.key.removeprefix('site-')}" if node.kind is NodeKind.SITE else "",
    }


def _line(line: Line, place: int, load: float | None) -> dict[str, Any]:
    return {
        "id": f"line-{place}",
        "source": line.a,
        "target": line.b,
        "ports": " – ".join(port for port in (line.a_port, line.b_port) if port),
        "basis": _(BASES[line.basis]) if line.basis in BASES else "",
        "sure": bool(line.state) or line.basis in {"lldp", "cdp", "hand"},
        "shape": SHAPES[line.state][0] if line.state is not None else "",
        "load": None if load is None else round(load, 1),
    }


def _picture(request: Request, graph: Graph, title: str, visitor: Visitor) -> Response:
    zone = request.app.state.render.zone
    moment = datetime.now(UTC).astimezone(zone)
    shapes: Mapping[str, str] = {node.key: SHAPES[node.state][0] for node in graph.nodes if node.state is not None}
    text = request.app.state.render.environment.filters["long_moment"](moment)
    paper = Paper(
        _("Topology: %(name)s") % {"name": title},
        f"{visitor.office_name} · {text}",
        shapes,
        loads_of(request.app.state.poller, graph),
    )
    headers = {"Content-Disposition": 'inline; filename="topology.svg"'}
    return Response(svg(graph, paper), media_type=SVG_TYPE, headers=headers)
