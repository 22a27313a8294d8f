"""What pages and papers call the words of the register. English sentences of the catalogue; a rule brings its own two
languages, so that a new rule asks for nothing here.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from risk.found import Words
from risk.looking import all_rules
from risk.models.register import Risk
from risk.terms import Basis, Group, Movement, RiskState, Treatment
from service.refusal import _

GROUP_WORDS: Final = {
    Group.STRATEGIC: _("strategic risk"),
    Group.OPERATIONAL: _("operational risk"),
    Group.COMPLIANCE: _("risk of laws and rules"),
    Group.OTHER: _("risk of another kind"),
}
STATE_WORDS: Final = {
    RiskState.OPEN: _("risk not treated yet"),
    RiskState.TREATING: _("risk under treatment"),
    RiskState.ACCEPTED: _("risk accepted"),
    RiskState.CLOSED: _("risk closed"),
}
TREATMENT_WORDS: Final = {
    Treatment.REDUCE: _("reduce the risk"),
    Treatment.TRANSFER: _("transfer the risk"),
    Treatment.ACCEPT: _("accept the risk"),
    Treatment.AVOID: _("avoid the risk"),
}
BASIS_WORDS: Final = {
    Basis.MEASURED: _("reckoned from what was measured"),
    Basis.JUDGED: _("judged by a person"),
}
MOVEMENT_WORDS: Final = {
    Movement.FOUND: _("The cause was seen for the first time"),
    Movement.ROSE: _("The likelihood rose"),
    Movement.FELL: _("The likelihood fell"),
    Movement.RETURNED: _("The cause is there again"),
    Movement.QUIET: _("It did not happen again within the window"),
    Movement.GONE: _("The cause is gone"),
    Movement.WEIGHED: _("What hangs on it has changed, and with it the impact"),
    Movement.JUDGED: _("A person judged it"),
}
REVIEW_WORDS: Final[Mapping[str, str]] = {
    **{movement.value: said for movement, said in MOVEMENT_WORDS.items()},
    "due": _("The day of its review has come"),
    "expired": _("The day until which it was accepted is over"),
    "asked": _("It was opened again"),
    "withheld": _("What treats it was put off"),
}
EVENT_WORDS: Final[Mapping[str, str]] = {
    **REVIEW_WORDS,
    "restored": _("What treats it is taken up again"),
    "created": _("Risk written down"),
    "changed": _("Risk changed"),
    "judged": _("Impact judged"),
    "treated": _("Treatment written down"),
    "treating": _("Treatment began"),
    "accepted": _("Risk accepted"),
    "reviewed": _("Risk reviewed"),
    "closed": _("Risk closed"),
    "reopened": _("Risk opened again"),
    "task": _("Task of the treatment added"),
    "task_changed": _("Task of the treatment changed"),
    "task_dropped": _("Task of the treatment dropped"),
}
CONCERN_WORDS: Final = {
    "C": _("confidentiality"),
    "I": _("integrity of data"),
    "A": _("availability of the service"),
}
SERVICE_WORDS: Final = {
    "network": _("network of the school"),
    "internet": _("internet of the school"),
    "power": _("power supply of the network"),
    "knowledge": _("knowledge of the network"),
    "logs": _("computer traffic logs"),
}
# How a figure of a rule is said; a negative one lies before the day in question.
UNIT_WORDS: Final = {
    "outages": _("%(figure)s outages"),
    "times": _("%(figure)s times"),
    "strangers": _("%(figure)s devices that nobody has decided about"),
    "days_overdue": _("%(figure)s days overdue"),
    "days_exposed": _("for %(figure)s days"),
    "days_without_backup": _("%(figure)s days without a backup"),
    "days_since_end": _("%(figure)s days since the end"),
    "days_to_end": _("%(figure)s days to the end"),
    "devices": _("%(figure)s devices without a spare"),
    "days_lacking": _("%(figure)s days of logs lacking"),
    "people_lacking": _("%(figure)s people lacking"),
    "percent": _("%(figure)s percent in use"),
}
BEFORE_THE_DAY: Final = {"days_since_end": "days_to_end"}
FIGURE_WORDS: Final = {
    "outages": _("Outages within the window"),
    "outage_at": _("Outage"),
    "events": _("Times that a limit was passed within the window"),
    "event_at": _("The limit was passed"),
    "window_days": _("Window (days)"),
    "links": _("Internet links of the school"),
    "manuals": _("Network manuals of the school"),
    "manual_review_on": _("The manual was to be reviewed on"),
    "devices_behind": _("Devices that hang on it"),
    "edge_role": _("Stands at the edge of the network"),
    "pupils": _("Pupils of the school"),
    "days_exposed": _("Days since it was first seen so"),
    "broken_rule": _("Rule of configurations that is broken, since"),
    "ports_used": _("Ports in use"),
    "ports": _("Ports of the device"),
    "percent_used": _("Highest use of the link (percent)"),
    "strangers": _("Devices that nobody has decided about"),
    "stranger_since": _("Unknown device, seen since"),
    "backup_at": _("Configuration was read last"),
    "days_without_backup": _("Days without a backup"),
    "contract_end": _("Contract ends on"),
    "days_to_end": _("Days to the end"),
    "days_since_end": _("Days since the end"),
    "end_of_support": _("Support of the maker ends on"),
    "devices_of_model": _("Devices of this model"),
    "spares": _("Spares in stock"),
    "celsius": _("Highest temperature (°C)"),
    "battery_percent": _("Charge of the battery (percent)"),
    "battery_state": _("State that the battery reports"),
    "days_lacking": _("Days of logs that are lacking"),
    "days_wanted": _("Days of logs that are wanted"),
    "days_kept": _("Days of logs that are kept"),
    "log_sources": _("Stores of traffic logs"),
    "last_line_at": _("Last line of the logs"),
    "only_stated": _("Days as a person wrote them down; no line came here"),
    "knows_passwords": _("People who are said to know its passwords"),
    "knows_configuration": _("People who are said to know its configuration"),
    "knows_manual": _("People who are said to know its manual"),
    "it_officers": _("IT officers who can sign in"),
    "version": _("Software version"),
    "newest_version": _("Newest version here"),
    "software_end": _("Support of this version ends on"),
}
WEIGHED: Final = frozenset({"devices_behind", "edge_role", "pupils"})
"""Figures that stand for what hangs on a thing: they say why the impact is what it is, not the likelihood."""
THAI: Final = "th"


def rule_words(rule: str, language: str) -> Words | None:
    """Of a rule in the reader's language; None of one that this release has not."""
    found = all_rules().get(rule)
    if found is None:
        return None
    return found.thai if language == THAI else found.english


def title_of(risk: Risk, language: str) -> str:
    """What it is called: a rule's in the reader's language, a person's as it was written."""
    return titled(risk.rule, risk.title, risk.thing, language)


def titled(rule: str, title: str, thing: str, language: str) -> str:
    """The same from plain columns."""
    words = rule_words(rule, language)
    return title if words is None else (words.title % {"name": thing}).strip()


def figure_said(unit: str, figure: int) -> tuple[str, dict[str, Any]]:
    """The sentence of a figure and its values; a unit that is not known is said as a plain figure."""
    if figure < 0 and unit in BEFORE_THE_DAY:
        unit, figure = BEFORE_THE_DAY[unit], -figure
    return UNIT_WORDS.get(unit, "%(figure)s"), {"figure": f"{figure:,}"}
