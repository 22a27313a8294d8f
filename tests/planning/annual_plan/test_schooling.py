"""Grants, class plans, requests and plans of schools: to the satang, flagged, proposed and accepted."""

from __future__ import annotations

import re
from datetime import date

import pytest
from sqlmodel import select

from planning.annual_plan import copied
from planning.annual_plan.models.schools import BudgetRequest, GrantShare
from planning.plans.models.paper import Paper
from service.database import reading
from tests.planning.annual_plan.conftest import Office
from tests.planning.annual_plan.copies import SCHOOLS, count, keep
from tests.planning.entering import Entered

ONE, TWO, THREE = (school.smis_code for school in SCHOOLS)
CLASSES = {
    "academic_year": "2570",
    "school_code": ONE,
    "rooms.0.grade": "p1",
    "rooms.0.pupils": "41",
    "rooms.0.rooms": "1",
    "rooms.1.grade": "k2",
    "rooms.1.pupils": "60",
    "rooms.1.rooms": "2",
}
REQUEST = {
    "fiscal_year": "2569",
    "school_code": ONE,
    "kind": "equipment",
    "item": "โต๊ะเก้าอี้นักเรียน",
    "quantity": "40",
    "unit": "ชุด",
    "unit_satang": "1,500",
    "lack": "5",
    "condition": "4",
    "pupils": "3",
    "safety": "0",
}
TERM = {"academic_year": "2569", "term": "2"}


@pytest.fixture
def counted(office: Office) -> Office:
    """Three schools with their June count."""
    engine = office.served.engine
    keep(engine, copied.SCHOOLS, SCHOOLS)
    keep(
        engine, copied.COUNTS, [count(ONE, "k2", 7), count(ONE, "p1", 11), count(TWO, "p6", 13), count(THREE, "k3", 1)]
    )
    return office


def test_grades_levels_and_sums_stand_in_their_order(counted: Office) -> None:
    it = counted.planner
    for level in ("primary", "kindergarten"):
        assert rate(it, level, "1000") == 303
    page = it.get("/grants").text
    assert page.index("Kindergarten</td>") < page.index("Primary level</td>")
    assert it.post("/class-plans/new", CLASSES).status_code == 303
    page = it.get("/class-plans/1").text
    assert page.index("อ.2") < page.index("ป.1")
    assert re.search(r"Together</td>.*?>101</td>.*?>3</td>", page, re.DOTALL)


def shares(office: Office, run: int) -> dict[str, tuple[int, int | None]]:
    with reading(office.served.engine) as session:
        rows = session.exec(select(GrantShare).where(GrantShare.run_id == run)).all()
    return {row.school_code: (row.amount_satang, row.before_satang) for row in rows}


def letters(office: Office) -> list[str]:
    with reading(office.served.engine) as session:
        return sorted(row.school_code for row in session.exec(select(Paper).where(Paper.kind == "grant_letter")))


def rate(it: Entered, level: str, baht: str) -> int:
    return it.post("/grants/rates", {"level": level, "satang": baht, "first_year": "2566"}).status_code


@pytest.mark.requirement("I-3")
def test_grants_are_exact_and_a_corrected_count_changes_one_row_and_makes_one_letter(counted: Office) -> None:
    """3 schools, 2 rates: 7 x 850.25 + 11 x 950.50; 13 x 950.50; 1 x 850.25. Then one count is corrected."""
    it = counted.planner
    refused = it.post("/grants/runs", TERM)
    assert (refused.status_code, "No rate" in refused.text) == (422, True)
    assert [rate(it, "kindergarten", "850.25"), rate(it, "primary", "950.50")] == [303, 303]
    assert rate(it, "primary", "1") == 422
    assert it.post("/grants/runs", TERM).status_code == 303
    assert shares(counted, 1) == {ONE: (1_640_725, None), TWO: (1_235_650, None), THREE: (85_025, None)}
    assert "29,614.00" in it.get("/grants/1").text
    assert it.post("/grants/1/letters").status_code == 303
    assert letters(counted) == [ONE, TWO, THREE]
    assert "Nothing changed since the last run" in it.post("/grants/runs", TERM).text
    corrected = [count(ONE, "k2", 7), count(ONE, "p1", 11), count(TWO, "p6", 12, revision=2), count(THREE, "k3", 1)]
    keep(counted.served.engine, copied.COUNTS, corrected)
    assert it.post("/grants/runs", TERM).status_code == 303
    page = it.get("/grants/2").text
    assert ("-950.50" in page, "โรงเรียนสมมติ 2" in page, "โรงเรียนสมมติ 1" in page) == (True, True, False)
    for _time in range(2):
        assert it.post("/grants/2/letters").status_code == 303
        assert letters(counted) == [ONE, TWO, TWO, THREE]
    assert it.get("/papers/4/paper.pdf").content.startswith(b"%PDF")


