"""The pure rules of the steps, by hand-computed tables."""

from __future__ import annotations

import pytest

from planning.development_plan.steps.direction import Said, difference, direction_gaps
from planning.development_plan.steps.drawing import SIDE, spot
from planning.development_plan.steps.factors import Quadrant, Weighed, pair_of, position
from planning.development_plan.steps.grading import Grade, Told, grade, newest
from planning.development_plan.steps.mapping import Run, is_stale
from planning.development_plan.steps.missions import seed_duties, years_before
from planning.development_plan.steps.objective import Tied, share
from planning.development_plan.steps.school_plans import shares
from planning.development_plan.steps.situation import GradeCount, projection, survival, trend
from planning.development_plan.steps.targets import Frame, totals
from planning.plans.described import Direction
from planning.plans.grading import Measure


def test_the_manual_has_twenty_four_duties_in_six_groups() -> None:
    duties = seed_duties()
    assert (len(duties), len({duty.group for duty in duties})) == (24, 6)
    assert (duties[0].code, duties[-1].code) == ("1.1", "6.3")
    assert years_before(2571) == (2568, 2569, 2570)


def test_cohorts_survive_at_the_mean_share_of_the_last_passages() -> None:
    counts = [
        GradeCount("1", year, name, boys, girls, 1)
        for year, rows in {
            2567: (("p1", 10, 10), ("p2", 10, 10)),
            2568: (("p1", 10, 10), ("p2", 5, 5)),
            2569: (("p1", 15, 15), ("p2", 10, 10)),
        }.items()
        for name, boys, girls in rows
    ]
    figures = trend(counts, {2569: 5})
    assert [(one.academic_year, one.pupils) for one in figures] == [(2567, 40), (2568, 30), (2569, 50)]
    assert (figures[-1].per_teacher, figures[-1].per_room, figures[0].per_teacher) == (10.0, 25.0, None)
    assert survival(figures) == {"p2": (10 + 20) / (20 + 20)}
    first, second = projection(figures, years=2)
    assert first.by_grade == (("p1", 23), ("p2", 22))  # entering: mean of 20, 20, 30; 30 pass on at 0.75
    assert second.by_grade == (("p1", 23), ("p2", 18))
    assert projection(figures[:1]) == ()


@pytest.mark.parametrize(
    ("factors", "point", "quadrant"),
    [
        ([("strength", 100, 5), ("opportunity", 100, 5)], (5, 5), Quadrant.STRONG_HELPED),
        ([("weakness", 100, 2), ("opportunity", 100, 1)], (-2, 1), Quadrant.WEAK_HELPED),
        ([("strength", 60, 4), ("weakness", 40, 3), ("threat", 100, 3)], (1.2, -3), Quadrant.STRONG_HINDERED),
        ([("weakness", 100, 1), ("threat", 100, 1)], (-1, -1), Quadrant.WEAK_HINDERED),
        ([("strength", 50, 2), ("weakness", 50, 2)], (0, 0), Quadrant.STRONG_HELPED),
    ],
)
def test_weighed_factors_give_the_point(
    factors: list[tuple[str, int, int]], point: tuple[float, float], quadrant: Quadrant
) -> None:
    found = position([Weighed(*one) for one in factors])
    assert ((found.inner, found.outer), found.quadrant) == (point, quadrant)
    drawn = spot(found.inner, found.outer)
    assert 0 <= drawn.x <= SIDE
    assert 0 <= drawn.y <= SIDE


def test_a_pair_needs_one_factor_of_each_side() -> None:
    assert [pair_of(*one) for one in (("strength", "threat"), ("weakness", "opportunity"))] == ["ST", "WO"]
    with pytest.raises(ValueError, match="no pair"):
        pair_of("threat", "strength")


