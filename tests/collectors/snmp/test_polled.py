"""Readings made of answers: what changed, what stayed the same object, and what means that a walk is due."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from collectors.reading import Cell, Column, Reading
from collectors.snmp.plan import PlanPort, PollPlan
from collectors.snmp.polled import Polled, went_back
from collectors.snmp.session import Oid
from collectors.target import SnmpTuning

LOAD: Oid = (1, 3, 6, 1, 2, 1, 25, 3, 3, 1, 2, 1)
WRAP = 2**32


class Device:
    """A polled device of two ports and what it would answer."""

    def __init__(self) -> None:
        plan = PollPlan.build([PlanPort(1), PlanPort(2)], [LOAD], SnmpTuning())
        self.polled = Polled("switch", plan)
        self.says: dict[Column | None, Sequence[Cell]] = {
            column: (number, number + 1) for number, column in enumerate(Column)
        }
        self.says[Column.NAME] = (b"Gi1", b"Gi2")
        self.says[Column.ALIAS] = (b"uplink", b"")
        self.says[None] = (7,)
        self.uptime: int | None = 1000
        self.now = 50.0

    def _value(self, oid: Oid) -> Cell:
        if oid == LOAD:
            return self.says[None][0]
        plan = self.polled.plan
        for column in Column:
            for place in plan.places(column):
                if plan.oid(column, place) == oid:
                    return self.says[column][place]
        return self.uptime

    def round(self) -> Reading:
        """Answer every request; the answers equal to the last round's are skipped as the poller does."""
        for number, request in enumerate(self.polled.shape.requests):
            values = tuple(self._value(oid) for oid in request.oids)
            if values != self.polled.answers[number]:
                self.polled.absorb(number, values, lacking=None in (values if number else values[1:]))
        self.now += 60
        reading = self.polled.finish(1_000_000.0, now=self.now)
        if self.uptime is not None:
            self.uptime += 6000
        return reading


def test_the_first_reading_has_everything_and_proves_the_plan() -> None:
    device = Device()
    reading = device.round()
    assert reading.failure is None
    assert reading.walk_again == ""
    assert reading.uptime_ticks == 1000
    assert reading.columns == {column: device.says[column] for column in Column}
    assert reading.changed == frozenset(Column)
    assert (reading.health, reading.health_changed) == ((7,), True)
    assert device.polled.plan.proven
    assert device.polled.plan_changed
    assert device.polled.plan.names == (b"Gi1", b"Gi2")


def test_only_what_changed_is_new() -> None:
    device = Device()
    first = device.round()
    device.says[Column.IN_OCTETS] = (100, 200)
    second = device.round()
    assert second.changed == {Column.IN_OCTETS}
    assert not second.health_changed
    assert second.columns[Column.IN_OCTETS] == (100, 200)
    for column in set(Column) - {Column.IN_OCTETS}:
        assert second.columns[column] is first.columns[column]
    assert first.columns[Column.IN_OCTETS] == (0, 1)  # an earlier reading is not written over
    device.says[None] = (8,)
    third = device.round()
    assert (third.changed, third.health, third.health_changed) == (frozenset(), (8,), True)


def test_a_renamed_port_means_a_walk() -> None:
    device = Device()
    device.round()
    device.says[Column.NAME] = (b"Gi2", b"Gi1")
    assert device.round().walk_again == "renumbered"


def test_a_restart_means_a_walk() -> None:
    device = Device()
    device.round()
    device.uptime = 100
    assert device.round().walk_again == "reboot"
    assert device.round().walk_again == ""


def test_an_instance_that_was_never_there_is_dropped_quietly() -> None:
    device = Device()
    device.says[Column.ALIAS] = (b"uplink", None)
    assert device.round().walk_again == ""
    assert device.polled.plan.places(Column.ALIAS) == [0]
    reading = device.round()
    assert reading.walk_again == ""
    assert reading.columns[Column.ALIAS] == (b"uplink", None)


def test_an_instance_that_goes_away_means_a_walk() -> None:
    device = Device()
    device.round()
    device.says[Column.OPER_STATUS] = (1, None)
    assert device.round().walk_again == "missing instance"


def test_missing_64_bit_counters_are_replaced_before_the_plan_is_proven() -> None:
    device = Device()
    device.says[Column.IN_OCTETS] = (5, None)
    assert device.round().walk_again == ""
    assert not device.polled.plan.proven
    device.says[Column.IN_OCTETS] = (5, 6)
    assert device.round().columns[Column.IN_OCTETS] == (5, 6)
    assert device.polled.plan.proven
    assert device.polled.plan.narrow == 0b10


def test_an_agent_without_uptime_is_still_read() -> None:
    device = Device()
    device.uptime = None
    for _ in range(3):
        reading = device.round()
        assert (reading.uptime_ticks, reading.walk_again) == (None, "")
        assert reading.columns[Column.NAME] == (b"Gi1", b"Gi2")


@pytest.mark.parametrize(
    ("before", "after", "elapsed_s", "back"),
    [
        (1000, 7000, 60.0, False),
        (1000, 6500, 60.0, False),  # its clock is slow
        (1000, 100, 60.0, True),
        (WRAP - 3000, 3000, 60.0, False),  # 497 days
        (WRAP - 3000, 900_000, 60.0, True),  # after is far more than 60 s past the wrap
        (WRAP // 2, 3000, 60.0, True),
        (60_000, 90_000, 86_400.0, True),  # it restarted while nobody asked
        (60_000, 8_700_000, 86_400.0, False),
        (1000, 1000, 0.0, False),
    ],
)
def test_restarts_are_told_from_wraps(before: int, after: int, elapsed_s: float, back: bool) -> None:
    assert went_back(before=before, after=after, elapsed_s=elapsed_s) is back


@given(st.integers(0, WRAP - 1), st.floats(0, 86_400 * 30), st.floats(0.95, 1.05))
def test_a_device_that_runs_on_has_not_restarted(before: int, elapsed_s: float, drift: float) -> None:
    after = (before + int(100 * elapsed_s * drift)) % WRAP
    assert not went_back(before=before, after=after, elapsed_s=elapsed_s)