def test_a_room_of_forty_one_is_flagged_and_a_plan_is_proposed_reviewed_and_approved(counted: Office) -> None:
    """The approved plan is given to others with what its rooms hold; before that nothing of it."""
    school = counted.enter("school", first="/school-plans", school_code=ONE)
    assert school.post("/class-plans/new", {**CLASSES, "school_code": TWO}).status_code == 422
    assert school.post("/class-plans/new", CLASSES).status_code == 303
    page = school.get("/class-plans/1").text
    assert "above the norm of 40: 2 rooms are needed" in page
    assert "above the norm of 30" not in page
    assert school.post("/class-plans/1/steps/approve").status_code == 403
    assert school.post("/class-plans/1/propose").status_code == 303
    it = counted.planner
    assert it.post("/class-plans/1/steps/approve").status_code == 422
    assert it.post("/class-plans/1/steps/return", {"comment": ""}).status_code == 422
    assert it.post("/class-plans/1/steps/return", {"comment": "เพิ่มห้อง"}).status_code == 303
    assert "เพิ่มห้อง" in school.get("/class-plans/1").text
    assert school.post("/class-plans/new", {**CLASSES, "rooms.0.rooms": "2"}).status_code == 303
    assert it.get("/api/v1/data/class_plans?office=5302").json()["rows"] == []
    for path in ("propose", "steps/review", "steps/approve"):
        assert it.post(f"/class-plans/1/{path}").status_code == 303
    rows = it.get("/api/v1/data/class_plans?office=5302").json()["rows"]
    assert [(row["smis_code"], row["grade"], row["capacity"]) for row in rows] == [(ONE, "p1", 80), (ONE, "k2", 60)]
    assert school.post("/class-plans/new", CLASSES).status_code == 422
    assert counted.enter("school", school_code=TWO).get("/class-plans/1").status_code == 404


def test_a_class_plan_begins_with_the_last_count(counted: Office) -> None:
    """Of the year itself, where it was counted already; by the newer of its two count days."""
    older, newer = date(2025, 6, 10), date(2026, 11, 10)
    rows = [
        count(ONE, "p1", 12).model_copy(update={"academic_year": 2568, "count_date": older}),
        count(ONE, "p1", 9).model_copy(update={"academic_year": 2569, "count_date": newer}),
        count(ONE, "p1", 11),
    ]
    keep(counted.served.engine, copied.COUNTS, rows)
    school = counted.enter("school", first="/school-plans", school_code=ONE)
    for year, pupils in ((2569, 9), (2570, 9), (2568, 12)):
        page = school.get(f"/class-plans/new?year={year}").text
        assert re.findall(r'name="rooms.0.pupils"[^>]* value="(\d*)"', page) == [str(pupils)]
        assert re.search(r'name="rooms.0.pupils"[^>]* inputmode="numeric"', page)


@pytest.mark.requirement("I-4.2")
def test_what_was_funded_last_year_is_warned_and_urgent_things_come_first(counted: Office) -> None:
    it = counted.planner
    assert it.post("/requests/new", REQUEST).status_code == 303
    assert it.post("/requests/1/funded").status_code == 303
    again = {**REQUEST, "fiscal_year": "2570", "item": "โต๊ะเก้าอี้ นักเรียน"}
    assert it.post("/requests/new", again).status_code == 303
    assert "This school got the same in the year before." in it.get("/requests/2").text
    building = {**again, "kind": "land_building", "item": "อาคารเรียน", "safety": "5"}
    refused = it.post("/requests/new", building)
    assert (refused.status_code, "Land and buildings need their forms" in refused.text) == (422, True)
    assert it.post("/requests/new", {**building, "attachments": "ปร.4 ปร.5 ปร.6"}).status_code == 303
    page = it.get("/requests?year=2570").text
    assert page.index("อาคารเรียน") < page.index("โต๊ะเก้าอี้ นักเรียน")
    assert "funded last year already" in page
    assert ("67" in page, "87" in page) == (True, True)
    assert it.post("/requests/new", {**REQUEST, "school_code": "99999999"}).status_code == 422
    with reading(counted.served.engine) as session:
        assert len(session.exec(select(BudgetRequest)).all()) == 3


