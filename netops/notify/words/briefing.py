"""What is known of a matter when people are told of it: gathered from the inventory, in the teller's transaction."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

import sqlalchemy
from sqlalchemy import and_, literal
from sqlmodel import Session, col, func, select

from inventory.models.agent import Agent
from inventory.models.contract import Contract
from inventory.models.device import Device
from inventory.models.link import Link, Provider
from inventory.models.outage import CurrentState, Event, Outage, Probe, State, Subject
from inventory.models.site import Contact, Office, Site
from netops.knowledge.fitting import articles_on, concern_of
from netops.models.alert import Alert, AlertKind
from netops.notify.cause.beyond import limit_words
from netops.notify.cause.matters import PATTERNS, members_of
from netops.notify.plain import one_line
from netops.watched.limits import METRIC_OF
from netops.watched.rules import OFFICE, load_rules

# What was done to a site's equipment; going down and coming back are no reasons.
CHANGES = ("ConfigChanged", "DeviceReplaced", "DeviceMoved", "DeviceRebooted", "FactsChanged", "PortStatusChanged")
NAMES_SHOWN = 8
SCHOOLS_SHOWN = 20
ARTICLES_TOLD = 3


@dataclass(frozen=True, slots=True)
class Change:
    """The last thing that happened at the site before it went silent."""

    kind: str
    device: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Known:
    """An article of knowledge; `late_since`: the day of its review, where that has passed."""

    article_id: int
    title: str
    late_since: date | None = None


@dataclass(frozen=True, slots=True)
class Briefing:
    """Every text is one safe line; an empty one is not known."""

    alert: Alert
    office: str
    timezone: str
    site: str = ""
    site_code: str = ""
    district: str = ""
    thing: str = ""
    address: str = ""
    model: str = ""
    circuit_no: str = ""
    speed_bps: int | None = None
    provider: str = ""
    provider_phone: str = ""
    provider_email: str = ""
    contact: str = ""
    contact_phone: str = ""
    method: str = ""  # icmp, tcp or snmp
    silent_probes: int = 0
    detail: str = ""  # the probe's own words, in English
    last_answer_at: datetime | None = None
    answering: tuple[str, ...] = ()
    silent: tuple[str, ...] = ()
    change: Change | None = None
    loss_percent: float | None = None
    rtt_ms: float | None = None
    limit: str = ""  # that was passed, and whose it is
    area: str = ""
    schools: int = 0  # that the alert stands for; `behind` are their names, as far as a mail holds them
    behind: tuple[str, ...] = ()
    still: tuple[str, ...] = ()  # schools that are cut off yet when the alert of many ends
    told_alone: int = 0  # links of it that people had been told of before
    times: int = 0  # that a flapping thing went down
    ends_on: date | None = None  # of a contract
    articles: tuple[Known, ...] = ()  # of knowledge that concern it, the closest first; for readers of the office
    power_path: str = ""  # where the reader's own school says that its power is off; whoever has it may say so


@dataclass(slots=True)
class _Facts:
    """Fields of a Briefing while they are found."""

    fields: dict[str, object] = field(default_factory=dict)

    def say(self, **texts: str) -> None:
        self.fields.update({name: one_line(text) for name, text in texts.items()})


def brief(session: Session, alert: Alert, office: Office) -> Briefing:
    """All that the alert's mails may say."""
    known = _Facts()
    known.say(office=office.name, timezone=office.timezone)
    if alert.site_id is not None and (site := session.get(Site, alert.site_id)) is not None:
        known.say(site=site.name, site_code=site.code, district=site.district)
        known.fields |= _contact(session, site)
        known.fields |= _standing(session, alert, site)
        known.fields["change"] = _last_change(session, site, alert.started_at)
    if alert.subject is Subject.LINK:
        _say_link(session, alert.subject_id, known)
    elif alert.subject is Subject.DEVICE:
        _say_device(session, alert.subject_id, known)
    elif alert.subject is Subject.SITE:
        _say_agent(session, alert.subject_id, known)
    elif alert.subject is Subject.PROVIDER:
        _say_provider(session, alert.subject_id, known)
    if alert.kind in METRIC_OF and office.id is not None:
        rule = load_rules(session).of(METRIC_OF[alert.kind], office.id, alert.site_id or OFFICE)
        known.say(limit=limit_words(rule))
    _say_members(session, alert, known)
    if alert.kind is AlertKind.CONTRACT_ENDING:
        _say_contract(session, alert, known)
    _say_evidence(session, alert, known)
    return Briefing(alert=alert, **known.fields)  # type: ignore[arg-type]  # each was put in under its own name


def known_of(session: Session, alert: Alert, office: Office, at: datetime) -> tuple[Known, ...]:
    """The articles that a message about the alert names."""
    device = session.get(Device, alert.subject_id) if alert.subject is Subject.DEVICE else None
    today = at.astimezone(ZoneInfo(office.timezone)).date()
    concern = concern_of(alert, device=device)
    found = articles_on(session, office.id or 0, {0: concern}, today=today, most=ARTICLES_TOLD)[0]
    return tuple(Known(one.id, one_line(one.title), one.review_on if one.is_late else None) for one in found)


def _contact(session: Session, site: Site) -> dict[str, str]:
    query = select(Contact).where(Contact.site_id == site.id).order_by(col(Contact.position), col(Contact.id)).limit(1)
    person = session.exec(query).first()
    if person is None:
        return {}
    name = f"{person.name} ({person.role})" if person.role else person.name
    return {"contact": one_line(name), "contact_phone": one_line(person.phone)}


