"""Facts become alerts, and alerts become messages in the outbox, all in the transaction of the fact.

The rule to know: one cause, one alert, one message to each person when it opens and one when it ends. A device that
is silent because its link is dead is told by the link's alert; see causes.py. `review` finds what was left out for
such a reason and is still down when the reason has gone.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from typing import Final

from sqlmodel import Session, col, select

from inventory.events import (
    DeviceRecovered,
    DeviceWentDown,
    Fact,
    HostKeyChanged,
    HostKeySettled,
    LimitExceeded,
    LimitKept,
    LinkDegraded,
    LinkRecovered,
    LinkWentDown,
    OfficeUplinkLost,
    OfficeUplinkRestored,
)
from inventory.models.device import Device
from inventory.models.link import Link
from inventory.models.outage import CurrentState, Outage, State, Subject
from inventory.models.site import Office
from netops.models.alert import Alert, AlertKind
from netops.notify import beyond, causes, posting
from netops.notify.phase import ENDED, OPENED
from netops.settings import Settings, get_settings

# A router's silence may be the link's, whose own probes need a moment longer.
HOLD: Final = timedelta(minutes=2)
# The same thing is not told again within this span: a bad line is bad many times a day.
QUIET: Final = {AlertKind.LINK_DEGRADED: timedelta(hours=6), AlertKind.HOST_KEY_CHANGED: timedelta(days=7)}
# Links before devices, so that a link's alert is there when its router asks for one.
_ORDER: Final = (OfficeUplinkLost, OfficeUplinkRestored, LinkWentDown, LinkRecovered, DeviceWentDown, DeviceRecovered)

# What ends an alert, of the same thing; the office's has none.
_ENDS: Final[dict[type[Fact], AlertKind]] = {
    LinkRecovered: AlertKind.LINK_DOWN,
    DeviceRecovered: AlertKind.DEVICE_DOWN,
    HostKeySettled: AlertKind.HOST_KEY_CHANGED,
    OfficeUplinkRestored: AlertKind.OFFICE_UPLINK_DOWN,
}

# (alert, phase): what is to be said.
Turns = list[tuple[Alert, str]]


def tell(session: Session, facts: Sequence[Fact], *, at: datetime, settings: Settings | None = None) -> None:
    """Open and close alerts for these facts and enqueue their messages. Flushes; the caller commits."""
    asked = settings or get_settings()
    for fact in sorted(facts, key=lambda fact: _ORDER.index(type(fact)) if type(fact) in _ORDER else len(_ORDER)):
        for alert, phase in _react(session, fact, at):
            posting.post(session, alert, phase, base_url=asked.base_url, mail_from=asked.mail_from, at=at)


def review(session: Session, *, at: datetime, settings: Settings | None = None) -> None:
    """Tell of outages that no alert covers any more, and end what got better without a fact of its own."""
    asked = settings or get_settings()
    turns: Turns = []
    if not _blind(session):
        for outage in causes.open_outages_without_alert(session, confirmed_before=at - HOLD):
            turns += _open_outage(session, outage, at)
    for alert in _open_alerts(session, AlertKind.LINK_DEGRADED):
        state = session.get(CurrentState, (Subject.LINK, alert.subject_id))
        if state is not None and state.state is State.UP:
            turns += _end([alert], at)
    turns += _stale_configs(session, at)
    turns += _silent_agents(session, at)
    for alert, phase in turns:
        posting.post(session, alert, phase, base_url=asked.base_url, mail_from=asked.mail_from, at=at)


def _react(session: Session, fact: Fact, at: datetime) -> Turns:
    if type(fact) in _ENDS:
        kind = _ENDS[type(fact)]
        subject_id = fact.link_id if kind is AlertKind.LINK_DOWN else fact.device_id
        return _end(_open_alerts(session, kind, subject_id), at)
    turns: Turns = []
    match fact:
        case LinkWentDown(link_id=int(link_id)):
            # The cut takes over; nobody needs to read that the line is no longer merely slow.
            _end(_open_alerts(session, AlertKind.LINK_DEGRADED, link_id), at)
            turns = _link_down(session, link_id, fact.outage_id, at)
        case LinkDegraded(link_id=int(link_id)):
            turns = _link_degraded(session, link_id, at)
        case DeviceWentDown(device_id=int(device_id)):
            turns = _device_down(session, device_id, fact.outage_id, at)
        case HostKeyChanged(device_id=int(device_id)):
            turns = _host_key(session, device_id, at)
        case OfficeUplinkLost():
            turns = _uplink_lost(session, at)
        case LimitExceeded():
            turns = [(alert, OPENED) for alert in beyond.opened(session, fact, at)]
        case LimitKept():
            turns = _end(beyond.ended(session, fact), at)
    return turns


def _link_down(session: Session, link_id: int, outage_id: int | None, at: datetime) -> Turns:
    link = session.get(Link, link_id)
    if link is None or _open_alerts(session, AlertKind.LINK_DOWN, link_id):
        return []
    since = _since(session, outage_id, at)
    if causes.explained_by_device(session, link, since=since, at=at):
        return []
    return _opened(
        session,
        Alert(
            kind=AlertKind.LINK_DOWN,
            subject=Subject.LINK,
            subject_id=link_id,
            outage_id=outage_id,
            site_id=link.site_id,
            started_at=since,
        ),
    )


def _link_degraded(session: Session, link_id: int, at: datetime) -> Turns:
    link = session.get(Link, link_id)
    if link is None or _told_lately(session, AlertKind.LINK_DEGRADED, link_id, at):
        return []
    alert = Alert(
        kind=AlertKind.LINK_DEGRADED, subject=Subject.LINK, subject_id=link_id, site_id=link.site_id, started_at=at
    )
    return _opened(session, alert)


def _device_down(session: Session, device_id: int, outage_id: int | None, at: datetime) -> Turns:
    """At once, unless the device ends a link: then `review` tells when the link's own verdict has had its time."""
    device = session.get(Device, device_id)
    if device is None or causes.is_link_router(session, device):
        return []
    return _device_alert(session, device, outage_id, at)


