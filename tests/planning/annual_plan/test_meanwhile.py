"""Two people in one form: the second to save is told, and nothing of the first is overwritten."""

from __future__ import annotations

import re

from sqlmodel import select

from planning.annual_plan.models.ledger import Entry
from planning.annual_plan.models.project import BudgetLine, Project
from service.database import reading
from tests.planning.annual_plan.conftest import Office
from tests.planning.annual_plan.typing_in import MONEY, NOTICE, PROJECT

CHANGED = "Somebody changed this project meanwhile"
ASK = {"on": "2026-11-02", "number": "1", "asked": "pay", "amount_satang": "1000"}


def hidden(page: str, name: str) -> str:
    """What a form of the page sends along unseen."""
    found = re.search(rf'type="hidden" name="{name}" value="(\d+)"', page)
    assert found is not None
    return found[1]


def entries(office: Office) -> list[int]:
    with reading(office.served.engine) as session:
        return [one.amount_satang for one in session.exec(select(Entry))]


def test_the_form_of_a_project(office: Office) -> None:
    it = office.planner
    assert it.post("/projects/new", PROJECT).status_code == 303
    version = hidden(it.get("/projects/1/edit").text, "version")
    first, second = ({**PROJECT, "name": name, "version": version} for name in ("ชื่อแรก", "ชื่อที่สอง"))
    assert it.post("/projects/1/edit", first).status_code == 303
    late = it.post("/projects/1/edit", second)
    assert (late.status_code, CHANGED in late.text, "ชื่อที่สอง" in late.text) == (422, True, True)
    assert it.post("/projects/1/edit", {**PROJECT, "name": "ไม่มีเลขรุ่น"}).status_code == 422
    with reading(office.served.engine) as session:
        assert session.exec(select(Project)).one().name == "ชื่อแรก"


def test_the_money_of_a_project(office: Office) -> None:
    it = office.planner
    it.post("/allocations/new", NOTICE)
    more = {"notice_no": "2", "letter_no": "ศธ 2", "budget_type": "investment", "amount_satang": "5000"}
    it.post("/allocations/new", {**NOTICE, **more})
    it.post("/projects/new", PROJECT)
    assert it.post("/projects/1/money", MONEY).status_code == 303
    late = it.post("/projects/1/money", {**MONEY, "lines.0.item": "ทับของเดิม"})
    assert (late.status_code, CHANGED in late.text) == (422, True)
    assert it.post("/projects/1/edit", {**PROJECT, "version": "1"}).status_code == 422
    with reading(office.served.engine) as session:
        assert [one.item for one in session.exec(select(BudgetLine))] == ["รายการ 0", "รายการ 1"]


def test_a_line_of_the_ledger(approved: Office) -> None:
    it = approved.planner
    seen = hidden(it.get("/lines/1").text, "seen")
    assert it.post("/lines/1/ask", {**ASK, "seen": seen}).status_code == 303
    late = it.post("/lines/1/ask", {**ASK, "number": "2", "seen": seen})
    assert late.status_code == 422
    assert "Somebody wrote an entry of 1,000.00 on this line meanwhile" in late.text
    assert entries(approved) == [100_000]
    again = {**ASK, "number": "2", "seen": hidden(late.text, "seen")}
    assert it.post("/lines/1/ask", again).status_code == 303
    assert it.post("/lines/2/ask", {**ASK, "number": "3", "seen": seen}).status_code == 303
    assert len(entries(approved)) == 3


def test_an_entry_that_somebody_paid_meanwhile(approved: Office) -> None:
    it = approved.planner
    assert it.post("/lines/1/ask", ASK).status_code == 303
    seen = hidden(it.get("/entries/1").text, "seen")
    pay = {"on": "2026-11-03", "amount_satang": "400", "seen": seen}
    assert it.post("/entries/1/pay", {**pay, "number": "ฎ1"}).status_code == 303
    late = it.post("/entries/1/pay", {**pay, "number": "ฎ2"})
    assert (late.status_code, "on this line meanwhile" in late.text) == (422, True)
    assert entries(approved) == [100_000, 40_000]


def test_a_transfer_from_a_line_that_moved_meanwhile(approved: Office) -> None:
    it = approved.planner
    seen = hidden(it.get("/transfers/new?year=2570").text, "seen")
    assert it.post("/lines/1/ask", ASK).status_code == 303
    given = {"giver": "1", "taker": "2", "on": "2026-11-03", "amount_satang": "10", "approved_by": "ผอ.", "note": "ก"}
    late = it.post("/transfers/new?year=2570", {**given, "seen": seen})
    assert (late.status_code, "on this line meanwhile" in late.text) == (422, True)
    assert entries(approved) == [100_000]
