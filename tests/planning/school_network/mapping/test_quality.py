"""The gate of coordinates, fault by fault; and the figures that it goes by are refused when one is wrong."""

from __future__ import annotations

import dataclasses

import pytest

from planning.school_network.mapping.district import Schools, Tambon, tambons_of
from planning.school_network.mapping.parameters import DATA, ParameterError, parameters_on
from planning.school_network.mapping.quality import Fault, check_schools
from tests.planning.school_network.mapping import four_schools as four

# A box of 1.2 x 1.2 degrees, with its middle at 16.1 N 100.0 E.
BOX = Tambon("T1", 16.1, 100.0, 15.5, 99.4, 16.7, 100.6)


@pytest.mark.parametrize(
    ("change", "faults", "found"),
    [
        ({}, set(), True),
        ({"lat": None}, {Fault.MISSING}, False),
        ({"lat": 0.0, "lon": 0.0}, {Fault.ZERO}, False),
        ({"lat": 100.0, "lon": 16.0}, {Fault.SWAPPED}, False),
        ({"lat": 35.0}, {Fault.OUTSIDE_COUNTRY}, False),
        ({"tambon": "T9"}, {Fault.UNKNOWN_TAMBON}, True),
        ({"lat": 16.3}, {Fault.FAR_FROM_TAMBON}, True),  # 0.2 degrees are 22 km; the limit is 15
        ({"lat": 17.0}, {Fault.FAR_FROM_TAMBON, Fault.OUTSIDE_TAMBON}, True),
    ],
    # A set has no order of its own: named by it, a test would have another name in each process.
    ids=["whole", "missing", "zero", "swapped", "abroad", "unknown-tambon", "far", "outside"],
)
def test_each_fault_is_found(change: dict[str, object], faults: set[Fault], *, found: bool) -> None:
    rows = [dataclasses.replace(row, tambon="T1") for row in four.schools()]
    rows[0] = dataclasses.replace(rows[0], **change)  # type: ignore[arg-type]  # one field of several types
    seen = check_schools(Schools.of(rows), tambons_of([BOX]), four.parameters())
    assert {(one.code, one.fault) for one in seen.faults} == {("A", fault) for fault in faults}
    assert seen.found.tolist() == [found, True, True, True]
    assert seen.sound.tolist() == [not faults, True, True, True]


def test_all_at_one_place_are_doubtful() -> None:
    rows = four.schools()
    rows[2] = dataclasses.replace(rows[2], lat=rows[0].lat)
    seen = check_schools(Schools.of(rows), (), four.parameters())
    assert [(one.code, one.fault) for one in seen.faults] == [("A", Fault.DUPLICATE), ("C", Fault.DUPLICATE)]
    assert seen.found.all()


def test_figures_hold_from_their_day_and_a_wrong_one_is_named() -> None:
    with pytest.raises(ParameterError, match="missing: "):
        parameters_on(four.DAY.replace(year=2015))
    assert parameters_on(four.DAY, DATA).edition == "2568-1"
