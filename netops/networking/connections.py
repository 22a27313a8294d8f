"""How the devices of a school are connected, as its manual says it: as a table, and as what is to be drawn."""

from __future__ import annotations

from typing import Any, Final

from sqlalchemy.orm import aliased
from sqlmodel import Session, col, or_, select

from inventory.models.device import Device
from inventory.models.site import Site
from inventory.models.topology import Basis, Connection
from inventory.queries.sight import Sight
from inventory.queries.topology import Graph, Line, Node, NodeKind, site_graph
from netops.network_papers.data import Drawing, DrawnNode, DrawnTie, ManualLine

MEGA: Final = 1_000_000
TOLD: Final = frozenset({Basis.HAND, Basis.LLDP, Basis.CDP})
"""Somebody says so; what comes from tables of switches is concluded."""


def connection_lines(session: Session, site: Site) -> tuple[ManualLine, ...]:
    """Which port leads where, by the name of the device."""
    other: Any = aliased(Device)
    rows: Any = session.exec(
        select(Connection, Device, other)
        .join(Device, col(Device.id) == Connection.device_id)
        .join(other, other.id == Connection.other_id)
        .where(col(Connection.gone_at).is_(None), or_(Device.site_id == site.id, other.site_id == site.id))
        .order_by(col(Device.name), col(Connection.port), col(Connection.id))
    )
    return tuple(
        ManualLine(
            device=device.name,
            port=row.port,
            other=end.name,
            other_port=row.other_port,
            known_by=row.basis.value.upper(),
        )
        for row, device, end in rows
    )


def drawing_of(session: Session, site: Site) -> Drawing:
    """From the same graph as the page of the topology; what stands in no inventory is no part of a manual."""
    graph = site_graph(session, Sight(site.office_id), site.id or 0)
    shown = [node for node in graph.nodes if node.kind is not NodeKind.STRANGER]
    keys = {node.key for node in shown}
    lines = [line for line in graph.lines if line.a in keys and line.b in keys]
    devices = select(Device.id, Device.address).where(Device.site_id == site.id)
    addresses = {f"device-{row_id}": address for row_id, address in session.exec(devices)}
    return Drawing(
        nodes=tuple(_node(node, graph, lines, addresses.get(node.key, "")) for node in shown),
        ties=tuple(DrawnTie(a=line.a, b=line.b, is_told=_is_told(line)) for line in lines),
    )


def _is_told(line: Line) -> bool:
    return line.basis in TOLD or line.a.startswith("link-")


def _node(node: Node, graph: Graph, lines: list[Line], address: str) -> DrawnNode:
    is_link = node.kind is NodeKind.PROVIDER
    end = next((line for line in lines if is_link and line.a == node.key), None)
    speed = f"{end.speed_bps // MEGA} Mbit/s" if end is not None and end.speed_bps else ""
    port, own_port = ("", "") if is_link else _ports(node, lines)
    return DrawnNode(
        key=node.key,
        name=node.name or "–",
        role=node.role,
        detail=" · ".join(part for part in (node.detail, speed) if part),
        address=address,
        parent=node.parent if node.parent in graph.by_key else "",
        port=port,
        own_port=own_port,
        is_link=is_link,
        ends_in=end.b if end is not None else "",
    )


def _ports(node: Node, lines: list[Line]) -> tuple[str, str]:
    """Of the parent and of itself, on the line between both."""
    for line in lines:
        if (line.a, line.b) == (node.parent, node.key) and not line.a.startswith("link-"):
            return line.a_port, line.b_port
        if (line.b, line.a) == (node.parent, node.key):
            return line.b_port, line.a_port
    return "", ""