@pytest.mark.parametrize(
    ("direction", "baseline", "target", "actual", "expected"),
    [
        ("up", 40.0, 50.0, 50.0, Grade.MET),
        ("up", 40.0, 50.0, 45.0, Grade.BETTER),
        ("up", 40.0, 50.0, 40.0, Grade.MISSED),
        ("down", 6.0, 5.0, 4.0, Grade.MET),
        ("down", 6.0, 5.0, 5.5, Grade.BETTER),
        ("down", 6.0, 5.0, 7.0, Grade.MISSED),
        ("down", None, 5.0, 5.5, Grade.MISSED),
        ("up", 40.0, None, 50.0, Grade.UNKNOWN),
        ("up", 40.0, 50.0, None, Grade.UNKNOWN),
    ],
)
def test_an_indicator_is_graded_by_its_direction(
    direction: str, baseline: float | None, target: float | None, actual: float | None, expected: Grade
) -> None:
    assert grade(actual, Measure(Direction(direction), baseline, target)) is expected


def test_a_band_is_met_inside_its_ends() -> None:
    band = Measure(Direction.BAND, 10, low=20, high=30)
    assert [grade(value, band) for value in (20, 30, 15, 5, 45)] == [
        Grade.MET,
        Grade.MET,
        Grade.BETTER,
        Grade.MISSED,
        Grade.MISSED,
    ]


def test_the_whole_year_holds_before_its_quarters() -> None:
    told = [Told(2571, 3, 1.0), Told(2571, 2, 2.0), Told(2572, 1, 3.0)]
    assert newest(told, 2571) == Told(2571, 3, 1.0)
    assert newest([*told, Told(2571, 0, 9.0)], 2571) == Told(2571, 0, 9.0)
    assert newest(told, 2573) is None


def test_two_wordings_differ_in_whole_letters() -> None:
    pieces = difference("นักเรียนมีคุณภาพ", "ผู้เรียนทุกคนมีคุณภาพ")
    assert "".join(one.text for one in pieces if one.state != "new") == "นักเรียนมีคุณภาพ"
    assert "".join(one.text for one in pieces if one.state != "gone") == "ผู้เรียนทุกคนมีคุณภาพ"
    assert pieces[-1].state == "same"
    assert pieces[-1].text.endswith("มีคุณภาพ")
    assert [one.state for one in difference("ก", "ก")] == ["same"]


def test_gaps_of_the_direction_are_named() -> None:
    said = [Said(1, "vision", "ก"), Said(2, "mission", "ข"), Said(3, "goal", "ค"), Said(4, "goal", "")]
    found = direction_gaps(said, [(3, 2)])
    assert (found.kinds, found.unworded, found.goals, found.idle_missions) == (("value",), (4,), (4,), ())
    assert not found.is_whole


def test_sums_of_frames_agree_in_three_ways() -> None:
    frames = [Frame(1, 7, "ก", "ข", 1, 1, {2571: 5, 2572: 6}), Frame(2, 8, "ค", "ง", 1, 1, {2571: 7})]
    found = totals(frames, (2571, 2572))
    assert (found.by_year, found.by_strategy, found.whole) == ({2571: 12, 2572: 6}, {7: 11, 8: 7}, 18)
    assert sum(found.cells.values()) == found.whole
    assert frames[1].lacks((2571, 2572)) == ("2572",)


def test_shares_are_of_all_schools_of_a_group() -> None:
    found = shares([("ก", "accepted"), ("ก", "writing"), ("", "sent"), ("ก", "returned")])
    assert [(one.group, one.schools, one.sent, one.accepted) for one in found] == [("ก", 3, 2, 1), ("", 1, 1, 0)]
    assert found[0].percent == pytest.approx(100 / 3)


def test_what_is_loose_is_named() -> None:
    found = share([Tied("ก", True, True), Tied("ข", True, False)])
    assert (found.percent, found.loose) == (50.0, ("ข",))
    assert share([]).percent is None


def test_a_map_is_outdated_by_a_later_run_of_other_data() -> None:
    runs = [Run("1", "a", 2569, 100, 10), Run("2", "b", 2570, 0, 0)]
    assert (is_stale("a", runs), is_stale("b", runs), is_stale("", runs), is_stale("a", [])) == (
        True,
        False,
        False,
        False,
    )
    assert [run.share_within for run in runs] == [90.0, None]
