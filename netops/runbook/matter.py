"""What is known of one outage, as the runbooks say it: names, numbers to call, the last change, ids for addresses."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final
from zoneinfo import ZoneInfo

from sqlmodel import Session

from inventory.models.link import Link
from inventory.models.outage import Outage, Subject
from inventory.models.site import Office, Site
from netops.models.alert import Alert, AlertKind
from netops.notify.words.briefing import Briefing, brief
from netops.runbook.page import PLACEHOLDERS
from office import thai_date
from service.i18n import N_, _, spoken

OWN_KIND: Final = {Subject.LINK: AlertKind.LINK_DOWN, Subject.DEVICE: AlertKind.DEVICE_DOWN}
CHANGE_WORDS: Final = {
    "ConfigChanged": N_("the configuration changed"),
    "DeviceReplaced": N_("the device was replaced"),
    "DeviceMoved": N_("the address changed"),
    "DeviceRebooted": N_("the device restarted"),
    "FactsChanged": N_("the software or another fact changed"),
    "PortStatusChanged": N_("a port changed"),
}


@dataclass(frozen=True, slots=True)
class Matter:
    """`values` fill texts, `ids` fill addresses of pages; what is not known is absent."""

    briefing: Briefing
    values: dict[str, str]
    ids: dict[str, str]


def matter_of(session: Session, outage: Outage) -> Matter:
    """What the pages may say of one outage, in the language spoken."""
    site = session.get_one(Site, outage.site_id)
    alert = Alert(
        kind=OWN_KIND[outage.subject],
        subject=outage.subject,
        subject_id=outage.subject_id,
        outage_id=outage.id,
        site_id=outage.site_id,
        started_at=outage.started_at,
    )
    briefing = brief(session, alert, session.get_one(Office, site.office_id))
    return Matter(briefing, values_of(briefing), _ids(session, outage, site))


def values_of(briefing: Briefing) -> dict[str, str]:
    """The placeholders' values; what is not known is absent."""
    alert = briefing.alert
    made = {"link", "device", "since", "last_change", "answering", "silent"}
    known = {name: getattr(briefing, name) for name in PLACEHOLDERS if name not in made and getattr(briefing, name)}
    if alert.subject in {Subject.LINK, Subject.DEVICE} and briefing.thing:
        known[alert.subject.value] = briefing.thing
    zone = ZoneInfo(briefing.timezone)
    known["since"] = thai_date.long_time(alert.started_at, zone, spoken())
    for name in ("answering", "silent"):
        if getattr(briefing, name):
            known[name] = ", ".join(getattr(briefing, name))
    if briefing.change is not None:
        what = _(CHANGE_WORDS.get(briefing.change.kind, briefing.change.kind))
        at = thai_date.short_time(briefing.change.at, zone, spoken())
        known["last_change"] = " ".join(part for part in (briefing.change.device, what, at) if part)
    return known


def _ids(session: Session, outage: Outage, site: Site) -> dict[str, str]:
    found: dict[str, object] = {"site_code": site.code, "site_id": site.id, "outage_id": outage.id}
    if outage.subject is Subject.DEVICE:
        found["device_id"] = outage.subject_id
    link = session.get(Link, outage.subject_id) if outage.subject is Subject.LINK else None
    if link is not None:
        found |= {"link_id": link.id, "provider_id": link.provider_id, "device_id": link.device_id}
    return {name: str(value) for name, value in found.items() if value is not None}
