"""The lineage of the inventory as it is stored."""

from __future__ import annotations

from sqlalchemy import select
from sqlmodel import Session, col

from inventory.lineage import DeviceSpot, Lineage, LinkSpot
from inventory.models.device import Device
from inventory.models.link import Check, Link


def stored_lineage(session: Session) -> Lineage:
    """What stands before what, in two queries of columns: some milliseconds for 2,000 devices."""
    devices = session.execute(
        select(
            *map(col, (Device.id, Device.site_id, Device.parent_id, Device.address, Device.agent_id, Device.monitored))
        )
        .where(col(Device.archived_at).is_(None))
        .order_by(col(Device.id))
    )
    links = session.execute(
        select(*map(col, (Link.id, Link.site_id, Link.upstream_id, Link.device_id, Link.check_address, Link.check)))
        .where(col(Link.archived_at).is_(None))
        .order_by(col(Link.id))
    )
    return Lineage.of(
        (
            DeviceSpot(device_id, site_id, parent_id, address, agent_id, asked=monitored and bool(address))
            for device_id, site_id, parent_id, address, agent_id, monitored in devices
        ),
        (
            LinkSpot(
                link_id, site_id, upstream_id, router_id, host,
                asked=bool(host) or check is Check.AGENT or (check is Check.SNMP and router_id is not None),
            )
            for link_id, site_id, upstream_id, router_id, host, check in links
        ),
    )  # fmt: skip
