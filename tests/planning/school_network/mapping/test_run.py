"""A run on four schools and ten villages says exactly what was reckoned by hand, and says it again."""

from __future__ import annotations

import dataclasses
import random

import numpy as np
import pytest

from planning.school_network.mapping.access import access
from planning.school_network.mapping.district import Home, InputError, Schools, SpecialArea, Status, Villages, homes_of
from planning.school_network.mapping.grade import Grade
from planning.school_network.mapping.inputs import Demand, Inputs, Mode
from planning.school_network.mapping.merging import MergeOption
from planning.school_network.mapping.network import measure, offering
from planning.school_network.mapping.parameters import Name, RoadClass, parameters_on
from planning.school_network.mapping.roads import Crossing, Edge, Roads
from planning.school_network.mapping.run import MappingRun, map_schools
from planning.school_network.mapping.scenario import evaluate
from planning.school_network.mapping.synthetic import Size, country, district
from tests.planning.school_network.mapping import four_schools as four

SMALL = Size(schools=20, villages=60, crossings_a_side=30)


def nearest(run: MappingRun, given: Inputs, grade: Grade) -> dict[str, list[tuple[str, float]]]:
    """By village: nearest and second nearest school with metres."""
    school, metres, _ = run.near.of_grade(grade)
    return {
        code: [(given.schools.ids[school[row, rank]], metres[row, rank]) for rank in (0, 1) if school[row, rank] >= 0]
        for row, code in enumerate(given.villages.codes)
    }


def options(run: MappingRun, given: Inputs) -> list[MergeOption]:
    """As rows."""
    return list(run.options.rows(given.schools.ids))


def test_nearest_and_second_nearest_by_road_and_grade() -> None:
    given = four.inputs()
    run = map_schools(given)
    # Kilometres of the road, from the picture: A 0, B 4, C 10, D 20. Equally near: the lower id.
    assert nearest(run, given, Grade.P1) == {
        "V01": [("A", 0), ("B", 4000)],
        "V02": [("A", 1000), ("B", 3000)],
        "V03": [("A", 2000), ("B", 2000)],  # in the middle
        "V04": [("B", 1000), ("A", 3000)],
        "V05": [("B", 1000), ("A", 5000)],  # 5 - 0 = 10 - 5
        "V06": [("B", 3000), ("C", 3000)],  # 7 - 4 = 10 - 7
        "V07": [("C", 1000), ("B", 5000)],
        "V08": [("C", 2000), ("B", 8000)],  # 12 - 4 = 20 - 12
        "V09": [("D", 4000), ("C", 6000)],
        "V10": [("D", 2000), ("C", 8000)],
    }
    # Only B teaches lower secondary 1; nobody teaches upper secondary or kindergarten 1.
    kms = [4, 3, 2, 1, 1, 3, 5, 8, 12, 14]
    codes = given.villages.codes
    assert nearest(run, given, Grade.M1) == {code: [("B", km * 1000)] for code, km in zip(codes, kms, strict=True)}
    assert nearest(run, given, Grade.M4) == nearest(run, given, Grade.K1) == {code: [] for code in codes}
    # 90 s for each kilometre.
    assert run.near.of_grade(Grade.M1)[2][:, 0].tolist() == [km * 90 for km in kms]


def test_children_over_the_norm_and_the_schools_that_are_small_or_isolated() -> None:
    given = four.inputs()
    run = map_schools(given)
    # Primary, 3 km: V09 has 4 km to D, 7 children. Lower secondary, 4.5 km: V07 has 5 km to B, 3 children.
    assert [given.villages.codes[row] for row in np.flatnonzero(run.under_served)] == ["V07", "V09"]
    assert run.over_norm.sum(axis=0).tolist() == [0, 7, 3, 0]
    # 61 in primary (1+15+8+2+8+6+4+9+7+1) and 7 in lower secondary (4+3), of whom 10 are over.
    assert run.covered == (58, 68)
    assert [(band.low, band.high, band.schools) for band in run.diagnosis.bands] == [
        (0, 0, ()),
        (1, 20, ("A",)),
        (21, 40, ("B", "C")),  # 16 + 7 and 30; D is the neighbour's
        (41, 60, ()),
        (61, 80, ()),
        (81, 100, ()),
        (101, 120, ()),
    ]
    # What each needs: A, C, D primary 1; B also lower secondary 1, which nobody else has.
    assert run.diagnosis.next_m.tolist() == [4000, np.inf, 6000, 10000]
    assert run.diagnosis.isolated.tolist() == [True, True, True, True]
    looser = map_schools(four.inputs({Name.NORM_KM_PRIMARY: 4.0}))
    assert looser.diagnosis.isolated.tolist() == [False, True, True, True]  # 4 km is not over 4 km


