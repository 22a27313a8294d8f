"""What class of cause the evidence speaks for, or a person has said, with the evidence in words and its sources."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final
from urllib.parse import quote

from sqlmodel import col, select

from inventory.cause import SignKind
from inventory.models.outage import Cause
from inventory.models.site import Site
from netops.models.alert import Alert, AlertMember
from netops.models.person import Person
from netops.notify.cause.matters import PATTERNS
from netops.web.outage_sections.about import About
from office import thai_date
from service.i18n import N_, _, spoken
from service.thai_order import in_thai

CAUSE_WORDS: Final[Mapping[Cause, str]] = {
    Cause.POWER: N_("the power"),
    Cause.PROVIDER: N_("the provider"),
    Cause.EQUIPMENT: N_("the equipment at the school"),
    Cause.PLANNED: N_("planned work"),
    Cause.OURS: N_("the office itself"),
    Cause.UNCLEAR: N_("not clear yet"),
}
_SAID: Final[Mapping[SignKind, str]] = {
    SignKind.WINDOW: N_("A maintenance window lay over the beginning, until %(until)s."),
    SignKind.OWN_UPLINK: N_("The office's own internet was cut at %(at)s."),
    SignKind.ON_BATTERY: N_("%(device)s said that it runs on battery, at %(at)s."),
    SignKind.LAST_GASP: N_("%(device)s sent a last message before it lost its power, at %(at)s: %(text)s"),
    SignKind.SCHOOL_SAYS_OFF: N_("The school reported at %(at)s that its power is off."),
    SignKind.SCHOOL_SAYS_ON: N_("The school reported at %(at)s that its power is on."),
    SignKind.ALL_LINKS_AT_ONCE: N_("All %(links)s links of the school fell silent within %(seconds)s seconds."),
    SignKind.ALL_DEVICES_AT_ONCE: N_(
        "All %(devices)s devices of the school fell silent at once, behind its only link."
    ),
    SignKind.AREA_SILENT: N_(
        "%(schools)s schools of the sub-district with different providers fell silent within five minutes: %(names)s"
    ),
    SignKind.AGENT_WAS_OFF: N_(
        "The agent inside the school saw nothing for %(minutes)s minutes from %(at)s on: it was off itself."
    ),
    SignKind.OUTSIDE_DEAD: N_(
        "The agent saw from inside that the router answered (%(inside_rounds)s rounds) while nothing outside did "
        "(%(outside_rounds)s rounds)."
    ),
    SignKind.ROUTER_DEAD_INSIDE: N_("The agent saw from inside that the router did not answer (%(rounds)s rounds)."),
    SignKind.OTHER_LINK_LIVES: N_("Another link of the school answered meanwhile: %(links)s. So the power was on."),
    SignKind.PROVIDER_PATTERN: N_("%(down)s of %(of)s links of %(provider)s fell within ten minutes."),
    SignKind.ROUTER_RAN_THROUGH: N_("%(device)s ran all the time: it started last at %(at)s, before the outage."),
    SignKind.ROUTER_RESTARTED: N_("%(device)s started anew at %(at)s."),
    SignKind.PARENT_LIVES: N_("What stands before it answered: %(parent)s."),
}
_ON_DEVICE: Final = frozenset(
    {SignKind.ON_BATTERY, SignKind.LAST_GASP, SignKind.ROUTER_RAN_THROUGH, SignKind.ROUTER_RESTARTED}
)
# (permission that it needs, where).
_PLACES: Final[Mapping[SignKind, tuple[str, str]]] = {
    SignKind.WINDOW: ("maintenance.write", "/inventory/maintenance"),
    SignKind.OUTSIDE_DEAD: ("", "#evidence"),
    SignKind.ROUTER_DEAD_INSIDE: ("", "#evidence"),
    SignKind.PROVIDER_PATTERN: ("board.read", "/outages?provider={provider}"),
    SignKind.AREA_SILENT: ("board.read", "/outages?district={district}"),
    SignKind.OTHER_LINK_LIVES: ("", "/schools/{site}#links"),
    SignKind.ALL_LINKS_AT_ONCE: ("", "/schools/{site}#links"),
    SignKind.ALL_DEVICES_AT_ONCE: ("", "/schools/{site}#devices"),
    SignKind.PARENT_LIVES: ("", "/schools/{site}#devices"),
    SignKind.SCHOOL_SAYS_OFF: ("", "/schools/{site}#power"),
    SignKind.SCHOOL_SAYS_ON: ("", "/schools/{site}#power"),
}
STRENGTH: Final[Mapping[int, str]] = {3: N_("strong"), 2: N_("good"), 1: N_("a hint")}


@dataclass(frozen=True, slots=True)
class SignLine:
    """One sign in words. `url` leads to where it was seen; `speaks_for` is the cause that it supports."""

    text: str
    speaks_for: Cause
    strength: str
    url: str = ""


@dataclass(frozen=True, slots=True)
class Many:
    """The alert of many links that this outage is part of."""

    alert: Alert
    schools: Sequence[tuple[str, str]]


def section(about: About) -> Mapping[str, object]:
    """`words` of each class, `signs` in words, who corrected it (`by`), and the alert of `many` that it belongs to."""
    outage = about.line.outage
    person = about.db.get(Person, outage.cause_by) if outage.cause_by is not None else None
    return {
        "words": CAUSE_WORDS,
        "signs": [line for row in outage.signs if (line := _line(about, row)) is not None],
        "strength": STRENGTH,
        "by": (person.name or person.username) if person is not None else "",
        "many": _many(about),
    }


def _line(about: About, row: Mapping[str, object]) -> SignLine | None:
    """None for a sign of another release."""
    if row.get("sign") not in set(SignKind):
        return None
    kind = SignKind(str(row["sign"]))
    figures = {name: _figure(about, name, value) for name, value in row.items()}
    try:
        text = _(_SAID[kind]) % figures
    except KeyError:
        return None
    weight = row["weight"] if isinstance(row["weight"], int) else 1
    return SignLine(text, Cause(str(row["cause"])), STRENGTH.get(weight, ""), _source(about, kind, row))


def _figure(about: About, name: str, value: object) -> str:
    if name in {"at", "until"}:
        return thai_date.long_time(datetime.fromisoformat(str(value)), about.zone, spoken())
    return str(value)


def _source(about: About, kind: SignKind, row: Mapping[str, object]) -> str:
    """Where it was seen, if this visitor may look there."""
    if kind in _ON_DEVICE:
        return f"/devices/{row['device_id']}" if "device_id" in row else ""
    needs, place = _PLACES.get(kind, ("", ""))
    if needs and not about.visitor.may(needs):
        return ""
    provider_id = about.line.link.provider_id if about.line.link is not None else ""
    return place.format(site=about.line.site.code, district=quote(about.line.site.district), provider=provider_id)


def _many(about: About) -> Many | None:
    """With the schools in it, for the office; a school reads only that there are others."""
    alert = next((each for each in about.alerts if each.kind in PATTERNS), None)
    if alert is None:
        return None
    sites = (
        select(Site.code, Site.name)
        .where(col(Site.id).in_(select(AlertMember.site_id).where(AlertMember.alert_id == alert.id)))
        .where(about.visitor.sight.sites())
        .order_by(in_thai(Site.name))
    )
    return Many(alert, about.db.exec(sites).all())
