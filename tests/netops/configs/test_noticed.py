"""A configured device is read once, after it has been quiet for a while, and never waits for ever."""

from __future__ import annotations

from netops.configs.noticed import LONGEST, Noticed


class Clock:
    """Seconds as the test says."""

    now = 0.0

    def __call__(self) -> float:
        return self.now


def test_it_is_read_when_it_has_been_quiet() -> None:
    clock = Clock()
    noticed = Noticed(120, clock)
    noticed.sign(1)
    clock.now = 100
    noticed.sign(1)
    clock.now = 200
    assert noticed.take_due() == set()
    clock.now = 220
    assert noticed.take_due() == {1}
    clock.now = 999
    assert noticed.take_due() == set()


def test_one_that_never_rests_is_read_all_the_same() -> None:
    clock = Clock()
    noticed = Noticed(10, clock)
    for second in range(10 * LONGEST + 1):
        clock.now = second
        noticed.sign(1)
    assert noticed.take_due() == {1}


def test_only_another_stamp_than_before_is_a_sign() -> None:
    noticed = Noticed(0, Clock())
    for stamp in ("5", "5", "", "5"):
        noticed.told(1, stamp)
        assert noticed.take_due() == set()
    noticed.told(1, "6")
    assert noticed.take_due() == {1}
