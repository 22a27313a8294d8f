"""The ledger: what is free is reckoned from entries, nothing is spent twice, and nothing is ever changed."""

from __future__ import annotations

from typing import Any

import pytest
from sqlmodel import select

from planning.annual_plan.models.ledger import ClosedQuarter, Entry
from planning.annual_plan.models.money import Setting
from planning.annual_plan.models.project import Project
from planning.annual_plan.terms import ProjectState
from planning.kit.tables import AuditEntry
from service.database import reading, transaction
from tests.planning.annual_plan.conftest import Office
from tests.planning.annual_plan.test_allocations import told
from tests.planning.annual_plan.typing_in import NOTICE, PROJECT, line

ASK = {"on": "2026-11-01", "number": "ข 1", "asked": "pay", "amount_satang": "6000"}
PAY = {"on": "2026-11-20", "number": "ฎ 1", "amount_satang": "6000"}
MOVE = {"on": "2026-11-20", "giver": "1", "amount_satang": "1000", "approved_by": "ผอ.สพป.", "note": "เหลือจ่าย"}


def entries(office: Office) -> list[Entry]:
    with reading(office.served.engine) as session:
        return list(session.exec(select(Entry).order_by(Entry.id)))  # type: ignore[arg-type]


def free(office: Office, line: int = 1) -> str:
    page = office.planner.get(f"/lines/{line}").text
    return page.split("<dt>Free</dt><dd>")[1].split("</span>")[0].split(">")[1]


def do(office: Office, path: str, form: dict[str, str]) -> Any:
    return office.planner.post(path, form)


@pytest.mark.requirement("P2-4.7", "P2-2.2")
def test_money_is_asked_for_bound_paid_given_back_and_moved(approved: Office) -> None:
    """More than is free is refused; what a contract leaves and what is cancelled is free again; a transfer stands
    in both histories; each payment is told with the total of the project.
    """
    refused = do(approved, "/lines/1/ask", {**ASK, "amount_satang": "10000.01"})
    assert (refused.status_code, "10,000.01 is more than the 10,000.00 that are free" in refused.text) == (422, True)
    assert do(approved, "/lines/1/ask", ASK).status_code == 303
    assert free(approved) == "4,000.00"
    assert do(approved, "/entries/1/bind", {"on": "2026-11-10", "amount_satang": "5000"}).status_code == 303
    assert free(approved) == "5,000.00"
    assert do(approved, "/entries/2/pay", {**PAY, "amount_satang": "3000"}).status_code == 303
    assert do(approved, "/entries/2/cancel", {"on": "2026-11-21", "note": "ผู้ขายเลิก"}).status_code == 303
    assert free(approved) == "7,000.00"
    assert do(approved, "/entries/3/return", {"on": "2026-11-25", "amount_satang": "500"}).status_code == 303
    assert free(approved) == "7,500.00"
    assert do(approved, "/transfers/new", {**MOVE, "taker": "2"}).status_code == 303
    assert (free(approved), free(approved, 2)) == ("6,500.00", "6,000.00")
    for at in (1, 2):
        assert "Transfer" in approved.planner.get(f"/lines/{at}").text
    paid = told(approved, "DisbursementPosted")
    assert [(one["amount_satang"], one["total_satang"]) for one in paid] == [(300_000, 300_000), (-50_000, 250_000)]
    with reading(approved.served.engine) as session:
        acts = [one.action for one in session.exec(select(AuditEntry)) if one.action.startswith("ledger")]
    assert acts == [
        f"ledger.{kind}" for kind in ("request", "commit", "pay", "cancel", "return", "transfer", "transfer")
    ]


def closed_quarter(office: str, year: int, quarter: int) -> ClosedQuarter:
    return ClosedQuarter(
        office_code=office,
        fiscal_year=year,
        quarter=quarter,
        spent_satang=0,
        projects=1,
        waived=0,
        closed_by="x",
    )


