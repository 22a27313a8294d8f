"""Facts become alerts, and alerts become messages in the outbox, all in the transaction of the fact.

The rule to know: one cause, one alert, one message to each person when it opens and one when it ends. What is silent
because of something before it is told by that one's alert (causes.py); links that fell for one reason by one alert of
them all (gathering.py); what goes down again and again by one of its flapping (flapping.py). `review` finds what was
left out for such a reason and is still down when the reason has gone.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from functools import cached_property
from typing import Final

from sqlmodel import Session, select

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
from inventory.lineage import Lineage
from inventory.models.device import Device
from inventory.models.link import Link
from inventory.models.outage import CurrentState, Outage, State, Subject
from inventory.models.site import Office
from inventory.state import Mark
from inventory.store.log_coverage import silent_sources
from netops.models.alert import Alert, AlertKind, AlertMember
from netops.notify import posting
from netops.notify.cause import beyond, causes, contracts, flapping, gathering, planning
from netops.notify.cause.causes import Causes
from netops.notify.cause.matters import Turns, end_untold, ended, open_alerts, open_of_kind, opened
from netops.notify.phase import OPENED
from netops.settings import Settings, get_settings

# A router's silence may be the link's, whose own probes need a moment longer.
HOLD: Final = timedelta(minutes=2)
# The same thing is not told again within this span: a bad line is bad many times a day.
QUIET: Final = {AlertKind.LINK_DEGRADED: timedelta(hours=6), AlertKind.HOST_KEY_CHANGED: timedelta(days=7)}
# Links before devices, so that a link's alert is there when its router asks for one.
_ORDER: Final = (OfficeUplinkLost, OfficeUplinkRestored, LinkWentDown, LinkRecovered, DeviceWentDown, DeviceRecovered)

# What ends which alert.
_ENDS: Final[dict[type[Fact], AlertKind]] = {
    LinkRecovered: AlertKind.LINK_DOWN,
    DeviceRecovered: AlertKind.DEVICE_DOWN,
    HostKeySettled: AlertKind.HOST_KEY_CHANGED,
    OfficeUplinkRestored: AlertKind.OFFICE_UPLINK_DOWN,
}

_SUBJECTS: Final = {
    AlertKind.LINK_DOWN: Subject.LINK,
    AlertKind.DEVICE_DOWN: Subject.DEVICE,
    AlertKind.HOST_KEY_CHANGED: Subject.DEVICE,
}


def tell(
    session: Session,
    facts: Sequence[Fact],
    *,
    at: datetime,
    settings: Settings | None = None,
    lineage: Lineage | None = None,
) -> None:
    """Open and close alerts for these facts and enqueue their messages. Flushes; the caller commits.

    Without a `lineage` the inventory's is read when something went down.
    """
    asked = settings or get_settings()
    teller = _Teller(session, at, asked, lineage)
    turns: Turns = []
    ordered = sorted(facts, key=lambda fact: _ORDER.index(type(fact)) if type(fact) in _ORDER else len(_ORDER))
    for fact in ordered:
        turns += teller.react(fact)
    if any(isinstance(fact, LinkRecovered) for fact in facts):
        turns += gathering.settle(session, at)
    _post(session, turns, at, asked)


def review(session: Session, *, at: datetime, settings: Settings | None = None) -> None:
    """Tell of outages that no alert covers any more, and end what got better without a fact of its own."""
    asked = settings or get_settings()
    teller = _Teller(session, at, asked)
    turns = [*gathering.settle(session, at), *flapping.settle(session, at, asked)]
    if not _blind(session):
        turns += teller.gather()
        turns += teller.left_out()
    for alert in open_of_kind(session, AlertKind.LINK_DEGRADED):
        state = session.get(CurrentState, (Subject.LINK, alert.subject_id))
        if state is not None and state.state is State.UP:
            turns += ended([alert], at)
    turns += _stale_configs(session, at)
    turns += _silent_agents(session, at)
    turns += _silent_logs(session, at)
    turns += planning.judged(session, at, asked)
    turns += [(alert, OPENED) for alert in contracts.reminders(session, at)]
    _post(session, turns, at, asked)


def _post(session: Session, turns: Turns, at: datetime, settings: Settings) -> None:
    for alert, phase in turns:
        posting.post(session, alert, phase, base_url=settings.base_url, mail_from=settings.mail_from, at=at)


class _Teller:
    """Decides, for one moment and transaction, what is to be said of things that went down or came back."""

    def __init__(self, session: Session, at: datetime, settings: Settings, lineage: Lineage | None = None) -> None:
        self._session = session
        self._at = at
        self._settings = settings
        self.causes = Causes(session, at, lineage)
        self._looked = False

    def react(self, fact: Fact) -> Turns:
        """What a fact brings about."""
        session, at = self._session, self._at
        turns: Turns = []
        match fact:
            case LinkRecovered() | DeviceRecovered() | HostKeySettled() | OfficeUplinkRestored():
                turns = self._over(fact)
            case LinkWentDown(link_id=int(link_id)):
                # The cut takes over; nobody needs to read that the line is no longer merely slow.
                end_untold([self._degraded[link_id]] if link_id in self._degraded else [], at)
                turns = [*self.gather(), *self._link_down(link_id, fact.outage_id, may_wait=True)]
            case LinkDegraded(link_id=int(link_id)):
                turns = _link_degraded(session, link_id, at)
            case DeviceWentDown(device_id=int(device_id)):
                turns = self._device_down(device_id, fact.outage_id)
            case HostKeyChanged(device_id=int(device_id)):
                turns = _host_key(session, device_id, at)
            case OfficeUplinkLost():
                turns = _uplink_lost(session, at)
            case LimitExceeded():
                turns = [(alert, OPENED) for alert in beyond.opened(session, fact, at)]
            case LimitKept():
                turns = ended(beyond.ended(session, fact), at)
        if turns:
            self.causes.alerts_changed()
        return turns

    def _over(self, fact: Fact) -> Turns:
        """What a fact ends: the alert of the same thing; the office's has none."""
        kind = _ENDS[type(fact)]
        if kind is AlertKind.OFFICE_UPLINK_DOWN:
            return ended(open_of_kind(self._session, kind), self._at)
        subject_id = fact.link_id if _SUBJECTS[kind] is Subject.LINK else fact.device_id
        return ended([a for a in self._to_end if (a.kind, a.subject_id) == (kind, subject_id)], self._at)

    @cached_property
    def _to_end(self) -> Sequence[Alert]:
        """The open alerts that facts may end: read once for all that came back in a round."""
        return open_of_kind(self._session, *_SUBJECTS)

    def left_out(self) -> Turns:
        """Of outages that no alert covers; one that is only unreachable, closed or in maintenance now stays untold."""
        turns: Turns = []
        for outage in causes.untold_outages(self._session, confirmed_before=self._at - HOLD):
            state = self._session.get(CurrentState, (outage.subject, outage.subject_id))
            if state is None or state.state is not State.DOWN or not _is_silent_yet(state):
                continue
            said: Turns = []
            if outage.subject is Subject.LINK:
                said = self._link_down(outage.subject_id, outage.id)
            elif (device := self._session.get(Device, outage.subject_id)) is not None:
                said = self._device_alert(device, outage.id)
            if said:
                self.causes.alerts_changed()
            turns += said
        return turns

    def gather(self) -> Turns:
        """Once for all facts of a round: many links of one reason are seen together before any is told alone."""
        if self._looked:
            return []
        self._looked = True
        turns = gathering.gather(self._session, self._at, self.causes)
        self.causes.alerts_changed()
        return turns

    @cached_property
    def _gathered(self) -> set[int]:
        return gathering.gathered_outages(self._session)

    @cached_property
    def _degraded(self) -> dict[int, Alert]:
        return {alert.subject_id: alert for alert in open_of_kind(self._session, AlertKind.LINK_DEGRADED)}

    def _link_down(self, link_id: int, outage_id: int | None, *, may_wait: bool = False) -> Turns:
        session = self._session
        link = session.get(Link, link_id)
        if link is None or outage_id in self._gathered:
            return []
        if open_alerts(session, AlertKind.LINK_DOWN, Subject.LINK, link_id):
            return []
        outage = session.get(Outage, outage_id) if outage_id is not None else None
        since = self._at if outage is None else outage.started_at
        if self.causes.explains_link(link, since=since):
            return []
        flapping_turns = flapping.flaps(session, outage, self._at, self._settings) if outage is not None else None
        if flapping_turns is not None:
            return flapping_turns
        if may_wait and gathering.may_be_gathered(session, link, self._at):
            return []  # `review` tells, should they answer again
        alert = Alert(
            kind=AlertKind.LINK_DOWN,
            subject=Subject.LINK,
            subject_id=link_id,
            outage_id=outage_id,
            site_id=link.site_id,
            started_at=since,
        )
        return opened(session, alert, self._schools_behind(alert))

    def _device_down(self, device_id: int, outage_id: int | None) -> Turns:
        """At once, unless it ends a link: then `review` tells when the link's own verdict has had its time."""
        device = self._session.get(Device, device_id)
        if device is None or causes.is_link_router(self._session, device):
            return []
        return self._device_alert(device, outage_id)

    def _device_alert(self, device: Device, outage_id: int | None) -> Turns:
        session = self._session
        if device.id is None or open_alerts(session, AlertKind.DEVICE_DOWN, Subject.DEVICE, device.id):
            return []
        if self.causes.explains_device(device):
            return []
        outage = session.get(Outage, outage_id) if outage_id is not None else None
        flapping_turns = flapping.flaps(session, outage, self._at, self._settings) if outage is not None else None
        if flapping_turns is not None:
            return flapping_turns
        alert = Alert(
            kind=AlertKind.DEVICE_DOWN,
            subject=Subject.DEVICE,
            subject_id=device.id,
            outage_id=outage_id,
            site_id=device.site_id,
            started_at=self._at if outage is None else outage.started_at,
        )
        return opened(session, alert, self._schools_behind(alert))

    def _schools_behind(self, alert: Alert) -> list[AlertMember]:
        """The schools that this thing cuts off besides its own."""
        sites = self.causes.lineage.sites_behind((alert.subject, alert.subject_id))
        return [
            AlertMember(alert_id=0, subject=Subject.SITE, subject_id=site_id, site_id=site_id, joined_at=self._at)
            for site_id in sites
        ]


