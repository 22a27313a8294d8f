"""What of an outage counts by the terms of a contract, and why the rest does not. Pure.

Every second of an outage is in exactly one piece: counted, or excluded for one reason. An outage is always judged
whole, and cut to a month afterwards, so that what is counted in two months together is what is counted in both.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from inventory.models.contract import ClockStart
from inventory.models.outage import Cause
from inventory.sla.clock import Clock
from inventory.sla.spans import Span, Spans, after_first, clipped, joined, seconds, within, without


class Reason(StrEnum):
    """Why time does not count. The first that holds is told, in this order."""

    OUTSIDE = "outside"  # before the contract began or after it ended
    UNKNOWN = "unknown"  # we could not see
    CLOSED = "closed"  # outside the hours of the contract
    MAINTENANCE = "maintenance"
    POWER = "power"
    PROVIDER = "provider"
    EQUIPMENT = "equipment"
    PLANNED = "planned"
    OURS = "ours"
    UNCLEAR = "unclear"
    SHORT = "short"  # the outage is shorter than what the contract counts


@dataclass(frozen=True, slots=True)
class Report:
    """An outage as it was reported to the provider."""

    reported_at: datetime
    answered_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Cut:
    """An outage as it is judged; `ended_at` None: it lasts."""

    id: int
    started_at: datetime
    ended_at: datetime | None
    cause: Cause = Cause.UNCLEAR
    reports: Sequence[Report] = ()


@dataclass(frozen=True, slots=True)
class Terms:
    """What of an outage counts. Limits are in seconds; None: nothing was agreed."""

    clock: Clock
    excluded: frozenset[Cause] = frozenset()
    least_s: int = 0
    clock_start: ClockStart = ClockStart.OUTAGE
    response_s: int | None = None
    repair_s: int | None = None


@dataclass(frozen=True, slots=True)
class Around:
    """What else was the case: when we could not see, and when work was planned."""

    unknown: Spans = ()
    maintenance: Spans = ()


@dataclass(frozen=True, slots=True)
class Piece:
    """A part of an outage; `excluded` None: it counts."""

    span: Span
    excluded: Reason | None = None


@dataclass(frozen=True, slots=True)
class Judged:
    """One outage by one contract. `response` and `repair` are what ran by the contract's clock, `..._over` what of it
    is beyond the limit (nothing where none was agreed). `repair_from` None: the repair time never began to run.
    """

    cut: Cut
    whole: Span
    pieces: Sequence[Piece]
    response: Spans = ()
    response_over: Spans = ()
    repair_from: datetime | None = None
    repair: Spans = ()
    repair_over: Spans = ()
    counted: Spans = field(default_factory=tuple)


def judge(cut: Cut, terms: Terms, around: Around, *, until: datetime) -> Judged:
    """What counts of one outage, as far as it is known at `until`."""
    whole = Span(cut.started_at, max(cut.started_at, min(cut.ended_at or until, until)))
    pieces, rest = _apart(whole, terms, around)
    if cut.cause in terms.excluded:
        pieces += [Piece(span, Reason(cut.cause.value)) for span in rest]
        rest = []
    elif seconds(rest) < terms.least_s:
        pieces += [Piece(span, Reason.SHORT) for span in rest]
        rest = []
    pieces += [Piece(span) for span in rest]
    repair_from = _repair_from(cut, terms, whole)
    repair = within(rest, [Span(repair_from, whole.end)]) if repair_from is not None and repair_from < whole.end else []
    response = _response(cut, terms, until) if rest else []
    return Judged(
        cut=cut,
        whole=whole,
        pieces=tuple(sorted(pieces, key=lambda piece: piece.span)),
        counted=tuple(rest),
        response=tuple(response),
        response_over=_over(response, terms.response_s),
        repair_from=repair_from,
        repair=tuple(repair),
        repair_over=_over(repair, terms.repair_s),
    )


def _apart(whole: Span, terms: Terms, around: Around) -> tuple[list[Piece], list[Span]]:
    """What is excluded by its time, and what is left."""
    reasons = (
        (Reason.OUTSIDE, without([whole], terms.clock.holds(whole))),
        (Reason.UNKNOWN, around.unknown),
        (Reason.CLOSED, without([whole], terms.clock.open(whole))),
        (Reason.MAINTENANCE, around.maintenance),
    )
    pieces: list[Piece] = []
    rest = joined([whole])
    for reason, spans in reasons:
        pieces += [Piece(span, reason) for span in within(rest, spans)]
        rest = without(rest, spans)
    return pieces, rest


def _repair_from(cut: Cut, terms: Terms, whole: Span) -> datetime | None:
    if terms.clock_start is ClockStart.OUTAGE:
        return whole.start
    first = min((report.reported_at for report in cut.reports), default=None)
    return None if first is None else max(first, whole.start)


def _response(cut: Cut, terms: Terms, until: datetime) -> list[Span]:
    """From the first report to the first answer, by the contract's clock; unanswered, until the outage ended."""
    first = min((report.reported_at for report in cut.reports), default=None)
    if first is None:
        return []
    answers = [r.answered_at for r in cut.reports if r.answered_at is not None]
    end = min(answers, default=min(cut.ended_at or until, until))
    if end <= first:
        return []
    return within(terms.clock.open(Span(first, end)), terms.clock.holds(Span(first, end)))


def _over(spans: Spans, limit_s: int | None) -> tuple[Span, ...]:
    return () if limit_s is None else tuple(after_first(spans, limit_s))


def excluded_seconds(judged: Iterable[Judged], window: Span) -> dict[Reason, int]:
    """How long was excluded within the window, by reason; of outages that overlap each second once."""
    spans: dict[Reason, list[Span]] = {}
    for one in judged:
        for piece in one.pieces:
            if piece.excluded is not None:
                spans.setdefault(piece.excluded, []).append(piece.span)
    return {reason: total for reason in Reason if (total := seconds(clipped(spans.get(reason, []), window)))}
