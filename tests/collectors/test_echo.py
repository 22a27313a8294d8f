"""What the round trips of one round say."""

from __future__ import annotations

from datetime import UTC, datetime

from hypothesis import given
from hypothesis import strategies as st

from collectors.echo import summarise

AT = datetime(2026, 11, 22, 8, 0, tzinfo=UTC)


def test_loss_spread_and_jitter_of_a_round() -> None:
    seen = summarise("a", AT, 5, [10.0, 14.0, 11.0, 11.0])
    assert seen.loss_percent == 20.0
    assert (seen.rtt_min_ms, seen.rtt_avg_ms, seen.rtt_p95_ms, seen.rtt_max_ms) == (10.0, 11.5, 14.0, 14.0)
    assert seen.jitter_ms == round((4 + 3 + 0) / 3, 3)


def test_nothing_came_back() -> None:
    seen = summarise("a", AT, 5, [])
    assert (seen.received, seen.loss_percent, seen.rtt_avg_ms, seen.jitter_ms) == (0, 100.0, None, None)


def test_one_answer_has_no_jitter() -> None:
    assert summarise("a", AT, 5, [7.0]).jitter_ms is None


@given(st.lists(st.floats(0.001, 10_000), min_size=1, max_size=20))
def test_figures_keep_their_order(rtts: list[float]) -> None:
    seen = summarise("a", AT, len(rtts), rtts)
    figures = (seen.rtt_min_ms, seen.rtt_p95_ms, seen.rtt_max_ms, seen.rtt_avg_ms)
    low, p95, high, mean = (figure for figure in figures if figure is not None)
    assert low <= p95 <= high
    assert low - 0.001 <= mean <= high + 0.001