def _standing(session: Session, alert: Alert, site: Site) -> dict[str, tuple[str, ...]]:
    """Names of the site's other links and devices that answer now, and of those that do not."""
    answering: list[str] = []
    silent: list[str] = []
    tables: tuple[tuple[Subject, type[Link] | type[Device]], ...] = ((Subject.LINK, Link), (Subject.DEVICE, Device))
    each: list[Any] = [
        sqlalchemy.select(
            col(table.name).label("name"), literal(number).label("place"), col(table.id), col(CurrentState.state)
        )
        .select_from(table)
        .join(CurrentState, and_(col(CurrentState.subject) == subject, col(CurrentState.subject_id) == col(table.id)))
        .where(col(table.site_id) == site.id, col(table.archived_at).is_(None))
        for number, (subject, table) in enumerate(tables)
    ]
    both = sqlalchemy.union_all(*each).order_by("place", "name")
    for name, number, row_id, state in session.execute(both):
        if (tables[number][0], row_id) == (alert.subject, alert.subject_id):
            continue
        if state in {State.UP, State.DEGRADED}:
            answering.append(one_line(name))
        elif state in {State.DOWN, State.UNREACHABLE}:
            silent.append(one_line(name))
    return {"answering": tuple(answering[:NAMES_SHOWN]), "silent": tuple(silent[:NAMES_SHOWN])}


def _last_change(session: Session, site: Site, before: datetime) -> Change | None:
    query = (
        select(Event)
        .where(Event.site_id == site.id, Event.at <= before, col(Event.kind).in_(CHANGES))
        .order_by(col(Event.at).desc(), col(Event.id).desc())
        .limit(1)
    )
    event = session.exec(query).first()
    if event is None:
        return None
    device = session.get(Device, event.device_id) if event.device_id is not None else None
    return Change(event.kind, one_line(device.name) if device else "", event.at)


def _say_link(session: Session, link_id: int, known: _Facts) -> None:
    link = session.get(Link, link_id)
    if link is None:
        return
    known.say(thing=link.name, circuit_no=link.circuit_no, address=link.check_address)
    known.fields["speed_bps"] = link.speed_bps
    if link.provider_id is not None:
        _say_provider(session, link.provider_id, known, thing=link.name)
    state = session.get(CurrentState, (Subject.LINK, link_id))
    if state is not None:
        known.fields |= {"loss_percent": state.loss_percent, "rtt_ms": state.rtt_ms}


def _say_provider(session: Session, provider_id: int, known: _Facts, *, thing: str = "") -> None:
    provider = session.get(Provider, provider_id)
    if provider is not None:
        known.say(provider=provider.name, provider_phone=provider.phone, provider_email=provider.email)
        known.say(thing=thing or provider.name)


def _say_members(session: Session, alert: Alert, known: _Facts) -> None:
    """The schools that an alert stands for, by name; each once, also where two of its links fell."""
    known.say(area=alert.area)
    if alert.kind is AlertKind.FLAPPING:
        known.fields["times"] = int(alert.value or 0)
    members = members_of(session, alert) if alert.id is not None else ()
    if not members:
        return
    names = {
        site_id: one_line(name)
        for site_id, name in session.exec(
            select(Site.id, Site.name).where(col(Site.id).in_({member.site_id for member in members}))
        )
    }
    still = {member.site_id for member in members if member.left_at is None}
    known.fields |= {"schools": len(names), "behind": tuple(sorted(names.values())[:SCHOOLS_SHOWN])}
    if alert.kind in PATTERNS:
        known.fields["still"] = tuple(sorted(names[site_id] for site_id in still if site_id in names))
        known.fields["told_alone"] = int(alert.value or 0)
        known.fields.setdefault("thing", known.fields["area"])


def _say_contract(session: Session, alert: Alert, known: _Facts) -> None:
    query = (
        select(Contract, Provider)
        .join(Provider, col(Provider.id) == Contract.provider_id)
        .where(Contract.office_id == alert.subject_id, Contract.number == alert.part)
    )
    found = session.exec(query).first()
    if found is not None:
        contract, provider = found
        known.say(provider=provider.name, provider_phone=provider.phone, provider_email=provider.email)
        known.fields["ends_on"] = contract.ends_on
    known.say(thing=alert.part)


def _say_device(session: Session, device_id: int, known: _Facts) -> None:
    device = session.get(Device, device_id)
    if device is not None:
        known.say(thing=device.name, address=device.address, model=f"{device.vendor} {device.model}")


def _say_agent(session: Session, site_id: int, known: _Facts) -> None:
    query = select(Agent).where(Agent.site_id == site_id).order_by(col(Agent.silent_since).desc()).limit(1)
    agent = session.exec(query).first()
    if agent is not None:
        known.say(thing=agent.name, address=agent.heard_from)
        known.fields["last_answer_at"] = agent.heard_at


def _say_evidence(session: Session, alert: Alert, known: _Facts) -> None:
    if alert.outage_id is None:
        return
    outage = session.get(Outage, alert.outage_id)
    if outage is not None:
        known.say(method=outage.method, detail=outage.detail)
    answered = col(Probe.answered)
    counted = select(
        func.count(col(Probe.id)).filter(~answered),
        func.max(col(Probe.at)).filter(answered, col(Probe.at) <= alert.started_at),
    ).where(Probe.outage_id == alert.outage_id)
    known.fields["silent_probes"], known.fields["last_answer_at"] = session.exec(counted).one()