def test_children_of_a_grade_that_no_school_teaches_are_counted_and_not_judged() -> None:
    rows = four.villages()
    rows[8] = dataclasses.replace(rows[8], children=four.by_grade(P1=7, M4=5, K1=2))  # V09
    given = dataclasses.replace(four.inputs(), villages=Villages.of(rows))
    run = map_schools(given)
    assert (run.covered, run.provenance.not_taught) == ((58, 68), 7)
    assert map_schools(four.inputs()).provenance.not_taught == 0
    assert evaluate(measure(given), run, []).children_over_norm == 10


def test_merge_options_with_their_effect_for_each_child() -> None:
    given = four.inputs()
    # Within 6 km: A-B 4 km, B-C 6 km. B cannot close: nobody else near has lower secondary 1. D is a neighbour's.
    first, second = options(map_schools(given), given)
    # A's: V01 1 child 0 -> 4 km, V02 15 children 1 -> 3 km, V03 8 children 2 -> 2 km: 24 children, (4 + 30 + 0) km.
    # 95 of 100 of 24 are 22.8: the 23rd child. 8 children have 0, the 9th to the 23rd 2 km, the 24th 4 km.
    assert first == MergeOption(
        start="A",
        end="B",
        metres=4000,
        seconds=360,
        children=24,
        children_doubtful=0,
        added_m_mean=34000 / 24,
        added_m_p95=2000,
        added_m_most=4000,
        added_s_mean=34 * 90 / 24,
        added_s_p95=180,
        added_s_most=360,
        children_over_norm=1,  # V01: 4 km
        children_over_norm_before=0,
        pupils=20,
        rooms_left=0,  # 16 + 20 = 36 in one room of 40, 7 in another: both of B's
        support_satang_year=20 * 1500 * 200,
    )
    # C's: V07 4 children 1 -> 5 km, V08 9 children 2 -> 8 km: 13 children, (16 + 54) km; the 13th of 12.35: 6 km.
    assert second == MergeOption(
        start="C",
        end="B",
        metres=6000,
        seconds=540,
        children=13,
        children_doubtful=0,
        added_m_mean=70000 / 13,
        added_m_p95=6000,
        added_m_most=6000,
        added_s_mean=70 * 90 / 13,
        added_s_p95=540,
        added_s_most=540,
        children_over_norm=13,
        children_over_norm_before=0,
        pupils=30,
        rooms_left=-1,  # 16 + 30 = 46 need two rooms, 7 a third; B has two
        support_satang_year=30 * 1500 * 200,
    )


def test_straight_lines_are_those_of_the_map() -> None:
    given = four.inputs(by_road=False)
    run = map_schools(given)
    assert run.provenance.mode is Mode.STRAIGHT
    # n x 1,111.95 m, rounded: 1 1,112 · 2 2,224 · 3 3,336 · 4 4,448 · 5 5,560 · 6 6,672 · 8 8,896.
    found = nearest(run, given, Grade.P1)
    assert found["V01"] == [("A", 0), ("B", 4448)]
    assert found["V05"] == [("B", 1112), ("A", 5560)]
    assert found["V09"] == [("D", 4448), ("C", 6672)]
    # 4,448 m x 1.5 at 10 km/h: 6,672 m x 0.36 s.
    assert run.near.of_grade(Grade.P1)[2][8].tolist() == [2402, 3603]
    # A-B is 4,448 m and 40 minutes: over the 30 minutes of a merger.
    assert options(run, given) == []
    slower = four.inputs({Name.MERGE_MIN: 41.0}, by_road=False)
    assert [(one.start, one.end, one.metres) for one in options(map_schools(slower), slower)] == [("A", "B", 4448)]


