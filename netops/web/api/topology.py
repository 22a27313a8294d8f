"""How the network hangs together: drawings as data, where an address stands, and what the inventory lacks."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Query, Request
from pydantic import Field
from sqlmodel import col, select

from inventory.models.site import Site
from inventory.models.topology import Basis, Decision, Stranger
from inventory.queries.sightings import SHORTEST, sightings
from inventory.queries.topology import Graph, Grouping, NodeKind, district_graph, site_graph
from inventory.store.strangers import Settling, find_stranger
from netops.web.access import Visitor, allowed
from netops.web.api.paging import Paging, select_page
from netops.web.api.shapes import Listed, Shape
from netops.web.loads import loads_of
from netops.web.pages.strangers import settled
from service.refusal import MissingError
from service.web.transaction import Db

router = APIRouter(prefix="/api/v1", tags=["topology"])


class NodeOut(Shape):
    """One thing of a drawing; `parent` is the key of the node that it hangs on."""

    key: str
    kind: NodeKind
    name: str
    state: str | None
    parent: str
    ref: str


class LineOut(Shape):
    """A connection of two nodes; load in percent of the speed, null without a figure."""

    a: str
    b: str
    a_port: str
    b_port: str
    basis: str
    state: str | None
    speed_bps: int | None
    load_percent: float | None = None


class GraphOut(Shape):
    """A drawing's content."""

    nodes: list[NodeOut]
    lines: list[LineOut]


class SightingOut(Shape):
    """A MAC behind a port of a switch; `others` counts the addresses behind that port."""

    mac: str
    addresses: list[str]
    site_id: int
    device_id: int
    port: str
    vlan: int | None
    others: int
    first_seen_at: datetime
    seen_at: datetime
    gone_at: datetime | None


class StrangerOut(Shape):
    """Something on the network that is not in the inventory, or was not."""

    id: int
    site_id: int
    device_id: int
    port: str
    basis: Basis
    mac: str
    address: str
    name: str
    descr: str
    first_seen_at: datetime
    seen_at: datetime
    decision: Decision
    made_id: int | None
    note: str


class StrangerSearch(Paging):
    """Strangers by what was decided, or by site."""

    decision: Decision | None = None
    site_id: int | None = None


def _graph_out(request: Request, graph: Graph) -> GraphOut:
    found = loads_of(request.app.state.poller, graph)
    out = GraphOut.model_validate(graph)
    for place, line in enumerate(out.lines):
        line.load_percent = found.get(place)
    return out


@router.get("/topology", summary="The whole office")
def get_topology(
    request: Request,
    db: Db,
    visitor: Annotated[Visitor, Depends(allowed("topology.read"))],
    by: Grouping = Grouping.PROVIDER,
) -> GraphOut:
    """Schools in their groups, with the lines that carry them."""
    return _graph_out(request, district_graph(db, visitor.sight, visitor.office_name, by=by))


@router.get("/topology/sites/{site_id}", summary="One school")
def get_site_topology(
    request: Request, db: Db, visitor: Annotated[Visitor, Depends(allowed("topology.read"))], site_id: int
) -> GraphOut:
    """Its devices, how they are connected, and what else was seen there."""
    if db.exec(select(Site.id).where(visitor.sight.sites(), Site.id == site_id)).first() is None:
        raise MissingError("site")
    return _graph_out(request, site_graph(db, visitor.sight, site_id))


@router.get("/sightings", summary="Where a MAC or IP address stands and stood")
def list_sightings(
    db: Db,
    visitor: Annotated[Visitor, Depends(allowed("sightings.read"))],
    q: Annotated[str, Query(min_length=SHORTEST, max_length=64)],
) -> list[SightingOut]:
    """Present places first, then history."""
    return [
        SightingOut.model_validate(
            {"site_id": each.site.id, "device_id": each.device.id, "addresses": list(each.addresses)}
            | {name: getattr(each, name) for name in PLAIN}
        )
        for each in sightings(db, visitor.sight, q)
    ]


PLAIN = ("mac", "port", "vlan", "others", "first_seen_at", "seen_at", "gone_at")


@router.get("/strangers", summary="Seen on the network, not in the inventory")
def list_strangers(
    db: Db, visitor: Annotated[Visitor, Depends(allowed("strangers.read"))], wanted: Annotated[StrangerSearch, Query()]
) -> Listed[StrangerOut]:
    """The latest first."""
    where: list[Any] = [col(Stranger.site_id).in_(select(Site.id).where(visitor.sight.sites()))]
    if wanted.decision is not None:
        where.append(Stranger.decision == wanted.decision)
    if wanted.site_id is not None:
        where.append(Stranger.site_id == wanted.site_id)
    order = [col(Stranger.first_seen_at).desc(), col(Stranger.id).desc()]
    return select_page(db, Stranger, StrangerOut, where=where, order=order, pages=wanted)


@router.post("/strangers/{stranger_id}/decision", summary="Accept, merge, ignore, or open again")
def decide_stranger(
    db: Db,
    visitor: Annotated[Visitor, Depends(allowed("strangers.write"))],
    stranger_id: Annotated[int, Field(ge=1)],
    given: Settling,
) -> StrangerOut:
    """`accept` makes a device of this name, `merge` names the device that it is."""
    stranger = find_stranger(db, stranger_id, office_id=visitor.office_id)
    settled(db, visitor, stranger, given)
    return StrangerOut.model_validate(stranger)
