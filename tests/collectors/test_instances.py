"""What is worth asking every round, and that its raw answers give the walk's figures."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from collectors.instances import HealthInstance, steady_instances
from collectors.observation import (
    DeviceObservation,
    InterfaceSeen,
    MemorySeen,
    ProcessorSeen,
    SensorSeen,
    SystemSeen,
)

SEEN = DeviceObservation(
    key="1",
    at=datetime(2026, 1, 1, tzinfo=UTC),
    system=SystemSeen(),
    interfaces=(InterfaceSeen(if_index=7, counters_64bit=True), InterfaceSeen(if_index=9)),
    processors=(
        ProcessorSeen(usage_percent=12, oid="1.3.1", scale=-1, offset=100),
        ProcessorSeen(usage_percent=5),
    ),
    memory=(
        MemorySeen(descr="RAM", total_bytes=1000, used_bytes=250, used_percent=25, oid="1.3.2", scale=10, offset=50),
        MemorySeen(descr="share", used_percent=40, oid="1.3.3"),
    ),
    sensors=(
        SensorSeen(kind="state", value=2, oid="1.3.4"),
        SensorSeen(kind="temperature", value=41.5, unit="°C", oid="1.3.5", scale=0.1),
        SensorSeen(kind="temperature", value=41.5, unit="°C", oid="1.3.5", scale=0.1),
    ),
)


def test_ports_and_those_with_wide_counters() -> None:
    steady = steady_instances(SEEN)
    assert (steady.ports, steady.wide) == ((7, 9), frozenset({7}))


def test_each_instance_once_and_measures_before_states() -> None:
    assert [instance.oid[-1] for instance in steady_instances(SEEN).health] == [1, 2, 3, 5, 4]
    assert [instance.oid[-1] for instance in steady_instances(SEEN, limit=2).health] == [1, 2]


@pytest.mark.parametrize(
    ("last_arc", "raw", "figure"),
    [
        (1, 88, 12),
        (2, 20, 25),
        (3, 40, 40),
        (5, 415, 41.5),
        (4, 2, 2),
        (1, b"88", None),
        (2, None, None),
        (3, 400, None),
    ],
)
def test_a_raw_answer_gives_the_figure_of_the_walk(
    last_arc: int, raw: int | bytes | None, figure: float | None
) -> None:
    (instance,) = (each for each in steady_instances(SEEN).health if each.oid[-1] == last_arc)
    assert instance.value(raw) == figure


def test_an_instance_survives_being_stored() -> None:
    for instance in steady_instances(SEEN).health:
        assert HealthInstance.model_validate_json(instance.model_dump_json()) == instance
