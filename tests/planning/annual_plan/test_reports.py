"""Quarterly reports: late from the day itself, closed only when none is missing, told with what was measured."""

from __future__ import annotations

import re
from datetime import date, timedelta

import pytest
from sqlmodel import select

from office.fiscal import FiscalYear
from office.thai_date import long_date
from planning.annual_plan.models.following import QuarterReport
from planning.annual_plan.models.project import Activity, Project
from planning.annual_plan.money.calendar import due_on, light, on_time
from planning.annual_plan.terms import Light
from planning.kit.holidays import OfficeDays
from service.database import reading, transaction
from tests.planning.annual_plan.conftest import Office
from tests.planning.annual_plan.test_allocations import told
from tests.planning.annual_plan.typing_in import MONEY, NOTICE, PROJECT

LAST_YEAR = FiscalYear.of(date.today()).preceding  # noqa: DTZ011 - all its quarters are over on any clock
OWN = {"actuals.0.key": "ร้อยละของโรงเรียน"}
REPORT = {"progress": "doing", "percent": "40", "output_quantity": "3", "actuals.0.value": "55.5", **OWN}


@pytest.fixture
def past(office: Office) -> Office:
    """An approved project of the year that has ended."""
    year = {"fiscal_year": str(LAST_YEAR.era)}
    on = {"letter_date": LAST_YEAR.first.isoformat()}
    it = office.planner
    it.post("/allocations/new", {**NOTICE, **year, **on})
    it.post(
        "/allocations/new", {**NOTICE, **year, **on, "notice_no": "2", "letter_no": "2", "budget_type": "investment"}
    )
    it.post("/projects/new", {**PROJECT, **year})
    assert it.post("/projects/1/money", MONEY).status_code == 303
    office.approve_all()
    return office


def with_indicator(office: Office) -> None:
    """The project's indicator is one of the registry."""
    with transaction(office.served.engine) as session:
        row = session.exec(select(Project)).one()
        row.links = {**row.links, "indicators": [{"key": "k1", "name": ""}]}
        session.add(row)


@pytest.mark.requirement("I-4")
def test_a_quarter_closes_only_when_every_project_reported_or_was_waived(past: Office) -> None:
    it, year = past.planner, str(LAST_YEAR.era)
    refused = it.post("/quarters/close", {"year": year, "quarter": "1"})
    assert (refused.status_code, "No report and no waiver: 001 โครงการสมมุติ" in refused.text) == (422, True)
    assert told(past, "QuarterClosed") == []
    assert it.post("/reports/1/1/report", REPORT).status_code == 303
    assert "Close the quarter before it first" in it.post("/quarters/close", {"year": year, "quarter": "2"}).text
    assert it.post("/quarters/close", {"year": year, "quarter": "1"}).status_code == 303
    assert it.post("/reports/1/2/waive", {"reason": ""}).status_code == 422
    assert it.post("/reports/1/2/waive", {"reason": "ยังไม่ถึงช่วงดำเนินการ"}).status_code == 303
    assert it.post("/quarters/close", {"year": year, "quarter": "2"}).status_code == 303
    assert [(one["quarter"], one["projects"], one["waived"]) for one in told(past, "QuarterClosed")] == [
        (1, 1, 0),
        (2, 1, 1),
    ]
    answer = it.post("/reports/1/1/report", REPORT)
    assert (answer.status_code, "This quarter is closed" in answer.text) == (422, True)
    assert past.enter("viewer").post("/quarters/close", {"year": year, "quarter": "3"}).status_code == 403


