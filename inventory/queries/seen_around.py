"""What is known around an outage, gathered from rows for inventory.cause. History is read, not only the present."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any, Final

from sqlmodel import Session, col, or_, select

from inventory.cause import BEFORE, GASP_AFTER, TOGETHER, Evidence, Moment, SignKind
from inventory.events import AgentReturned, OfficeUplinkLost, OfficeUplinkRestored, PowerReported
from inventory.models.device import Device, Health
from inventory.models.link import Check, Link, Provider
from inventory.models.outage import CurrentState, Event, Outage, PowerReport, Probe, State, Subject
from inventory.models.site import Site
from inventory.queries.fallen import Fallen, fallen_around
from inventory.queries.planned import windows_at
from inventory.store.inside import INSIDE

UPLINK_BEFORE: Final = timedelta(minutes=3)
REPORT_AFTER: Final = timedelta(minutes=30)
AGENT_BESIDE: Final = timedelta(minutes=10)
AGENT_LATE: Final = timedelta(days=1)
PROVIDER_LINKS: Final = 3
PROVIDER_SHARE: Final = 0.3
_BATTERY: Final = re.compile(r"batter|utility|mains|\bUPS\b|on.?line.?fail", re.IGNORECASE)
_SUPPLY: Final = re.compile(r"power supply|\bPSU\b|\bRPS\b", re.IGNORECASE)
_RESTORED: Final = re.compile(r"restor|return|recover|back on|normal", re.IGNORECASE)
# What was true when the outage began and cannot be read any more once it is over.
_PASSING: Final = (SignKind.ON_BATTERY,)


def evidence_of(session: Session, outage: Outage, *, now: datetime) -> Evidence:
    """All of it; some ten small queries."""
    site = session.get_one(Site, outage.site_id)
    link = session.get(Link, outage.subject_id) if outage.subject is Subject.LINK else None
    links = _links(session, site)
    fallen = fallen_around(session, site, link, outage)
    on_battery, gasps = _power_messages(session, outage)
    kept = [] if on_battery else _kept(outage)
    provider = session.get(Provider, link.provider_id) if link is not None and link.provider_id is not None else None
    return Evidence(
        subject=outage.subject,
        started_at=outage.started_at,
        ended_at=outage.ended_at,
        windows=windows_at(session, site, link, outage),
        own_uplink=_own_uplink(session, outage),
        on_battery=on_battery or _batteries(session, outage, now) or kept,
        gasps=gasps,
        said=_said(session, outage, now),
        links_down={each.id or 0: _fell(session, each, outage) for each in links},
        link_names={each.id or 0: each.name for each in links},
        devices_down=_devices_down(session, outage),
        provider=provider.name if provider is not None else "",
        neighbours=fallen.neighbours,
        inside=_inside(session, outage),
        agent_off=_agent_off(session, outage),
        booted=_booted(session, outage, link),
        parent=_parent(session, outage, links),
        **_alike(fallen),
    )


def _links(session: Session, site: Site) -> Sequence[Link]:
    checked = or_(col(Link.check_address) != "", col(Link.check) == Check.AGENT)
    query = select(Link).where(Link.site_id == site.id, col(Link.archived_at).is_(None), checked)
    return session.exec(query.order_by(col(Link.id))).all()


def _alike(fallen: Fallen) -> dict[str, Any]:
    """How many links of the provider fell with this one, where they are enough to be a pattern."""
    enough = fallen.in_district + 1 >= PROVIDER_LINKS or (
        fallen.alike + 1 >= max(PROVIDER_LINKS, PROVIDER_SHARE * fallen.of)
    )
    return {"alike": fallen.alike if enough else 0, "alike_of": fallen.of}


def _own_uplink(session: Session, outage: Outage) -> list[Moment]:
    """Our own line, where it was cut when this began."""
    kinds = (OfficeUplinkLost.__name__, OfficeUplinkRestored.__name__)
    query = (
        select(Event)
        .where(col(Event.kind).in_(kinds), Event.at <= outage.started_at + UPLINK_BEFORE)
        .order_by(col(Event.id).desc())
        .limit(1)
    )
    last = session.exec(query).first()
    if last is None:
        return []
    is_beside = last.at >= outage.started_at - UPLINK_BEFORE
    return [Moment(last.at, {"event_id": last.id or 0})] if last.kind == kinds[0] or is_beside else []


def _power_messages(session: Session, outage: Outage) -> tuple[list[Moment], list[Moment]]:
    """What devices of the school said of their power before they fell silent: (on battery, last gasps)."""
    query = (
        select(Event, Device.name)
        .join(Device, col(Device.id) == Event.device_id)
        .where(Event.site_id == outage.site_id, Event.kind == PowerReported.__name__)
        .where(Event.at >= outage.started_at - BEFORE, Event.at <= outage.started_at + GASP_AFTER)
        .order_by(col(Event.at))
    )
    on_battery: list[Moment] = []
    gasps: list[Moment] = []
    for event, name in session.exec(query):
        text = str(event.data.get("text", ""))
        if _RESTORED.search(text) or _SUPPLY.search(text):
            continue
        figures: dict[str, str | int | float] = {"device": name, "device_id": event.device_id or 0, "text": text[:120]}
        (on_battery if _BATTERY.search(text) else gasps).append(Moment(event.at, figures))
    return on_battery, gasps


def _batteries(session: Session, outage: Outage, now: datetime) -> list[Moment]:
    """UPSs of the school whose last reading says that they run on battery."""
    query = (
        select(Health, Device.name)
        .join(Device, col(Device.id) == Health.device_id)
        .where(Device.site_id == outage.site_id, Health.kind == "runtime", col(Health.descr).like("Time on battery%"))
        .where(Health.value > 0, Health.at >= outage.started_at - BEFORE, Health.at <= (outage.ended_at or now))
    )
    return [
        Moment(row.at, {"device": name, "device_id": row.device_id, "minutes": round(row.value, 1)})
        for row, name in session.exec(query)
    ]


def _kept(outage: Outage) -> list[Moment]:
    """What was seen in an earlier judgement and has passed since."""
    found = []
    for row in outage.signs:
        if row.get("sign") in _PASSING:
            figures: dict[str, Any] = {key: row[key] for key in row.keys() - {"sign", "cause", "weight", "at"}}
            found.append(Moment(datetime.fromisoformat(str(row["at"])), figures))
    return found


def _said(session: Session, outage: Outage, now: datetime) -> list[tuple[Moment, bool]]:
    until = now if outage.ended_at is None else outage.ended_at + REPORT_AFTER
    query = (
        select(PowerReport)
        .where(PowerReport.site_id == outage.site_id)
        .where(PowerReport.at >= outage.started_at - BEFORE, PowerReport.at <= until)
        .order_by(col(PowerReport.at), col(PowerReport.id))
    )
    return [(Moment(row.at, {"report_id": row.id or 0}), row.is_off) for row in session.exec(query)]


def _fell(session: Session, link: Link, outage: Outage) -> datetime | None:
    """When a link of the school fell, if it was down when this one did; None: it answered meanwhile."""
    query = (
        select(Outage.started_at)
        .where(Outage.subject == Subject.LINK, Outage.subject_id == link.id)
        .where(Outage.started_at <= outage.started_at + TOGETHER)
        .where(col(Outage.ended_at).is_(None) | (col(Outage.ended_at) > outage.started_at))
        .order_by(col(Outage.started_at).desc())
        .limit(1)
    )
    fell = session.exec(query).first()
    if fell is not None:
        return fell
    state = session.get(CurrentState, (Subject.LINK, link.id))
    lives = state is not None and state.last_up_at is not None and state.last_up_at > outage.started_at
    # Silent, though not yet confirmed, or never seen: it proves nothing, so it does not count as living.
    return None if lives else outage.started_at


def _devices_down(session: Session, outage: Outage) -> Mapping[int, datetime | None]:
    """When each device of the school answered last, where it is silent now; only while the outage lasts."""
    if outage.ended_at is not None:
        return {}
    query = (
        select(Device.id, CurrentState.state, CurrentState.last_up_at)
        .join(CurrentState, (col(CurrentState.subject_id) == Device.id) & (CurrentState.subject == Subject.DEVICE))
        .where(Device.site_id == outage.site_id, col(Device.archived_at).is_(None))
        .where(CurrentState.state != State.NOT_MONITORED)
    )
    silent = (State.DOWN, State.UNREACHABLE)
    return {
        device_id or 0: last_up_at if state in silent else None for device_id, state, last_up_at in session.exec(query)
    }


def _inside(session: Session, outage: Outage) -> Mapping[str, tuple[int, int]]:
    """Place -> (rounds that answered, rounds that did not), as the school's agent saw it."""
    query = select(Probe).where(Probe.outage_id == outage.id, col(Probe.method).startswith(INSIDE))
    found: dict[str, tuple[int, int]] = {}
    for probe in session.exec(query):
        place = probe.method.removeprefix(INSIDE)
        answered, silent = found.get(place, (0, 0))
        rounds = probe.rounds or 1
        found[place] = (answered + rounds, silent) if probe.answered else (answered, silent + rounds)
    return found


