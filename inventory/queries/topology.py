"""What is drawn of a site and of a whole office: nodes with their state, and the lines between them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from sqlalchemy import Row
from sqlmodel import Session, col, or_, select

from inventory.models.device import Device, Interface
from inventory.models.link import Link, Provider
from inventory.models.outage import CurrentState, State, Subject
from inventory.models.site import Site
from inventory.models.topology import Connection, Decision, Stranger
from inventory.queries.board import board
from inventory.queries.sight import Sight
from inventory.topology import SURENESS


class NodeKind(StrEnum):
    """What a node stands for."""

    OFFICE = "office"
    GROUP = "group"
    SITE = "site"
    PROVIDER = "provider"
    DEVICE = "device"
    STRANGER = "stranger"


@dataclass(frozen=True, slots=True)
class Node:
    """One thing. `parent` is the key of the node that it hangs on in the drawing; `ref` its id, code or nothing."""

    key: str
    kind: NodeKind
    name: str
    state: State | None = None
    parent: str = ""
    role: str = ""
    detail: str = ""
    ref: str = ""


@dataclass(frozen=True, slots=True)
class Line:
    """A connection. `ports` are (device id, interface id) of its ends, whose traffic is its load; speed in bit/s."""

    a: str
    b: str
    a_port: str = ""
    b_port: str = ""
    basis: str = ""
    state: State | None = None
    speed_bps: int | None = None
    ports: tuple[tuple[int, int], ...] = ()


@dataclass(frozen=True, slots=True)
class Graph:
    """A drawing's content, in a fixed order."""

    nodes: Sequence[Node] = ()
    lines: Sequence[Line] = ()
    by_key: Mapping[str, Node] = field(default_factory=dict)

    @classmethod
    def of(cls, nodes: Iterable[Node], lines: Iterable[Line]) -> Graph:
        """Lines to nodes that are not there are left out."""
        listed = list(nodes)
        keys = {node.key: node for node in listed}
        return cls(listed, [line for line in lines if line.a in keys and line.b in keys], keys)


class Grouping(StrEnum):
    """By what the schools of a district are gathered."""

    PROVIDER = "provider"
    DISTRICT = "district"


def district_graph(session: Session, sight: Sight, office_name: str, *, by: Grouping) -> Graph:
    """The office, a node for each provider or district, and the schools around it with their links."""
    found = board(session, sight)
    links = _links(session, sight)
    nodes = [Node("office", NodeKind.OFFICE, office_name)]
    groups: dict[str, str] = {}
    lines: list[Line] = []
    providers = {row.Link.site_id: row.Provider.name if row.Provider else "" for row in reversed(links)}
    for school in found.schools:
        name = school.district if by is Grouping.DISTRICT else providers.get(school.id, "")
        hub = groups.setdefault(name, f"group-{len(groups)}")
        nodes.append(
            Node(
                f"site-{school.id}",
                NodeKind.SITE,
                school.name,
                school.state,
                parent=hub,
                detail=school.district,
                ref=school.code,
            )
        )
        if by is Grouping.DISTRICT:
            lines.append(Line(hub, f"site-{school.id}", state=school.state))
    kind = NodeKind.GROUP if by is Grouping.DISTRICT else NodeKind.PROVIDER
    nodes += [Node(key, kind, name, parent="office") for name, key in groups.items()]
    lines += [Line("office", key) for key in groups.values()]
    if by is Grouping.PROVIDER:
        ends = wan_ports(session, [row.Link for row in links])
        lines += [_link_line(row, groups, ends) for row in links]
    return Graph.of(nodes, lines)


def _link_line(row: Row[Any], groups: Mapping[str, str], ends: Mapping[int, tuple[int, int]]) -> Line:
    link: Link = row.Link
    hub = groups.get(row.Provider.name if row.Provider else "", "")
    port = ends.get(link.id or 0)
    return Line(
        hub,
        f"site-{link.site_id}",
        b_port=link.name,
        state=row.CurrentState.state if row.CurrentState else State.NOT_MONITORED,
        speed_bps=link.speed_bps,
        ports=(port,) if port else (),
    )


def _links(session: Session, sight: Sight, site_id: int | None = None) -> Sequence[Row[Any]]:
    wanted = (
        select(Link, Provider, CurrentState)
        .join(Site, col(Site.id) == Link.site_id)
        .outerjoin(Provider, col(Provider.id) == Link.provider_id)
        .outerjoin(
            CurrentState, (col(CurrentState.subject) == Subject.LINK) & (col(CurrentState.subject_id) == col(Link.id))
        )
        .where(sight.sites(), col(Link.archived_at).is_(None), col(Site.archived_at).is_(None))
        .order_by(col(Link.site_id), Link.name)
    )
    if site_id is not None:
        wanted = wanted.where(Link.site_id == site_id)
    return session.execute(wanted).all()


def wan_ports(session: Session, links: Sequence[Link]) -> dict[int, tuple[int, int]]:
    """Link -> (device, interface) of its router's port: named as the near end, or described by the circuit number."""
    devices = {link.device_id for link in links if link.device_id}
    ports: dict[int, list[tuple[int, str, str]]] = defaultdict(list)
    wanted = select(Interface.device_id, Interface.id, Interface.name, Interface.alias).where(
        col(Interface.device_id).in_(devices), col(Interface.retired_at).is_(None)
    )
    for device_id, port_id, name, alias in session.exec(wanted.order_by(col(Interface.position))):
        ports[device_id].append((port_id or 0, name, alias))
    found: dict[int, tuple[int, int]] = {}
    for link in links:
        for port_id, name, alias in ports.get(link.device_id or 0, ()):
            if (link.near_end and name == link.near_end) or (link.circuit_no and link.circuit_no in alias):
                found.setdefault(link.id or 0, (link.device_id or 0, port_id))
    return found


