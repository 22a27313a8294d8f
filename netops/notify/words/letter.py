"""The words of a mail: subject, text and HTML in the reader's language, from one list of rows."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from pathlib import Path
from typing import Final
from zoneinfo import ZoneInfo

from jinja2 import Environment, FileSystemLoader, StrictUndefined, select_autoescape

from inventory.models.outage import State, Subject
from netops.models.alert import AlertKind
from netops.notify.cause import beyond, planning
from netops.notify.cause.matters import PATTERNS
from netops.notify.phase import AGAIN, ENDED, OPENED, STEP, is_end
from netops.notify.plain import one_line
from netops.notify.words import shapes
from netops.notify.words.addresses import Addresses
from netops.notify.words.briefing import Briefing
from netops.said import said
from office import thai_date
from service.i18n import N_, _, speaking, spoken

TEMPLATES: Final = Path(__file__).parent / "templates"
LONGEST_SUBJECT: Final = 180

STATE_WORDS: Final = {
    State.UP: N_("up"),
    State.DEGRADED: N_("degraded"),
    State.DOWN: N_("down"),
    State.UNREACHABLE: N_("unreachable"),
    State.UNKNOWN: N_("unknown"),
    State.MAINTENANCE: N_("maintenance"),
    State.CLOSED: N_("closed"),
    State.NOT_MONITORED: N_("not monitored"),
}
_LEADS: Final = {
    (AlertKind.LINK_DOWN, OPENED): N_("The internet link %(thing)s of %(site)s is cut off since %(since)s."),
    (AlertKind.LINK_DOWN, ENDED): N_("The internet link %(thing)s of %(site)s works again; it was cut off %(span)s."),
    (AlertKind.LINK_DEGRADED, OPENED): N_(
        "The internet link %(thing)s of %(site)s answers poorly since %(since)s: it loses packets or is far slower "
        "than usual."
    ),
    (AlertKind.LINK_DEGRADED, ENDED): N_(
        "The internet link %(thing)s of %(site)s is good again; it was poor %(span)s."
    ),
    (AlertKind.DEVICE_DOWN, OPENED): N_("The device %(thing)s at %(site)s does not answer since %(since)s."),
    (AlertKind.DEVICE_DOWN, ENDED): N_("The device %(thing)s at %(site)s answers again; it was silent %(span)s."),
    (AlertKind.AGENT_SILENT, OPENED): N_(
        "The agent inside %(site)s is not heard since %(since)s, and no link of the school is known to be cut. Its "
        "devices are unknown until it is heard."
    ),
    (AlertKind.AGENT_SILENT, ENDED): N_("The agent inside %(site)s is heard again; it was silent %(span)s."),
    (AlertKind.LOG_SOURCE_SILENT, OPENED): N_(
        "No line of the traffic logs of %(site)s was received since %(since)s, although its device answers. The law "
        "asks for 90 days without a gap."
    ),
    (AlertKind.LOG_SOURCE_SILENT, ENDED): N_(
        "Traffic logs of %(site)s are received again; they were missing %(span)s."
    ),
    (AlertKind.CONTRACT_ENDING, OPENED): N_(
        "The contract %(thing)s with an internet provider ends in %(days)s days. Its links have no terms after that."
    ),
    (AlertKind.CONTRACT_ENDING, ENDED): N_("The contract %(thing)s is renewed or closed."),
    **planning.LEADS,
    (AlertKind.OFFICE_UPLINK_DOWN, OPENED): N_(
        "The office itself is cut off since %(since)s. Nothing beyond it can be seen, so no school counts as down."
    ),
    (AlertKind.OFFICE_UPLINK_DOWN, ENDED): N_("The office's own internet works again; it was cut off %(span)s."),
    (AlertKind.HOST_KEY_CHANGED, OPENED): N_(
        "The SSH host key of %(thing)s at %(site)s is not the one we know. We refused to sign in and sent nothing."
    ),
    (AlertKind.HOST_KEY_CHANGED, ENDED): N_("The SSH host key of %(thing)s at %(site)s is settled."),
    (AlertKind.CONFIG_STALE, OPENED): N_(
        "The configuration of %(thing)s at %(site)s could not be read since %(since)s. Should it break, there is no "
        "recent one to restore."
    ),
    (AlertKind.CONFIG_STALE, ENDED): N_("The configuration of %(thing)s at %(site)s is read again."),
    (AlertKind.PROVIDER_OUTAGE, OPENED): N_(
        "Links of %(thing)s at %(schools)d schools were cut off together since %(since)s. The fault is most likely the "
        "provider's: one call is enough."
    ),
    (AlertKind.PROVIDER_OUTAGE, ENDED): N_("The fault of %(thing)s at %(schools)d schools is over after %(span)s."),
    (AlertKind.AREA_POWER_OUT, OPENED): N_(
        "%(schools)d schools with different providers fell silent together in %(area)s since %(since)s. Most likely "
        "the power is out there."
    ),
    (AlertKind.AREA_POWER_OUT, ENDED): N_("The schools in %(area)s are back after %(span)s."),
    (AlertKind.FLAPPING, OPENED): N_(
        "%(thing)s at %(site)s goes down and up again and again: %(times)d times since %(since)s. The single outages "
        "are kept as evidence and not mailed until it is steady."
    ),
    (AlertKind.FLAPPING, ENDED): N_("%(thing)s at %(site)s is steady again; it went down %(times)d times."),
}
_CHANGE_WORDS: Final = {
    "ConfigChanged": N_("configuration changed"),
    "DeviceReplaced": N_("device replaced"),
    "DeviceMoved": N_("address changed"),
    "DeviceRebooted": N_("rebooted"),
    "FactsChanged": N_("version or model changed"),
    "PortStatusChanged": N_("a port changed its status"),
}
_METHODS: Final = {"icmp": "ICMP", "tcp": "TCP", "snmp": "SNMP", "agent": N_("the school's agent")}
# Matters that are no state of a link or device: the word while they press, and when they are over.
_OWN_WORDS: Final = {
    AlertKind.CONTRACT_ENDING: (N_("Contract ends soon"), N_("settled")),
    AlertKind.PLANNING_DOWN: planning.OWN_WORDS,
    AlertKind.LOG_SOURCE_SILENT: (N_("Traffic logs missing"), N_("received again")),
}
_BAD_STATE: Final = {
    AlertKind.CONTRACT_ENDING: State.DEGRADED,
    AlertKind.LOG_SOURCE_SILENT: State.DEGRADED,
    AlertKind.LINK_DEGRADED: State.DEGRADED,
    AlertKind.FLAPPING: State.DEGRADED,
    AlertKind.AGENT_SILENT: State.UNKNOWN,
}
_NOT_DIALLED: Final = re.compile(r"[^0-9+]")


@dataclass(frozen=True, slots=True)
class Letter:
    """A mail's words; every header value is one line."""

    subject: str
    text: str
    html: str