@pytest.mark.parametrize(
    ("path", "form", "reason"),
    [
        ("/lines/1/ask", {**ASK, "amount_satang": "0"}, "More than 0"),
        (
            "/lines/1/ask",
            {**ASK, "on": "2026-09-30"},
            "Money of this year is paid from 1 October 2026 to 30 September 2027",
        ),
        ("/lines/1/ask", {**ASK, "number": ""}, "This is needed"),
        ("/transfers/new", {**MOVE, "taker": "1"}, "Choose another line"),
        ("/transfers/new", {**MOVE, "taker": "2", "amount_satang": "10000.01"}, "that are free"),
        ("/transfers/new", {**MOVE, "taker": "2", "approved_by": ""}, "This is needed"),
        ("/lines/1/amend", {**MOVE, "more": "yes", "amount_satang": "1"}, "There is no such field"),
        (
            "/lines/1/amend",
            {name: MOVE[name] for name in ("on", "approved_by", "note", "amount_satang")} | {"more": "yes"},
            "the lines take 11,000.00, allocated are 10,000.00",
        ),
        (
            "/lines/1/carry",
            {"amount_satang": "1", "until": "2027-09-30", "approved_by": "ผอ.", "reason": "ก"},
            "This day lies in the year itself",
        ),
        (
            "/lines/1/carry",
            {"amount_satang": "10001", "until": "2028-03-31", "approved_by": "ผอ.", "reason": "ก"},
            "more than the 10,000.00 that are left",
        ),
    ],
)
def test_what_may_not_be_is_refused_and_leaves_no_entry(
    approved: Office, path: str, form: dict[str, str], reason: str
) -> None:
    """INV-B3, INV-B4, INV-B5."""
    answer = do(approved, path, form)
    assert (answer.status_code, reason in answer.text) == (422, True)
    assert entries(approved) == []


def test_a_line_is_paid_from_a_notice_of_its_own_source_and_type(approved: Office) -> None:
    """The first notice holds operating money, the second investment money."""
    assert do(approved, "/lines/1/ask", ASK).status_code == 303
    shown = approved.planner.get("/entries/1").text
    assert ('<option value="1"' in shown, '<option value="2"' in shown) == (True, False)
    answer = do(approved, "/entries/1/pay", {**PAY, "allocation_id": "2"})
    reason = "This notice holds งบประมาณ · Investment expenses, the line takes งบประมาณ · Operating expenses"
    assert (answer.status_code, reason in answer.text) == (422, True)
    assert do(approved, "/entries/1/pay", {**PAY, "allocation_id": "1"}).status_code == 303


def test_types_move_only_where_the_office_lets_them(approved: Office) -> None:
    """INV-B4: which types may move is a setting."""
    setting = {
        "report_days": "10",
        "transfer_pairs": "operating>investment",
        "norm_kindergarten": "30",
        "norm_other": "40",
    }
    assert do(approved, "/settings", setting).status_code == 303
    back = {**MOVE, "giver": "2", "taker": "1"}
    assert "Money of this source and type may not move there" in do(approved, "/transfers/new", back).text
    assert do(approved, "/transfers/new", {**MOVE, "taker": "2"}).status_code == 303
    assert "One pair on each line is needed" in do(approved, "/settings", {**setting, "transfer_pairs": "a>b"}).text
    assert "Operating expenses &gt; Investment expenses" in approved.planner.get("/settings").text
    for said in ("งบดำเนินงาน > งบลงทุน\nงบลงทุน > งบดำเนินงาน", "Operating expenses > Investment expenses"):
        assert do(approved, "/settings", {**setting, "transfer_pairs": said}).status_code == 303
    with reading(approved.served.engine) as session:
        assert session.exec(select(Setting)).one().transfer_pairs == "operating>investment"


