"""ENTITY-SENSOR rows to values with units; sentinels are no measurements."""

from __future__ import annotations

import pytest

from collectors.snmp.cells import oid_of
from collectors.snmp.plausible import plausible
from collectors.snmp.questions import profiled, sensors
from tests.collectors.snmp.made import bind, rows, walk

ROOT = sensors.ENTITY_SENSOR


@pytest.mark.parametrize(
    ("kind", "scale", "precision", "raw", "seen"),
    [
        (8, 9, 0, 41, ("temperature", 41)),
        (8, 9, 1, 415, ("temperature", 41.5)),
        (4, 8, 0, 3300, ("voltage", 3.3)),
        (14, 9, 2, -312, ("dbm", -3.12)),
        (6, 10, 0, 2, ("power", 2000)),
        (10, 9, 0, 5400, ("fanspeed", 5400)),
        (8, 9, 0, -32768, None),
        (8, 9, 0, 65535, None),
        (8, 9, 0, 1000, None),
        (12, 9, 0, 1, None),
        (8, 0, 0, 30, ("temperature", 30)),
    ],
)
def test_value_scale_and_precision(
    kind: int, scale: int, precision: int, raw: int, seen: tuple[str, float] | None
) -> None:
    table = rows({(*ROOT, 1): {5: kind}, (*ROOT, 2): {5: scale}, (*ROOT, 3): {5: precision}, (*ROOT, 4): {5: raw}})
    found = sensors.parse_entity(table, ROOT, {5: "CPU"}).seen
    assert [(sensor.kind, sensor.value) for sensor in found] == ([seen] if seen else [])
    for sensor in found:
        assert sensor.descr == "CPU"
        assert raw * sensor.scale == pytest.approx(sensor.value)
        assert sensor.oid == "1.3.6.1.2.1.99.1.1.1.4.5"


def test_a_sensor_that_does_not_work_is_left_out() -> None:
    table = rows({(*ROOT, 1): {1: 8, 2: 8}, (*ROOT, 4): {1: 20, 2: 0}, (*ROOT, 5): {1: 1, 2: 3}})
    assert [sensor.value for sensor in sensors.parse_entity(table, ROOT, {}).seen] == [20]


def test_a_ups_tells_its_battery_and_output() -> None:
    minutes, tenths, load = (
        oid_of(sensors.UPS + ".2.3.0"),
        oid_of(sensors.UPS + ".2.5.0"),
        oid_of(sensors.UPS + ".4.4.1.5"),
    )
    told = profiled.Told({minutes: bind(minutes, 43), tenths: bind(tenths, 273)}, {load: walk(load, {1: 17})})
    found = {(s.kind, s.descr): (s.value, s.unit) for s in profiled.sensors(sensors.UPS_GAUGES, told)}
    assert found == {
        ("runtime", "Time left on battery"): (43, "min"),
        ("voltage", "Battery"): (27.3, "V"),
        ("load", "Output"): (17, "%"),
    }


@pytest.mark.parametrize(("kind", "value"), [("state", 3), ("temperature", -20), ("charge", 0), ("load", 120)])
def test_true_values_pass(kind: str, value: float) -> None:
    assert plausible(kind, value)


@pytest.mark.parametrize(("kind", "value"), [("humidity", 101), ("dbm", -400), ("state", 2**31 - 1), ("charge", 255)])
def test_impossible_values_do_not(kind: str, value: float) -> None:
    assert not plausible(kind, value)