@dataclass(frozen=True, slots=True)
class Row:
    """One fact of the mail; `url` makes it a link."""

    label: str
    value: str
    url: str = ""


def write_letter(briefing: Briefing, phase: str, *, language: str, base_url: str) -> Letter:
    """The mail of one phase of an alert; all but its end tell it as it was opened."""
    with speaking(language):
        addresses = Addresses(base_url)
        state = state_of(briefing, phase)
        word = word_of(briefing, phase)
        subject = subject_of(briefing, phase)
        words = {
            "state": state,
            "word": word,
            "cid": shapes.content_id(state),
            "colour": shapes.colour(state),
            "lead": lead_of(briefing, phase),
            "rows": _rows(briefing, phase),
            "knowledge": knowledge_of(briefing, addresses),
            "links": _links(briefing, addresses, phase),
            "office": briefing.office,
            "language": spoken(),
        }
        return Letter(subject, *rendered("alert", {**words, "subject": subject}))


def write_test(*, name: str, office: str, language: str, base_url: str) -> Letter:
    """The mail of the settings page's test button."""
    with speaking(language):
        subject = one_line(_("Test mail from NetOps – %(office)s") % {"office": one_line(office)})
        lead = _("If you read this, alert mails reach you.")
        return write_plain(
            subject, lead, office=office, greeting=one_line(name), link=Row(_("Open NetOps"), base_url, base_url)
        )


def write_plain(subject: str, lead: str, *, office: str, link: Row, greeting: str = "") -> Letter:
    """A mail of one sentence and one link, in the language spoken."""
    words = {"subject": subject, "lead": lead, "greeting": greeting, "office": one_line(office), "links": [link]}
    return Letter(subject, *rendered("test", {**words, "language": spoken()}))


def subject_of(briefing: Briefing, phase: str) -> str:
    """The state's word and whose matter it is, on one line, in the language spoken."""
    names = [
        name for name in (briefing.site or briefing.office, planning.named(briefing.alert, briefing.thing)) if name
    ]
    return one_line(f"[{word_of(briefing, phase)}] {' – '.join(names)}", longest=LONGEST_SUBJECT)


