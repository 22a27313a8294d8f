"""Who is at the other ends of a device's ports, with the device of the inventory that it is, where that is known."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlmodel import Session, col, or_, select

from inventory.models.device import Device, Neighbour
from inventory.models.site import Site
from inventory.models.topology import Connection
from inventory.queries.sight import Sight


@dataclass(frozen=True, slots=True)
class Met:
    """A neighbour as it was told, and the device that the topology takes it for."""

    row: Neighbour
    device: Device | None


def neighbours_of(session: Session, sight: Sight, device: Device) -> Sequence[Met]:
    """In the order of the ports."""
    rows = session.exec(
        select(Neighbour)
        .where(Neighbour.device_id == device.id)
        .order_by(Neighbour.local_interface, Neighbour.protocol)
    ).all()
    ends = session.exec(
        select(Connection).where(
            or_(Connection.device_id == device.id, Connection.other_id == device.id), col(Connection.gone_at).is_(None)
        )
    ).all()
    at_port = {
        (end.port if end.device_id == device.id else end.other_port): (
            end.other_id if end.device_id == device.id else end.device_id
        )
        for end in ends
    }
    wanted = select(Device).join(Site, col(Site.id) == Device.site_id)
    known = {
        found.id: found
        for found in session.exec(wanted.where(sight.sites(), col(Device.id).in_(set(at_port.values()))))
    }
    return [Met(row, known.get(at_port.get(row.local_interface, 0))) for row in rows]
