"""The words by which a provider is told of a dead link: Thai, plain, ready to be read out or pasted."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from inventory.models.outage import Probe
from inventory.queries.outages import OutageLine
from netops.settings import get_settings
from office.thai_date import THAI, duration, local, long_date
from service.i18n import _, speaking


@dataclass(frozen=True, slots=True)
class Fault:
    """What is known of the outage of a link, and who tells it."""

    line: OutageLine
    now: datetime
    probes: Sequence[Probe]
    tried: Sequence[str] = ()
    contact: str = ""  # at the school, with the phone
    reporter: str = ""
    office: str = ""
    ticket_no: str = ""


def fault_text(fault: Fault) -> str:
    """One fact a line. Whoever reads the page in English tells the provider in Thai all the same."""
    with speaking(THAI):
        return "\n".join(part for part in _lines(fault, ZoneInfo(get_settings().timezone)) if part)


def _lines(fault: Fault, zone: ZoneInfo) -> Iterator[str]:
    site, link, outage = fault.line.site, fault.line.link, fault.line.outage
    yield _("Fault of an internet link")
    if fault.ticket_no:
        yield _("Ticket: %(number)s") % {"number": fault.ticket_no}
    place = f"{site.name} ({site.code})" + (f" {site.district}" if site.district else "")
    yield _("School: %(school)s") % {"school": place}
    if link is not None:
        yield _("Circuit number: %(number)s") % {"number": link.circuit_no or link.name}
    yield _("Cut off since: %(moment)s") % {"moment": _moment(outage.started_at, zone)}
    length = duration(((outage.ended_at or fault.now) - outage.started_at).total_seconds(), THAI)
    if outage.ended_at is None:
        yield _("Not back at %(moment)s, cut off for %(length)s") % {
            "moment": _moment(fault.now, zone),
            "length": length,
        }
    else:
        yield _("Back since: %(moment)s, cut off for %(length)s") % {
            "moment": _moment(outage.ended_at, zone),
            "length": length,
        }
    yield _evidence(fault, zone)
    for step in fault.tried:
        yield _("Tried: %(step)s") % {"step": step}
    if fault.contact:
        yield _("Contact at the school: %(who)s") % {"who": fault.contact}
    yield _("Reported by: %(who)s") % {"who": " ".join(part for part in (fault.reporter, fault.office) if part)}


def _evidence(fault: Fault, zone: ZoneInfo) -> str:
    silent = [probe for probe in fault.probes if not probe.answered]
    if not silent:
        return ""
    last = next((p for p in reversed(fault.probes) if p.answered and p.at < silent[0].at), None)
    said = _("Evidence: %(count)s rounds without an answer by %(method)s from %(moment)s on") % {
        "count": len(silent),
        "method": silent[0].method.upper(),
        "moment": _moment(silent[0].at, zone),
    }
    if last is None:
        return said
    return said + " " + _("(last answer %(moment)s)") % {"moment": _moment(last.at, zone)}


def _moment(at: datetime, zone: ZoneInfo) -> str:
    return _("%(day)s at %(clock)s") % {
        "day": long_date(local(at, zone), THAI),
        "clock": at.astimezone(zone).strftime("%H:%M:%S"),
    }
