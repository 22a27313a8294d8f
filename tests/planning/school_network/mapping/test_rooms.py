"""Rooms of receiving schools are reckoned by enrolled pupils everywhere; all figures are reckoned by hand."""

from __future__ import annotations

import dataclasses

import numpy as np
import pytest

from planning.school_network.mapping.district import Schools
from planning.school_network.mapping.grade import Grade
from planning.school_network.mapping.inputs import Inputs
from planning.school_network.mapping.network import measure
from planning.school_network.mapping.parameters import Name, parameters_on
from planning.school_network.mapping.rooms import pupils_after, shared
from planning.school_network.mapping.run import judge
from planning.school_network.mapping.scenario import Change, Effect, Kind, evaluate
from planning.school_network.mapping.synthetic import Size, district
from tests.planning.school_network.mapping import four_schools as four

MERGE = Change(Kind.MERGE, "A", "B")
CLOSE_C = Change(Kind.CLOSE, "C")


def reckoned(inputs: Inputs, *changes: Change) -> Effect:
    network = measure(inputs)
    return evaluate(network, judge(network), changes)


@pytest.mark.parametrize(("room", "over"), [(36, 0), (35, 1)])
def test_a_merger_brings_the_pupils_who_are_enrolled(room: int, over: int) -> None:
    # B has 2 rooms: 7 of M1 need one, 16 + 20 enrolled of A one of 36. The 24 children who live there would need two.
    inputs = four.inputs({Name.ROOM_PUPILS_PRIMARY: room})
    assert reckoned(inputs, MERGE).rooms_over == over
    options = judge(measure(inputs)).options.rows(inputs.schools.ids)
    assert [one.rooms_left for one in options if (one.start, one.end) == ("A", "B")] == [-over]


def test_of_a_school_that_closes_the_pupils_go_where_its_children_go() -> None:
    # By villages V07 (4) and V08 (9) of C go to B: so do all 30. 46 need two rooms of 40, M1 the third; B has two.
    assert reckoned(four.inputs(), CLOSE_C).rooms_over == 1
    # By homes 13 of 20 go to B and 7 to D: 19.5 and 10.5 of 30; the half goes to B. 36 and 18 have room.
    inputs = dataclasses.replace(four.inputs(), homes=four.homes())
    assert reckoned(inputs, CLOSE_C).rooms_over == 0
    # In rooms of 17 the 18 of D need two of its one, the 36 of B three.
    small = four.inputs({Name.ROOM_PUPILS_PRIMARY: 17})
    assert reckoned(dataclasses.replace(small, homes=four.homes()), CLOSE_C).rooms_over == 2


@pytest.mark.parametrize("change", [MERGE, Change(Kind.CLOSE, "A")])
def test_pupils_of_whom_no_child_is_known_go_to_the_named_or_the_nearest_school(change: Change) -> None:
    # No village has a child of K2. B, named or nearest to A, needs a room for the 5, one for 36, one for 7: it has 2.
    schools = [
        dataclasses.replace(one, pupils=four.by_grade(K2=5, P1=20)) if one.id == "A" else one for one in four.schools()
    ]
    effect = reckoned(dataclasses.replace(four.inputs(), schools=Schools.of(schools)), change)
    assert (effect.rooms_over, effect.pupils_guessed) == (1, 5)


def test_where_nothing_changes_everybody_stays() -> None:
    network = measure(four.inputs())
    run, schools = judge(network), network.inputs.schools
    stay = np.repeat(np.arange(4)[:, np.newaxis], schools.pupils.shape[1], axis=1)
    after, come, guessed = pupils_after(schools.pupils, run.homes, run.homes.school, stay)
    assert (after == schools.pupils).all()
    assert (come.sum(), guessed) == (0, 0)
    assert after[1, Grade.P1] == 16


def test_a_number_in_shares_keeps_its_sum() -> None:
    assert shared(30, np.array([13.0, 7.0])).tolist() == [20, 10]
    assert shared(2, np.array([1.0, 1.0, 1.0])).tolist() == [1, 1, 0]
    assert shared(7, np.array([0.0, 3.0])).tolist() == [0, 7]


@pytest.mark.parametrize("seed", range(3))
def test_a_candidate_and_its_scenario_say_the_same_of_rooms(seed: int) -> None:
    inputs = district(seed, parameters_on(four.DAY), Size(schools=30, villages=80, crossings_a_side=40))
    network = measure(inputs)
    run = judge(network)
    found = [one for one in run.options.rows(inputs.schools.ids) if one.pupils]
    assert found
    for one in found:
        effect = evaluate(network, run, [Change(Kind.MERGE, one.start, one.end)])
        assert effect.rooms_over == int(one.rooms_left < 0), one