def _device_alert(session: Session, device: Device, outage_id: int | None, at: datetime) -> Turns:
    if device.id is None or _open_alerts(session, AlertKind.DEVICE_DOWN, device.id):
        return []
    if causes.explained_by_link(session, device, at=at):
        return []
    alert = Alert(
        kind=AlertKind.DEVICE_DOWN,
        subject=Subject.DEVICE,
        subject_id=device.id,
        outage_id=outage_id,
        site_id=device.site_id,
        started_at=_since(session, outage_id, at),
    )
    return _opened(session, alert)


def _open_outage(session: Session, outage: Outage, at: datetime) -> Turns:
    """An outage found by `review`; one whose thing is only unreachable, closed or in maintenance now stays untold."""
    state = session.get(CurrentState, (outage.subject, outage.subject_id))
    if state is None or state.state is not State.DOWN:
        return []
    if outage.subject is Subject.LINK:
        return _link_down(session, outage.subject_id, outage.id, at)
    device = session.get(Device, outage.subject_id)
    return [] if device is None else _device_alert(session, device, outage.id, at)


def _host_key(session: Session, device_id: int, at: datetime) -> Turns:
    """Told once; ended when a person says that the new key is right, or the known one is back."""
    device = session.get(Device, device_id)
    if device is None or _told_lately(session, AlertKind.HOST_KEY_CHANGED, device_id, at):
        return []
    alert = Alert(
        kind=AlertKind.HOST_KEY_CHANGED,
        subject=Subject.DEVICE,
        subject_id=device_id,
        site_id=device.site_id,
        started_at=at,
    )
    return _opened(session, alert)


def _stale_configs(session: Session, at: datetime) -> Turns:
    """Configurations that are not read although their device answers; one that is not read any more ends quietly."""
    told = _open_alerts(session, AlertKind.CONFIG_STALE)
    stale = causes.stale_attempts(session)
    turns = _end([alert for alert in told if alert.subject_id not in stale], at)
    for device_id in stale.keys() - {alert.subject_id for alert in told}:
        if causes.explains_stale(session, stale[device_id]):
            continue
        device = session.get_one(Device, device_id)
        alert = Alert(
            kind=AlertKind.CONFIG_STALE,
            subject=Subject.DEVICE,
            subject_id=device_id,
            site_id=device.site_id,
            started_at=stale[device_id].good_at or stale[device_id].began_at,
        )
        turns += _opened(session, alert)
    return turns


def _silent_agents(session: Session, at: datetime) -> Turns:
    """Agents that are not heard although the line of their school is not known to be cut."""
    told = _open_alerts(session, AlertKind.AGENT_SILENT)
    silent = causes.silent_agents(session)
    turns = _end([alert for alert in told if alert.subject_id not in silent], at)
    for site_id in silent.keys() - {alert.subject_id for alert in told}:
        if _blind(session) or causes.explains_silent_agent(session, silent[site_id], at=at):
            continue
        alert = Alert(
            kind=AlertKind.AGENT_SILENT,
            subject=Subject.SITE,
            subject_id=site_id,
            site_id=site_id,
            started_at=silent[site_id].silent_since or at,
        )
        turns += _opened(session, alert)
    return turns


def _uplink_lost(session: Session, at: datetime) -> Turns:
    turns: Turns = []
    for office in session.exec(select(Office)):
        if office.id is None or _open_alerts(session, AlertKind.OFFICE_UPLINK_DOWN, office.id):
            continue
        alert = Alert(kind=AlertKind.OFFICE_UPLINK_DOWN, subject=Subject.OFFICE, subject_id=office.id, started_at=at)
        turns += _opened(session, alert)
    return turns


def _opened(session: Session, alert: Alert) -> Turns:
    session.add(alert)
    session.flush()
    return [(alert, OPENED)]


def _end(alerts: Iterable[Alert], at: datetime) -> Turns:
    turns: Turns = []
    for alert in alerts:
        alert.ended_at = at
        turns.append((alert, ENDED))
    return turns


def _open_alerts(session: Session, kind: AlertKind, subject_id: int | None = None) -> Sequence[Alert]:
    query = select(Alert).where(Alert.kind == kind, col(Alert.ended_at).is_(None))
    if subject_id is not None:
        query = query.where(Alert.subject_id == subject_id)
    return session.exec(query).all()


def _told_lately(session: Session, kind: AlertKind, subject_id: int, at: datetime) -> bool:
    query = select(Alert.id).where(
        Alert.kind == kind, Alert.subject_id == subject_id, Alert.started_at > at - QUIET[kind]
    )
    return session.exec(query).first() is not None


def _since(session: Session, outage_id: int | None, at: datetime) -> datetime:
    outage = session.get(Outage, outage_id) if outage_id is not None else None
    return at if outage is None else outage.started_at


def _blind(session: Session) -> bool:
    """While the office itself is cut off nothing may be said of a school."""
    return bool(_open_alerts(session, AlertKind.OFFICE_UPLINK_DOWN))
