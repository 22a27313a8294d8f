"""Registers of AMSS++: every fault with its row, loaded whole or not at all, and once."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import httpx2 as httpx
import pytest
from sqlmodel import func, select

from planning.annual_plan.models.ledger import Entry
from planning.annual_plan.models.money import Allocation
from planning.annual_plan.models.project import Project
from planning.annual_plan.reading.forms import FORMS
from planning.annual_plan.terms import BudgetType
from planning.kit.reading.writing import as_csv, as_xlsx
from planning.plans.described import Direction
from service.database import reading
from tests.planning.annual_plan.conftest import Office
from tests.planning.annual_plan.samples import ROWS


def send(office: Office, kind: str, data: bytes, name: str = "ทะเบียน.csv") -> httpx.Response:
    it = office.planner
    return it.client.post(
        "/registers/read",
        data={"kind": kind, "year": "2570", "csrf": it.csrf},
        files={"file": (name, data)},
        headers={"origin": "http://testserver"},
    )


def load(office: Office, kind: str, rows: list[Any]) -> httpx.Response:
    read = send(office, kind, as_csv(FORMS[kind], rows))
    assert read.status_code == 303, read.text
    return office.planner.post(f"{read.headers['location']}/load")


def notices() -> list[Any]:
    first = replace(ROWS["notices"][0], amount=5_000_000)
    return [first, replace(first, notice_no="2/2570", letter_no="ศธ 2", budget_type=BudgetType.INVESTMENT, amount=7)]


def count(office: Office, kind: type[Any]) -> int:
    with reading(office.served.engine) as session:
        return session.exec(select(func.count()).select_from(kind)).one()


def test_faults_are_told_with_their_rows_and_nothing_is_taken(office: Office) -> None:
    data = as_csv(FORMS["notices"], notices()).decode("utf-8-sig").replace("0.07", "abc")
    answer = send(office, "notices", data.encode())
    assert answer.status_code == 422
    assert "A number is needed" in answer.text
    assert "Nothing was taken" in answer.text
    assert count(office, Allocation) == 0


def test_a_register_is_shown_and_loaded_once(office: Office) -> None:
    there = send(office, "notices", as_xlsx(FORMS["notices"], notices()), "ใบงวด.xlsx").headers["location"]
    assert "ศธ 04001/ว1" in office.planner.get(there).text
    assert count(office, Allocation) == 0
    for _time in range(2):
        assert office.planner.post(f"{there}/load").status_code == 303
        assert count(office, Allocation) == 2
    assert office.enter("planner", office_code="5301").post(f"{there}/load").status_code == 404


def test_one_row_that_cannot_be_loaded_keeps_all_out(office: Office) -> None:
    load(office, "notices", notices()[:1])
    rows = [replace(notices()[1], letter_no=f"ศธ {number}", notice_no=f"{number}") for number in (5, 6)]
    answer = load(office, "notices", [*rows, replace(notices()[0], notice_no="9/2570")])
    assert (
        answer.status_code,
        "Row 4, เลขที่หนังสือ: A notice with this letter number is there already" in answer.text,
    ) == (
        422,
        True,
    )
    assert count(office, Allocation) == 1


def test_a_whole_office_comes_over_and_its_exceptions_are_found(office: Office) -> None:
    """Notices, projects, activities, requests and dika; one dika has no request here, one stands on another notice."""
    assert load(office, "notices", notices()).status_code == 303
    project = replace(ROWS["projects"][0], amount=2_500_050)
    assert load(office, "projects", [project]).status_code == 303
    wrong = load(office, "activities", [replace(ROWS["activities"][0], amount=1)])
    assert "Row 2, จำนวนเงิน: The activities make 0.01, the project has 25,000.50" in wrong.text
    assert load(office, "activities", ROWS["activities"]).status_code == 303
    office.approve_all()
    requests = [ROWS["requests"][0], replace(ROWS["requests"][0], request_no="2", amount=50)]
    assert load(office, "requests", requests).status_code == 303
    strange = replace(ROWS["dika"][0], dika_no="ฎ 9", request_no="99")
    assert load(office, "dika", [ROWS["dika"][0], strange]).status_code == 303
    assert load(office, "returns", ROWS["returns"]).status_code == 303
    page = office.planner.get("/checks?year=2570").text
    assert "This dika is not in the ledger" in page
    assert "A request without dika" in page
    assert "This dika is on another notice" not in page
    elsewhere = replace(ROWS["dika"][0], notice_no="2/2570")
    assert load(office, "dika", [elsewhere]).status_code == 303
    assert "This dika is on another notice" in office.planner.get("/checks?year=2570").text
    assert count(office, Entry) == 4


def test_each_register_has_an_empty_file(office: Office) -> None:
    for kind in FORMS:
        assert office.planner.get(f"/registers/blank/{kind}.xlsx").content[:2] == b"PK"


WHOLE: dict[str, Any] = {
    "unit": "ร้อยละ",
    "direction": Direction.UP,
    "source": "รายงานของโรงเรียน",
    "baseline": "70",
}
IN_WORDS = {
    "key": "",
    "name": "ร้อยละของโรงเรียน",
    **WHOLE,
    "direction": "up",
    "baseline": 70.0,
    "no_baseline": "",
}


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"unit": ""}, "หน่วยนับ: This is needed"),
        ({"direction": None}, "ทิศทาง: This is needed"),
        ({"source": ""}, "แหล่งข้อมูล: This is needed"),
        ({"baseline": ""}, "ค่าฐาน: A baseline is needed, or the reason why nothing was measured yet"),
        ({"baseline": "มาก"}, "ค่าฐาน: A number is needed"),
        ({"no_baseline": "ยังไม่เริ่ม"}, "ยังไม่มีการวัด: There is a baseline"),
    ],
)
def test_a_file_brings_no_indicator_that_is_none(office: Office, change: dict[str, Any], said: str) -> None:
    """Tries to break INV-C2 by an import: row, column and reason, and nothing of the file is taken."""
    row = replace(ROWS["projects"][0], indicator="ร้อยละของโรงเรียน", **(WHOLE | change))
    answer = load(office, "projects", [row])
    assert (answer.status_code, f"Row 2, {said}" in answer.text) == (422, True), answer.text
    assert indicators(office) == []
    told = replace(row, **(WHOLE | {"baseline": "", "no_baseline": "ยังไม่เริ่ม"}))
    assert load(office, "projects", [told]).status_code == 303
    assert indicators(office)[0][1][0]["no_baseline"] == "ยังไม่เริ่ม"


def indicators(office: Office) -> list[tuple[str, list[Any]]]:
    with reading(office.served.engine) as session:
        rows = session.exec(select(Project).order_by(Project.code)).all()
        return [(row.code, row.links["indicators"]) for row in rows]


def test_what_amss_does_not_know_is_asked_for_once_and_no_dash_stands_for_it(office: Office) -> None:
    """AMSS++ has no indicators: a file that was filled in by hand has them, the others are completed on one page."""
    first = ROWS["projects"][0]
    rows = [
        replace(first, indicator="ร้อยละของโรงเรียน", **WHOLE, target="80"),
        replace(first, project_code="002", group=""),
        replace(first, project_code="003"),
    ]
    answer = load(office, "projects", rows)
    assert answer.headers["location"].startswith("/projects/complete?year=2570")
    assert indicators(office) == [("001", [IN_WORDS]), ("002", []), ("003", [])]
    page = office.planner.get("/projects/complete?year=2570").text
    assert "To be completed: 2 projects" in page
    assert ("projects.0.group_name" in page, "projects.1.group_name" in page) == (True, False)
    wrong = office.planner.post("/projects/complete?year=2570", {"projects.0.id": "2", "projects.0.target": "5"})
    assert (wrong.status_code, "Say what is measured" in wrong.text) == (422, True)
    given = {"projects.0.id": "2", "projects.0.group_name": "กลุ่มอำนวยการ", "projects.0.owner": "กลุ่มอำนวยการ"}
    more = {
        "projects.0.indicator": "จำนวนครั้ง",
        "projects.0.unit": "ครั้ง",
        "projects.0.direction": "up",
        "projects.0.source": "บันทึกของกลุ่ม",
        "projects.0.no_baseline": "เริ่มปีแรก",
        "projects.0.target": "4",
        "projects.1.id": "3",
    }
    for name, reason in (("unit", "This is needed"), ("no_baseline", "A baseline is needed")):
        lacking = given | more | {f"projects.0.{name}": ""}
        refused = office.planner.post("/projects/complete?year=2570", lacking)
        assert (refused.status_code, reason in refused.text) == (422, True), "INV-C2"
    assert office.planner.post("/projects/complete?year=2570", given | more).status_code == 303
    ((_code, (made,)), (_other, left)) = indicators(office)[1:]
    assert (made["name"], made["unit"], made["no_baseline"], left) == ("จำนวนครั้ง", "ครั้ง", "เริ่มปีแรก", [])
    listed = office.planner.get("/projects?year=2570&lacks=yes").text
    assert ("/projects/3" in listed, 'href="/projects/2"' in listed) == (True, False)
    assert "To be completed: Indicator" in office.planner.get("/projects/3").text
    with reading(office.served.engine) as session:
        texts = [row.model_dump_json() for row in session.exec(select(Project))]
    assert not any("–" in text for text in texts)


def test_completing_changes_nothing_that_stands_already(office: Office) -> None:
    load(office, "projects", [replace(ROWS["projects"][0], indicator="ร้อยละของโรงเรียน", **WHOLE)])
    stranger = office.enter("planner", office_code="5301")
    given = {"projects.0.id": "1", "projects.0.owner": "อื่น", "projects.0.indicator": "อื่น"}
    given |= {f"projects.0.{name}": str(value) for name, value in WHOLE.items()}
    assert stranger.post("/projects/complete?year=2570", given).status_code == 404
    assert office.enter("viewer").get("/projects/complete").status_code == 403
    assert office.planner.post("/projects/complete?year=2570", given).status_code == 303
    with reading(office.served.engine) as session:
        row = session.exec(select(Project)).one()
    assert (row.owner, row.links["indicators"]) == ("กลุ่มนโยบายและแผน", [IN_WORDS])


def test_every_fault_of_a_row_names_row_column_and_reason(office: Office) -> None:
    """The second sheet row is the first of the data; a heading that stands lower moves the numbers."""
    rows = [replace(notices()[0], source="", budget_type=None), replace(notices()[1], source="")]
    lines = as_csv(FORMS["notices"], rows, encoding="utf-8").decode()
    read = send(office, "notices", f"ทะเบียนใบงวด ปีงบประมาณ 2570\n\n{lines}".encode())
    answer = office.planner.post(f"{read.headers['location']}/load")
    assert answer.status_code == 422
    for text in ("Row 4, แหล่งของเงิน: This is needed", "Row 4, งบรายจ่าย: This is needed", "Row 5, แหล่งของเงิน"):
        assert text in answer.text
    assert count(office, Allocation) == 0


def test_faults_are_told_in_the_language_of_the_reader(office: Office) -> None:
    thai = office.enter("planner", language="th")
    load(office, "notices", notices()[:1])
    answer = send(office, "notices", as_csv(FORMS["notices"], [replace(notices()[0], notice_no="9")]))
    text = thai.post(f"{answer.headers['location']}/load").text
    assert ("แถว 2, เลขที่หนังสือ" in text, "A notice with" in text) == (True, False)
