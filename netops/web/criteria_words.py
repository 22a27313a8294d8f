"""What pages call the lists, editions, categories and certainties of price criteria."""

from __future__ import annotations

from datetime import date
from typing import Final

from starlette.requests import Request

from office import thai_date
from procurement.criteria.edition import Announced, Certainty, Listing, Precision, Scope
from service.columns import utc_now
from service.i18n import N_, spoken

LISTINGS: Final = {
    Listing.COMPUTER: N_("Computer equipment and systems (Ministry of Digital Economy and Society)"),
    Listing.CCTV: N_("CCTV systems (Ministry of Digital Economy and Society)"),
    Listing.EQUIPMENT: N_("Standard equipment (Budget Bureau)"),
}
SHORT_LISTINGS: Final = {
    Listing.COMPUTER: N_("computers"),
    Listing.CCTV: N_("CCTV"),
    Listing.EQUIPMENT: N_("standard equipment"),
}
CERTAINTIES: Final = {
    Certainty.CHECKED: N_("compared with the announcement"),
    Certainty.READ: N_("taken from the text of the announcement, compared by nobody yet"),
    Certainty.SECONDARY: N_("from a secondary source"),
    Certainty.WEAK: N_("from a weak source"),
    Certainty.INFERRED: N_("inferred, not read"),
    Certainty.UNVERIFIED: N_("not verified"),
}
# Where every row of a long list says it.
SHORT_CERTAINTIES: Final = {
    Certainty.CHECKED: N_("compared"),
    Certainty.READ: N_("not compared yet"),
    Certainty.SECONDARY: N_("secondary source"),
    Certainty.WEAK: N_("weak source"),
    Certainty.INFERRED: N_("inferred"),
    Certainty.UNVERIFIED: N_("not verified"),
}
SCOPES: Final = {
    Scope.WHOLE: N_("replaces the whole list"),
    Scope.ITEMS: N_("replaces only the items that it names"),
}
CATEGORIES: Final = {
    "server": N_("Servers"),
    "desktop": N_("Desktop computers"),
    "all-in-one": N_("All-in-one computers"),
    "notebook": N_("Notebooks"),
    "tablet": N_("Tablets"),
    "storage": N_("Storage appliances"),
    "log-cloud": N_("Cloud log storage (rented)"),
    "log-appliance": N_("Log appliances"),
    "firewall": N_("Firewalls"),
    "ips": N_("Intrusion prevention"),
    "email-security": N_("E-mail security"),
    "rack": N_("Racks"),
    "switch-l2": N_("L2 switches"),
    "switch-l3": N_("L3 switches"),
    "switch-poe": N_("PoE switches"),
    "access-point": N_("Wireless access points"),
    "router": N_("Routers"),
    "load-balancer": N_("Load balancers"),
    "printer": N_("Printers"),
    "printer-mfp": N_("Multifunction printers"),
    "scanner": N_("Scanners"),
    "card-reader": N_("Card readers"),
    "monitor": N_("Monitors"),
    "ups": N_("Uninterruptible power supplies"),
    "colocation": N_("Rack space in a data centre"),
    "software-os": N_("Operating systems"),
    "software-office": N_("Office suites"),
    "software-av": N_("Antivirus software"),
    "camera": N_("Network cameras"),
    "nvr": N_("Network video recorders"),
    "copier": N_("Copiers"),
    "television": N_("Televisions"),
    "projector": N_("Projectors"),
    "air-conditioner": N_("Air conditioners"),
    "time-recorder": N_("Time recorders"),
}


def announced(when: Announced) -> str:
    """As exactly as it is known: a day, a month or a year, in the reader's language."""
    if when.precision is Precision.DAY:
        return thai_date.short_date(when.day, spoken())
    if when.precision is Precision.MONTH:
        return thai_date.month(when.day, spoken())
    return str(thai_date.year(when.day, spoken()))


def today_of(request: Request) -> date:
    """The day on the office's clock."""
    return utc_now().astimezone(request.app.state.render.zone).date()
