"""What holds for any schools and villages: nobody is lost or counted twice, and nothing but nearness decides."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from planning.school_network.mapping.district import School, Schools, Village, Villages
from planning.school_network.mapping.geo import between, unit_vectors
from planning.school_network.mapping.grade import GRADES, Grade
from planning.school_network.mapping.inputs import Inputs
from planning.school_network.mapping.network import measure, offering
from planning.school_network.mapping.parameters import parameters_on
from planning.school_network.mapping.run import judge
from planning.school_network.mapping.scenario import Change, Kind, evaluate
from planning.school_network.mapping.synthetic import Size, district

DAY = date(2026, 1, 1)
PLACES = st.integers(0, 400)
RANGES = st.tuples(st.integers(0, GRADES - 1), st.integers(0, GRADES - 1)).map(sorted)
COUNTS = st.lists(st.integers(0, 30), min_size=GRADES, max_size=GRADES).map(tuple)


@st.composite
def districts(draw: st.DrawFn) -> Inputs:
    """One to five schools and as many villages, anywhere within 40 km, with any grades."""
    schools = []
    for number in range(draw(st.integers(1, 5))):
        low, high = draw(RANGES)
        place = (16 + draw(PLACES) / 1000, 100 + draw(PLACES) / 1000)
        pupils, rooms = draw(COUNTS), draw(COUNTS)
        grades = (Grade(low), Grade(high))
        schools.append(School(f"S{number}", f"99{number}", f"โรงเรียน {number}", *place, "", *grades, pupils, rooms))
    villages = [
        Village(f"V{number}", f"บ้าน {number}", 16 + draw(PLACES) / 1000, 100 + draw(PLACES) / 1000, "", draw(COUNTS))
        for number in range(draw(st.integers(1, 5)))
    ]
    return Inputs(Schools.of(schools), Villages.of(villages), parameters_on(DAY))


@settings(max_examples=60, deadline=None)
@given(districts())
def test_each_child_goes_to_exactly_one_school_that_teaches_its_grade(inputs: Inputs) -> None:
    network = measure(inputs)
    run = judge(network)
    offered = offering(inputs.schools.low, inputs.schools.high, network.open)
    counted = np.zeros_like(inputs.villages.children)
    np.add.at(counted, (run.homes.village, run.homes.grade), run.homes.children)
    assert (counted == inputs.villages.children).all()
    at_school = run.homes.school >= 0
    assert offered[run.homes.school[at_school], run.homes.grade[at_school]].all()
    without = np.unique(run.homes.grade[~at_school])
    placed = network.village_quality.found
    assert all(not offered[:, grade].any() or not placed.all() for grade in without)
    within, judged = run.covered
    assert 0 <= within <= judged == int(inputs.villages.children[placed][:, offered.any(axis=0)].sum())
    assert run.provenance.not_taught == int(inputs.villages.children[:, ~offered.any(axis=0)].sum())


@settings(max_examples=60, deadline=None)
@given(districts())
def test_no_school_is_nearer_than_the_nearest_and_the_second_is_another(inputs: Inputs) -> None:
    network = measure(inputs)
    run = judge(network)
    offered = offering(inputs.schools.low, inputs.schools.high, network.open)
    for grade in Grade:
        school, metres, _seconds = run.near.of_grade(grade)
        assert (metres[:, 0] <= metres[:, 1]).all()
        both = school[:, 1] >= 0
        assert (school[both, 0] != school[both, 1]).all()
        for place in np.flatnonzero(offered[:, grade]):
            ways, _ = network.distances.to_school(np.arange(len(metres)), np.full(len(metres), place))
            assert (metres[:, 0] <= ways).all()


@settings(max_examples=60, deadline=None)
@given(districts(), st.data())
def test_a_closed_school_shortens_nobodys_way_and_loses_nobody(inputs: Inputs, data: st.DataObject) -> None:
    network = measure(inputs)
    run = judge(network)
    before = evaluate(network, run, [])
    assert (before.children_moved, before.children_without, before.added_m_most) == (0, 0, 0)
    closed = data.draw(st.sampled_from(inputs.schools.ids))
    place = inputs.schools.ids.index(closed)
    theirs = int(run.homes.children[run.homes.school == place].sum())
    after = evaluate(network, run, [Change(Kind.CLOSE, closed)])
    assert after.children_moved + after.children_without == theirs
    assert 0 <= after.added_m_mean <= after.added_m_most
    assert after.added_m_p95 <= after.added_m_most
    assert after.children_over_norm >= before.children_over_norm
    assert after.schools == before.schools - int(network.open[place])


@pytest.mark.parametrize("seed", range(4))
def test_a_road_is_never_shorter_than_the_straight_line(seed: int) -> None:
    inputs = district(seed, parameters_on(DAY), Size(schools=20, villages=60, crossings_a_side=30))
    by_road, straight = measure(inputs), measure(replace(inputs, roads=None))
    assert by_road.distances.on_straight_line.mean() < 1
    pairs = np.indices((60, 20)).reshape(2, -1)
    ways, _ = by_road.distances.to_school(pairs[0], pairs[1])
    villages, schools = inputs.villages, inputs.schools
    lines = between(
        unit_vectors(villages.lat[pairs[0]], villages.lon[pairs[0]]),
        unit_vectors(schools.lat[pairs[1]], schools.lon[pairs[1]]),
    )
    known = straight.village_quality.found[pairs[0]] & straight.school_quality.found[pairs[1]] & np.isfinite(ways)
    assert known.any()
    assert (ways[known] >= lines[known] - 1).all()  # metres are whole numbers