def _is_silent_yet(state: CurrentState) -> bool:
    """Its last probe was not answered: what answers already is about to be over, and was never told."""
    return not state.recent or state.recent.endswith(Mark.SILENT)


def _link_degraded(session: Session, link_id: int, at: datetime) -> Turns:
    link = session.get(Link, link_id)
    if link is None or _told_lately(session, AlertKind.LINK_DEGRADED, link_id, at):
        return []
    alert = Alert(
        kind=AlertKind.LINK_DEGRADED, subject=Subject.LINK, subject_id=link_id, site_id=link.site_id, started_at=at
    )
    return opened(session, alert)


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
    return opened(session, alert)


def _stale_configs(session: Session, at: datetime) -> Turns:
    """Configurations that are not read although their device answers; one that is not read any more ends quietly."""
    told = open_of_kind(session, AlertKind.CONFIG_STALE)
    stale = causes.stale_attempts(session)
    turns = ended([alert for alert in told if alert.subject_id not in stale], at)
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
        turns += opened(session, alert)
    return turns


def _silent_agents(session: Session, at: datetime) -> Turns:
    """Agents that are not heard although the line of their school is not known to be cut."""
    told = open_of_kind(session, AlertKind.AGENT_SILENT)
    silent = causes.silent_agents(session)
    turns = ended([alert for alert in told if alert.subject_id not in silent], at)
    untold = silent.keys() - {alert.subject_id for alert in told}
    if not untold or _blind(session):
        return turns
    known = Causes(session, at)
    for site_id in untold:
        if known.explains_silent_agent(silent[site_id]):
            continue
        alert = Alert(
            kind=AlertKind.AGENT_SILENT,
            subject=Subject.SITE,
            subject_id=site_id,
            site_id=site_id,
            started_at=silent[site_id].silent_since or at,
        )
        turns += opened(session, alert)
    return turns


