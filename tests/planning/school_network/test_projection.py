"""Pupils of the years ahead, through the page: reckoned by hand for the four schools, refused without two counts."""

from __future__ import annotations

import csv
import io
from datetime import date

from contract.data.registry import AgeRow, CountRow, VillageRow
from tests.planning.entering import Entered
from tests.planning.school_network import given
from tests.planning.served import Served

A, B, C, D = given.CODES.values()


def count(school: str, day: date, grade: str, pupils: int) -> CountRow:
    """One frozen cell."""
    return CountRow(
        smis_code=school,
        academic_year=day.year + 543,
        count_date=day,
        revision=1,
        is_frozen=True,
        is_current=True,
        grade=grade,
        male=pupils,
        female=0,
        rooms=1,
    )


def villages() -> list[VillageRow]:
    """V07 and V08, whose nearest school is C, have 2 and 4 children of five."""
    younger = {"V07": 2, "V08": 4}
    return [
        one.model_copy(update={"ages": (*one.ages, AgeRow(age=5, male=younger[one.code], female=0))})
        if one.code in younger
        else one
        for one in given.villages()
    ]


def test_cohorts_go_up_and_children_come_in(network: Served, planner: Entered) -> None:
    """Of 20 in primary 1 of school A 15 came to primary 2: three in four. Into C come 30 of 13 children of six today,
    so of 6 children of five 13.8 next year, and as many later, since nobody younger is known.
    """
    now = [*given.counts(), count(A, given.COUNT_DAY, "p2", 15)]
    # The count of November 2568 is newer than that of June; a year is compared with a year.
    before = [count(A, date(2025, 6, 10), "p1", 20), count(A, date(2025, 11, 10), "p1", 99)]
    given.told(network.engine, "enrolment", now + before)
    given.told(network.engine, "villages", villages())
    answer = planner.post("/runs/new", given.run_form(small_school_pupils="20"))
    assert answer.status_code == 303, answer.text
    at = str(answer.headers["location"])
    shown = planner.get(f"{at}/projection")
    assert "becomes small" in shown.text
    assert "75.0" in shown.text
    file = planner.get(f"{at}/projection.csv")
    found = {one["school"]: one for one in csv.DictReader(io.StringIO(file.content.decode("utf-8-sig")))}
    years = [f"pupils_{year}" for year in range(2569, 2575)]
    # A has nobody in its first class and no child near it: it runs empty, 35 (20 and 15), 30, 30, 30, 30 and 15.
    assert [int(found[A][year]) for year in years] == [35, 30, 30, 30, 30, 15]
    assert found[A]["small"] == "yes"
    # C: 30; then 14 + 23; 14 + 10 + 23; a class of 10 more each year. In the sixth year the 23 are in primary 6.
    assert [int(found[C][year]) for year in years] == [30, 37, 47, 57, 67, 77]
    assert (found[C]["small"], found[C]["rooms"], found[C]["rooms_needed"]) == ("no", "1", "6")
    assert found[D]["ours"] == "no"


def test_without_two_years_there_is_no_rate(planner: Entered) -> None:
    answer = planner.post("/runs/new", given.run_form())
    at = str(answer.headers["location"])
    page = planner.get(f"{at}/projection")
    assert page.status_code == 200
    assert "Frozen counts of two academic years or more are needed" in page.text
    assert planner.get(f"{at}/projection.csv").status_code == 409