def lead_of(briefing: Briefing, phase: str) -> str:
    """The sentence that says it all, in the language spoken."""
    lead = _lead(briefing, ENDED if is_end(phase) else OPENED)
    if phase == AGAIN:
        return " ".join((lead, _("It was put off until now and is still open.")))
    if phase.startswith(STEP):
        return " ".join((lead, _("Nobody has taken it on yet.")))
    return lead


def word_of(briefing: Briefing, phase: str) -> str:
    """The word of the state that a phase tells, in the language spoken."""
    if briefing.alert.kind in beyond.KINDS:
        return _(beyond.WITHIN if is_end(phase) else beyond.BEYOND)
    if briefing.alert.kind in _OWN_WORDS:
        return _(_OWN_WORDS[briefing.alert.kind][is_end(phase)])
    return _("works again") if is_end(phase) else _(STATE_WORDS[state_of(briefing, phase)])


def state_of(briefing: Briefing, phase: str) -> State:
    """The state whose sign stands beside it."""
    if is_end(phase):
        return State.UP
    kind = briefing.alert.kind
    return State.DEGRADED if kind in beyond.KINDS else _BAD_STATE.get(kind, State.DOWN)


def _lead(briefing: Briefing, phase: str) -> str:
    alert = briefing.alert
    span = ((alert.ended_at or alert.started_at) - alert.started_at).total_seconds()
    said_of = beyond.lead(alert, phase) if alert.kind in beyond.KINDS else _LEADS[alert.kind, phase]
    return _(said_of) % {
        "thing": planning.named(briefing.alert, briefing.thing) or briefing.office,
        "site": briefing.site,
        "since": _time(briefing, alert.started_at),
        "span": thai_date.duration(span, spoken()),
        "area": briefing.area,
        "schools": briefing.schools,
        "times": briefing.times,
        "days": f"{_days_left(briefing):.0f}",
    }


def _days_left(briefing: Briefing) -> float:
    """Of a contract, as it was when the alert began: one that was entered late passes its first mark with less."""
    alert = briefing.alert
    if briefing.ends_on is None:
        return alert.value or 0
    return (briefing.ends_on - alert.started_at.astimezone(ZoneInfo(briefing.timezone)).date()).days


def _time(briefing: Briefing, at: datetime) -> str:
    return thai_date.long_time(at, ZoneInfo(briefing.timezone), spoken())


def _rows(briefing: Briefing, phase: str) -> list[Row]:
    """What is known, in the order a reader needs it; what is not known is left out."""
    rows = [Row(_("School"), _with(briefing.site, briefing.site_code)), Row(_("District"), briefing.district)]
    rows.append(Row(_("Measured"), _with(beyond.measured(briefing.alert), "" if is_end(phase) else briefing.limit)))
    rows += _schools(briefing, phase)
    rows += _times(briefing, phase)
    if not is_end(phase):
        rows += _findings(briefing)
    rows += _whom_to_call(briefing)
    return [row for row in rows if row.value]


def _schools(briefing: Briefing, phase: str) -> list[Row]:
    """The schools that fell with it, counted and by name."""
    if not briefing.schools:
        return []
    count = _("%(count)d schools") % {"count": briefing.schools}
    names = _with(count, _listed(briefing.behind, briefing.schools))
    if briefing.alert.kind not in PATTERNS:
        label = _("Behind this device") if briefing.alert.subject is Subject.DEVICE else _("Behind this link")
        return [Row(label, names)]
    rows = [Row(_("Schools"), names)]
    if is_end(phase):
        return [*rows, Row(_("Still cut off, told on their own"), _listed(briefing.still, len(briefing.still)))]
    told = _("%(count)d links, which this alert takes in") % {"count": briefing.told_alone}
    return [*rows, Row(_("Told alone before"), told if briefing.told_alone else "")]


def _listed(names: Sequence[str], count: int) -> str:
    rest = count - len(names) if names else 0
    more = [_("and %(count)d more") % {"count": rest}] if rest > 0 else []
    return ", ".join([*names, *more])


def _times(briefing: Briefing, phase: str) -> list[Row]:
    alert = briefing.alert
    rows = [Row(_("Since"), _time(briefing, alert.started_at))]
    if is_end(phase) and alert.ended_at is not None:
        span = (alert.ended_at - alert.started_at).total_seconds()
        rows += [
            Row(_("Until"), _time(briefing, alert.ended_at)),
            Row(_("Duration"), thai_date.duration(span, spoken())),
        ]
    elif briefing.last_answer_at is not None:
        rows.append(Row(_("Last answer"), _time(briefing, briefing.last_answer_at)))
    return rows


