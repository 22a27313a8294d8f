"""Alerts of figures that are beyond their limit: they begin and end with the facts of crossing it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Final

from sqlmodel import Session, col, select

from inventory.events import LimitExceeded, LimitKept
from inventory.models.outage import Subject
from inventory.models.site import Site
from netops.models.alert import Alert, AlertKind
from netops.watched.crossing import Key
from netops.watched.limits import MEASURES, METRIC_OF, Metric, Rule
from netops.watched.rules import load_rules
from service.i18n import N_, _

BEYOND: Final = N_("beyond the limit")
WITHIN: Final = N_("within the limit again")
_OPENED, _ENDED = "opened", "ended"
LEADS: Final = {
    (AlertKind.LINK_BUSY, _OPENED): N_("The internet link %(thing)s of %(site)s is used to its limit."),
    (AlertKind.LINK_BUSY, _ENDED): N_("The internet link %(thing)s of %(site)s has room again."),
    (AlertKind.PORT_ERRORS, _OPENED): N_("A port of %(thing)s at %(site)s receives or sends faulty packets."),
    (AlertKind.PORT_ERRORS, _ENDED): N_("The port of %(thing)s at %(site)s is clean again."),
    (AlertKind.DEVICE_HOT, _OPENED): N_("The device %(thing)s at %(site)s is too hot."),
    (AlertKind.DEVICE_HOT, _ENDED): N_("The device %(thing)s at %(site)s has cooled down."),
    (AlertKind.PROCESSOR_BUSY, _OPENED): N_("The processor of %(thing)s at %(site)s is overloaded."),
    (AlertKind.PROCESSOR_BUSY, _ENDED): N_("The processor of %(thing)s at %(site)s has room again."),
    (AlertKind.UPS_BATTERY_LOW, _OPENED): N_("The battery of the UPS %(thing)s at %(site)s is nearly empty."),
    (AlertKind.UPS_BATTERY_LOW, _ENDED): N_("The battery of the UPS %(thing)s at %(site)s is charged again."),
    (AlertKind.DISK_FILLING, _OPENED): N_("A disk of %(thing)s is nearly full."),
    (AlertKind.DISK_FILLING, _ENDED): N_("The disk of %(thing)s has room again."),
    (AlertKind.CERTIFICATE_EXPIRING, _OPENED): N_("The certificate of the NetOps pages expires soon."),
    (AlertKind.CERTIFICATE_EXPIRING, _ENDED): N_("The certificate of the NetOps pages is valid for long enough again."),
}
# What a device shows is not what the office itself shows.
DEVICE_LEADS: Final = {
    (AlertKind.CERTIFICATE_EXPIRING, _OPENED): N_(
        "The certificate of the web page of %(thing)s at %(site)s expires soon."
    ),
    (AlertKind.CERTIFICATE_EXPIRING, _ENDED): N_(
        "The certificate of the web page of %(thing)s at %(site)s is valid for long enough again."
    ),
}
GONE: Final = N_("%(thing)s is not measured any more, so nothing is said of its limit.")
# Alerts that are of this kind: their pictures and words differ from those of an outage.
KINDS: Final = frozenset(METRIC_OF)


def open_keys(session: Session) -> dict[Key, str]:
    """What is told of now -> the part as people read it. The memory of what was raised."""
    query = select(Alert).where(col(Alert.kind).in_(KINDS), col(Alert.ended_at).is_(None))
    return {_key(alert): alert.part for alert in session.exec(query)}


def opened(session: Session, fact: LimitExceeded, at: datetime) -> list[Alert]:
    """The alert of a figure that passed its limit, unless it is told of already."""
    measure = MEASURES[Metric(fact.metric)]
    subject, subject_id = _subject(fact)
    if _found(session, fact):
        return []
    alert = Alert(
        kind=measure.kind,
        subject=subject,
        subject_id=subject_id,
        site_id=fact.site_id,
        started_at=at,
        severity=measure.severity,
        part=fact.part[:255],
        value=fact.value,
    )
    session.add(alert)
    session.flush()
    return [alert]


def ended(session: Session, fact: LimitKept) -> list[Alert]:
    """The alerts that a figure within its limit ends; one that is not measured any more has no value at its end."""
    found = _found(session, fact)
    if fact.value is None:
        for alert in found:
            alert.value = None
    return found


def lead(alert: Alert, phase: str) -> str:
    """The sentence of a mail, in the source's language."""
    if phase == _ENDED and alert.value is None:
        return GONE
    known = LEADS | DEVICE_LEADS if alert.subject is Subject.DEVICE else LEADS
    return known[alert.kind, phase]


def measured(alert: Alert) -> str:
    """The figure with its part, in the language spoken; empty for another kind of alert."""
    if alert.kind not in KINDS or alert.value is None:
        return ""
    metric = METRIC_OF[alert.kind]
    figure = with_unit(metric, alert.value)
    return f"{alert.part}: {figure}" if alert.part else figure


def with_unit(metric: Metric, value: float) -> str:
    """`76 °C`, `90%`, `3×`."""
    unit = _(MEASURES[metric].unit)
    gap = "" if unit in {"%", "×"} else " "
    return f"{value:,.4g}{gap}{unit}" if abs(value) < 10_000 else f"{value:,.0f}{gap}{unit}"


def limit_words(rule: Rule) -> str:
    """The limit and who set it: `70 °C (the office's)`."""
    return _(ORIGINS[rule.origin.value]) % {"limit": with_unit(rule.metric, rule.raise_at)}


def limits_at(session: Session, site: Site) -> dict[str, str]:
    """Metric -> the limit that holds at a school, in words; those that are switched off are left out."""
    rules = load_rules(session)
    found = (rules.of(metric, site.office_id, site.id or 0) for metric in Metric)
    return {rule.metric.value: limit_words(rule) for rule in found if rule.enabled}


ORIGINS: Final[Mapping[str, str]] = {
    "shipped": N_("limit %(limit)s, as shipped"),
    "office": N_("limit %(limit)s, of the office"),
    "site": N_("limit %(limit)s, of this school"),
}


def _subject(fact: LimitExceeded | LimitKept) -> tuple[Subject, int]:
    for subject, row_id in ((Subject.DEVICE, fact.device_id), (Subject.LINK, fact.link_id)):
        if row_id is not None:
            return subject, row_id
    return Subject.OFFICE, fact.office_id or 0


def _key(alert: Alert) -> Key:
    metric = METRIC_OF[alert.kind]
    return Key(metric, alert.subject, alert.subject_id, alert.part if MEASURES[metric].per_part else "")


def _found(session: Session, fact: LimitExceeded | LimitKept) -> list[Alert]:
    measure = MEASURES[Metric(fact.metric)]
    subject, subject_id = _subject(fact)
    query = select(Alert).where(
        Alert.kind == measure.kind,
        Alert.subject == subject,
        Alert.subject_id == subject_id,
        col(Alert.ended_at).is_(None),
    )
    if measure.per_part:
        query = query.where(Alert.part == fact.part[:255])
    return list(session.exec(query))
