"""Five minutes of a link, put together round by round. Pure.

A span under way is stored after every round, so that a killed poller loses none of it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Any

from inventory.state import Mark, Seen

SPAN = timedelta(minutes=5)
FIGURES = ("rtt_min_ms", "rtt_avg_ms", "rtt_p95_ms", "rtt_max_ms", "jitter_ms")
COUNTS = ("sent", "received", "rounds", "rounds_down", "rounds_closed", "rounds_maintenance", "rounds_unknown")
APART = {
    Mark.UNKNOWN: "rounds_unknown",
    Mark.CLOSED: "rounds_closed",
    Mark.MAINTENANCE: "rounds_maintenance",
}


def span_start(at: datetime) -> datetime:
    """The beginning of the five minutes that a moment is in."""
    return at - (at - datetime.min.replace(tzinfo=at.tzinfo)) % SPAN


@dataclass(slots=True)
class Span:
    """The sums of one span of one link; `row` is what is stored."""

    at: datetime
    counts: dict[str, int] = field(default_factory=lambda: dict.fromkeys(COUNTS, 0))
    weight: int = 0  # answers that the averages stand for
    rtt_sum_ms: float = 0.0
    jitter_sum_ms: float = 0.0
    rtt_min_ms: float | None = None
    rtt_max_ms: float | None = None
    p95s_ms: list[float] = field(default_factory=list)

    @classmethod
    def of(cls, row: Mapping[str, Any]) -> Span:
        """The span under way as it was stored before a restart."""
        weight = row["received"]
        return cls(
            at=row["at"],
            counts={name: row[name] for name in COUNTS},
            weight=weight,
            rtt_sum_ms=(row["rtt_avg_ms"] or 0.0) * weight,
            jitter_sum_ms=(row["jitter_ms"] or 0.0) * weight,
            rtt_min_ms=row["rtt_min_ms"],
            rtt_max_ms=row["rtt_max_ms"],
            p95s_ms=[row["rtt_p95_ms"]] if row["rtt_p95_ms"] is not None else [],
        )

    def copy(self) -> Span:
        """Another span with the same sums, to be added to while it is not yet sure to be stored."""
        return replace(self, counts=dict(self.counts), p95s_ms=list(self.p95s_ms))

    def add(self, seen: Seen, mark: Mark) -> None:
        """One round. What nobody could or should see stands apart and counts neither for nor against the link."""
        if mark in APART:
            self.counts[APART[mark]] += 1
            return
        counts = self.counts
        counts["rounds"] += 1
        counts["rounds_down"] += not seen.received
        counts["sent"] += seen.sent
        counts["received"] += seen.received
        if seen.rtt_ms is None:
            return
        self.weight += seen.received
        self.rtt_sum_ms += seen.rtt_ms * seen.received
        self.jitter_sum_ms += (seen.jitter_ms or 0.0) * seen.received
        low, high = seen.min_ms or seen.rtt_ms, seen.max_ms or seen.rtt_ms
        self.rtt_min_ms = low if self.rtt_min_ms is None else min(self.rtt_min_ms, low)
        self.rtt_max_ms = high if self.rtt_max_ms is None else max(self.rtt_max_ms, high)
        self.p95s_ms.append(seen.p95_ms or seen.rtt_ms)

    def row(self, link_id: int) -> dict[str, Any]:
        """A row of `link_sample`."""
        weight = self.weight
        return {
            "link_id": link_id,
            "at": self.at,
            **self.counts,
            "rtt_min_ms": self.rtt_min_ms,
            "rtt_avg_ms": self.rtt_sum_ms / weight if weight else None,
            "rtt_p95_ms": percentile_95(self.p95s_ms),
            "rtt_max_ms": self.rtt_max_ms,
            "jitter_ms": self.jitter_sum_ms / weight if weight else None,
        }


def percentile_95(values: Iterable[float]) -> float | None:
    """By nearest rank; of a span it is taken over the rounds' own, the packets themselves being gone."""
    ordered = sorted(values)
    return ordered[-(-95 * len(ordered) // 100) - 1] if ordered else None


def merged(rows: Iterable[Mapping[str, Any]]) -> dict[str, Any]:
    """One sample of many: sums, averages weighted by answers."""
    listed = list(rows)
    answered = [row for row in listed if row["rtt_avg_ms"] is not None and row["received"]]
    weight = sum(row["received"] for row in answered)
    found: dict[str, Any] = {name: sum(row[name] for row in listed) for name in COUNTS}
    found |= dict.fromkeys(FIGURES)
    if weight:
        found |= {
            "rtt_min_ms": min(row["rtt_min_ms"] for row in answered),
            "rtt_avg_ms": sum(row["rtt_avg_ms"] * row["received"] for row in answered) / weight,
            "rtt_p95_ms": percentile_95(row["rtt_p95_ms"] for row in answered),
            "rtt_max_ms": max(row["rtt_max_ms"] for row in answered),
            "jitter_ms": sum((row["jitter_ms"] or 0.0) * row["received"] for row in answered) / weight,
        }
    return found