def test_what_an_indicator_was_is_told_and_spending_is_of_the_ledger(past: Office) -> None:
    with_indicator(past)
    it = past.planner
    on = (LAST_YEAR.first + timedelta(days=20)).isoformat()
    it.post("/lines/1/ask", {"on": on, "number": "1", "asked": "pay", "amount_satang": "2500"})
    assert it.post("/entries/1/pay", {"on": on, "number": "ฎ1", "amount_satang": "2500"}).status_code == 303
    assert it.post("/reports/1/1/report", {**REPORT, "actuals.0.key": "k1"}).status_code == 303
    fact = told(past, "ActualEntered")[0]
    assert (fact["indicator_key"], fact["quarter"], fact["value"]) == ("k1", 1, 55.5)
    page = it.get("/reports/1").text
    assert "2,500.00" in page
    keys = dict(re.findall(r'name="(percent|output_quantity|actuals.0.value)"[^>]* inputmode="(\w+)"', page))
    assert keys == {"percent": "decimal", "output_quantity": "numeric", "actuals.0.value": "decimal"}
    assert (
        "This indicator is not of the project" in it.post("/reports/1/2/report", {**REPORT, "actuals.0.key": "k2"}).text
    )


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"percent": "101"}, "At most 100"),
        ({"progress": "delayed"}, "Say what the problem is"),
        ({"progress": "done"}, "Evidence is needed"),
        ({"progress": "not_started"}, "What has not begun has no percent and no output"),
        ({"progress": "moon"}, "One of"),
        ({"actuals.0.value": "nan"}, "A number is needed"),
    ],
)
def test_a_wrong_report_is_refused(past: Office, change: dict[str, str], reason: str) -> None:
    answer = past.planner.post("/reports/1/1/report", {**REPORT, **change})
    assert (answer.status_code, reason in answer.text) == (422, True)
    with reading(past.served.engine) as session:
        assert session.exec(select(QuarterReport)).all() == []


def test_a_report_is_red_from_the_day_on_which_it_is_due(past: Office) -> None:
    quarter = LAST_YEAR.quarters[0]
    due = due_on(quarter, 10, OfficeDays())
    days = [(0, Light.LATE), (-1, Light.SOON), (-7, Light.SOON), (-8, Light.WAITING)]
    for off, shown in days:
        assert light(due + timedelta(days=off), due, is_reported=False, is_waived=False) is shown
    assert light(due, due, is_reported=True, is_waived=False) is Light.DONE
    page = past.planner.get(f"/reports?year={LAST_YEAR.era}").text
    assert page.count("late report") >= 4
    assert "alert-triangle" in page


@pytest.mark.requirement("I-5.3")
def test_on_time_by_group_is_what_a_hand_counts(past: Office) -> None:
    """Two groups of one project each over four quarters that are over: reports of today came too late, those that the
    rows say came on their last day did not.
    """
    it, year = past.planner, str(LAST_YEAR.era)
    it.post("/projects/new", {**PROJECT, "fiscal_year": year, "code": "002", "group_name": "กลุ่มอื่น"})
    past.approve_all()
    for project, quarter in ((1, 1), (1, 2), (2, 1)):
        assert it.post(f"/reports/{project}/{quarter}/report", REPORT).status_code == 303
    assert it.post("/reports/1/4/waive", {"reason": "ก"}).status_code == 303
    with transaction(past.served.engine) as session:
        row = session.exec(select(QuarterReport).where(QuarterReport.project_id == 1, QuarterReport.quarter == 1)).one()
        row.reported_on = due_on(LAST_YEAR.quarters[0], 10, OfficeDays()) - timedelta(days=1)
        session.add(row)
    page = it.get(f"/reports?year={year}").text
    assert 'กลุ่มนโยบายและแผน</dt><dd><span class="badge bg-secondary-lt">' in page
    assert "1/3 (33%)" in page
    assert "0/4 (0%)" in page


def test_nothing_is_due_of_what_has_not_ended() -> None:
    dues = {1: date(2027, 1, 10), 2: date(2027, 4, 10)}
    found = on_time({1: "ก", 2: "ข"}, {(1, 1): date(2027, 1, 9), (2, 2): date(2027, 1, 12)}, dues, date(2027, 1, 10))
    assert [(one.group, one.on_time, one.due, one.percent) for one in found] == [("ก", 1, 1, 100.0), ("ข", 1, 2, 50.0)]


def test_the_first_page_names_each_project_that_is_behind_and_why(past: Office) -> None:
    """A late report, a report that says so itself, and an activity past its day."""
    it, year = past.planner, str(LAST_YEAR.era)
    with transaction(past.served.engine) as session:
        row = session.exec(select(Activity).where(Activity.number == 1)).one()
        row.ends_on = LAST_YEAR.last
        session.add(row)
    page = past.enter("director").get(f"/?year={year}").text
    assert "Report of quarter 1 is late" in page
    ended = long_date(LAST_YEAR.last, "en")
    assert f"Activity กิจกรรมหนึ่ง should have ended on {ended}" in page
    assert it.post("/reports/1/1/report", {**REPORT, "progress": "delayed", "problem": "ฝน"}).status_code == 303
    page = past.enter("director").get(f"/?year={year}").text
    assert ("Report of quarter 1 is late" in page, "Quarter 1: Delayed" in page) == (False, True)
    assert "No project is behind." in it.get(f"/?year={LAST_YEAR.era - 1}").text
