"""Where a MAC or IP address stands or stood: the port of a switch, with since when and until when."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement
from sqlmodel import Session, and_, col, func, select

from inventory.models.device import Device
from inventory.models.site import Site
from inventory.models.topology import AddressSighting, MacSighting
from inventory.queries.sight import Sight

SHORTEST = 4  # hexadecimal digits of a MAC, or characters of an address
MOST = 200


@dataclass(frozen=True, slots=True)
class Sighting:
    """A MAC behind a port. `addresses` are the IP addresses it had there; `others` how many stand behind that port."""

    mac: str
    addresses: tuple[str, ...]
    device: Device
    site: Site
    port: str
    vlan: int | None
    first_seen_at: datetime
    seen_at: datetime
    gone_at: datetime | None
    others: int


def mac_part(text: str) -> str:
    """A MAC, or the beginning or a part of one, in any spelling, as it is stored; empty when it is none."""
    if not re.fullmatch(r"[0-9A-Fa-f:.\- ]+", text.strip()):
        return ""
    digits = re.sub(r"[^0-9a-f]", "", text.lower())
    if len(digits) < SHORTEST or len(digits) > 12 or ("." in text and not re.search(r"[a-fA-F]|\w{4}\.", text)):
        return ""
    return ":".join(digits[at : at + 2] for at in range(0, len(digits), 2))


def sightings(session: Session, sight: Sight, text: str) -> Sequence[Sighting]:
    """Present places first, the port with the fewest addresses before others; then history, the latest first."""
    wanted = text.strip()
    part = mac_part(wanted)
    macs = set() if part else set(_macs_of(session, sight, wanted))
    if not part and not macs:
        return ()
    condition = col(MacSighting.mac).contains(part, autoescape=True) if part else col(MacSighting.mac).in_(macs)
    return _found(session, sight, condition)


def sightings_at(session: Session, sight: Sight, device_id: int, port: str) -> Sequence[Sighting]:
    """What stands behind one port, and what stood there."""
    return _found(session, sight, and_(col(MacSighting.device_id) == device_id, col(MacSighting.port) == port))


def _found(session: Session, sight: Sight, condition: ColumnElement[bool]) -> Sequence[Sighting]:
    rows = session.execute(
        select(MacSighting, Device, Site)
        .join(Device, col(Device.id) == MacSighting.device_id)
        .join(Site, col(Site.id) == Device.site_id)
        .where(sight.sites(), condition)
        .order_by(col(MacSighting.gone_at).isnot(None), col(MacSighting.seen_at).desc())
        .limit(MOST)
    ).all()
    addresses = _addresses_of(session, sight, {row.MacSighting.mac for row in rows})
    crowds = _crowds(session, {row.MacSighting.device_id for row in rows})
    found = [
        Sighting(
            mac=row.MacSighting.mac,
            addresses=addresses.get(row.MacSighting.mac, ()),
            device=row.Device,
            site=row.Site,
            port=row.MacSighting.port,
            vlan=row.MacSighting.vlan,
            first_seen_at=row.MacSighting.first_seen_at,
            seen_at=row.MacSighting.seen_at,
            gone_at=row.MacSighting.gone_at,
            others=crowds.get((row.MacSighting.device_id, row.MacSighting.port), 0),
        )
        for row in rows
    ]
    return sorted(found, key=lambda each: (each.gone_at is not None, each.mac, each.others if not each.gone_at else 0))


def _macs_of(session: Session, sight: Sight, address: str) -> Sequence[str]:
    if len(address) < SHORTEST:
        return ()
    return (
        session.execute(
            select(AddressSighting.mac)
            .join(Device, col(Device.id) == AddressSighting.device_id)
            .join(Site, col(Site.id) == Device.site_id)
            .where(sight.sites(), col(AddressSighting.address).startswith(address, autoescape=True))
            .distinct()
            .limit(MOST)
        )
        .scalars()
        .all()
    )


def _addresses_of(session: Session, sight: Sight, macs: set[str]) -> dict[str, tuple[str, ...]]:
    rows = session.execute(
        select(AddressSighting.mac, AddressSighting.address)
        .join(Device, col(Device.id) == AddressSighting.device_id)
        .join(Site, col(Site.id) == Device.site_id)
        .where(sight.sites(), col(AddressSighting.mac).in_(macs))
        .order_by(col(AddressSighting.gone_at).isnot(None), col(AddressSighting.seen_at).desc())
    ).all()
    found: dict[str, dict[str, None]] = {}
    for mac, address in rows:
        found.setdefault(mac, {})[address] = None
    return {mac: tuple(each) for mac, each in found.items()}


def _crowds(session: Session, device_ids: set[int]) -> dict[tuple[int, str], int]:
    rows = session.execute(
        select(MacSighting.device_id, MacSighting.port, func.count(func.distinct(col(MacSighting.mac))))
        .where(col(MacSighting.device_id).in_(device_ids), col(MacSighting.gone_at).is_(None))
        .group_by(col(MacSighting.device_id), col(MacSighting.port))
    ).all()
    return {(device_id, port): count for device_id, port, count in rows}
