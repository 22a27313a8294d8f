"""Scenarios on the four schools, reckoned by hand, and what cannot be done."""

from __future__ import annotations

import dataclasses

import numpy as np
import pytest

from planning.school_network.mapping.district import Home, homes_of
from planning.school_network.mapping.grade import Grade, Level
from planning.school_network.mapping.network import measure
from planning.school_network.mapping.parameters import parameters_on
from planning.school_network.mapping.run import judge
from planning.school_network.mapping.scenario import Change, Effect, Kind, StepRefusedError, evaluate
from planning.school_network.mapping.sensitivity import sensitivity
from planning.school_network.mapping.service_area import service_areas
from planning.school_network.mapping.synthetic import Size, district
from tests.planning.school_network.mapping import four_schools as four

A_TO_B = Change(Kind.MERGE, "A", "B")
NETWORK = measure(four.inputs())
RUN = judge(NETWORK)


def test_two_scenarios_side_by_side() -> None:
    # As in the merge option: 24 children, 34 km more in all. V09 (7), V07 (3) are over the norm today, V01 (1) then.
    merged = evaluate(NETWORK, RUN, [A_TO_B])
    assert merged == Effect(
        schools=3,
        children_moved=24,
        children_without=0,
        added_m_mean=34000 / 24,
        added_m_p95=2000,
        added_m_most=4000,
        added_s_mean=34 * 90 / 24,
        added_s_p95=180,
        added_s_most=360,
        children_over_norm=11,
        rooms_over=0,  # 16 + 20 = 36 in one room, 7 in the other
        pupils_guessed=0,
        pupils_moved=20,
        support_satang_year=20 * 1500 * 200,  # as in the merge option: of the pupils of A
    )
    # C's: V07 4 children have 5 km to B (+4), V08 9 children 8 km to B, equally near D (+6); B and D: lower id, B.
    closed = evaluate(NETWORK, RUN, [Change(Kind.CLOSE, "C")])
    assert (closed.children_moved, closed.added_m_mean, closed.children_over_norm) == (13, 70000 / 13, 10 + 13)
    assert (closed.pupils_moved, closed.support_satang_year) == (30, 30 * 1500 * 200)


def test_two_scenarios_by_the_homes_of_pupils() -> None:
    network = measure(dataclasses.replace(four.inputs(), homes=four.homes()))
    run = judge(network)
    # As in the merge option. By their ways of today V09's 7 have 6 km, V07's 3 have 5 km; then V01's 2 have 4 km.
    assert evaluate(network, run, []).children_over_norm == 10
    assert evaluate(network, run, [A_TO_B]) == Effect(
        schools=3,
        children_moved=18,
        children_without=0,
        added_m_mean=16000 / 18,
        added_m_p95=4000,
        added_m_most=4000,
        added_s_mean=80,
        added_s_p95=360,
        added_s_most=360,
        children_over_norm=12,
        rooms_over=0,  # 16 + 20 = 36 in one room, 7 in the other: of A all, not only those with a known home
        pupils_guessed=0,
        pupils_moved=20,
        support_satang_year=20 * 1500 * 200,
    )
    # C's: V07 4 pupils 5 km to B, V08 9 pupils 8 km to B (D as near: lower id), V09 7 pupils 4 km to D (-2).
    closed = evaluate(network, run, [Change(Kind.CLOSE, "C")])
    assert (closed.children_moved, closed.added_m_mean, closed.children_over_norm) == (20, 2800, 3 + 20)
    assert closed.support_satang_year == 30 * 1500 * 200