def _silent_logs(session: Session, at: datetime) -> Turns:
    """Schools of which a source of traffic logs sends no line any more; it ends with the next line."""
    told = open_of_kind(session, AlertKind.LOG_SOURCE_SILENT)
    silent = silent_sources(session)
    turns = ended([alert for alert in told if alert.subject_id not in silent], at)
    if _blind(session):
        return turns
    for site_id in sorted(silent.keys() - {alert.subject_id for alert in told}):
        alert = Alert(
            kind=AlertKind.LOG_SOURCE_SILENT,
            subject=Subject.SITE,
            subject_id=site_id,
            site_id=site_id,
            started_at=silent[site_id],
        )
        turns += opened(session, alert)
    return turns


def _uplink_lost(session: Session, at: datetime) -> Turns:
    turns: Turns = []
    for office in session.exec(select(Office)):
        if office.id is None or open_alerts(session, AlertKind.OFFICE_UPLINK_DOWN, Subject.OFFICE, office.id):
            continue
        alert = Alert(kind=AlertKind.OFFICE_UPLINK_DOWN, subject=Subject.OFFICE, subject_id=office.id, started_at=at)
        turns += opened(session, alert)
    return turns


def _told_lately(session: Session, kind: AlertKind, subject_id: int, at: datetime) -> bool:
    query = select(Alert.id).where(
        Alert.kind == kind, Alert.subject_id == subject_id, Alert.started_at > at - QUIET[kind]
    )
    return session.exec(query).first() is not None


def _blind(session: Session) -> bool:
    """While the office itself is cut off nothing may be said of a school."""
    return bool(open_of_kind(session, AlertKind.OFFICE_UPLINK_DOWN))
