"""Why a risk is what it is: the figure on the steps of its rule, each evidence with the row that it was read from."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final

from netops.web.access import Visitor
from risk.looking import all_rules
from risk.models.register import RiskAssessment
from risk.queries.card import Card
from risk.queries.words import FIGURE_WORDS, WEIGHED, figure_said
from risk.terms import LEAST
from service.i18n import _

# The page of a row, and who may open it.
PAGES: Final[Mapping[str, tuple[str, str]]] = {
    "outage": ("/outages/{}", "outages.read"),
    "device": ("/devices/{}", "devices.read"),
    "link": ("/quality/links/{}", "quality.read"),
    "stranger": ("/strangers/{}", "strangers.read"),
    "contract": ("/inventory/contracts/{}/links", "contracts.read"),
    "log_source": ("/log-sources", "log_sources.read"),
}
MANUALS: Final = frozenset({"manuals", "manual_review_on"})
RULES: Final = ("/compliance/rules/{}", "compliance.read")


@dataclass(frozen=True, slots=True)
class Line:
    """One figure. `moment` and `day` stand where the value is one; `url` is the page of the row that it is from."""

    title: str
    value: str
    moment: datetime | None
    day: date | None
    note: str
    url: str


@dataclass(frozen=True, slots=True)
class StepLine:
    """One class of likelihood; `begins` is the figure from which on it holds, in words, and empty of the lowest."""

    number: int
    name: str
    begins: str
    holds: bool


def lines_of(visitor: Visitor, found: Card, *, weighed: bool) -> list[Line]:
    """Of the likelihood, or of what was added to the impact for what hangs on the thing."""
    return [
        _line(visitor, found, one)
        for one in found.risk.evidence
        if (str(one.get("figure", "")) in WEIGHED) == weighed and one.get("figure") != "window_days"
    ]


def figure_of(found: Card) -> str:
    """Its figure in words, with the window in which it was counted: 3 outages within 90 days."""
    rule = all_rules().get(found.risk.rule)
    if rule is None or found.risk.figure is None:
        return ""
    said = _figure(rule.unit, found.risk.figure)
    window = next((one["value"] for one in found.risk.evidence if one.get("figure") == "window_days"), None)
    return _("%(figure)s within %(days)s days") % {"figure": said, "days": window} if window else said


def steps_of(found: Card) -> list[StepLine]:
    """The steps by which the likelihood was reckoned, the highest first; none where a person judged it."""
    rule = all_rules().get(found.risk.rule)
    by = _reckoned(found)
    if rule is None or by is None:
        return []
    names = by.scale["likelihood"]
    begins = ["", *(_figure(rule.unit, step) for step in by.steps)]
    made = [
        StepLine(number, str(names[number - LEAST]), said, number == found.risk.likelihood)
        for number, said in enumerate(begins, start=LEAST)
    ]
    return made[::-1]


def _reckoned(found: Card) -> RiskAssessment | None:
    """The last assessment that was made by the steps of the rule."""
    return next(
        (one for one in reversed(found.assessments) if len(one.steps) == len(one.scale["likelihood"]) - 1), None
    )


def _figure(unit: str, figure: int) -> str:
    said, values = figure_said(unit, figure)
    return _(said) % values


def _line(visitor: Visitor, found: Card, one: Mapping[str, Any]) -> Line:
    figure, value = str(one.get("figure", "")), str(one.get("value", ""))
    return Line(
        title=_(FIGURE_WORDS[figure]) if figure in FIGURE_WORDS else figure,
        value=value,
        moment=_read(datetime.fromisoformat, value) if "T" in value else None,
        day=_read(date.fromisoformat, value),
        note=str(one.get("note", "")),
        url=_address(visitor, found, figure, one),
    )


def _read(reads: Callable[[str], Any], value: str) -> Any:
    try:
        return reads(value)
    except ValueError:
        return None


def _address(visitor: Visitor, found: Card, figure: str, one: Mapping[str, Any]) -> str:
    subject, row_id = str(one.get("subject", "")), one.get("subject_id")
    if row_id is None:
        return ""
    if figure in MANUALS and found.site is not None and visitor.may("network.read"):
        return f"/network/schools/{found.site.code}/manual"
    if subject == "site":
        return f"/schools/{found.site.code}" if found.site is not None and found.site.id == row_id else ""
    if subject == "event":
        subject, row_id = ("link", found.risk.link_id) if found.risk.link_id else ("device", found.risk.device_id)
    if subject == "device" and found.device is None:
        return ""  # it stands at another place by now
    page, permission = RULES if figure == "broken_rule" else PAGES.get(subject, ("", ""))
    if not page or not visitor.may(permission):
        return ""
    return page.format(one.get("note") if figure == "broken_rule" else row_id)