def test_a_village_far_from_the_road_is_measured_on_a_straight_line_and_counted() -> None:
    rows = four.villages()
    rows[0] = dataclasses.replace(rows[0], lon=100.02)  # 2.1 km beside the road
    given = dataclasses.replace(four.inputs(), villages=Villages.of(rows))
    run = map_schools(given)
    # 0.02 degrees at 16 degrees north: 2,223.90 m x cos 16 = 2,137.75 m -> 2,138 m, x 1.5 = 3,207 m.
    assert nearest(run, given, Grade.P1)["V01"][0] == ("A", 3207)
    assert (run.provenance.villages_straight, run.provenance.villages_measured) == (1, 10)
    assert run.provenance.straight_share == 0.1


def test_one_way_roads_are_driven_one_way() -> None:
    crossings = [Crossing(f"K{km:02}", four.lat(km), 100.0) for km in range(21)]
    edges = [Edge(f"K{km:02}", f"K{km + 1:02}", 1000.0, RoadClass.MINOR, oneway=km == 3) for km in range(20)]
    given = dataclasses.replace(four.inputs(), roads=Roads.of(four.SOURCE, crossings, edges))
    found = nearest(map_schools(given), given, Grade.P1)
    assert found["V04"] == [("B", 1000), ("A", 3000)]  # from kilometre 3 to 4 as before
    assert found["V05"] == [("B", 1000), ("C", 5000)]  # but nobody comes back to A


def by_homes() -> Inputs:
    """The four schools with the homes of 61 of their 81 pupils."""
    return dataclasses.replace(four.inputs(), homes=four.homes())


def test_homes_that_were_counted_stand_before_service_areas() -> None:
    given = by_homes()
    run = map_schools(given)
    of = run.provenance
    assert (of.demand, of.pupils, of.pupils_with_home) == (Demand.HOMES, 81, 61)
    assert run.provenance.input_hash != map_schools(four.inputs()).provenance.input_hash
    # Beyond the norm: V09's 7 (4 km to D, though they go to C), V07's 3 of lower secondary (5 km to B), of 54 and 7.
    assert run.over_norm.sum(axis=0).tolist() == [0, 7, 3, 0]
    assert run.covered == (51, 61)
    first, second = options(run, given)
    # A's: V01 2 pupils 0 -> 4 km, V02 10 pupils 1 -> 3 km, V04 6 pupils 3 -> 1 km: 18 pupils, 8 + 20 - 12 = 16 km.
    # 95 of 100 of 18 are 17.1: the 18th pupil. 6 have 2 km less, the 7th to the 16th 2 km, the last two 4 km.
    assert first == MergeOption(
        start="A",
        end="B",
        metres=4000,
        seconds=360,
        children=18,
        children_doubtful=0,
        added_m_mean=16000 / 18,
        added_m_p95=4000,
        added_m_most=4000,
        added_s_mean=80,
        added_s_p95=360,
        added_s_most=360,
        children_over_norm=2,  # V01: 4 km
        children_over_norm_before=0,
        pupils=20,
        rooms_left=0,
        support_satang_year=20 * 1500 * 200,  # of all who are enrolled, two of them without a known home
    )
    # C's: V07 4 pupils 1 -> 5 km, V08 9 pupils 2 -> 8 km, V09 7 pupils 6 -> 12 km: 20 pupils, 16 + 54 + 42 = 112 km.
    assert second == MergeOption(
        start="C",
        end="B",
        metres=6000,
        seconds=540,
        children=20,
        children_doubtful=0,
        added_m_mean=5600,
        added_m_p95=6000,
        added_m_most=6000,
        added_s_mean=504,
        added_s_p95=540,
        added_s_most=540,
        children_over_norm=20,
        children_over_norm_before=7,
        pupils=30,
        rooms_left=-1,
        support_satang_year=30 * 1500 * 200,
    )


def test_homes_are_of_schools_villages_and_pupils_that_are_there() -> None:
    given = four.inputs()
    with pytest.raises(InputError, match="X and V01"):
        dataclasses.replace(given, homes=(Home("X", "V01", Grade.P1, 1),))
    with pytest.raises(InputError, match="A has fewer pupils of P1"):
        dataclasses.replace(given, homes=homes_of([Home("A", "V01", Grade.P1, 11), Home("A", "V02", Grade.P1, 10)]))


