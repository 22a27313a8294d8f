"""One school with everything that its page shows, in a fixed number of queries."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import and_
from sqlmodel import Session, col, select

from inventory.models.device import Device
from inventory.models.link import Check, Link, Provider
from inventory.models.outage import WORST_FIRST, CurrentState, Event, State, Subject
from inventory.models.site import Contact, Site
from inventory.queries.board import school_state
from inventory.queries.sight import Sight

_RANK = {state: rank for rank, state in enumerate(WORST_FIRST)}


@dataclass(frozen=True, slots=True)
class LinkNow:
    """A link of the school, its provider, and how it is."""

    link: Link
    provider: Provider | None
    now: CurrentState | None

    @property
    def state(self) -> State:
        """Nothing known of a link that can be checked is unknown, of another one it is not monitored."""
        if self.now is not None:
            return self.now.state
        checked = self.link.check_address or self.link.check is Check.AGENT
        return State.UNKNOWN if checked else State.NOT_MONITORED


@dataclass(frozen=True, slots=True)
class DeviceNow:
    """A device of the school and how it is. `parent` hides it when it is unreachable."""

    device: Device
    now: CurrentState | None
    parent: Device | None = None

    @property
    def state(self) -> State:
        """A device that nothing reaches is not monitored, never up."""
        return self.now.state if self.now is not None else State.NOT_MONITORED


@dataclass(frozen=True, slots=True)
class School:
    """What the page shows."""

    site: Site
    contacts: Sequence[Contact]
    links: Sequence[LinkNow]
    devices: Sequence[DeviceNow]
    events: Sequence[Event]

    @property
    def state(self) -> State:
        """As on the board."""
        counted: dict[State, int] = {}
        for device in self.devices:
            counted[device.state] = counted.get(device.state, 0) + 1
        return school_state([link.state for link in self.links], counted)

    @property
    def names(self) -> Mapping[tuple[Subject, int | None], str]:
        """Names of links and devices, for the timeline."""
        links = {(Subject.LINK, line.link.id): line.link.name for line in self.links}
        return links | {(Subject.DEVICE, line.device.id): line.device.name for line in self.devices}


def find_site(session: Session, sight: Sight, code: str) -> Site | None:
    """The school of this code, when it may be seen."""
    return session.exec(select(Site).where(sight.sites(), Site.code == code)).first()


def school(session: Session, sight: Sight, code: str, *, events: int = 30) -> School | None:
    """The school of this code with its newest events, or None when it is not there or not to be seen."""
    site = find_site(session, sight, code)
    if site is None or site.id is None:
        return None
    contacts = session.exec(select(Contact).where(Contact.site_id == site.id).order_by(col(Contact.position))).all()
    timeline = select(Event).where(Event.site_id == site.id).order_by(col(Event.at).desc(), col(Event.id).desc())
    return School(
        site=site,
        contacts=contacts,
        links=_links(session, site.id),
        devices=_devices(session, site.id),
        events=session.exec(timeline.limit(events)).all(),
    )


def _links(session: Session, site_id: int) -> Sequence[LinkNow]:
    rows = session.exec(
        select(Link, Provider, CurrentState)
        .outerjoin(Provider, col(Provider.id) == Link.provider_id)
        .outerjoin(
            CurrentState, and_(col(CurrentState.subject) == Subject.LINK, col(CurrentState.subject_id) == Link.id)
        )
        .where(Link.site_id == site_id, col(Link.archived_at).is_(None))
    ).all()
    return sorted((LinkNow(*row) for row in rows), key=lambda line: (_RANK[line.state], line.link.name))


def _devices(session: Session, site_id: int) -> Sequence[DeviceNow]:
    rows = session.exec(
        select(Device, CurrentState)
        .outerjoin(
            CurrentState, and_(col(CurrentState.subject) == Subject.DEVICE, col(CurrentState.subject_id) == Device.id)
        )
        .where(Device.site_id == site_id, col(Device.archived_at).is_(None))
    ).all()
    known = {device.id: device for device, _state in rows}
    lines = (DeviceNow(device, state, known.get(device.parent_id)) for device, state in rows)
    return sorted(lines, key=lambda line: (_RANK[line.state], line.device.name))
