"""Who sends: the device of an address, its site, and the SNMPv3 users whose notifications can be read."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from dataclasses import dataclass, field

from sqlalchemy import Engine
from sqlmodel import col, select

from collectors.target import SnmpCredential, SnmpVersion
from inventory.models.credential import Credential, CredentialKind
from inventory.models.device import Device, DeviceAddress
from netops.vault import Vault, VaultError
from service.database import reading

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Sender:
    """A device that the inventory knows."""

    device_id: int
    site_id: int


@dataclass(frozen=True, slots=True)
class Senders:
    """The inventory as a listener needs it."""

    by_address: Mapping[str, Sender] = field(default_factory=dict)
    users: frozenset[SnmpCredential] = frozenset()


def load(engine: Engine, vault: Vault) -> Senders:
    """Addresses under which devices are polled come before those that were only seen on them."""
    with reading(engine) as session:
        devices = session.exec(
            select(Device.id, Device.site_id, Device.address).where(col(Device.archived_at).is_(None))
        ).all()
        seen = session.exec(select(DeviceAddress.address, DeviceAddress.device_id)).all()
        sealed = session.exec(select(Credential.sealed).where(Credential.kind == CredentialKind.SNMP)).all()
    places = {device_id: Sender(device_id, site_id) for device_id, site_id, _ in devices if device_id is not None}
    found = {address: places[device_id] for address, device_id in seen if device_id in places}
    found |= {address: places[device_id] for device_id, _, address in devices if address and device_id is not None}
    users = set()
    for each in sealed:
        try:
            credential = SnmpCredential.model_validate_json(vault.unseal(each))
        except (VaultError, ValueError) as error:
            log.warning("an SNMP credential cannot be opened: %s", type(error).__name__)
            continue
        if credential.version is SnmpVersion.V3:
            users.add(credential)
    return Senders(found, frozenset(users))
