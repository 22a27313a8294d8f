"""One cause, one alert: which matter is only the shadow of another that people know already."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Final

from sqlmodel import Session, col, or_, select

from inventory.models.agent import Agent
from inventory.models.config import ConfigAttempt
from inventory.models.device import Device
from inventory.models.link import Check, Link
from inventory.models.outage import CurrentState, Outage, State, Subject
from netops.models.alert import Alert, AlertKind

# A link and its router that fall silent within this span fell for one reason.
TOGETHER: Final = timedelta(minutes=10)
# After the cause is over its shadows get this long to answer before they are told of.
GRACE: Final = timedelta(minutes=5)


def explained_by_link(session: Session, device: Device, *, at: datetime) -> bool:
    """A device behind a dead link: its router, or anything of a site all of whose links are dead."""
    links = _links(session, device.site_id)
    dead = [link for link in links if _told(session, AlertKind.LINK_DOWN, Subject.LINK, link.id, at=at)]
    return bool(dead) and (len(dead) == len(links) or any(is_router_of(device, link) for link in dead))


def explained_by_device(session: Session, link: Link, *, since: datetime, at: datetime) -> bool:
    """A link whose router people know to be dead; a later cut of the line itself is a cause of its own."""
    for device in _devices(session, link.site_id):
        if not is_router_of(device, link):
            continue
        told = _told(session, AlertKind.DEVICE_DOWN, Subject.DEVICE, device.id, at=at)
        same_probe = link.check is Check.SNMP
        if told is not None and (same_probe or abs(since - told.started_at) <= TOGETHER):
            return True
    return False


def is_link_router(session: Session, device: Device) -> bool:
    """Whether some link of the site ends in this device."""
    return any(is_router_of(device, link) for link in _links(session, device.site_id))


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


def open_outages_without_alert(session: Session, *, confirmed_before: datetime) -> Sequence[Outage]:
    """What went down and was told to nobody, oldest first."""
    query = (
        select(Outage)
        .join(Alert, col(Alert.outage_id) == col(Outage.id), isouter=True)
        .where(col(Outage.ended_at).is_(None), Outage.confirmed_at <= confirmed_before, col(Alert.id).is_(None))
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


def explains_silent_agent(session: Session, agent: Agent, *, at: datetime) -> bool:
    """Its line is dead, which people know: all links of the school, or the one that is checked by the agent itself."""
    links = _links(session, agent.site_id)
    dead = [link for link in links if _told(session, AlertKind.LINK_DOWN, Subject.LINK, link.id, at=at)]
    return bool(dead) and (len(dead) == len(links) or any(link.check is Check.AGENT for link in dead))


def _links(session: Session, site_id: int) -> Sequence[Link]:
    checked = or_(col(Link.check_address) != "", col(Link.check) == Check.AGENT)
    return session.exec(select(Link).where(Link.site_id == site_id, col(Link.archived_at).is_(None), checked)).all()


def _devices(session: Session, site_id: int) -> Sequence[Device]:
    return session.exec(select(Device).where(Device.site_id == site_id, col(Device.archived_at).is_(None))).all()


def _told(session: Session, kind: AlertKind, subject: Subject, subject_id: int | None, *, at: datetime) -> Alert | None:
    """The alert of this matter that is open, or was until a moment ago."""
    query = (
        select(Alert)
        .where(Alert.kind == kind, Alert.subject == subject, Alert.subject_id == subject_id)
        .order_by(col(Alert.id).desc())
        .limit(1)
    )
    alert = session.exec(query).first()
    return alert if alert is not None and (alert.ended_at is None or alert.ended_at > at - GRACE) else None
