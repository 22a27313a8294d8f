"""Fiscal and academic years: where they begin and end, and that neither passes for the other."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from office.academic import AcademicYear
from office.fiscal import FiscalYear, Quarter, month_end

DAYS = st.dates(date(1900, 1, 1), date(2200, 12, 31))
YEARS = st.integers(2443, 2743)


@pytest.mark.parametrize(
    ("day", "fiscal", "quarter", "academic"),
    [
        (date(2026, 9, 30), 2569, 4, 2569),
        (date(2026, 10, 1), 2570, 1, 2569),
        (date(2026, 12, 31), 2570, 1, 2569),
        (date(2027, 1, 1), 2570, 2, 2569),
        (date(2027, 4, 1), 2570, 3, 2569),
        (date(2027, 5, 15), 2570, 3, 2569),
        (date(2027, 5, 16), 2570, 3, 2570),
        (date(2027, 7, 1), 2570, 4, 2570),
        (date(2028, 2, 29), 2571, 2, 2570),
    ],
)
def test_a_day_lies_in_its_years(day: date, fiscal: int, quarter: int, academic: int) -> None:
    assert FiscalYear.of(day) == FiscalYear(fiscal)
    assert Quarter.of(day) == Quarter(FiscalYear(fiscal), quarter)
    assert AcademicYear.of(day) == AcademicYear(academic)


def test_a_fiscal_year_is_named_by_its_end() -> None:
    year = FiscalYear(2570)
    assert (year.first, year.last) == (date(2026, 10, 1), date(2027, 9, 30))
    assert str(year) == "ปีงบประมาณ พ.ศ. 2570"
    assert [month.month for month in year.months] == [10, 11, 12, 1, 2, 3, 4, 5, 6, 7, 8, 9]
    assert str(year.quarters[1]) == "ไตรมาสที่ 2 ปีงบประมาณ พ.ศ. 2570"
    assert (year.quarters[1].first, year.quarters[1].last) == (date(2027, 1, 1), date(2027, 3, 31))


def test_an_academic_year_is_named_by_its_beginning() -> None:
    year = AcademicYear(2569)
    assert (year.first, year.last) == (date(2026, 5, 16), date(2027, 5, 15))
    assert str(year) == "ปีการศึกษา 2569"


@given(DAYS)
def test_every_day_lies_in_exactly_one_of_each(day: date) -> None:
    for year in (FiscalYear.of(day), AcademicYear.of(day), Quarter.of(day)):
        assert day in year
    for whole in (FiscalYear.of(day), AcademicYear.of(day)):
        assert day not in whole.following
        assert day not in whole.preceding
        assert whole.following.preceding == whole


@given(YEARS)
def test_months_and_quarters_cover_the_year_without_gap(era: int) -> None:
    year = FiscalYear(era)
    months = [day for quarter in year.quarters for day in quarter.months]
    assert tuple(months) == year.months
    assert [quarter.last + timedelta(days=1) for quarter in year.quarters] == [
        *(quarter.first for quarter in year.quarters[1:]),
        year.following.first,
    ]
    assert month_end(months[-1]) == year.last


def test_neither_year_takes_the_other() -> None:
    fiscal: Any = FiscalYear(2570)
    academic: Any = AcademicYear(2570)
    assert fiscal != academic
    with pytest.raises(TypeError):
        _ = fiscal < academic
    with pytest.raises(TypeError):
        Quarter(academic, 1)
    with pytest.raises(TypeError):
        FiscalYear(academic)
    with pytest.raises(TypeError):
        AcademicYear(fiscal)


@pytest.mark.parametrize("era", [2026, 0, 70, 9999])
def test_a_year_of_another_era_is_refused(era: int) -> None:
    with pytest.raises(ValueError, match="Buddhist"):
        FiscalYear(era)
    with pytest.raises(ValueError, match="Buddhist"):
        AcademicYear(era)


def test_there_are_four_quarters() -> None:
    with pytest.raises(ValueError, match="no quarter"):
        Quarter(FiscalYear(2570), 5)