@pytest.mark.requirement("I-4.4")
def test_money_of_a_year_is_paid_after_it_only_when_it_was_carried_over(approved: Office) -> None:
    """INV-B5, with who approved transfer, return and carry-over."""
    approved.of_last_year()
    do(approved, "/lines/1/ask", {**ASK, "on": "2025-11-01"})
    late = {**PAY, "on": "2026-11-01"}
    refused = do(approved, "/entries/1/pay", late)
    assert (refused.status_code, "to 30 September 2026" in refused.text) == (422, True)
    carried = {"amount_satang": "6000", "until": "2026-11-10", "approved_by": "ผอ.สพป.", "reason": "รอส่งของ"}
    assert "This is needed" in do(approved, "/lines/1/carry", {**carried, "approved_by": ""}).text
    assert do(approved, "/lines/1/carry", carried).status_code == 303
    assert do(approved, "/entries/1/pay", {**late, "on": "2026-11-11"}).status_code == 422
    assert do(approved, "/entries/1/pay", late).status_code == 303
    assert [row.quarter for row in entries(approved)] == [1, 0]
    assert do(approved, "/entries/2/return", {"on": "2026-11-05", "amount_satang": "6000.01"}).status_code == 422
    assert do(approved, "/entries/2/return", {"on": "2026-11-05", "amount_satang": "6000"}).status_code == 303
    assert do(approved, "/transfers/new", {**MOVE, "on": "2025-11-20", "taker": "2"}).status_code == 303
    page = approved.planner.get("/lines/1").text
    assert "30" not in page.split("Carried over until")[1][:40]


def test_a_closed_quarter_is_read_only_and_corrected_by_an_entry_that_takes_back(approved: Office) -> None:
    """INV-B6."""
    approved.of_last_year()
    asked = {**ASK, "on": "2025-11-01"}
    do(approved, "/lines/1/ask", asked)
    do(approved, "/entries/1/pay", {**PAY, "on": "2025-11-20"})
    with transaction(approved.served.engine) as session:
        session.add(closed_quarter("5302", 2569, 1))
    for path, form in (
        ("/lines/1/ask", {**asked, "number": "ข 2", "amount_satang": "1"}),
        ("/entries/2/return", {"on": "2025-12-31", "amount_satang": "1"}),
        ("/entries/2/reverse", {"on": "2025-12-31", "note": "ผิด"}),
    ):
        answer = do(approved, path, form)
        assert (answer.status_code, "Quarter 1 of 2569 is closed" in answer.text) == (422, True)
    assert do(approved, "/entries/2/reverse", {"on": "2026-01-05", "note": "ผิด"}).status_code == 303
    found = entries(approved)
    assert [(row.kind.value, row.paid_move, row.quarter) for row in found] == [
        ("request", 0, 1),
        ("pay", 600_000, 1),
        ("reverse", -600_000, 2),
    ]
    assert do(approved, "/entries/2/reverse", {"on": "2026-01-06", "note": "อีก"}).status_code == 422
    assert do(approved, "/entries/1/cancel", {"on": "2026-01-07", "note": "เลิก"}).status_code == 303
    assert free(approved) == "10,000.00"


def test_only_money_of_an_approved_project_is_spent(approved: Office) -> None:
    with transaction(approved.served.engine) as session:
        row = session.exec(select(Project)).one()
        row.state = ProjectState.DRAFT
    assert "Money is spent on approved projects only" in do(approved, "/lines/1/ask", ASK).text
    for role in ("it", "viewer", "director"):
        assert approved.enter(role).post("/lines/1/ask", ASK).status_code == 403
    assert entries(approved) == []


def test_entries_are_never_changed(approved: Office) -> None:
    """Every act adds rows; those before stay as they were, to the letter."""
    seen: list[dict[str, Any]] = []
    for path, form in (
        ("/lines/1/ask", ASK),
        ("/entries/1/pay", PAY),
        ("/entries/2/return", {"on": "2026-11-25", "amount_satang": "10"}),
        ("/transfers/new", {**MOVE, "taker": "2"}),
        ("/entries/4/reverse", {"on": "2026-11-28", "note": "ผิด"}),
    ):
        assert do(approved, path, form).status_code == 303, path
        now = [row.model_dump() for row in entries(approved)]
        assert now[: len(seen)] == seen
        assert len(now) > len(seen)
        seen = now


