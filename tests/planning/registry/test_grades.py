"""Grades in their order, and the day of a count."""

from __future__ import annotations

from datetime import date

import pytest

from office.academic import AcademicYear
from planning.registry.grades import GRADES, CountDay, Grade, Level, grades_of


def test_grades_stand_in_order_from_the_youngest_on() -> None:
    assert [grade.label for grade in GRADES[:4]] == ["อ.1", "อ.2", "อ.3", "ป.1"]
    assert (GRADES[-1].label, len(GRADES), Grade.V3.place) == ("ปวช.3", 18, 17)


def test_levels_hold_each_grade_once_and_in_order() -> None:
    assert [grade for level in Level for grade in grades_of(level)] == list(GRADES)
    assert [grade.label for grade in grades_of(Level.UPPER_SECONDARY)] == ["ม.4", "ม.5", "ม.6"]


def test_the_count_of_june_lies_in_its_academic_year() -> None:
    assert CountDay.of_june(AcademicYear(2569)).day == date(2026, 6, 10)
    assert CountDay(AcademicYear(2569), date(2026, 11, 10)) > CountDay.of_june(AcademicYear(2569))


@pytest.mark.parametrize(
    ("today", "day"),
    [
        (date(2026, 6, 9), date(2025, 11, 10)),
        (date(2026, 6, 10), date(2026, 6, 10)),
        (date(2026, 11, 9), date(2026, 6, 10)),
        (date(2026, 11, 10), date(2026, 11, 10)),
        (date(2027, 3, 1), date(2026, 11, 10)),
    ],
)
def test_a_file_is_of_the_last_count_that_is_over(today: date, day: date) -> None:
    assert CountDay.newest(today) == CountDay(AcademicYear.of(day), day)
    with pytest.raises(ValueError, match="no day of"):
        CountDay(AcademicYear(2569), date(2026, 5, 15))