def _findings(briefing: Briefing) -> list[Row]:
    """What was seen when the alert was opened."""
    nothing = _("nothing else at this school answers") if briefing.silent else ""
    return [
        Row(_("Reason"), _reason(briefing)),
        Row(_("Still answers"), ", ".join(briefing.answering) or nothing),
        Row(_("Silent too"), ", ".join(briefing.silent)),
        Row(_("Last change before"), _change(briefing)),
        Row(_("Quality"), _quality(briefing)),
    ]


def _whom_to_call(briefing: Briefing) -> list[Row]:
    things = {Subject.DEVICE: _("Device"), Subject.SITE: _("Agent")}
    thing = things.get(briefing.alert.subject, _("Link"))
    if briefing.alert.kind is AlertKind.CONTRACT_ENDING:
        thing = _("Contract number")
    alone = briefing.alert.kind not in PATTERNS
    return [
        Row(thing, _with(briefing.thing, briefing.address) if alone else ""),
        Row(_("Last day"), thai_date.long_date(briefing.ends_on, spoken()) if briefing.ends_on else ""),
        Row(_("Model"), briefing.model),
        Row(_("Circuit number"), briefing.circuit_no),
        Row(_("Contract speed"), f"{briefing.speed_bps / 1e6:,.0f} Mbps" if briefing.speed_bps else ""),
        Row(_("Provider"), briefing.provider),
        Row(_("Provider's phone"), briefing.provider_phone, _dial(briefing.provider_phone)),
        Row(_("Provider's e-mail"), briefing.provider_email),
        Row(_("Contact at the school"), briefing.contact),
        Row(_("Contact's phone"), briefing.contact_phone, _dial(briefing.contact_phone)),
    ]


def _reason(briefing: Briefing) -> str:
    method = _METHODS.get(briefing.method)
    detail = said(briefing.detail)
    if method is None or not briefing.silent_probes:
        return detail
    silent = {"method": _(method), "count": briefing.silent_probes}
    return _with(_("silent in %(count)d checks by %(method)s") % silent, detail)


def _with(name: str, detail: str) -> str:
    return f"{name} ({detail})" if name and detail else name or detail


def _change(briefing: Briefing) -> str:
    if briefing.change is None:
        return ""
    what = _with(_(_CHANGE_WORDS[briefing.change.kind]), briefing.change.device)
    return f"{what}, {_time(briefing, briefing.change.at)}"


def _quality(briefing: Briefing) -> str:
    if briefing.alert.kind is not AlertKind.LINK_DEGRADED:
        return ""
    loss = None if briefing.loss_percent is None else _("%(loss).1f%% lost") % {"loss": briefing.loss_percent}
    rtt = None if briefing.rtt_ms is None else _("round trip %(rtt).0f ms") % {"rtt": briefing.rtt_ms}
    return ", ".join(part for part in (loss, rtt) if part)


def knowledge_of(briefing: Briefing, addresses: Addresses) -> list[Row]:
    """The articles that concern it: title, whether its review is overdue, and where it stands."""
    late = _("review overdue since %(day)s")
    return [
        Row(
            known.title,
            late % {"day": thai_date.long_date(known.late_since, spoken())} if known.late_since is not None else "",
            addresses.article(known),
        )
        for known in briefing.articles
    ]


def _dial(phone: str) -> str:
    number = _NOT_DIALLED.sub("", phone)
    return f"tel:{number}" if number else ""


def _links(briefing: Briefing, addresses: Addresses, phase: str) -> list[Row]:
    page = _("Open the school's page") if briefing.site_code else _("Open NetOps")
    runbook, school, outage = addresses.runbook(briefing), addresses.school(briefing), addresses.outage(briefing)
    if briefing.alert.kind is AlertKind.CONTRACT_ENDING:
        page, school = _("Open the contracts"), f"{addresses.base_url}/inventory/contracts"
    outage_title = _("Acknowledge the outage") if not is_end(phase) else _("Open the outage")
    power = addresses.power(briefing)
    rows = [Row(_("Power off at the school? Report it here, no account needed"), power, power)] if power else []
    rows += [Row(_("What to do: the runbook"), runbook, runbook)] if not is_end(phase) else []
    rows += [Row(outage_title, outage, outage)] if outage else []
    return [*rows, Row(page, school, school)]


@lru_cache
def _environment() -> Environment:
    return Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=select_autoescape(["html"]),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )


def rendered(name: str, words: Mapping[str, object]) -> tuple[str, str]:
    """(text, HTML) of a pair of templates, in the language spoken."""
    templates = _environment()
    text, html = (templates.get_template(f"{name}.{kind}").render(words, _=_) for kind in ("txt", "html"))
    return text, html