@pytest.mark.parametrize(
    "change",
    [
        {"special": SpecialArea.HIGHLAND},
        {"special": SpecialArea.ISLAND},
        {"special": SpecialArea.BORDER},
        {"ours": False},
        {"status": Status.CLOSED},
        {"lat": None},
        {"lat": 0.0, "lon": 0.0},
    ],
    ids=str,
)
@pytest.mark.parametrize("which", [0, 1, 2])
def test_nothing_is_proposed_of_a_school_that_must_be_left_alone(change: dict[str, object], which: int) -> None:
    rows = four.schools()
    rows[which] = dataclasses.replace(rows[which], **change)  # type: ignore[arg-type]  # one field of several types
    given = dataclasses.replace(four.inputs(), schools=Schools.of(rows))
    named = {name for one in options(map_schools(given), given) for name in (one.start, one.end)}
    assert rows[which].id not in named
    assert named == set() if which == 1 else {"A", "B", "C"} - {rows[which].id}


def test_a_neighbours_school_is_an_alternative() -> None:
    given = four.inputs()
    found = nearest(map_schools(given), given, Grade.P1)
    assert found["V10"][0] == ("D", 2000)
    assert "D" not in {one.end for one in options(map_schools(given), given)}


def test_the_same_rows_in_any_order_are_the_same_run() -> None:
    given, order = four.inputs(), random.Random(4)
    run = map_schools(given)
    for _ in range(5):
        schools, villages = four.schools(), four.villages()
        order.shuffle(schools)
        order.shuffle(villages)
        again = dataclasses.replace(given, schools=Schools.of(schools), villages=Villages.of(villages))
        assert again.hash() == given.hash() == run.provenance.input_hash
        assert map_schools(again).hash() == run.hash()


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_a_generated_district_is_the_same_again(seed: int) -> None:
    one, other = (district(seed, parameters_on(four.DAY), SMALL) for _ in range(2))
    assert one.hash() == other.hash()
    assert map_schools(one).hash() == map_schools(other).hash()
    assert one.hash() != district(seed + 1, parameters_on(four.DAY), SMALL).hash()


def test_a_corrected_coordinate_is_another_run_and_makes_the_old_one_stale() -> None:
    given = four.inputs()
    run = map_schools(given)
    before = run.hash()
    rows = four.villages()
    rows[3] = dataclasses.replace(rows[3], lat=four.lat(2))
    corrected = dataclasses.replace(given, villages=Villages.of(rows))
    assert run.is_stale_for(corrected)
    assert not run.is_stale_for(four.inputs())
    assert map_schools(corrected).hash() != before == run.hash()


@pytest.mark.parametrize("name", list(Name))
def test_every_figure_is_part_of_the_hash(name: Name) -> None:
    value = four.parameters().value(name)
    assert four.inputs({name: value + 0.5}).hash() != four.inputs({name: value}).hash()


def test_a_run_cannot_be_written_into() -> None:
    run = map_schools(four.inputs())
    for array in (run.near.metres, run.over_norm, run.homes.children, run.diagnosis.pupils, run.options.over_norm):
        with pytest.raises(ValueError, match="read-only"):
            array[...] = 0


@pytest.mark.parametrize("seed", range(4))
@pytest.mark.parametrize("by_road", [True, False])
def test_closing_a_school_brings_nobody_nearer(seed: int, *, by_road: bool) -> None:
    given = district(seed, parameters_on(four.DAY), SMALL)
    if not by_road:
        given = dataclasses.replace(given, roads=None)
    network = measure(given)
    offered = offering(given.schools.low, given.schools.high, network.open)
    before = access(network.distances, offered)
    for closed in range(len(given.schools.ids)):
        left = offered.copy()
        left[closed] = False
        after = access(network.distances, left)
        for grade in Grade:
            assert (after.of_grade(grade)[1] >= before.of_grade(grade)[1]).all()


@pytest.mark.parametrize("seed", range(3))
def test_the_tree_finds_what_looking_at_every_school_finds(seed: int) -> None:
    given = country(seed, parameters_on(four.DAY), schools=40, villages=60)
    network = measure(given)
    offered = offering(given.schools.low, given.schools.high, network.open)
    near = access(network.distances, offered)
    for grade in (Grade.K2, Grade.P1, Grade.M1, Grade.M4):
        who = np.flatnonzero(offered[:, grade])
        for village in range(60):
            ways, _ = network.distances.to_school(np.full(len(who), village), who)
            expected = sorted(zip(ways.tolist(), who.tolist(), strict=True))[:2]
            school, metres, _ = near.of_grade(grade)
            assert (
                list(zip(metres[village].tolist(), school[village].tolist(), strict=True))[: len(expected)] == expected
            )
