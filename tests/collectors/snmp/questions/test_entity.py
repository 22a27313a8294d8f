"""Parts, and which of them stands for the whole device."""

from __future__ import annotations

import pytest

from collectors.observation import EntitySeen
from collectors.snmp.questions import entity
from tests.collectors.snmp.made import rows


def part(index: int, kind: str, model: str = "", serial: str = "") -> EntitySeen:
    return EntitySeen(index=index, kind=kind, model=model, serial=serial)


@pytest.mark.parametrize(
    ("parts", "chosen"),
    [
        ([part(1, "stack"), part(1001, "chassis", "C1", "S1"), part(2001, "chassis", "C1", "S2")], 1001),
        ([part(7, "module", "M"), part(149, "chassis", "C")], 149),
        ([part(1, "chassis"), part(2, "module", "M"), part(3, "module", "N")], 2),
        ([part(1, "stack", "K"), part(5, "powerSupply", "P")], 1),
        ([part(2, "fan", "F", "S2"), part(1, "chassis")], 1),
        ([part(4, "", "", "S4"), part(5, "", "M5", "S5")], 5),
        ([part(4, "", "", "S4")], 4),
        ([part(2, "fan", "F", "S2")], None),
        ([], None),
    ],
)
def test_the_chassis_is_chosen_by_class_not_by_index(parts: list[EntitySeen], chosen: int | None) -> None:
    found = entity.chassis(parts)
    assert (found.index if found else None) == chosen


def test_parts_are_read_and_those_without_identity_are_not_remembered() -> None:
    found = entity.parse(
        rows(
            {
                entity.DESCR: {1: "Switch 24 ports", 2: "Fan"},
                entity.CLASS: {1: 3, 2: 7},
                entity.CONTAINED_IN: {1: 0, 2: 1},
                entity.SERIAL: {1: "SN0001 "},
                entity.MODEL: {1: "SW-24"},
                entity.SOFTWARE: {1: b"1.2.3\x00\x00"},
            }
        )
    )
    assert [each.kind for each in found.seen] == ["chassis", "fan"]
    (only,) = entity.identified(found.seen)
    assert (only.model, only.serial, only.software, only.contained_in) == ("SW-24", "SN0001", "1.2.3", 0)
