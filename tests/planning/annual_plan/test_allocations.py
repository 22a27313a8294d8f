"""Allocation notices: what is posted once, summed, cut and split, and who is told of it."""

from __future__ import annotations

import json
from datetime import date
from typing import Any

import pytest
from sqlmodel import select

from planning.kit.tables import EventOut
from service.database import reading, transaction
from tests.planning.annual_plan.conftest import Office
from tests.planning.annual_plan.typing_in import NOTICE

CUT = {"on": "2026-11-10", "by_satang": "4000", "deferred_until": "2027-10-01", "reason": "ถูกปรับลด"}


def told(office: Office, kind: str) -> list[dict[str, Any]]:
    with reading(office.served.engine) as session:
        return [one.data for one in session.exec(select(EventOut).order_by(EventOut.id)) if one.kind == kind]  # type: ignore[arg-type]


@pytest.mark.requirement("P2-4.1")
def test_a_letter_is_posted_once_and_types_make_the_whole(office: Office) -> None:
    it = office.planner
    assert it.post("/allocations/new", NOTICE).status_code == 303
    again = it.post("/allocations/new", {**NOTICE, "notice_no": "2"})
    assert (again.status_code, "A notice with this letter number is there already" in again.text) == (422, True)
    for number, kind, amount in (("2", "operating", "0.25"), ("3", "investment", "1,234.50")):
        more = {"notice_no": number, "letter_no": f"ศธ {number}", "budget_type": kind, "amount_satang": amount}
        assert it.post("/allocations/new", {**NOTICE, **more}).status_code == 303
    page = it.get("/allocations?year=2570").text
    for figure in ("10,000.25", "1,234.50", "11,234.75"):
        assert figure in page
    assert [fact["amount_satang"] for fact in told(office, "AllocationPosted")] == [1_000_000, 25, 123_450]


@pytest.mark.parametrize(
    ("field", "typed", "reason"),
    [
        ("amount_satang", "0", "More than 0"),
        ("amount_satang", "-1", "At least 0"),
        ("amount_satang", "1.005", "two decimals"),
        ("fiscal_year", "2027", "A year of the Buddhist era"),
        ("letter_date", "5/10/2569", "A date such as"),
        ("budget_type", "moon", "One of"),
        ("letter_no", "", "This is needed"),
        ("amount", "1", "There is no such field"),
    ],
)
def test_a_wrong_notice_is_refused_at_its_field(office: Office, field: str, typed: str, reason: str) -> None:
    answer = office.planner.post("/allocations/new", {**NOTICE, field: typed})
    assert (answer.status_code, reason in answer.text) == (422, True)
    assert told(office, "AllocationPosted") == []


def test_less_money_marks_lines_and_tells_which_needs_lost_it(approved: Office) -> None:
    """Flow 9: the need whose line lost its money is named to netops, with the day and the reason."""
    with transaction(approved.served.engine) as session:
        for row in approved.lines():
            row.need_id = 7 if row.budget_type == "investment" else None
            session.merge(row)
    there = approved.planner.post("/allocations/2/cut", CUT)
    assert there.status_code == 303
    assert [row.is_over for row in approved.lines()] == [False, True]
    fact = told(approved, "AllocationReduced")[0]
    assert (fact["need_ids"], fact["deferred_until"]) == ([7], date(2027, 10, 1).isoformat())
    assert told(approved, "AllocationPosted")[-1] | {"allocation_key": ""} == {
        **told(approved, "AllocationPosted")[1],
        "allocation_key": "",
        "amount_satang": 100_000,
        "reduced_by_satang": 400_000,
    }
    assert "over the ceiling" in approved.planner.get("/projects/1").text
    assert json.dumps(fact)
    again = {**NOTICE, "notice_no": "9", "letter_no": "ศธ 04001/9", "budget_type": "investment"}
    assert approved.planner.post("/allocations/new", {**again, "amount_satang": "4000"}).status_code == 303
    assert "over the ceiling" not in approved.planner.get("/projects/1").text


def test_more_than_a_notice_holds_is_not_taken_back(approved: Office) -> None:
    answer = approved.planner.post("/allocations/2/cut", {**CUT, "by_satang": "5000.01"})
    assert (answer.status_code, "The notice has only 5,000.00" in answer.text) == (422, True)
    assert told(approved, "AllocationReduced") == []


@pytest.mark.requirement("I-4.3")
def test_a_split_is_never_more_than_its_notice(approved: Office) -> None:
    it = approved.planner
    assert it.post("/allocations/1/split", {"school_code": "53020001", "amount_satang": "6000"}).status_code == 303
    assert it.post("/allocations/1/split", {"project_id": "1", "amount_satang": "4000"}).status_code == 303
    answer = it.post("/allocations/1/split", {"school_code": "53020002", "amount_satang": "0.01"})
    assert answer.status_code == 422
    assert "Of 10,000.00, 10,000.00 are split already: 0.01 are too much" in answer.text
    page = it.get("/allocations/1").text
    assert ("53020001" in page, "โครงการสมมุติ" in page, "53020002" in page) == (True, True, False)


def test_another_office_sees_nothing(approved: Office) -> None:
    other = approved.enter("planner", office_code="5301")
    for path in ("/allocations/1", "/projects/1", "/lines/1", "/projects/1/edit", "/projects/1/money"):
        assert other.get(path).status_code == 404
    assert "โครงการสมมุติ" not in other.get("/projects?year=2570").text
    assert other.post("/allocations/1/cut", CUT).status_code == 404
    assert other.post("/lines/1/ask", {}).status_code == 404
