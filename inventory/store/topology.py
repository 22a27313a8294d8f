"""Draws a site anew from what its devices said: connections, parents and strangers, with the facts of what changed.

What was drawn stays until something speaks against it: a switch forgets a quiet machine within minutes, and a tree
that changed with every silence would be useless for telling unreachable from down.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import or_, select, update
from sqlmodel import Session, col

from collectors.observation import DeviceObservation, SurroundingsSeen
from inventory.events import ConnectionAppeared, ConnectionGone, Fact, ParentDerived
from inventory.models.device import Device, DeviceAddress, Interface, Neighbour
from inventory.models.link import Link
from inventory.models.topology import AddressSighting, Connection, MacSighting, Stranger
from inventory.store.sightings import FORGET, REFRESH, Teller, note_addresses, note_macs
from inventory.store.strangers import Met, note_strangers
from inventory.topology import Edge, Heard, Learnt, Member, Names, Resolved, edges, parents


@dataclass(frozen=True, slots=True)
class SiteView:
    """What is known of a site when it is drawn."""

    site_id: int
    members: Sequence[Member]
    heard: Sequence[Heard]
    descr: Mapping[tuple[int, str, str], str] = field(default_factory=dict)
    learnt: Sequence[Learnt] = ()
    resolved: Sequence[Resolved] = ()
    connections: Sequence[Connection] = ()

    @property
    def member_macs(self) -> frozenset[str]:
        """Every address of a device of the site."""
        return frozenset(mac for member in self.members for mac in member.macs)

    def uplinks(self, device_id: int) -> frozenset[str]:
        """Ports of a device that lead to another device of the inventory."""
        ports = {c.port for c in self.connections if c.device_id == device_id}
        return frozenset((ports | {c.other_port for c in self.connections if c.other_id == device_id}) - {""})


def view_of(session: Session, site_id: int) -> SiteView:
    """Read what a drawing needs."""
    devices = session.execute(
        select(Device).where(col(Device.site_id) == site_id, col(Device.archived_at).is_(None)).order_by(col(Device.id))
    ).scalars()
    rows = {device.id: device for device in devices if device.id is not None}
    ids = list(rows)
    if not ids:
        return SiteView(site_id, (), ())
    members = _members(session, site_id, rows)
    neighbours = session.execute(select(Neighbour).where(col(Neighbour.device_id).in_(ids))).scalars().all()
    macs = session.execute(
        select(MacSighting.device_id, MacSighting.port, MacSighting.mac).where(  # type: ignore[call-overload]
            col(MacSighting.device_id).in_(ids), col(MacSighting.gone_at).is_(None)
        )
    )
    resolved = session.execute(
        select(AddressSighting.device_id, AddressSighting.address, AddressSighting.mac).where(  # type: ignore[call-overload]
            col(AddressSighting.device_id).in_(ids), col(AddressSighting.gone_at).is_(None)
        )
    )
    connections = session.execute(
        select(Connection).where(
            or_(col(Connection.device_id).in_(ids), col(Connection.other_id).in_(ids)),
            col(Connection.gone_at).is_(None),
        )
    ).scalars()
    return SiteView(
        site_id=site_id,
        members=members,
        heard=[_heard(row) for row in neighbours],
        descr={(n.device_id, n.local_interface, n.remote_name): n.remote_descr for n in neighbours},
        learnt=[Learnt(*row) for row in macs],
        resolved=[Resolved(device_id, "", address, mac) for device_id, address, mac in resolved],
        connections=connections.all(),
    )


def _heard(row: Neighbour) -> Heard:
    return Heard(
        row.device_id,
        row.local_interface,
        row.protocol,
        name=row.remote_name,
        remote_port=row.remote_port,
        mac=row.remote_mac,
        address=row.remote_address,
    )


def _members(session: Session, site_id: int, rows: Mapping[int, Device]) -> list[Member]:
    macs: dict[int, dict[str, str]] = {device_id: {} for device_id in rows}
    ports: dict[int, set[str]] = {device_id: set() for device_id in rows}
    interfaces = session.execute(
        select(Interface.device_id, Interface.name, Interface.mac).where(  # type: ignore[call-overload]
            col(Interface.device_id).in_(rows), col(Interface.retired_at).is_(None)
        )
    )
    for device_id, name, mac in interfaces:
        ports[device_id].add(name)
        if mac.strip("0:"):
            # A MAC that several ports share is the device's, and names none of them.
            macs[device_id][mac] = "" if mac in macs[device_id] else name
    addresses: dict[int, set[str]] = {device_id: {rows[device_id].address} - {""} for device_id in rows}
    for device_id, address in session.execute(
        select(DeviceAddress.device_id, DeviceAddress.address).where(col(DeviceAddress.device_id).in_(rows))  # type: ignore[call-overload]
    ):
        addresses[device_id].add(address)
    # What a person said a stranger is, stays known by the stranger's address.
    for made_id, mac in session.execute(
        select(Stranger.made_id, Stranger.mac).where(col(Stranger.made_id).in_(rows), col(Stranger.mac) != "")  # type: ignore[call-overload]
    ):
        macs[made_id].setdefault(mac, "")
    ending = set(
        session.execute(
            select(Link.device_id).where(col(Link.site_id) == site_id, col(Link.archived_at).is_(None))  # type: ignore[call-overload]
        ).scalars()
    )
    for device_id, device in rows.items():
        for mac in (device.base_mac, device.chassis_mac):
            if mac.strip("0:"):
                macs[device_id].setdefault(mac, "")
    return [
        Member(
            id=device_id,
            name=device.name,
            sys_name=device.sys_name,
            role=device.role,
            ends_link=device_id in ending,
            macs=macs[device_id],
            addresses=frozenset(addresses[device_id] - {"127.0.0.1", "::1"}),
            ports=frozenset(ports[device_id]),
            parent_id=device.parent_id,
            parent_by_hand=device.parent_by_hand,
        )
        for device_id, device in rows.items()
    ]


def note(session: Session, device: Device, seen: DeviceObservation | SurroundingsSeen) -> None:
    """Write the addresses that a device sees around it. Its neighbours are rows that reconcile writes."""
    assert device.id is not None
    if seen.forwarding:
        view = view_of(session, device.site_id)
        rows = session.execute(
            select(Interface.if_index, Interface.name).where(  # type: ignore[call-overload]
                col(Interface.device_id) == device.id, col(Interface.retired_at).is_(None)
            )
        )
        teller = Teller(
            device.id,
            ports={row[0]: row[1] for row in rows},
            uplinks=view.uplinks(device.id),
            members=view.member_macs,
        )
        note_macs(session, teller, seen.forwarding, at=seen.at, complete="forwarding" in seen.complete)
    if seen.arp:
        note_addresses(session, device.id, seen.arp, at=seen.at, complete="arp" in seen.complete)


def draw(session: Session, site_id: int, at: datetime) -> list[Fact]:
    """Bring connections, parents and strangers of a site up to what its devices said; the facts of it."""
    view = view_of(session, site_id)
    if not view.members:
        return []
    drawn = edges(view.members, view.heard, view.learnt, view.resolved)
    facts, standing = _sync(session, view, drawn, at)
    facts += _set_parents(session, view, standing)
    names = Names(view.members)
    met = [
        Met(each, view.descr.get((each.device_id, each.port, each.name), ""))
        for each in view.heard
        if names.find(each) is None
    ]
    return facts + note_strangers(session, site_id, met, _on_the_way(view), at=at)


def _on_the_way(view: SiteView) -> list[Learnt]:
    """Unknown addresses behind a port that leads to another device, which no switch sees at an edge."""
    members = view.member_macs
    at_edge = {each.mac for each in view.learnt if each.port not in view.uplinks(each.device_id)}
    return [
        each
        for each in view.learnt
        if each.mac not in members and each.mac not in at_edge and each.port in view.uplinks(each.device_id)
    ]


def _sync(session: Session, view: SiteView, drawn: Sequence[Edge], at: datetime) -> tuple[list[Fact], list[Edge]]:
    """Rows for what is drawn; what is no longer drawn stays until it is contradicted or a day old."""
    is_first = not view.connections
    left = {row.id: row for row in view.connections}
    facts: list[Fact] = []
    taken = {(end, port) for e in drawn for end, port in ((e.device_id, e.port), (e.other_id, e.other_port)) if port}
    pairs = {(edge.device_id, edge.other_id) for edge in drawn}
    for edge in drawn:
        row = next((row for row in left.values() if _is_same(row, edge)), None)
        if row is None:
            session.add(_row(edge, at))
            if not is_first:
                facts.append(ConnectionAppeared(**_about(view, edge.device_id), **_ends(edge)))
            continue
        left.pop(row.id)
        now = {"port": edge.port or row.port, "other_port": edge.other_port or row.other_port, "basis": edge.basis}
        if any(getattr(row, name) != value for name, value in now.items()) or at - row.seen_at >= REFRESH:
            session.execute(update(Connection).where(col(Connection.id) == row.id).values(**now, seen_at=at))
    standing = list(drawn)
    for row in left.values():
        edge = Edge(row.device_id, row.other_id, row.port, row.other_port, row.basis)
        moved = {(row.device_id, row.port), (row.other_id, row.other_port)} & taken
        if moved or (row.device_id, row.other_id) in pairs or at - row.seen_at >= FORGET:
            session.execute(update(Connection).where(col(Connection.id) == row.id).values(gone_at=at))
            facts.append(ConnectionGone(**_about(view, row.device_id), **_ends(edge)))
        else:
            standing.append(edge)
    return facts, standing


def _row(edge: Edge, at: datetime) -> Connection:
    return Connection(
        device_id=edge.device_id,
        port=edge.port,
        other_id=edge.other_id,
        other_port=edge.other_port,
        basis=edge.basis,
        first_seen_at=at,
        seen_at=at,
    )


def _is_same(row: Connection, edge: Edge) -> bool:
    """The same two devices by the same ports, as far as both are known."""
    return (row.device_id, row.other_id) == (edge.device_id, edge.other_id) and all(
        not was or not now or was == now for was, now in ((row.port, edge.port), (row.other_port, edge.other_port))
    )


def _ends(edge: Edge) -> dict[str, str | int]:
    return {"port": edge.port, "other_id": edge.other_id, "other_port": edge.other_port}


def _about(view: SiteView, device_id: int) -> dict[str, int]:
    return {"site_id": view.site_id, "device_id": device_id}


def _set_parents(session: Session, view: SiteView, standing: Sequence[Edge]) -> list[Fact]:
    before = {member.id: member.parent_id for member in view.members}
    moved = {m: p for m, p in parents(view.members, standing).items() if before[m] != p}
    if moved:
        session.execute(update(Device), [{"id": device_id, "parent_id": parent} for device_id, parent in moved.items()])
    return [
        ParentDerived(**_about(view, device_id), old_parent_id=before[device_id], new_parent_id=parent)
        for device_id, parent in moved.items()
    ]
