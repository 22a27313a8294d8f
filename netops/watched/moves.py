"""A device that answers in another device's place: found by what stays with it, and followed to its new address."""

from __future__ import annotations

from typing import Any

from sqlalchemy import select
from sqlmodel import Session, col

from collectors.observation import DeviceObservation
from inventory.events import DeviceMoved, Fact
from inventory.identity import Identity, recognise
from inventory.models.device import Device

IDENTIFYING: tuple[Any, ...] = (Device.id, Device.serial, Device.engine_id, Device.chassis_mac)


def settle_identity(session: Session, asked_id: int, seen: DeviceObservation) -> tuple[int, list[Fact]]:
    """Which device this observation is of, asked at the address of `asked_id`; moves are written and told.

    The two exchange their addresses: where the other one has really gone is seen when it is asked there.
    """
    asked = session.get(Device, asked_id)
    identity = Identity(serial=seen.system.serial, engine_id=seen.system.engine_id)
    if asked is None or not any(identity) or _is_itself(asked, identity):
        return asked_id, []
    # Whoever asks from inside a school can tell of that school's devices only, and nobody else of them.
    same_eyes = col(Device.agent_id).is_not_distinct_from(asked.agent_id)
    rows = session.execute(select(*IDENTIFYING).where(col(Device.archived_at).is_(None), same_eyes)).all()
    found = recognise([(row[0], Identity(*row[1:])) for row in rows], identity)
    other = session.get(Device, found) if found is not None and found != asked_id else None
    if other is None:
        return asked_id, []
    was = other.address
    other.address, asked.address = asked.address, was
    other.snmp_port, asked.snmp_port = asked.snmp_port, other.snmp_port
    session.flush()
    facts: list[Fact] = [
        DeviceMoved(site_id=other.site_id, device_id=other.id, old_address=was, new_address=other.address)
    ]
    return other.id or asked_id, facts


def _is_itself(device: Device, seen: Identity) -> bool:
    """Nothing contradicts that it is the one that was asked."""
    known = Identity(device.serial, device.engine_id, device.chassis_mac)
    return all(not a or not b or a == b for a, b in zip(known, seen, strict=True))
