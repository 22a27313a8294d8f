"""What a need rests on, and how its score was reckoned, as lines that a reader can follow figure by figure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from office.thai_date import short_date
from procurement.models.need import Need
from procurement.needs.need import Reason, Urgency
from procurement.queries.needs import KIND_WORDS, URGENCY_WORDS, Card
from service.i18n import N_, _, spoken

FIGURES: Final = {
    "end_of_support": N_("Support ends"),
    "years_since_end": N_("Whole years since then"),
    "acquired_on": N_("Acquired on"),
    "seen_since": N_("First seen on (it is at least as old)"),
    "used_years": N_("Whole years of use"),
    "replace_after_years": N_("May be replaced after (years of use)"),
    "old_pieces": N_("Machines that may be replaced"),
    "asset_acquired_on": N_("Acquired on"),
    "repairs": N_("Repairs"),
    "repairs_limit": N_("Needed from so many repairs on"),
    "repaired_on": N_("Repair"),
    "ports_used": N_("Ports in use"),
    "ports": N_("Ports"),
    "ports_percent_limit": N_("Needed from so many percent on"),
    "pupils": N_("Pupils"),
    "computers": N_("Computers for pupils"),
    "speed_kbps": N_("Speed of all links (kbit/s)"),
    "kbps_per_pupil_limit": N_("Wanted for each pupil (kbit/s)"),
    "link": N_("Internet link"),
    "pupils_per_computer_limit": N_("Pupils that may share one computer"),
    "outages": N_("Outages"),
    "outages_limit": N_("Needed from so many outages on"),
    "outage_on": N_("Outage"),
    "risk_score": N_("Judged risk (of 25)"),
    "risk_score_limit": N_("Needed from such a risk on"),
    "children_come": N_("Children who come"),
    "devices_lacking": N_("Devices that will be lacking"),
    "mbps_lacking": N_("Internet that will be lacking (Mbit/s)"),
    "case_cost_baht": N_("Cost of all that the school lacks, as the case reckons it (baht)"),
}
PARTS: Final = {
    "severity": N_("How grave it is"),
    "role": N_("What depends on it"),
    "pupils": N_("Pupils who gain by it"),
    "waiting": N_("How long it waits"),
}
SEVERITIES: Final = {
    Reason.END_OF_LIFE: N_("40 points, and 10 for each whole year since the end: %(years)s years"),
    Reason.AGE: N_(
        "20 points for each whole year from the year of replacing on: used %(years)s years, limit %(limit)s"
    ),
    Reason.REPAIRS: N_("20 points for each repair: %(repairs)s repairs"),
    Reason.PORTS: N_("5 points for each percent above 80: %(used)s of %(ports)s ports, %(percent)s%%"),
    Reason.BANDWIDTH: N_(
        "a point for each percent lacking: %(have_kbps)s of %(wanted_kbps)s kbit/s, lacking %(lacking)s%%"
    ),
    Reason.COMPUTERS: N_("a point for each percent missing: %(missing)s missing of %(wanted)s wanted"),
    Reason.OUTAGES: N_("10 points for each outage: %(outages)s outages"),
    Reason.RISK: N_("4 points for each point of the risk: %(risk)s"),
}
OLD_PIECES: Final = N_("5 points for each machine that may be replaced: %(pieces)s machines")
SAID: Final = N_("as whoever asked says: %(urgency)s (25, 50 or 75)")
PAGES: Final = {
    "device": "/devices/{}",
    "asset": "/assets/{}",
    "outage": "/outages/{}",
    "link": "/quality/links/{}",
}


@dataclass(frozen=True, slots=True)
class Line:
    """One figure of the evidence; `url` is the page of the row that it was read from."""

    title: str
    value: str
    source: str
    url: str


@dataclass(frozen=True, slots=True)
class PartLine:
    """One part of the score: points times weight is what it adds, in hundredths."""

    title: str
    how: str
    points: int
    weight: int

    @property
    def adds(self) -> str:
        """With two decimals."""
        return hundredths(self.points * self.weight)


def hundredths(value: int) -> str:
    """5710 -> 57.10."""
    return f"{value // 100}.{value % 100:02d}"


def as_of(need: Need) -> str:
    """When the score was reckoned, and by which parameters; empty where it was not yet."""
    if not need.score.get("on"):
        return ""
    days = {
        name: short_date(date.fromisoformat(str(need.score[key])), spoken())
        for name, key in (("day", "on"), ("start", "valid_from"))
    }
    said = _("As of %(day)s, by the parameters from %(start)s: %(source)s")
    return said % {**days, "source": need.score.get("source", "")}


def evidence_lines(found: Card) -> list[Line]:
    """In the order in which the reason named them."""
    return [_line(found, one) for one in found.need.evidence]


def _line(found: Card, one: Mapping[str, Any]) -> Line:
    figure, value = str(one.get("figure", "")), str(one.get("value", ""))
    subject, row_id = str(one.get("subject", "")), one.get("subject_id")
    url = PAGES[subject].format(row_id) if subject in PAGES and row_id is not None else ""
    if subject == "site" and found.site is not None:
        url = f"/schools/{found.site.code}"
    if subject == "device" and found.device is None:
        url = ""  # it stands at another place by now
    title = _(FIGURES[figure]) if figure in FIGURES else figure
    source = str(one.get("source", ""))
    if figure in {"pupils", "computers"} and source:
        source = _("academic year %(year)s") % {"year": source}
    return Line(title, _value(value), source, url)


def _value(value: str) -> str:
    try:
        return short_date(date.fromisoformat(value), spoken())
    except ValueError:
        return f"{int(value):,}" if value.isascii() and value.isdigit() else value


def score_lines(need: Need) -> list[PartLine]:
    """The parts as they are stored with the need."""
    return [
        PartLine(
            title=_(PARTS[part["name"]]),
            how=_how(need, part["name"], part["figures"]),
            points=int(part["points"]),
            weight=int(part["weight"]),
        )
        for part in need.score.get("parts", ())
        if part["name"] in PARTS
    ]


def _how(need: Need, name: str, figures: Mapping[str, Any]) -> str:
    match name:
        case "severity":
            return _severity(need, figures)
        case "role":
            kind = str(figures.get("kind", ""))
            return _("by the kind of equipment: %(kind)s") % {"kind": _(KIND_WORDS.get(kind, kind)) if kind else "–"}
        case "pupils":
            return _pupils(figures)
    since = short_date(date.fromisoformat(str(figures["since"])), spoken())
    return _("5 points for each 30 days: %(months)s times since %(since)s") % {
        "months": figures["months"],
        "since": since,
    }


def _severity(need: Need, figures: Mapping[str, Any]) -> str:
    if "urgency" in figures:
        return _(SAID) % {"urgency": _(URGENCY_WORDS[Urgency(figures["urgency"])])}
    said = OLD_PIECES if "pieces" in figures else SEVERITIES[need.reason]
    return _(said) % dict(figures)


def _pupils(figures: Mapping[str, Any]) -> str:
    if "office" in figures:
        return _("the office: for the pupils of all schools")
    if "pupils" not in figures:
        return _("nobody said how many pupils: half of the points")
    return _("a point for each 5 pupils: %(pupils)s pupils") % {"pupils": figures["pupils"]}
