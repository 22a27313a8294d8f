"""Who is told: people by e-mail and channels, each with a rule of districts, severities, quiet hours and digest."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from sqlmodel import Session, col, or_, select

from inventory.models.outage import Subject
from inventory.models.site import Office, Site
from netops.models.alert import Alert, AlertChannel, AlertMember, Severity, Subscription
from netops.models.person import Person, Role
from netops.notify.cause.matters import PATTERNS
from netops.notify.recipients.kinds import EMAIL

TOLD_OF_EVERYTHING: Final = frozenset({Role.IT, Role.ADMIN})
NO_RULE: Final = Subscription()


@dataclass(frozen=True, slots=True)
class Reader:
    """One who gets messages: a mailbox or a channel. `recipient` is unique among both.

    One of a school (`school_id`) does not read the names of others, and is asked whether its power is off.
    """

    recipient: str
    language: str
    rule: Subscription
    person_id: int | None = None
    channel_id: int | None = None
    kind: str = EMAIL
    school_id: int | None = None

    @classmethod
    def of_person(cls, person: Person, rule: Subscription = NO_RULE) -> Reader:
        """Someone with an e-mail address."""
        school_id = person.site_id if person.role is Role.SCHOOL else None
        return cls(person.email, person.language, rule, person_id=person.id, school_id=school_id)

    @classmethod
    def of_channel(cls, channel: AlertChannel, rule: Subscription = NO_RULE) -> Reader:
        """A channel; its address stays sealed."""
        return cls(f"{channel.kind}:{channel.id}", channel.language, rule, channel_id=channel.id, kind=channel.kind)


def readers(session: Session, alert: Alert, office: Office) -> list[Reader]:
    """Everyone whose rule takes the alert in. A school's person is told of what befalls the own school, alone or among
    many, and of nothing else.
    """
    where = districts_of(session, alert)
    found = [*_people(session, office, alert), *_channels(session, office)]
    takers = [reader for reader in found if takes(reader.rule, where, alert.severity)]
    # Two people may share a mailbox: one message is enough.
    return list({reader.recipient: reader for reader in takers}.values())


def takes(rule: Subscription, districts: Collection[str], severity: Severity) -> bool:
    """Whether a rule lets a matter through. One that has no district (the office's own) concerns everybody."""
    in_district = not rule.districts or not districts or not set(rule.districts).isdisjoint(districts)
    return in_district and (not rule.severities or severity in rule.severities)


def districts_of(session: Session, alert: Alert) -> set[str]:
    """Where the matter is: its site's district, or those of the schools that it stands for."""
    members = select(AlertMember.site_id).where(AlertMember.alert_id == alert.id)
    query = select(Site.district).where(or_(Site.id == alert.site_id, col(Site.id).in_(members))).distinct()
    return {district for district in session.exec(query) if district}


def held_until(rule: Subscription, severity: Severity, at: datetime, zone: ZoneInfo) -> datetime | None:
    """When a message that may not leave now is told with others; None when it leaves at once. Aware UTC."""
    if severity is Severity.CRITICAL:
        return None
    quiet_ends = quiet_end(rule, at, zone)
    if rule.digest_hour is not None:
        return _next(quiet_ends or at, time(rule.digest_hour), zone)
    return quiet_ends


def quiet_end(rule: Subscription, at: datetime, zone: ZoneInfo) -> datetime | None:
    """The end of the quiet hours that `at` lies in, over midnight too; None outside them."""
    begin, end = rule.quiet_from, rule.quiet_until
    if begin is None or end is None or begin == end:
        return None
    now = at.astimezone(zone).time()
    is_quiet = begin <= now < end if begin < end else now >= begin or now < end
    return _next(at, end, zone) if is_quiet else None


def _next(at: datetime, clock: time, zone: ZoneInfo) -> datetime:
    """The first moment at or after `at` at which clocks of the zone show `clock`."""
    local = at.astimezone(zone)
    moment = datetime.combine(local.date(), clock, zone)
    if moment < local:
        moment = datetime.combine(local.date() + timedelta(days=1), clock, zone)
    return moment.astimezone(at.tzinfo)


def office_of(session: Session, alert: Alert) -> Office | None:
    """Whose matter it is."""
    if alert.subject is Subject.OFFICE:
        return session.get(Office, alert.subject_id)
    sites = [alert.site_id, *_member_sites(session, alert)]
    site_id = next((site_id for site_id in sites if site_id is not None), None)
    site = session.get(Site, site_id) if site_id is not None else None
    return session.get(Office, site.office_id) if site is not None else None


def _member_sites(session: Session, alert: Alert) -> Sequence[int | None]:
    """The schools that fell with it."""
    query = select(AlertMember.site_id).where(AlertMember.alert_id == alert.id).order_by(col(AlertMember.id))
    return session.exec(query).all()


def _people(session: Session, office: Office, alert: Alert) -> Iterable[Reader]:
    """IT people who asked for mails, others of the office who set a rule, and the school's own."""
    rules = _rules(session, office, Person)
    among = _member_sites(session, alert) if alert.kind in PATTERNS else ()
    schools = {alert.site_id, *among} - {None}
    query = (
        select(Person)
        .where(Person.office_id == office.id, col(Person.alerts), Person.email != "", col(Person.disabled_at).is_(None))
        .order_by(col(Person.id))
    )
    for person in session.exec(query):
        rule = rules.get(person.id or 0)
        if person.role is Role.SCHOOL:
            if person.site_id in schools:
                yield Reader.of_person(person, _without_districts(rule))
        elif rule is not None or person.role in TOLD_OF_EVERYTHING:
            yield Reader.of_person(person, rule or NO_RULE)


def _without_districts(rule: Subscription | None) -> Subscription:
    """A school's rule: which districts it names does not matter, it is held to its own school."""
    if rule is None:
        return NO_RULE
    return Subscription(**rule.model_dump(exclude={"id", "districts"}))


def _channels(session: Session, office: Office) -> Iterable[Reader]:
    rules = _rules(session, office, AlertChannel)
    query = (
        select(AlertChannel)
        .where(AlertChannel.office_id == office.id, col(AlertChannel.disabled_at).is_(None))
        .order_by(col(AlertChannel.id))
    )
    for channel in session.exec(query):
        yield Reader.of_channel(channel, rules.get(channel.id or 0, NO_RULE))


def _rules(session: Session, office: Office, owner: type[Person] | type[AlertChannel]) -> Mapping[int, Subscription]:
    key = col(Subscription.person_id if owner is Person else Subscription.channel_id)
    query = select(key, Subscription).join(owner, col(owner.id) == key).where(owner.office_id == office.id)
    return {owner_id: rule for owner_id, rule in session.exec(query) if owner_id is not None}
