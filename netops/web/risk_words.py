"""What pages say of risks: rules in the reader's language, shapes before states, the history in words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final

from sqlmodel import Session

from netops.web.access import Visitor
from office.thai_date import short_date
from risk.models.register import RiskEvent
from risk.queries.card import risks_of
from risk.queries.words import (
    BASIS_WORDS,
    CONCERN_WORDS,
    EVENT_WORDS,
    GROUP_WORDS,
    MOVEMENT_WORDS,
    REVIEW_WORDS,
    SERVICE_WORDS,
    STATE_WORDS,
    TREATMENT_WORDS,
    rule_words,
    titled,
)
from risk.scale import Level
from risk.store.settings import scale_of
from risk.store.tasks import is_as_asked
from risk.store.telling import NEED
from risk.terms import Movement, RiskState
from service.columns import utc_now
from service.i18n import N_, _, spoken

# Which shape stands before a state: those of things of the network that are as good or bad.
STATE_SHAPES: Final = {
    RiskState.OPEN: "degraded",
    RiskState.TREATING: "maintenance",
    RiskState.ACCEPTED: "closed",
    RiskState.CLOSED: "up",
}
LEVELS: Final = tuple(reversed(Level))
"""The highest first, as pages show them."""


def rule_name(rule: str) -> str:
    """What a rule looks for, in the reader's language; risks of people have none."""
    words = rule_words(rule, spoken())
    return words.vulnerability if words is not None else (rule or _("written down by people"))


def title(rule: str, stored: str, thing: str) -> str:
    """Of a risk, in the reader's language."""
    return titled(rule, stored, thing, spoken())


def own_words(rule: str, field: str, stored: str) -> str:
    """Threat or vulnerability: a rule's in the reader's language, a person's as it was written."""
    words = rule_words(rule, spoken())
    return stored if words is None else str(getattr(words, field))


def task_said(rule: str, what: str, is_automatic: bool) -> str:
    """What is to be done: a rule's in the reader's language, a person's, also over a rule's, as it was written."""
    return own_words(rule, "task", what) if is_as_asked(rule, what, is_automatic=is_automatic) else what


def risk_section(session: Session, visitor: Visitor, **thing: int | None) -> dict[str, Any]:
    """What the section of risks on the page of a school (`site_id`), a device or a link shows."""
    return {
        "risks": risks_of(session, visitor.sight, **thing),
        "risk_scale": scale_of(session, visitor.office_id, utc_now().date()),
        "risk_states": STATE_WORDS,
        "risk_title": title,
    }


WORDS: Final[dict[str, Any]] = {
    "states": STATE_WORDS,
    "state_shapes": STATE_SHAPES,
    "groups": GROUP_WORDS,
    "treatments": TREATMENT_WORDS,
    "bases": BASIS_WORDS,
    "movements": MOVEMENT_WORDS,
    "reviews": REVIEW_WORDS,
    "services": SERVICE_WORDS,
    "concerns": CONCERN_WORDS,
    "levels": LEVELS,
    "rule_name": rule_name,
    "title_of": title,
    "own_words": own_words,
    "task_said": task_said,
}
FIELD_WORDS: Final = {
    "title": N_("Risk"),
    "group": N_("Kind of risk"),
    "service": N_("Service"),
    "threat": N_("Threat"),
    "vulnerability": N_("Vulnerability"),
    "controls": N_("Present controls"),
    "concerns": N_("Touches"),
    "owner": N_("Risk owner"),
    "likelihood": N_("Likelihood of the risk"),
    "impact": N_("Impact of the risk"),
    "impact_basis": N_("Where the impact comes from"),
    "treatment": N_("Way of treatment"),
    "plan": N_("What is done about the risk"),
    "residual_likelihood": N_("Likelihood left"),
    "residual_impact": N_("Impact left"),
    "state": N_("State"),
    "review_on": N_("Next review"),
    "accepted_until": N_("Accepted until"),
    "percent": N_("Done (percent)"),
    "due_on": N_("To be done by"),
    "what": N_("Task"),
    "put_off": N_("Need that was put off"),
    "left": N_("Left after treatment"),
}
_WORDED: Final[Mapping[str, Mapping[Any, str]]] = {
    "group": GROUP_WORDS,
    "state": STATE_WORDS,
    "treatment": TREATMENT_WORDS,
    "impact_basis": BASIS_WORDS,
}
_DAYS: Final = frozenset({"review_on", "accepted_until", "due_on"})
_GONE: Final = frozenset({Movement.GONE.value, Movement.QUIET.value})
NOTHING: Final = "–"


@dataclass(frozen=True, slots=True)
class Happened:
    """One entry: what, by whom, and each changed field with both values as words."""

    at: datetime
    what: str
    actor: str
    note: str
    changes: tuple[tuple[str, str, str], ...]


def told(rule: str, events: Sequence[RiskEvent]) -> list[Happened]:
    """Newest first, as they come. Fields without a word of their own say nothing that the entry does not."""
    return [
        Happened(
            event.at,
            _(EVENT_WORDS[event.kind]) if event.kind in EVENT_WORDS else event.kind,
            event.actor or _("the system"),
            _noted(rule, event),
            tuple(
                (_(FIELD_WORDS[name]), _said(name, pair[0]), _said(name, pair[1]))
                for name, pair in event.changes.items()
                if name in FIELD_WORDS and isinstance(pair, list) and len(pair) == 2
            ),
        )
        for event in events
    ]


def _noted(rule: str, event: RiskEvent) -> str:
    """What its rule says of it in the reader's language, then what a person wrote."""
    said = [own_words(rule, name, "") for name in event.words]
    return ": ".join(filter(None, (*said, noted(rule, event.kind, event.note))))


def noted(rule: str, kind: str, note: str) -> str:
    """What was seen when a cause went is told by its rule, in the reader's language."""
    return own_words(rule, "gone", note) if kind in _GONE and note else note


def _said(name: str, value: object) -> str:
    if value is None or value in {"", "None"}:
        return NOTHING
    if name in _WORDED:
        words = {str(key): said for key, said in _WORDED[name].items()}
        return _(words[str(value)]) if str(value) in words else str(value)
    if name == "put_off":
        return _("Need %(number)s") % {"number": str(value).removeprefix(NEED)}
    if name in _DAYS:
        return short_date(date.fromisoformat(str(value)), spoken())
    return str(value)
