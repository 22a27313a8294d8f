"""How alerts are called on pages: their kinds, how much they press, and the shape that stands before them."""

from __future__ import annotations

from typing import Any, Final

from inventory.models.outage import State, Subject
from netops.models.alert import Alert, AlertKind, Severity
from netops.notify.cause.beyond import measured
from netops.notify.cause.listed import AlertLine
from netops.notify.cause.planning import title_of
from netops.watched.limits import MEASURES
from service.i18n import N_

KIND_WORDS: Final = {
    AlertKind.LINK_DOWN: N_("Link cut off"),
    AlertKind.LINK_DEGRADED: N_("Link of poor quality"),
    AlertKind.DEVICE_DOWN: N_("Device does not answer"),
    AlertKind.OFFICE_UPLINK_DOWN: N_("Office cut off"),
    AlertKind.HOST_KEY_CHANGED: N_("SSH key changed"),
    AlertKind.CONFIG_STALE: N_("Configuration not read"),
    AlertKind.AGENT_SILENT: N_("Agent silent"),
    AlertKind.LOG_SOURCE_SILENT: N_("Traffic logs missing"),
    AlertKind.CONTRACT_ENDING: N_("Contract ends soon"),
    AlertKind.PLANNING_DOWN: N_("Planning service down"),
    AlertKind.PROVIDER_OUTAGE: N_("Provider's fault"),
    AlertKind.AREA_POWER_OUT: N_("Area without power"),
    AlertKind.FLAPPING: N_("Down again and again"),
    AlertKind.LINK_BUSY: N_("Link used to its limit"),
    AlertKind.PORT_ERRORS: N_("Faulty packets at a port"),
    AlertKind.DEVICE_HOT: N_("Device too hot"),
    AlertKind.PROCESSOR_BUSY: N_("Processor overloaded"),
    AlertKind.UPS_BATTERY_LOW: N_("UPS battery nearly empty"),
    AlertKind.DISK_FILLING: N_("Disk nearly full"),
    AlertKind.CERTIFICATE_EXPIRING: N_("Certificate expires soon"),
}
SEVERITY_WORDS: Final = {
    Severity.CRITICAL: N_("critical"),
    Severity.WARNING: N_("warning"),
    Severity.NOTICE: N_("notice"),
}
_STATES: Final = {Severity.CRITICAL: State.DOWN, Severity.WARNING: State.DEGRADED, Severity.NOTICE: State.UNKNOWN}


def shape_of(alert: Alert) -> State:
    """The state whose shape and colour tell how bad it is."""
    return State.UP if alert.ended_at is not None else _STATES[alert.severity]


def address_of(line: AlertLine) -> str:
    """The page where one sees more of it; empty where there is none."""
    alert = line.alert
    if alert.outage_id is not None:
        return f"/outages/{alert.outage_id}"
    if alert.subject is Subject.DEVICE:
        return f"/devices/{alert.subject_id}"
    if alert.subject is Subject.PROVIDER:
        return f"/outages?provider={alert.subject_id}"
    return f"/schools/{line.site.code}" if line.site is not None else ""


def kind_words(kind: AlertKind) -> str:
    """In the source's language."""
    return KIND_WORDS[kind]


# What templates that show alerts need.
ALERT_WORDS: Final[dict[str, Any]] = {
    "kind_words": kind_words,
    "severity_words": SEVERITY_WORDS,
    "shape_of": shape_of,
    "measured": measured,
    "address_of": address_of,
    "service_of": title_of,
    "measures": MEASURES,
}
