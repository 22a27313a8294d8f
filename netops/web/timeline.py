"""Events in words: one sentence per kind of fact, and the shape that stands before it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from inventory.models.outage import Event, Subject
from netops.notify.cause.beyond import with_unit
from netops.settings import get_settings
from netops.watched.limits import MEASURES, Metric
from netops.watched.rulebook import rulebook
from office.thai_date import duration
from service.i18n import N_, _, spoken

# kind -> (shape of a state or name of an icon, sentence). Values are the event's data; `name` is the link or device.
SENTENCES: Final[Mapping[str, tuple[str, str]]] = {
    "LinkWentDown": ("s-down", N_("%(name)s is cut off")),
    "LinkRecovered": ("s-up", N_("%(name)s answers again after %(duration)s")),
    "LinkDegraded": ("s-degraded", N_("%(name)s is slow or loses packets")),
    "DeviceWentDown": ("s-down", N_("%(name)s does not answer")),
    "DeviceRecovered": ("s-up", N_("%(name)s answers again after %(duration)s")),
    "DeviceRebooted": ("refresh", N_("%(name)s was restarted")),
    "DeviceReplaced": ("router", N_("%(name)s was replaced: serial %(old_serial)s, now %(new_serial)s")),
    "DeviceMoved": ("router", N_("%(name)s moved from %(old_address)s to %(new_address)s")),
    "BoughtDeviceSeen": ("package", N_("%(name)s was bought: it is asset %(number)s")),
    "BoughtDeviceWorks": ("s-up", N_("%(name)s, which was bought, works")),
    "FactsChanged": ("info-circle", N_("%(name)s tells other facts than before: %(fields)s")),
    "PortAppeared": ("plug-connected", N_("%(name)s has a new port %(port)s")),
    "PortRetired": ("plug-connected-x", N_("%(name)s has no port %(port)s any more")),
    "PortStatusChanged": ("plug-connected", N_("%(name)s port %(port)s: %(was)s, now %(now)s")),
    "PortsRenumbered": ("list-details", N_("%(name)s numbered %(count)s ports anew")),
    "ConfigChanged": ("file-diff", N_("%(name)s has a new configuration: +%(lines_added)s −%(lines_removed)s lines")),
    "HostKeyChanged": ("key", N_("%(name)s shows another SSH host key; nothing was sent to it")),
    "HostKeySettled": ("key", N_("The SSH host key of %(name)s is settled")),
    "ConfigBackupBecameStale": ("file-diff", N_("The configuration of %(name)s could not be read for %(days)s days")),
    "ConfigBackupBecameFresh": ("file-diff", N_("The configuration of %(name)s is read again after %(days)s days")),
    "ComplianceBroken": ("alert-triangle", N_("%(name)s does not keep the rule “%(rule)s”")),
    "ComplianceRestored": ("s-up", N_("%(name)s keeps the rule “%(rule)s” again")),
    "ParentDerived": ("sitemap", N_("%(name)s stands behind another device than before")),
    "ConnectionAppeared": ("plug-connected", N_("%(name)s has a new connection at port %(port)s")),
    "ConnectionGone": ("plug-connected-x", N_("A connection of %(name)s at port %(port)s is gone")),
    "StrangerAppeared": ("eye", N_("Something unknown was seen behind %(name)s, port %(port)s: %(stranger)s")),
    "PortReported": ("message", N_("%(name)s reported port %(port)s as %(status)s")),
    "RestartReported": ("message", N_("%(name)s reported that it started anew")),
    "PowerReported": ("message", N_("%(name)s reported on its power: %(text)s")),
    "SchoolSaidPower": ("message", N_("The school reported on its power, by its own code")),
    "AuthenticationFailureReported": ("message", N_("%(name)s reported a refused sign-in or community")),
    "MessagesFlooded": ("message", N_("%(sender)s sent %(received)s messages; %(kept)s of them were kept")),
    "AgentEnrolled": ("s-up", N_("The school's agent was enrolled")),
    "AgentFellSilent": ("s-unknown", N_("The school's agent does not deliver any more")),
    "AgentReturned": (
        "s-up",
        N_("The school's agent delivers again after %(duration)s; it saw %(rounds)s rounds meanwhile"),
    ),
    "LimitExceeded": ("s-degraded", N_("%(name)s: %(measure)s at %(figure)s, beyond the limit")),
    "LimitKept": ("s-up", N_("%(name)s: %(measure)s is within its limit again")),
    "OfficeUplinkLost": ("s-unknown", N_("The office itself was cut off")),
    "OfficeUplinkRestored": ("s-up", N_("The office sees again after %(duration)s")),
}


@dataclass(frozen=True, slots=True)
class Told:
    """An event ready to be shown. `device_id` leads to its page."""

    at: datetime
    symbol: str
    text: str
    device_id: int | None


class _Values(dict[str, object]):
    """Data written by an older release may lack a field: the sentence still stands."""

    def __missing__(self, key: str) -> str:
        return "–"


def tell(events: Sequence[Event], names: Mapping[tuple[Subject, int | None], str]) -> Sequence[Told]:
    """Each event as a sentence in the reader's language. Text from devices stays plain: the template escapes it."""
    return [_told(event, names) for event in events]


def _told(event: Event, names: Mapping[tuple[Subject, int | None], str]) -> Told:
    symbol, sentence = SENTENCES.get(event.kind, ("info-circle", event.kind))
    of_link = names.get((Subject.LINK, event.link_id)) if event.link_id is not None else None
    of_device = names.get((Subject.DEVICE, event.device_id)) if event.device_id is not None else None
    values = _Values(event.data)
    values["name"] = of_link or of_device or "–"
    seconds = event.data.get("seconds")
    if isinstance(seconds, int | float):
        values["duration"] = duration(seconds, spoken())
    if event.data.get("metric") in set(Metric):
        metric, value = Metric(str(event.data["metric"])), event.data.get("value")
        values["measure"] = " · ".join(filter(None, (_(MEASURES[metric].title), str(event.data.get("part", "")))))
        values["figure"] = with_unit(metric, value) if isinstance(value, int | float) else "–"
    values["stranger"] = event.data.get("name") or event.data.get("mac", "–")
    if "rule" in event.data:
        rule = rulebook(get_settings()).get(str(event.data["rule"]))
        values["rule"] = rule.words(spoken()).title if rule is not None else event.data["rule"]
    changes = event.data.get("changes")
    if isinstance(changes, dict):
        values["fields"] = ", ".join(changes)
    return Told(event.at, symbol, (_(sentence) % values) if event.kind in SENTENCES else sentence, event.device_id)