def _agent_off(session: Session, outage: Outage) -> Moment | None:
    """The school's agent fell silent with the line and has nothing to tell of that time: it was off itself."""
    if outage.ended_at is None:
        return None
    query = (
        select(Event)
        .where(Event.site_id == outage.site_id, Event.kind == AgentReturned.__name__)
        .where(Event.at >= outage.started_at, Event.at <= outage.ended_at + AGENT_LATE)
        .order_by(col(Event.id))
    )
    for event in session.exec(query):
        seconds = float(str(event.data.get("seconds", 0)))
        silent_since = event.at - timedelta(seconds=seconds)
        if not event.data.get("rounds") and abs(silent_since - outage.started_at) <= AGENT_BESIDE:
            return Moment(silent_since, {"minutes": round(seconds / 60)})
    return None


def _booted(session: Session, outage: Outage, link: Link | None) -> Moment | None:
    """When the router (or the device itself) started last, once that was read after the end."""
    if outage.ended_at is None:
        return None
    query = select(Device).where(Device.site_id == outage.site_id, col(Device.archived_at).is_(None))
    if link is None:
        query = query.where(Device.id == outage.subject_id)
    else:
        named = (col(Device.id) == link.device_id) | ((Device.address == link.check_address) & (Device.address != ""))
        query = query.where(named)
    device = session.exec(query.order_by(col(Device.id)).limit(1)).first()
    if device is None or device.booted_at is None or device.facts_at is None or device.facts_at < outage.ended_at:
        return None
    if device.booted_at > outage.ended_at + GASP_AFTER:
        return None  # of a later start
    return Moment(device.booted_at, {"device": device.name, "device_id": device.id or 0})


def _parent(session: Session, outage: Outage, links: Sequence[Link]) -> str:
    """What answered before a dead device: its parent, or the line of its school."""
    if outage.subject is not Subject.DEVICE:
        return ""
    device = session.get(Device, outage.subject_id)
    parent = session.get(Device, device.parent_id) if device is not None and device.parent_id is not None else None
    if parent is not None:
        return parent.name
    return ", ".join(link.name for link in links if _fell(session, link, outage) is None)
