"""A sender gets its rate and a burst; forged addresses take nothing from those that are known."""

from __future__ import annotations

from netops.listening.limits import BURST_S, MOST_SENDERS, Limits


class Clock:
    """Seconds as the test says."""

    now = 0.0

    def __call__(self) -> float:
        return self.now


def taken(limits: Limits, sender: str, count: int) -> int:
    return sum(limits.take(sender) for _ in range(count))


def test_a_flood_gets_its_burst_and_then_its_rate() -> None:
    clock = Clock()
    limits = Limits(20, clock)
    assert taken(limits, "a", 2000) == 20 * BURST_S
    assert taken(limits, "b", 10) == 10  # somebody else pays nothing for it
    clock.now = 10
    assert taken(limits, "a", 2000) == 20 * BURST_S
    clock.now = 10.5
    assert taken(limits, "a", 2000) == 10


def test_less_than_one_a_second_is_a_rate_too() -> None:
    clock = Clock()
    limits = Limits(0.1, clock)
    assert taken(limits, "a", 5) == 1
    clock.now = 10
    assert taken(limits, "a", 5) == 1


def test_forged_addresses_share_one_bucket_and_memory_is_bounded() -> None:
    clock = Clock()
    limits = Limits(1, clock)
    for number in range(MOST_SENDERS):
        assert taken(limits, f"known {number}", 5) == 5
    assert sum(limits.take(f"forged {number}") for number in range(1000)) == BURST_S
    assert taken(limits, "known 7", 5) == 0
    clock.now = 60  # the known ones were silent for long enough to be forgotten
    assert limits.take("new")
    assert limits.take("known 7")
