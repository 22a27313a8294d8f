"""Four schools and ten villages along one road, small enough to be reckoned by hand.

The road runs north from kilometre 0 to 20, a crossing at each kilometre, 1,000 m and (at 40 km/h) 90 s from one to the
next. Everything stands at a crossing, so that nothing is added at the ends. On the map the crossings are 0.01 degrees
apart: 6,371,008.8 m x pi / 180 x 0.01 = 1,111.95 m on a straight line.

    km   0    1    2    3    4    5    7    9    10   12   16   18   20
         A                   B                   C                   D
         V01  V02  V03  V04       V05  V06  V07       V08  V09  V10

A: kindergarten 2 to primary 6 · B: kindergarten 2 to lower secondary 3 · C: primary · D: a neighbouring office's.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from planning.school_network.mapping.district import Home, School, Schools, Village, Villages, homes_of
from planning.school_network.mapping.grade import GRADES, Grade
from planning.school_network.mapping.inputs import Inputs
from planning.school_network.mapping.parameters import Name, Parameters, RoadClass, parameters_on
from planning.school_network.mapping.roads import Crossing, Edge, GraphSource, Roads

DAY = date(2026, 1, 1)
SOURCE = GraphSource("ถนนสมมติ", DAY, "CC0")


def by_grade(**counts: int) -> tuple[int, ...]:
    """A number for some grades, nothing for the others."""
    row = [0] * GRADES
    for name, count in counts.items():
        row[Grade[name]] = count
    return tuple(row)


def lat(km: int) -> float:
    """Where a kilometre of the road lies."""
    return round(16 + km * 0.01, 6)


def parameters(values: Mapping[Name, float] | None = None) -> Parameters:
    """Primary 3 km, lower secondary 4.5 km, time enough; a detour of 1.5."""
    chosen = {Name.NORM_KM_PRIMARY: 3.0, Name.NORM_KM_LOWER_SECONDARY: 4.5, Name.DETOUR_FACTOR: 1.5}
    return parameters_on(DAY).changed(chosen | dict(values or {}), why="ตัวอย่าง", day=DAY)


def schools() -> list[School]:
    """A, B, C of the office; D of a neighbour."""
    return [
        school("A", 0, (Grade.K2, Grade.P6), by_grade(P1=20), by_grade(P1=1)),
        school("B", 4, (Grade.K2, Grade.M3), by_grade(P1=16, M1=7), by_grade(P1=1, M1=1)),
        school("C", 10, (Grade.P1, Grade.P6), by_grade(P1=30), by_grade(P1=1)),
        school("D", 20, (Grade.K2, Grade.P6), by_grade(P1=8), by_grade(P1=1), ours=False),
    ]


def school(
    code: str,
    km: int,
    grades: tuple[Grade, Grade],
    pupils: tuple[int, ...],
    rooms: tuple[int, ...],
    *,
    ours: bool = True,
) -> School:
    """A school at a kilometre of the road."""
    return School(
        code, f"99{code}", f"โรงเรียนสมมติ {code}", lat(km), 100.0, "", *grades, pupils=pupils, rooms=rooms, ours=ours
    )


CHILDREN = {
    "V01": (0, by_grade(P1=1, M1=4)),
    "V02": (1, by_grade(P1=15)),
    "V03": (2, by_grade(P1=8)),
    "V04": (3, by_grade(P1=2)),
    "V05": (5, by_grade(P1=8)),
    "V06": (7, by_grade(P1=6)),
    "V07": (9, by_grade(P1=4, M1=3)),
    "V08": (12, by_grade(P1=9)),
    "V09": (16, by_grade(P1=7)),
    "V10": (18, by_grade(P1=1)),
}


def villages() -> list[Village]:
    """Ten along the road."""
    return [Village(code, f"บ้านสมมติ {code}", lat(km), 100.0, "", children) for code, (km, children) in CHILDREN.items()]


HOMES = (
    ("A", "V01", Grade.P1, 2),
    ("A", "V02", Grade.P1, 10),
    ("A", "V04", Grade.P1, 6),
    ("B", "V01", Grade.M1, 4),
    ("B", "V03", Grade.P1, 5),
    ("B", "V05", Grade.P1, 8),
    ("B", "V06", Grade.P1, 3),
    ("B", "V07", Grade.M1, 3),
    ("C", "V07", Grade.P1, 4),
    ("C", "V08", Grade.P1, 9),
    ("C", "V09", Grade.P1, 7),
)
"""Of 81 pupils 61: A 18 of 20, B all 23, C 20 of 30, D none of 8."""


def homes() -> tuple[Home, ...]:
    """Where pupils live, as far as it is known."""
    return homes_of(Home(*one) for one in HOMES)


def roads() -> Roads:
    """One road of twenty pieces."""
    crossings = [Crossing(f"K{km:02}", lat(km), 100.0) for km in range(21)]
    edges = [Edge(f"K{km:02}", f"K{km + 1:02}", 1000.0, RoadClass.MINOR) for km in range(20)]
    return Roads.of(SOURCE, crossings, edges)


def inputs(values: Mapping[Name, float] | None = None, *, by_road: bool = True) -> Inputs:
    """All of it."""
    return Inputs(
        Schools.of(schools()), Villages.of(villages()), parameters(values), roads=roads() if by_road else None
    )
