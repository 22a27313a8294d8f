"""Bought devices that are waited for: joined to their cards when they are first seen, and measured working once."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from sqlmodel import Session

from inventory.events import BoughtDeviceSeen, BoughtDeviceWorks, Fact
from inventory.models.device import Device
from inventory.models.outage import State, Subject
from inventory.state import Standing
from netops.watched.roster import Roster, Thing
from procurement.store.arriving import met
from procurement.store.needed import meet_needs

Standings = Mapping[Thing, Standing]


def seen_bought(session: Session, device_id: int, at: datetime) -> list[Fact]:
    """After a device was asked in full: whether it is what a card of the book waited for."""
    device = session.get(Device, device_id, populate_existing=True)
    asset = met(session, device, at) if device is not None and device.archived_at is None else None
    if device is None or asset is None or asset.id is None:
        return []
    return [BoughtDeviceSeen(device_id=device_id, site_id=device.site_id, asset_id=asset.id, number=asset.number)]


def working_bought(session: Session, roster: Roster, standings: Standings, at: datetime) -> list[Fact]:
    """After a round was judged: bought devices that answer for the first time, and the needs that this meets."""

    def is_up(device_id: int) -> bool:
        standing = standings.get((Subject.DEVICE, device_id))
        return device_id in roster.devices and standing is not None and standing.state is State.UP

    return [
        BoughtDeviceWorks(
            device_id=one.device_id,
            site_id=roster.devices[one.device_id].site_id,
            purchase_id=one.purchase_id,
            need_id=one.need_id,
        )
        for one in meet_needs(session, is_up, at)
    ]