def test_after_the_year_no_more_is_paid_than_was_carried_over(approved: Office) -> None:
    """INV-B5: a carry-over of one thousand does not open the other five."""
    approved.of_last_year()
    do(approved, "/lines/1/ask", {**ASK, "on": "2025-11-01"})
    late = {"on": "2026-11-01", "amount_satang": "6000"}
    refused = do(approved, "/entries/1/bind", late)
    assert (refused.status_code, "Money of this year is paid from" in refused.text) == (422, True)
    carried = {"amount_satang": "1000", "until": "2027-03-31", "approved_by": "ผอ.สพป.", "reason": "รอส่งของ"}
    assert do(approved, "/lines/1/carry", carried).status_code == 303
    refused = do(approved, "/entries/1/pay", {**PAY, **late, "amount_satang": "1000.01"})
    said = "1,000.01 is more than the 1,000.00 that are left of what was carried over"
    assert (refused.status_code, said in refused.text) == (422, True)
    assert do(approved, "/entries/1/pay", {**PAY, **late, "amount_satang": "600"}).status_code == 303
    more = {**PAY, **late, "number": "ฎ 2", "amount_satang": "400.01"}
    assert "the 400.00 that are left" in do(approved, "/entries/1/pay", more).text
    early = {"on": "2026-10-31", "amount_satang": "600"}
    assert "This day is before 1 November 2026" in do(approved, "/entries/2/return", early).text


def test_a_transfer_between_types_takes_its_ceiling_along(approved: Office) -> None:
    """INV-B2, INV-B4: what went to another type is no room for an amendment, nor for another project."""
    assert do(approved, "/transfers/new", {**MOVE, "taker": "2"}).status_code == 303
    amend = {name: MOVE[name] for name in ("on", "approved_by", "note", "amount_satang")} | {"more": "yes"}
    for at, said in ((1, "the lines take 11,000.00, allocated are 10,000.00"), (2, "allocated are 5,000.00")):
        answer = do(approved, f"/lines/{at}/amend", amend)
        assert (answer.status_code, said in answer.text) == (422, True)
    plan = do(approved, "/plan/begin", {"year": "2570"}).headers["location"]
    row = next(one for one in approved.planner.get(plan).text.split("<tr") if "Operating expenses" in one)
    assert [amount in row for amount in ("10,000.00", "-1,000.00", "9,000.00", "0.00")] == [True] * 4


def test_what_an_amendment_gave_is_no_room_for_another_project(approved: Office) -> None:
    """INV-B2 a second way: past the line's own form."""
    more = {**NOTICE, "notice_no": "3", "letter_no": "ศธ 3", "amount_satang": "1,000.00"}
    assert do(approved, "/allocations/new", more).status_code == 303
    amend = {name: MOVE[name] for name in ("on", "approved_by", "note", "amount_satang")} | {"more": "yes"}
    assert do(approved, "/lines/1/amend", amend).status_code == 303
    assert do(approved, "/projects/new", {**PROJECT, "code": "002"}).status_code == 303
    one_line = line(0, 1, "operating", 1, "1000", ("1000", "", "", ""))
    money = {"version": "1", "amount_satang": "1000", "activities.0.name": "ก", "activities.0.amount_satang": "1000"}
    answer = do(approved, "/projects/2/money", money | one_line)
    assert (answer.status_code, "allocated are 10,000.00" in answer.text) == (422, True)
    assert do(approved, "/entries/1/reverse", {"on": "2026-11-21", "note": "ผิด"}).status_code == 303
    assert do(approved, "/projects/2/money", money | one_line).status_code == 303
