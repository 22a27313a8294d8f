"""One device with everything that its page shows."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlmodel import Session, col, select

from inventory.models.agent import Agent
from inventory.models.device import Device, DeviceAddress, FactSource, Health, Interface, Part, Radio
from inventory.models.outage import CurrentState, Event, State, Subject
from inventory.models.site import Site
from inventory.queries.configs import ConfigLine, config_lines
from inventory.queries.sight import Sight


@dataclass(frozen=True, slots=True)
class DevicePage:
    """What the page shows. `configs` are the newest versions, textless; `sources` say where facts were read."""

    device: Device
    site: Site
    now: CurrentState | None
    parent: Device | None
    agent: Agent | None
    children: Sequence[Device]
    interfaces: Sequence[Interface]
    parts: Sequence[Part]
    health: Sequence[Health]
    addresses: Sequence[DeviceAddress]
    radios: Sequence[Radio]
    sources: Mapping[str, FactSource]
    configs: Sequence[ConfigLine]
    events: Sequence[Event]

    @property
    def state(self) -> State:
        """A device that nothing reaches is not monitored, never up."""
        return self.now.state if self.now is not None else State.NOT_MONITORED


def find_device(session: Session, sight: Sight, device_id: int) -> tuple[Device, Site] | None:
    """The device and its site, when it may be seen."""
    row = session.exec(
        select(Device, Site).join(Site, col(Site.id) == Device.site_id).where(sight.sites(), Device.id == device_id)
    ).first()
    return (row[0], row[1]) if row else None


def device_page(session: Session, sight: Sight, device_id: int, *, events: int = 30) -> DevicePage | None:
    """The device of this id, or None when it is not there or not to be seen."""
    found = find_device(session, sight, device_id)
    if found is None:
        return None
    device, site = found
    timeline = select(Event).where(Event.device_id == device_id).order_by(col(Event.at).desc(), col(Event.id).desc())
    return DevicePage(
        device=device,
        site=site,
        now=session.get(CurrentState, (Subject.DEVICE, device_id)),
        parent=session.get(Device, device.parent_id) if device.parent_id else None,
        agent=session.get(Agent, device.agent_id) if device.agent_id else None,
        children=session.exec(
            select(Device).where(Device.parent_id == device_id, col(Device.archived_at).is_(None))
        ).all(),
        interfaces=interfaces(session, device_id),
        parts=session.exec(
            select(Part).where(Part.device_id == device_id, col(Part.retired_at).is_(None)).order_by(col(Part.index))
        ).all(),
        health=session.exec(
            select(Health).where(Health.device_id == device_id).order_by(Health.section, Health.descr)
        ).all(),
        addresses=session.exec(select(DeviceAddress).where(DeviceAddress.device_id == device_id)).all(),
        radios=session.exec(select(Radio).where(Radio.device_id == device_id).order_by(Radio.name)).all(),
        sources={
            row.name: row
            for row in session.exec(
                select(FactSource).where(FactSource.device_id == device_id).order_by(FactSource.name)
            )
        },
        configs=config_lines(session, device_id, limit=5),
        events=session.exec(timeline.limit(events)).all(),
    )


def interfaces(session: Session, device_id: int) -> Sequence[Interface]:
    """Its ports in their order, without those it has no more."""
    ports = select(Interface).where(Interface.device_id == device_id, col(Interface.retired_at).is_(None))
    return session.exec(ports.order_by(col(Interface.position), col(Interface.if_index))).all()
