"""Limits with two values: when an alert begins and ends, and that neither a gap nor a restart says anything early."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from inventory.models.outage import Subject
from netops.watched.crossing import GAP, Figure, Key, Level, Levels, evaluate
from netops.watched.limits import TABLE, Metric, Rule, shipped

START = datetime(2026, 11, 23, 3, tzinfo=UTC)
MINUTE = timedelta(minutes=1)
HOT = Rule(Metric.TEMPERATURE, raise_at=75, clear_at=65, for_minutes=3)
CHARGE = Rule(Metric.UPS_CHARGE, raise_at=30, clear_at=50, for_minutes=0)
KEY = Key(Metric.TEMPERATURE, Subject.DEVICE, 1)


def play(rule: Rule, values: list[float | None], before: Level | None = None, step: timedelta = MINUTE) -> list[bool]:
    """Whether it is raised after each value, one a minute."""
    level, found = before or Level(), []
    for number, value in enumerate(values):
        level = evaluate(rule, level, value, START + number * step)
        found.append(level.is_raised)
    return found


def raised(text: str) -> list[bool]:
    """`..R` in words: R is raised."""
    return [letter == "R" for letter in text]


@pytest.mark.parametrize(
    ("rule", "values", "wanted"),
    [
        (HOT, [76, 76, 76, 76, 76], "...RR"),
        (HOT, [75, 75, 75, 75], "...R"),  # at the limit is beyond it
        (HOT, [76, 76, 74, 76, 76, 76, 76], "......R"),  # the span begins anew
        (HOT, [80, 80, 80, 80, 70, 70, 70, 70, 70], "...RRRRRR"),  # between the two limits nothing moves
        (HOT, [80, 80, 80, 80, 60, 60, 60, 60, 60], "...RRRR.."),
        (HOT, [80, 80, 80, 80, 60, 60, 70, 60, 60, 60, 60], "...RRRRRRR."),
        (HOT, [80, None, None, 80, None, 80], "...R.R".replace("R.R", "RRR")),  # a short gap breaks no span
        (CHARGE, [100, 31, 30, 29, 45, 49, 50, 100], "..RRRR.."),  # the other way round, at once
    ],
)
def test_where_an_alert_begins_and_ends(rule: Rule, values: list[float | None], wanted: str) -> None:
    assert play(rule, values) == raised(wanted)


def test_a_gap_alone_moves_nothing_and_a_long_one_begins_the_span_anew() -> None:
    assert play(HOT, [None] * 30) == [False] * 30
    assert play(HOT, [None] * 30, Level(is_raised=True)) == [True] * 30
    assert play(HOT, [80, 80, 80, None, None, None, None, None, None, 80, 80, 80, 80], step=MINUTE) == raised(
        "............R"
    )


def test_a_rule_that_is_off_begins_nothing() -> None:
    off = Rule(Metric.TEMPERATURE, 75, 65, 0, enabled=False)
    assert play(off, [200.0] * 5) == [False] * 5


def test_a_clock_that_was_set_back_ends_no_span() -> None:
    level = evaluate(HOT, Level(), 80, START)
    assert not evaluate(HOT, level, 80, START - timedelta(hours=1)).is_raised
    level = evaluate(HOT, evaluate(HOT, level, 80, START - timedelta(hours=1)), 80, START)
    assert not level.is_raised


@pytest.mark.parametrize("measure", TABLE, ids=lambda measure: measure.metric)
def test_every_shipped_limit_ends_on_the_right_side_of_its_beginning(measure: object) -> None:
    for each in TABLE:
        rule = shipped(each.metric)
        assert rule.is_beyond(each.raise_at)
        assert not rule.is_within(each.raise_at)
        assert rule.is_within(each.clear_at)
        assert not rule.is_beyond(each.clear_at)
        assert each.least <= each.raise_at <= each.most


VALUES = st.lists(st.one_of(st.none(), st.floats(0, 150)), max_size=60)


@given(values=st.lists(st.floats(65.001, 74.999), max_size=60), before=st.booleans())
def test_within_the_two_limits_nothing_ever_turns(values: list[float], before: bool) -> None:
    assert play(HOT, list(values), Level(is_raised=before)) == [before] * len(values)


@given(values=VALUES, restarts=st.sets(st.integers(0, 59)), step_s=st.integers(20, 400))
def test_a_restart_says_nothing_early_and_forgets_nothing_that_was_raised(
    values: list[float | None], restarts: set[int], step_s: int
) -> None:
    """Every turn rests on a whole span of values on its side, whatever was forgotten meanwhile."""
    levels, alerts = Levels(), set[Key]()
    seen: list[tuple[datetime, float]] = []
    for number, value in enumerate(values):
        at = START + timedelta(seconds=number * step_s)
        if number in restarts:
            levels, seen = Levels(), []  # what is raised stays in the open alerts
        if value is not None:
            if seen and at - seen[-1][0] > GAP:
                seen = []
            seen.append((at, value))
        figures = [] if value is None else [(Figure(KEY, value), HOT)]
        crossed, memory = levels.take(figures, alerts, at)
        levels.keep(memory)
        for crossing in crossed:
            span = [v for when, v in seen if at - when <= timedelta(minutes=HOT.for_minutes)]
            assert at - seen[0][0] >= timedelta(minutes=HOT.for_minutes)
            assert all(HOT.is_beyond(v) if crossing.is_raised else HOT.is_within(v) for v in span)
            (alerts.add if crossing.is_raised else alerts.discard)(KEY)
