"""Which limits are in force: those of the school, else of the office, else the shipped ones; and how they are set."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from math import inf
from typing import Annotated, Any, Self

from pydantic import Field, model_validator
from sqlmodel import Session, select

from inventory.state import Limits
from netops.models.threshold import ThresholdRule
from netops.watched.limits import MEASURES, TABLE, Metric, Origin, Rule, shipped
from service.draft import Digits, Draft
from service.refusal import MissingError, NotTakenError, _

OFFICE = 0
"""The `site_id` of what an office set for all its schools."""
LONGEST_MINUTES = 24 * 60


@dataclass(frozen=True, slots=True)
class Rules:
    """All that was set, by (office, site, metric)."""

    stored: Mapping[tuple[int, int, Metric], Rule] = field(default_factory=dict)

    def of(self, metric: Metric, office_id: int, site_id: int = OFFICE) -> Rule:
        """In force at a school, or at the office as a whole."""
        own = self.stored.get((office_id, site_id, metric))
        return own or self.stored.get((office_id, OFFICE, metric)) or shipped(metric)

    def over(self, limits: Limits, office_id: int, site_id: int) -> Limits:
        """How links of a school are judged: loss and round trip as set, the rest as given."""
        if not self.stored:
            return limits
        loss = self.of(Metric.LOSS, office_id, site_id)
        round_trip = self.of(Metric.ROUND_TRIP, office_id, site_id)
        return Limits(
            down_after=limits.down_after,
            down_of=limits.down_of,
            loss_percent=loss.raise_at if loss.enabled else inf,
            loss_clear_percent=loss.clear_at,
            rtt_factor=round_trip.raise_at if round_trip.enabled else inf,
            rtt_clear_factor=round_trip.clear_at,
            rtt_least_ms=limits.rtt_least_ms,
        )


class RuleDraft(Draft):
    """One limit as a person sets it."""

    metric: Metric
    raise_at: Annotated[float, Field(allow_inf_nan=False), Digits]
    clear_at: Annotated[float, Field(allow_inf_nan=False), Digits]
    for_minutes: Annotated[int, Field(ge=0, le=LONGEST_MINUTES), Digits] = 0
    enabled: bool = True

    @model_validator(mode="after")
    def _agree(self) -> Self:
        measure = MEASURES[self.metric]
        for name in ("raise_at", "clear_at"):
            value = getattr(self, name)
            # One may end where the figure cannot go further: no errors at all, a full battery.
            if not (0 if name == "clear_at" else measure.least) <= value <= (measure.most if measure.above else 1e3):
                raise NotTakenError(_("Between %(least)s and %(most)s"), name, least=measure.least, most=measure.most)
        if measure.above and self.clear_at >= self.raise_at:
            raise NotTakenError(_("The end must lie below the beginning"), "clear_at")
        if not measure.above and self.clear_at <= self.raise_at:
            raise NotTakenError(_("The end must lie above the beginning"), "clear_at")
        if measure.for_minutes is None and self.for_minutes:
            raise NotTakenError(_("How long is settled by rounds"), "for_minutes")
        return self


def load_rules(session: Session) -> Rules:
    """Of all offices. A metric of another release is left alone."""
    known = set(Metric)
    return Rules(
        {
            (row.office_id, row.site_id, Metric(row.metric)): _rule(row)
            for row in session.exec(select(ThresholdRule))
            if row.metric in known
        }
    )


def store_rule(session: Session, draft: RuleDraft, *, office_id: int, site_id: int = OFFICE) -> dict[str, object]:
    """Set a limit of the office or of one school; {field: [before, after]}. The school must be of the office."""
    before = load_rules(session).of(draft.metric, office_id, site_id)
    row = _row(session, office_id, site_id, draft.metric) or ThresholdRule(
        office_id=office_id, site_id=site_id, metric=draft.metric, raise_at=0, clear_at=0
    )
    changes: dict[str, object] = {}
    for name in ("raise_at", "clear_at", "for_minutes", "enabled"):
        value: Any = getattr(draft, name)
        if getattr(before, name) != value:
            changes[name] = [getattr(before, name), value]
        setattr(row, name, value)
    session.add(row)
    session.flush()
    return changes


def reset_rule(session: Session, metric: Metric, *, office_id: int, site_id: int = OFFICE) -> None:
    """Take what was set away again: the office's holds for the school, the shipped one for the office."""
    row = _row(session, office_id, site_id, metric)
    if row is None:
        raise MissingError("limit")
    session.delete(row)
    session.flush()


def draft_of(rule: Rule) -> RuleDraft:
    """A rule as it could be given again."""
    return RuleDraft.model_construct(
        metric=rule.metric,
        raise_at=rule.raise_at,
        clear_at=rule.clear_at,
        for_minutes=rule.for_minutes,
        enabled=rule.enabled,
    )


def metric_of(name: str) -> Metric:
    """The metric of an address; MissingError when there is none."""
    if name not in set(Metric):
        raise MissingError("limit")
    return Metric(name)


def listed(rules: Rules, office_id: int, site_id: int = OFFICE) -> list[Rule]:
    """Every figure with the limit in force, in the order of the table."""
    return [rules.of(measure.metric, office_id, site_id) for measure in TABLE]


def _row(session: Session, office_id: int, site_id: int, metric: Metric) -> ThresholdRule | None:
    return session.exec(
        select(ThresholdRule).where(
            ThresholdRule.office_id == office_id, ThresholdRule.site_id == site_id, ThresholdRule.metric == metric
        )
    ).first()


def _rule(row: ThresholdRule) -> Rule:
    return Rule(
        Metric(row.metric),
        row.raise_at,
        row.clear_at,
        row.for_minutes,
        row.enabled,
        Origin.OFFICE if row.site_id == OFFICE else Origin.SITE,
    )