@pytest.mark.requirement("P2-4.8")
def test_a_school_plans_no_more_than_it_knows_of_and_its_plan_is_accepted(counted: Office) -> None:
    """The grant is prefilled from the run of the term, twice for the year; a third of the schools was accepted."""
    it = counted.planner
    rate(it, "kindergarten", "100")
    rate(it, "primary", "100")
    assert it.post("/grants/runs", TERM).status_code == 303
    school = counted.enter("school", first="/school-plans", school_code=ONE)
    assert school.post(f"/school-plans/begin/{TWO}", {"year": "2570"}).status_code == 422
    assert SCHOOLS[0].name in school.get(f"/school-plans/begin/{ONE}?year=2570").text
    assert school.post(f"/school-plans/begin/{ONE}", {"year": "2570"}).status_code == 303
    assert "3,600.00" in (page := school.get("/school-plans/1").text)
    assert re.search(r'name="projects.0.satang"[^>]* inputmode="decimal"', page)
    assert 'name="projects.0.name"' in page  # a browser can send what the next lines send
    plan = {"version": "1", "other_satang": "400", "projects.0.name": "ค่ายวิชาการ", "projects.0.satang": "4000.01"}
    refused = school.post("/school-plans/1", plan)
    assert refused.status_code == 422
    assert "The projects take 4,000.01, the school knows of 4,000.00" in refused.text
    assert school.post("/school-plans/1", {**plan, "projects.0.satang": "4000"}).status_code == 303
    assert school.post("/school-plans/1/propose").status_code == 303
    assert it.post("/school-plans/1/steps/return", {"comment": "ขอรายละเอียด"}).status_code == 303
    assert "ขอรายละเอียด" in school.get("/school-plans/1").text
    assert school.post("/school-plans/1/propose").status_code == 303
    assert it.post("/school-plans/1/steps/approve").status_code == 303
    assert "33.3%" in it.get("/school-plans?year=2570").text
    assert school.get("/").headers["location"] == "/school-plans"
    for path in ("/projects", "/ledger", "/allocations", "/grants"):
        assert school.get(path).status_code == 403


def test_a_plan_begun_before_its_grant_is_reckoned_gets_it(counted: Office) -> None:
    """Also one that lay before the office meanwhile, when it is returned; what becomes less is refused."""
    it = counted.planner
    rate(it, "kindergarten", "100")
    rate(it, "primary", "100")
    school = counted.enter("school", first="/school-plans", school_code=ONE)
    assert school.post(f"/school-plans/begin/{ONE}", {"year": "2570"}).status_code == 303
    other = counted.enter("school", first="/school-plans", school_code=TWO)
    assert other.post(f"/school-plans/begin/{TWO}", {"year": "2570"}).status_code == 303
    given = {"version": "1", "other_satang": "5", "projects.0.name": "ค่าย", "projects.0.satang": "5"}
    assert other.post("/school-plans/2", given).status_code == 303
    assert other.post("/school-plans/2/propose").status_code == 303
    assert it.post("/grants/runs", TERM).status_code == 303
    assert "3,600.00" in school.get("/school-plans/1").text
    assert "2,600.00" not in other.get("/school-plans/2").text
    assert it.post("/school-plans/2/steps/return", {"comment": "ได้รับเงินแล้ว"}).status_code == 303
    assert "2,600.00" in other.get("/school-plans/2").text
    plan = {"version": "1", "other_satang": "", "projects.0.name": "ค่ายวิชาการ", "projects.0.satang": "3600"}
    assert school.post("/school-plans/1", plan).status_code == 303
    keep(counted.served.engine, copied.COUNTS, [count(ONE, "p1", 11), count(TWO, "p6", 13), count(THREE, "k3", 1)])
    assert it.post("/grants/runs", TERM).status_code == 303
    refused = school.post("/school-plans/1/propose")
    assert refused.status_code == 422
    assert "The projects take 3,600.00, the school knows of 2,200.00" in refused.text
