"""Rates from counts: reckoned by hand, and shown on their page."""

from __future__ import annotations

from collections.abc import Callable

from planning.registry.grades import Grade, Level
from planning.registry.models.batch import Dataset
from planning.registry.rates import going_on, reached
from planning.registry.reading.pupils import GradeCount
from planning.registry.sizes import FOUR_SIZES, OF_TWENTY, SEVEN_SIZES, band_of
from planning.registry.tallying import Tally
from tests.planning.entering import Entered
from tests.planning.registry.giving import give_and_take
from tests.planning.registry.samples import ONE, ROWS, pupils

Enter = Callable[..., Entered]


def test_pupils_go_on_from_grade_to_grade_and_from_the_last_one_nowhere() -> None:
    before = {Grade.K3: Tally(10, 10, 1), Grade.P6: Tally(4, 0, 1), Grade.M6: Tally(5, 5, 1)}
    after = {Grade.P1: Tally(9, 10, 1), Grade.M1: Tally(0, 0, 1), Grade.V1: Tally(3, 3, 1)}
    found = [
        (one.grade.label, one.following.label, one.before, one.after, one.percent) for one in going_on(before, after)
    ]
    assert found == [("อ.3", "ป.1", 20, 19, 95.0), ("ป.6", "ม.1", 4, 0, 0.0)]


def test_children_of_a_band_are_held_against_their_level() -> None:
    grades = {Grade.K2: Tally(3, 3, 1), Grade.K3: Tally(4, 0, 1), Grade.P1: Tally(5, 5, 1)}
    found = reached(grades, (20, 0, 7, 9))
    assert [(one.level, one.children, one.pupils, one.percent) for one in found] == [
        (Level.KINDERGARTEN, 20, 10, 50.0),
        (Level.PRIMARY, 0, 10, None),
        (Level.LOWER_SECONDARY, 7, 0, 0.0),
        (Level.UPPER_SECONDARY, 9, 0, 0.0),
    ]


def test_every_size_has_its_band() -> None:
    for bands in (FOUR_SIZES, SEVEN_SIZES, OF_TWENTY):
        assert [sum(count in band for band in bands) for count in range(3000)] == [1] * 3000
    assert [band_of(count, OF_TWENTY).label for count in (0, 1, 20, 21, 120, 121)] == [
        *("ไม่มีนักเรียน", "1–20 คน", "1–20 คน", "21–40 คน", "101–120 คน", "121 คนขึ้นไป")
    ]
    assert band_of(120, FOUR_SIZES).label.startswith("ขนาดเล็ก")


def test_the_page_shows_both_rates(enter: Enter) -> None:
    it = enter()
    for dataset in (Dataset.SCHOOLS, Dataset.VILLAGES, Dataset.POPULATION):
        give_and_take(it, dataset, ROWS[dataset.value])
    give_and_take(it, Dataset.PUPILS, [pupils(*ONE, GradeCount(Grade.P1, 10, 10, 1))], as_of="2025-06-10")
    empty = it.get("/counts/1/rates").text
    assert "There is no count of the year before" in empty
    give_and_take(it, Dataset.PUPILS, [pupils(*ONE, GradeCount(Grade.P2, 9, 9, 1), GradeCount(Grade.K3, 7, 0, 1))])
    page = it.get("/counts/2/rates").text
    assert "ป.1 → ป.2" in page
    assert "90.0%" in page
    assert "100.0%" in page  # 7 in kindergarten, 7 children from 3 to 5
    assert enter(office_code="5301").get("/counts/2/rates").status_code == 404
