"""One cause, one alert: which matter is only the shadow of another that people know already."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from functools import cached_property
from typing import Final

from sqlmodel import Session, col, or_, select

from inventory.lineage import Lineage, Thing
from inventory.models.agent import Agent
from inventory.models.config import ConfigAttempt
from inventory.models.device import Device
from inventory.models.link import Check, Link
from inventory.models.outage import CurrentState, Outage, State, Subject
from inventory.queries.lineage import stored_lineage
from netops.models.alert import Alert, AlertKind, AlertMember
from netops.notify.cause.matters import told_since

# A link and its router that fall silent within this span fell for one reason.
TOGETHER: Final = timedelta(minutes=10)


class Causes:
    """What explains what at one moment, in one transaction; what it needs is read when it is first asked for."""

    def __init__(self, session: Session, at: datetime, lineage: Lineage | None = None) -> None:
        self._session = session
        self._at = at
        self._lineage = lineage
        self._told: dict[Thing, datetime] | None = None

    def alerts_changed(self) -> None:
        """Whoever opened or ended an alert says so: what people know is read anew."""
        self._told = None

    @cached_property
    def lineage(self) -> Lineage:
        """Of the whole inventory."""
        return stored_lineage(self._session) if self._lineage is None else self._lineage

    @cached_property
    def _routers(self) -> Mapping[int, Sequence[int]]:
        """Link -> the devices of its site of which `is_router_of` holds."""
        same_address = (col(Device.address) != "") & (col(Device.address) == Link.check_address)
        query = (
            select(Link.id, Device.id)
            .join(Device, (col(Device.site_id) == Link.site_id) & ((col(Device.id) == Link.device_id) | same_address))
            .where(col(Device.archived_at).is_(None), col(Link.archived_at).is_(None))
        )
        found: dict[int, list[int]] = {}
        for link_id, device_id in self._session.exec(query):
            found.setdefault(link_id or 0, []).append(device_id or 0)
        return found

    def explains_link(self, link: Link, *, since: datetime) -> bool:
        """Behind something that people know to be dead; or its own router is, unless the line was cut much later."""
        if self._is_behind((Subject.LINK, link.id or 0)):
            return True
        for device_id in self._routers.get(link.id or 0, ()):
            told = self._told_since((Subject.DEVICE, device_id))
            same_probe = link.check is Check.SNMP
            if told is not None and (same_probe or abs(since - told) <= TOGETHER):
                return True
        return False

    def explains_device(self, device: Device) -> bool:
        """Behind a parent or a link that people know to be dead, or at a site all of whose links are."""
        if self._is_behind((Subject.DEVICE, device.id or 0)):
            return True
        links = links_of(self._session, device.site_id)
        dead = [link for link in links if self._is_told((Subject.LINK, link.id or 0))]
        return bool(dead) and (len(dead) == len(links) or any(is_router_of(device, link) for link in dead))

    def explains_silent_agent(self, agent: Agent) -> bool:
        """Its line is dead, which people know: all links of the school, or the one that the agent itself checks."""
        links = links_of(self._session, agent.site_id)
        dead = [link for link in links if self._is_dead((Subject.LINK, link.id or 0))]
        return bool(dead) and (len(dead) == len(links) or any(link.check is Check.AGENT for link in dead))

    def _is_dead(self, thing: Thing) -> bool:
        return self._is_told(thing) or self._is_behind(thing)

    def _is_behind(self, thing: Thing) -> bool:
        """All that stands before it is known to be dead, or is itself behind something that is."""
        before = self.lineage.before.get(thing, ())
        return bool(before) and all(map(self._is_dead, before))

    def _is_told(self, thing: Thing) -> bool:
        return self._told_since(thing) is not None

    def _told_since(self, thing: Thing) -> datetime | None:
        if self._told is None:
            self._told = told_since(self._session, self._at)
        return self._told.get(thing)


def is_link_router(session: Session, device: Device) -> bool:
    """Whether some link of the site ends in this device."""
    return any(is_router_of(device, link) for link in links_of(session, device.site_id))


def is_router_of(device: Device, link: Link) -> bool:
    """Named by the link, or standing at the address by which the link is checked."""
    return link.device_id == device.id or bool(device.address and link.check_address == device.address)


def stale_attempts(session: Session) -> dict[int, ConfigAttempt]:
    """Devices whose configuration is too old."""
    query = select(ConfigAttempt).where(col(ConfigAttempt.stale_since).is_not(None))
    return {attempt.device_id: attempt for attempt in session.exec(query)}


def explains_stale(session: Session, attempt: ConfigAttempt) -> bool:
    """Whether a stale configuration has a cause that people know, or was not tried since the device is back."""
    if attempt.key_refused_at is not None:
        return True
    now = session.get(CurrentState, (Subject.DEVICE, attempt.device_id))
    if now is None or now.state not in {State.UP, State.DEGRADED}:
        return True
    return attempt.tried_at < now.since


def untold_outages(session: Session, *, confirmed_before: datetime) -> Sequence[Outage]:
    """What is down and covered by no open alert: neither its own, nor one of many, nor one that it flaps; oldest first.

    An alert that ended quietly, because another took over, covers nothing any more.
    """
    own = select(Alert.id).where(Alert.outage_id == Outage.id, col(Alert.ended_at).is_(None))
    flapping = select(Alert.id).where(
        Alert.kind == AlertKind.FLAPPING,
        col(Alert.ended_at).is_(None),
        Alert.subject == Outage.subject,
        Alert.subject_id == Outage.subject_id,
    )
    member = (
        select(AlertMember.id)
        .join(Alert, col(Alert.id) == AlertMember.alert_id)
        .where(AlertMember.outage_id == Outage.id, col(Alert.ended_at).is_(None), col(AlertMember.left_at).is_(None))
    )
    query = (
        select(Outage)
        .where(col(Outage.ended_at).is_(None), Outage.confirmed_at <= confirmed_before)
        .where(~own.exists(), ~flapping.exists(), ~member.exists())
        .order_by(col(Outage.id))
    )
    return session.exec(query).all()


def silent_agents(session: Session) -> dict[int, Agent]:
    """Site -> its agent that fell silent and was not heard since."""
    query = (
        select(Agent)
        .where(col(Agent.silent_since).is_not(None), col(Agent.returned_at).is_(None), col(Agent.revoked_at).is_(None))
        .order_by(col(Agent.id).desc())
    )
    return {agent.site_id: agent for agent in session.exec(query)}


def links_of(session: Session, site_id: int) -> Sequence[Link]:
    """The links of a site that are checked."""
    checked = or_(col(Link.check_address) != "", col(Link.check) == Check.AGENT)
    return session.exec(select(Link).where(Link.site_id == site_id, col(Link.archived_at).is_(None), checked)).all()
