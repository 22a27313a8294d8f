"""Five-minute samples: what counts, what stands apart, and that hours are made of them without loss."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from inventory.samples import COUNTS, Span, merged, percentile_95, span_start
from inventory.state import Mark, Seen

AT = datetime(2026, 11, 23, 3, 0, tzinfo=UTC)


def seen(received: int = 5, rtt_ms: float = 10.0) -> Seen:
    if not received:
        return Seen(AT, "icmp", 5, 0)
    return Seen(AT, "icmp", 5, received, rtt_ms, 2 * rtt_ms, rtt_ms / 2, 3 * rtt_ms, 1.0)


def test_spans_begin_at_whole_five_minutes() -> None:
    assert span_start(datetime(2026, 11, 23, 3, 4, 59, 999, tzinfo=UTC)) == AT
    assert span_start(datetime(2026, 11, 23, 3, 5, tzinfo=UTC)) == datetime(2026, 11, 23, 3, 5, tzinfo=UTC)


def test_unseen_closed_and_maintained_rounds_stand_apart() -> None:
    span = Span(AT)
    for mark in Mark:
        span.add(seen(5 if mark in {Mark.ANSWERED, Mark.DEGRADED} else 0), mark)
    row = span.row(1)
    assert {name: row[name] for name in COUNTS} == {
        "sent": 20,
        "received": 10,
        "rounds": 4,
        "rounds_down": 2,
        "rounds_closed": 1,
        "rounds_maintenance": 1,
        "rounds_unknown": 1,
    }


def test_figures_of_a_span() -> None:
    span = Span(AT)
    span.add(seen(5, 10.0), Mark.ANSWERED)
    span.add(seen(0), Mark.SILENT)
    span.add(seen(1, 40.0), Mark.ANSWERED)
    row = span.row(7)
    assert (row["link_id"], row["at"]) == (7, AT)
    assert (row["rtt_min_ms"], row["rtt_avg_ms"], row["rtt_p95_ms"], row["rtt_max_ms"]) == (5.0, 15.0, 80.0, 120.0)


def test_nothing_answered_has_no_round_trip() -> None:
    span = Span(AT)
    span.add(seen(0), Mark.SILENT)
    row = span.row(1)
    assert (row["rtt_avg_ms"], row["rtt_p95_ms"], row["jitter_ms"]) == (None, None, None)
    assert merged([row])["rtt_avg_ms"] is None


@pytest.mark.parametrize(("values", "expected"), [([], None), ([3.0], 3.0), (range(1, 101), 95), (range(1, 21), 19)])
def test_percentile(values: Any, expected: float | None) -> None:
    assert percentile_95(values) == expected


rounds = st.lists(st.tuples(st.integers(0, 5), st.floats(0.1, 500.0)), max_size=12)


@given(rounds, st.integers(0, 12))
def test_a_restart_in_between_loses_nothing(given_rounds: list[tuple[int, float]], cut: int) -> None:
    whole, first = Span(AT), Span(AT)
    for received, rtt_ms in given_rounds:
        whole.add(seen(received, rtt_ms), Mark.ANSWERED if received else Mark.SILENT)
    for received, rtt_ms in given_rounds[:cut]:
        first.add(seen(received, rtt_ms), Mark.ANSWERED if received else Mark.SILENT)
    second = Span.of(first.row(1))
    for received, rtt_ms in given_rounds[cut:]:
        second.add(seen(received, rtt_ms), Mark.ANSWERED if received else Mark.SILENT)
    expected, row = whole.row(1), second.row(1)
    for name in (*COUNTS, "rtt_min_ms", "rtt_max_ms", "rtt_avg_ms"):
        assert row[name] == (pytest.approx(expected[name]) if expected[name] is not None else None)


@given(rounds, rounds)
def test_merging_keeps_sums_and_the_weighted_mean(one: list[tuple[int, float]], other: list[tuple[int, float]]) -> None:
    spans = [Span(AT), Span(AT), Span(AT)]
    for place, some in enumerate((one, other)):
        for received, rtt_ms in some:
            for span in (spans[place], spans[2]):
                span.add(seen(received, rtt_ms), Mark.ANSWERED if received else Mark.SILENT)
    both, whole = merged([spans[0].row(1), spans[1].row(1)]), spans[2].row(1)
    assert all(both[name] == whole[name] for name in COUNTS)
    assert both["rtt_avg_ms"] == (pytest.approx(whole["rtt_avg_ms"]) if whole["rtt_avg_ms"] is not None else None)
