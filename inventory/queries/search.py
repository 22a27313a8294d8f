"""One search over everything: schools, devices, links and assets, by name, code, number, serial, MAC or IP."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from sqlmodel import Session, and_, col, or_, select

from inventory.models.asset import Asset
from inventory.models.device import Device, DeviceAddress, Interface
from inventory.models.link import Link, Provider
from inventory.models.outage import Subject
from inventory.models.site import Site
from inventory.queries.assets import seen
from inventory.queries.sight import Sight
from inventory.queries.text import contains
from service.thai_order import in_thai

_MAC = re.compile(r"^[0-9a-f]{2}([:.\-]?[0-9a-f]{2}){5}$|^([0-9a-f]{4}[.\-:]){2}[0-9a-f]{4}$", re.IGNORECASE)
_SHORTEST = 2  # one letter fits nearly everything


@dataclass(frozen=True, slots=True)
class Hit:
    """Something found. `why` is the value that fits when it is not the name; `code` is its school's."""

    kind: Subject | Literal["asset"]
    id: int
    name: str
    site: str
    code: str
    why: str = ""


def search(session: Session, sight: Sight, text: str, *, each: int = 8) -> Sequence[Hit]:
    """At most `each` of a kind; schools first."""
    wanted = text.strip()
    if len(wanted) < _SHORTEST:
        return ()
    return (
        *_sites(session, sight, wanted, each),
        *_devices(session, sight, wanted, each),
        *_links(session, sight, wanted, each),
        *_assets(session, sight, wanted, each),
    )


def as_mac(text: str) -> str:
    """A whole MAC address as it is stored (aa:bb:cc:dd:ee:ff), whatever separators were typed; else the text."""
    if not _MAC.match(text):
        return text
    digits = re.sub(r"[^0-9a-f]", "", text.lower())
    return ":".join(digits[i : i + 2] for i in range(0, 12, 2))


def _sites(session: Session, sight: Sight, text: str, each: int) -> Sequence[Hit]:
    rows = session.exec(
        select(Site)
        .where(sight.sites(), col(Site.archived_at).is_(None), contains(text, Site.name, Site.code))
        .order_by(in_thai(Site.name))
        .limit(each)
    ).all()
    return [Hit(Subject.SITE, site.id or 0, site.name, site.district, site.code, site.code) for site in rows]


def _devices(session: Session, sight: Sight, text: str, each: int) -> Sequence[Hit]:
    mac = as_mac(text)
    ports = select(Interface.device_id).where(contains(mac, Interface.mac))
    addresses = select(DeviceAddress.device_id).where(contains(text, DeviceAddress.address))
    own = (Device.name, Device.serial, Device.address, Device.sys_name, Device.model)
    rows = session.exec(
        select(Device, Site)
        .join(Site, col(Site.id) == Device.site_id)
        .where(
            sight.sites(),
            col(Device.archived_at).is_(None),
            or_(
                contains(text, *own),
                contains(mac, Device.chassis_mac),
                col(Device.id).in_(ports),
                col(Device.id).in_(addresses),
            ),
        )
        .order_by(Device.name)
        .limit(each)
    ).all()
    return [
        Hit(Subject.DEVICE, device.id or 0, device.name, site.name, site.code, _why(text, device))
        for device, site in rows
    ]


def _why(text: str, device: Device) -> str:
    """The value in which the text was found."""
    lowered = text.lower()
    values = (device.serial, device.address, device.sys_name, device.model)
    return next((value for value in values if lowered in value.lower()), device.address)


def _links(session: Session, sight: Sight, text: str, each: int) -> Sequence[Hit]:
    rows = session.exec(
        select(Link, Site)
        .join(Site, col(Site.id) == Link.site_id)
        .outerjoin(Provider, col(Provider.id) == Link.provider_id)
        .where(
            sight.sites(),
            col(Link.archived_at).is_(None),
            contains(text, Link.name, Link.circuit_no, Link.check_address, Provider.name),
        )
        .order_by(Link.name)
        .limit(each)
    ).all()
    return [Hit(Subject.LINK, link.id or 0, link.name, site.name, site.code, link.circuit_no) for link, site in rows]


def _assets(session: Session, sight: Sight, text: str, each: int) -> Sequence[Hit]:
    """By its numbers; by its serial number where it is no device, which would be found itself."""
    by_serial = and_(col(Asset.device_id).is_(None), contains(text, Asset.serial))
    rows = session.exec(
        select(Asset, Site)
        .outerjoin(Site, col(Site.id) == Asset.site_id)
        .where(seen(sight), or_(contains(text, Asset.number, Asset.gfmis_no), by_serial))
        .order_by(Asset.number)
        .limit(each)
    ).all()
    return [
        Hit("asset", asset.id or 0, asset.name, site.name if site else "", site.code if site else "", asset.number)
        for asset, site in rows
    ]
