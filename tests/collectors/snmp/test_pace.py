"""Learning how long to wait for a device, and what a session may cost."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from collectors.errors import CutOffError, NoAnswerError
from collectors.snmp.pace import Pace, Timing
from collectors.snmp.session import Limits
from collectors.target import SnmpTuning

TUNING = SnmpTuning(timeout_ms=1000, retries=2)


def test_each_sending_waits_longer_and_all_end_at_the_deadline() -> None:
    pace = Pace(TUNING, Limits(deadline_s=3.0), now=100.0)
    assert pace.spend(100.0) == [1.0, 1.5, 0.5]
    assert pace.spend(102.75) == [0.25]
    with pytest.raises(NoAnswerError):
        pace.spend(103.0)
    pace.renew(200.0)
    assert pace.spend(200.0) == [1.0, 1.5, 0.5]


def test_requests_and_bytes_are_capped() -> None:
    pace = Pace(TUNING, Limits(max_requests=1), now=0.0)
    pace.spend(0.0)
    with pytest.raises(CutOffError):
        pace.spend(0.0)
    pace = Pace(TUNING, Limits(max_bytes=1000), now=0.0)
    pace.spend(0.0)
    pace.learn(seconds=0.1, lost=0, size_bytes=1000)
    with pytest.raises(CutOffError):
        pace.spend(0.0)


def test_quick_answers_shorten_the_wait_down_to_a_floor() -> None:
    timing = Timing(TUNING)
    for _ in range(50):
        timing.learn(seconds=0.001, lost=0)
    assert timing.timeout_ms == 400
    assert timing.overdue_s == 0.05


def test_slow_and_uneven_answers_lengthen_it() -> None:
    even, uneven = Timing(TUNING), Timing(TUNING)
    for number in range(40):
        even.learn(seconds=0.8, lost=0)
        uneven.learn(seconds=0.2 if number % 2 else 1.4, lost=0)
    assert 1600 <= even.timeout_ms < uneven.timeout_ms


def test_losses_lengthen_the_wait_and_add_retries() -> None:
    timing = Timing(TUNING)
    for _ in range(30):
        timing.learn(seconds=0.01, lost=1)
    assert timing.timeout_ms == 10_000
    assert timing.retries == 4


@given(st.lists(st.tuples(st.floats(0, 60), st.integers(0, 3)), max_size=40))
def test_what_was_learnt_can_always_be_remembered(answers: list[tuple[float, int]]) -> None:
    pace = Pace(TUNING, Limits(), now=0.0)
    for seconds, lost in answers:
        pace.learn(seconds=seconds, lost=lost, size_bytes=100)
    tuning = pace.tuning  # validated on the way
    assert 400 <= tuning.timeout_ms <= 10_000
    assert tuning.retries >= TUNING.retries


def test_getbulk_is_given_up_after_the_second_failure() -> None:
    pace = Pace(TUNING, Limits(), now=0.0)
    pace.bulk_failed()
    assert pace.bulk
    pace.bulk_failed()
    assert not pace.bulk