def site_graph(session: Session, sight: Sight, site_id: int) -> Graph:
    """The devices of a site, its providers above them, and what is seen there without being in the inventory."""
    rows = session.execute(
        select(Device, CurrentState)
        .join(Site, col(Site.id) == Device.site_id)
        .outerjoin(
            CurrentState,
            (col(CurrentState.subject) == Subject.DEVICE) & (col(CurrentState.subject_id) == col(Device.id)),
        )
        .where(sight.sites(), Device.site_id == site_id, col(Device.archived_at).is_(None))
        .order_by(col(Device.id))
    ).all()
    devices = {row.Device.id: row.Device for row in rows}
    links = _links(session, sight, site_id)
    nodes = [
        Node(
            f"link-{row.Link.id}",
            NodeKind.PROVIDER,
            row.Provider.name if row.Provider else row.Link.name,
            row.CurrentState.state if row.CurrentState else State.NOT_MONITORED,
            detail=f"{row.Link.name} {row.Link.circuit_no}".strip(),
            ref=str(row.Link.id),
        )
        for row in links
    ]
    nodes += [_device_node(row, devices, links) for row in rows]
    strangers = session.exec(
        select(Stranger)
        .where(col(Stranger.device_id).in_(devices), Stranger.decision == Decision.OPEN)
        .order_by(col(Stranger.id))
    ).all()
    nodes += [
        Node(
            f"stranger-{each.id}",
            NodeKind.STRANGER,
            each.name or each.mac,
            parent=f"device-{each.device_id}",
            detail=each.descr,
            ref=str(each.id),
        )
        for each in strangers
    ]
    lines = _connection_lines(session, devices)
    lines += [
        Line(f"device-{each.device_id}", f"stranger-{each.id}", a_port=each.port, basis=each.basis)
        for each in strangers
    ]
    return Graph.of(nodes, lines + _site_link_lines(session, links))


def _device_node(row: Row[Any], devices: Mapping[int | None, Device], links: Sequence[Row[Any]]) -> Node:
    device: Device = row.Device
    ending = next((each.Link.id for each in links if each.Link.device_id == device.id), None)
    parent = f"device-{device.parent_id}" if device.parent_id in devices else ""
    return Node(
        f"device-{device.id}",
        NodeKind.DEVICE,
        device.name,
        row.CurrentState.state if row.CurrentState else State.NOT_MONITORED,
        parent=parent or (f"link-{ending}" if ending else ""),
        role=device.role,
        detail=f"{device.vendor} {device.model}".strip(),
        ref=str(device.id),
    )


def _site_link_lines(session: Session, links: Sequence[Row[Any]]) -> list[Line]:
    ends = wan_ports(session, [row.Link for row in links])
    return [
        Line(
            f"link-{row.Link.id}",
            f"device-{row.Link.device_id}",
            a_port=row.Link.name,
            state=row.CurrentState.state if row.CurrentState else State.NOT_MONITORED,
            speed_bps=row.Link.speed_bps,
            ports=(ends[row.Link.id],) if row.Link.id in ends else (),
        )
        for row in links
        if row.Link.device_id
    ]


def _connection_lines(session: Session, devices: Mapping[int | None, Device]) -> list[Line]:
    """What is connected now; a parent without a connection (set by hand, or not heard of yet) is a line too."""
    rows = session.exec(
        select(Connection).where(
            or_(col(Connection.device_id).in_(devices), col(Connection.other_id).in_(devices)),
            col(Connection.gone_at).is_(None),
        )
    ).all()
    ports = _ports(session, devices)
    lines = []
    for row in sorted(rows, key=lambda row: (SURENESS[row.basis], row.id or 0)):
        ends = [ports.get((row.device_id, row.port)), ports.get((row.other_id, row.other_port))]
        known = [port for port in ends if port is not None]
        lines.append(
            Line(
                f"device-{row.device_id}",
                f"device-{row.other_id}",
                a_port=row.port,
                b_port=row.other_port,
                basis=row.basis,
                speed_bps=min((port.speed_bps for port in known if port.speed_bps), default=None),
                ports=tuple((port.device_id, port.id or 0) for port in known),
            )
        )
    drawn = {frozenset((line.a, line.b)) for line in lines}
    for device in devices.values():
        pair = frozenset((f"device-{device.parent_id}", f"device-{device.id}"))
        if device.parent_id in devices and pair not in drawn:
            basis = "hand" if device.parent_by_hand else ""
            lines.append(Line(f"device-{device.parent_id}", f"device-{device.id}", basis=basis))
    return lines


def _ports(session: Session, devices: Mapping[int | None, Device]) -> dict[tuple[int, str], Interface]:
    rows = session.exec(
        select(Interface).where(col(Interface.device_id).in_(devices), col(Interface.retired_at).is_(None))
    ).all()
    return {(row.device_id, row.name): row for row in rows}
