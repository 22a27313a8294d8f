"""Two people in one form: the second to save is told, and nothing of the first is overwritten."""

from __future__ import annotations

import re

from sqlmodel import select

from contract.data.development_plan import AmountRow, FrameRow
from contract.data.registry import IndicatorRow
from planning.annual_plan import copied
from planning.annual_plan.models.ledger import Entry
from planning.annual_plan.models.project import BudgetLine, Project
from service.database import reading
from tests.planning.annual_plan.conftest import Office
from tests.planning.annual_plan.copies import keep
from tests.planning.annual_plan.typing_in import MONEY, NOTICE, PROJECT

CHANGED = "Somebody changed this project meanwhile"
ASK = {"on": "2026-11-02", "number": "1", "asked": "pay", "amount_satang": "1000"}


def hidden(page: str, name: str) -> str:
    """What a form of the page sends along unseen."""
    found = re.search(rf'type="hidden" name="{name}" value="(\w+)"', page)
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


AT_ONCE = "Somebody else changed this at the same moment"


def late(office: Office, at: str, first: dict[str, str], second: dict[str, str]) -> str:
    """Two people open a form, both save it: the page that the second gets, and a program that sends no mark is free."""
    it = office.planner
    seen = hidden(it.get(at.removesuffix("/edit")).text, "seen")
    assert it.post(at, {**first, "seen": seen}).status_code == 303
    answer = it.post(at, {**second, "seen": seen})
    assert (answer.status_code, AT_ONCE in answer.text) == (422, True), answer.text
    again = hidden(it.get(at.removesuffix("/edit")).text, "seen")
    assert again != seen
    return answer.text


def test_title_and_first_part_of_the_plan(office: Office) -> None:
    it = office.planner
    at = it.post("/plan/begin", {"year": "2570"}).headers["location"]
    page = late(office, f"{at}/edit", {"title": "ชื่อแรก", "preface": "ก"}, {"title": "ชื่อที่สอง", "preface": ""})
    assert 'value="ชื่อที่สอง"' in page
    assert "ชื่อแรก" in it.get(at).text
    assert "ชื่อที่สอง" not in it.get(at).text


def test_the_parameters_of_the_office(office: Office) -> None:
    first = {"report_days": "7", "transfer_pairs": "", "norm_kindergarten": "30", "norm_other": "40"}
    it = office.enter("admin")
    late(Office(office.served, it), "/settings", first, {**first, "report_days": "20"})
    assert 'value="7"' in it.get("/settings").text


def test_a_decision_about_the_frame(office: Office) -> None:
    keep(
        office.served.engine,
        copied.FRAMES,
        [
            FrameRow(
                plan_key="p", key="f1", title="กรอบ", strategy_key="s", amounts=(AmountRow(fiscal_year=2570, satang=1),)
            )
        ],
    )
    drop = {"decision": "drop", "reason": "ไม่มีเงิน"}
    late(office, "/frame/f1?year=2570", drop, {**drop, "reason": "ไม่จำเป็น"})
    assert "ไม่มีเงิน" in office.planner.get("/frame?year=2570").text


def test_a_target_of_the_year(office: Office) -> None:
    row = IndicatorRow(key="k1", code="K1", name="ร้อยละ", unit="ร้อยละ", direction="up", source="DMC", baseline=1)
    keep(office.served.engine, copied.INDICATORS, [row])
    late(office, "/targets/k1?year=2570", {"value": "80", "reason": ""}, {"value": "50", "reason": "ยาก"})
    assert "80" in office.planner.get("/targets?year=2570").text
    assert "ยาก" not in office.planner.get("/targets?year=2570").text


def test_the_target_of_the_objective(office: Office) -> None:
    said = {"fiscal_year": "2570", "baseline": "10", "target": "60", "note": ""}
    late(office, "/objectives/P2-1/target?year=2570", said, {**said, "target": "5"})
    assert 'value="60.0"' in office.planner.get("/objectives/P2-1/target?year=2570").text
    seen = hidden(office.planner.get("/objectives/P2-1/target?year=2570").text, "seen")
    unset = {**said, "fiscal_year": "2571", "seen": seen}
    assert office.planner.post("/objectives/P2-1/target", unset).status_code == 303, "nobody set this year"
    other = office.planner.post("/objectives/P2-1/target", {**said, "target": "70"})
    assert other.status_code == 303, "a program that sends no mark does not care"