@pytest.mark.parametrize("seed", range(3))
@pytest.mark.parametrize("homes", [True, False])
def test_the_same_merger_costs_the_same_among_candidates_and_in_a_scenario(seed: int, *, homes: bool) -> None:
    given = district(seed, parameters_on(four.DAY), Size(schools=30, villages=80, crossings_a_side=40))
    if homes:
        pupils = given.schools.pupils
        found = [
            Home(given.schools.ids[school], given.villages.codes[(school * 7 + grade) % 80], Grade(grade), count)
            for school, grade in np.argwhere(pupils)
            if (count := int(pupils[school, grade]) * 2 // 3)
        ]
        given = dataclasses.replace(given, homes=homes_of(found))
    network = measure(given)
    run = judge(network)
    candidates = list(run.options.rows(given.schools.ids))
    assert candidates
    for one in candidates:
        effect = evaluate(network, run, [Change(Kind.MERGE, one.start, one.end)])
        assert (effect.pupils_moved, effect.support_satang_year) == (one.pupils, one.support_satang_year)
        together = evaluate(network, run, [Change(Kind.CO_LEARN, one.start, one.end)])
        assert together.support_satang_year == one.support_satang_year


def test_transport_is_paid_for_what_ends_and_for_nothing_else() -> None:
    def paid(*changes: Change) -> int:
        return evaluate(NETWORK, RUN, changes).pupils_moved

    assert paid() == 0
    # B ends lower secondary, which nobody else has: there is no way to be paid.
    assert paid(Change(Kind.CHANGE_GRADES, "B", low=Grade.K2, high=Grade.P6)) == 0
    wider = Change(Kind.CHANGE_GRADES, "C", low=Grade.P1, high=Grade.M3)
    assert paid(wider) == 0  # V07's children come by choice
    assert paid(wider, Change(Kind.CHANGE_GRADES, "B", low=Grade.K2, high=Grade.P6)) == 7
    assert paid(A_TO_B, Change(Kind.MERGE, "C", "B")) == 20 + 30


def test_a_school_that_closed_before_is_nobodys_alternative() -> None:
    with pytest.raises(StepRefusedError, match="step 2: A does not teach any more"):
        evaluate(NETWORK, RUN, [A_TO_B, Change(Kind.MERGE, "B", "A")])
    with pytest.raises(StepRefusedError, match="step 1: X is not known"):
        evaluate(NETWORK, RUN, [Change(Kind.CLOSE, "X")])
    with pytest.raises(StepRefusedError, match="step 1: it names no other school"):
        evaluate(NETWORK, RUN, [Change(Kind.MERGE, "A", "A")])


def test_without_b_nobody_teaches_lower_secondary() -> None:
    assert evaluate(NETWORK, RUN, [Change(Kind.CLOSE, "B")]).children_without == 7


def test_learning_together_keeps_the_school() -> None:
    together = evaluate(NETWORK, RUN, [Change(Kind.CO_LEARN, "A", "B")])
    assert (together.schools, together.children_moved) == (4, 24)


def test_new_grades_draw_the_children_for_whom_they_are_nearer() -> None:
    # C begins lower secondary: V07's 3 children have 1 km instead of 5.
    wider = evaluate(NETWORK, RUN, [Change(Kind.CHANGE_GRADES, "C", low=Grade.P1, high=Grade.M3)])
    assert (wider.children_moved, wider.added_m_mean, wider.children_over_norm) == (3, -4000, 7)


def test_how_much_hangs_on_norm_and_speed() -> None:
    # Primary: over 3 km only V09 (4 km, 7 children); nobody over 6 or 9. Times are far below the norm.
    found = {(one.norm_km, one.speed_percent): one.children_over for one in sensitivity(NETWORK, RUN, Level.PRIMARY)}
    assert found == {(km, speed): 7 if km == 3 else 0 for km in (3, 6, 9) for speed in (80, 100, 120)}


def test_areas_on_the_map_name_the_school_of_each_village() -> None:
    shown = service_areas(NETWORK, RUN, Grade.P1)
    features = shown["features"]
    assert isinstance(features, list)
    villages = {one["properties"]["id"]: one for one in features if one["properties"]["kind"] == "village"}
    assert villages["V09"]["properties"]["school"] == "D"
    assert villages["V09"]["properties"]["over_norm"] is True
    assert villages["V09"]["geometry"]["coordinates"] == [100.0, four.lat(16)]
    # All lie on one line: there is nothing to draw around.
    assert {one["properties"]["kind"] for one in features} == {"school", "village"}
