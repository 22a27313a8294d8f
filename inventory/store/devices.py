"""Devices: put in, changed and archived. What was read from a device is not drafted here; reconcile writes it."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any

from pydantic import Field, model_validator
from sqlalchemy import update
from sqlmodel import Session, col, select

from inventory.models.agent import Agent
from inventory.models.credential import Credential, CredentialKind
from inventory.models.device import Device
from inventory.models.site import Site
from inventory.store.belonging import in_office
from service.columns import utc_now
from service.draft import Address, Draft, Empty, Name, Note, OptionalId, Port, take
from service.refusal import MissingError, NotTakenError, _, refuse


class DeviceDraft(Draft):
    """A device of `site_id`. `parent_id` is what stands between it and the internet.

    With `agent_id` it is asked by that agent from inside its school, and by nobody else.

    A parent that is given or changed is set by hand from then on, and the network does not touch it; with
    `parent_by_hand` off and the parent left as it is, the network tells again.
    """

    site_id: int
    name: Name
    role: Annotated[str, Field(max_length=64)] = ""
    parent_id: OptionalId = None
    parent_by_hand: bool = False
    address: Address = ""
    snmp_port: Port = 161
    ssh_port: Port = 22
    https_port: Annotated[Port | None, Empty] = None
    snmp_credential_id: OptionalId = None
    ssh_credential_id: OptionalId = None
    ssh_platform: Annotated[str, Field(max_length=64, pattern=r"^[a-z0-9_]*$")] = ""
    agent_id: OptionalId = None
    monitored: bool = True
    acquired_on: Annotated[date | None, Empty] = None
    warranty_until: Annotated[date | None, Empty] = None
    note: Note = ""

    @model_validator(mode="after")
    def _warranty_after_purchase(self) -> DeviceDraft:
        if self.acquired_on and self.warranty_until and self.warranty_until < self.acquired_on:
            raise NotTakenError(_("The warranty cannot end before the device was acquired"), "warranty_until")
        return self


def find_device(session: Session, device_id: int, *, office_id: int) -> Device:
    """The device of this office; MissingError when there is none."""
    device = session.get(Device, device_id)
    site = session.get(Site, device.site_id) if device is not None else None
    if device is None or site is None or site.office_id != office_id:
        raise MissingError("device")
    return device


def create_device(session: Session, draft: DeviceDraft, *, office_id: int) -> Device:
    """A new device; RefusedError when the site has one of this name."""
    _check(session, draft, office_id=office_id, device_id=None)
    device = Device(**_told(draft, None))
    session.add(device)
    session.flush()
    return device


def change_device(session: Session, device: Device, draft: DeviceDraft, *, office_id: int) -> dict[str, object]:
    """Make the device as drafted; returns {field: [before, after]}."""
    _check(session, draft, office_id=office_id, device_id=device.id)
    changes = take(device, _told(draft, device.parent_id))
    session.add(device)
    session.flush()
    return changes


def place_device(session: Session, device: Device, parent: str, *, office_id: int) -> dict[str, object]:
    """Put a device behind another of its site (an id), behind the link (""), or where the network says ("auto").

    Returns {field: [before, after]}. RefusedError when it would stand behind itself.
    """
    if parent == "auto":
        return take(device, {"parent_by_hand": False})
    parent_id = int(parent) if parent.isascii() and parent.isdigit() else None
    if parent and parent_id is None:
        raise refuse("parent_id", _("A whole number is needed"))
    in_office(session, Device, parent_id, office_id=office_id, field="parent_id")
    _no_loop(session, parent_id, device.id)
    changes = take(device, {"parent_id": parent_id, "parent_by_hand": True})
    session.add(device)
    session.flush()
    return changes


def _told(draft: DeviceDraft, parent_id: int | None) -> dict[str, Any]:
    moved = draft.parent_id != parent_id
    return draft.model_dump() | {"parent_by_hand": draft.parent_by_hand or moved}


def forget_host_key(session: Session, device: Device) -> None:
    """The next SSH key is trusted on first use: a person has seen that the device was replaced."""
    device.ssh_host_key = ""
    session.add(device)
    session.flush()


def archive_device(session: Session, device: Device) -> None:
    """Out of sight and out of polling; its children hang from its parent, so that no outage hides behind it."""
    device.archived_at = utc_now()
    session.add(device)
    session.execute(update(Device).where(col(Device.parent_id) == device.id).values(parent_id=device.parent_id))
    session.flush()


def restore_device(session: Session, device: Device) -> None:
    """Undo archive_device; the children keep the parent that they were given."""
    device.archived_at = None
    session.add(device)
    session.flush()


def _check(session: Session, draft: DeviceDraft, *, office_id: int, device_id: int | None) -> None:
    in_office(session, Site, draft.site_id, office_id=office_id, field="site_id")
    _credential(session, draft.snmp_credential_id, CredentialKind.SNMP, office_id=office_id)
    _credential(session, draft.ssh_credential_id, CredentialKind.SSH, office_id=office_id)
    in_office(session, Device, draft.parent_id, office_id=office_id, field="parent_id")
    _agent(session, draft)
    taken = session.exec(select(Device).where(Device.site_id == draft.site_id, Device.name == draft.name)).first()
    if taken is not None and taken.id != device_id:
        raise refuse("name", _("The site already has a device named %(name)s"), name=draft.name)
    _no_loop(session, draft.parent_id, device_id)


def _agent(session: Session, draft: DeviceDraft) -> None:
    agent = session.get(Agent, draft.agent_id) if draft.agent_id is not None else None
    if draft.agent_id is not None and (agent is None or agent.site_id != draft.site_id):
        raise refuse("agent_id", _("This agent stands at another school"))


def _credential(session: Session, row_id: int | None, kind: CredentialKind, *, office_id: int) -> None:
    field = f"{kind.value}_credential_id"
    row = in_office(session, Credential, row_id, office_id=office_id, field=field)
    if row is not None and row.kind is not kind:
        raise refuse(field, _("%(name)s is a credential of another kind"), name=row.name)


def _no_loop(session: Session, parent_id: int | None, device_id: int | None) -> None:
    """Refuse a parent that stands behind the device itself."""
    if device_id is None:
        return
    seen: set[int] = set()
    while parent_id is not None and parent_id not in seen:
        if parent_id == device_id:
            raise refuse("parent_id", _("A device cannot stand behind itself"))
        seen.add(parent_id)
        parent_id = session.exec(select(Device.parent_id).where(Device.id == parent_id)).first()
