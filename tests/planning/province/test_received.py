"""Action plans of agencies: which came and which are missing; a file is taken whole or not at all."""

from __future__ import annotations

import pytest
from sqlmodel import select

from planning.province.models.project import Project
from planning.province.overlap import Candidate, likeness, pairs
from planning.province.project_list import read_projects
from service.database import reading
from tests.planning.province.filled import ANNUAL, Filled
from tests.planning.served import Served

GOOD = (
    "บัญชีโครงการ\nที่,โครงการ,กลุ่มเป้าหมาย,พื้นที่,งบประมาณ (บาท)\n"
    '1,ค่ายการอ่าน,นักเรียน ป.1,ฟากท่า,"10,000.50"\n2,อบรมครู,ครู,น้ำปาด,5000\n'
)


def send(filled: Filled, plan: str, agency: str, data: bytes, name: str = "list.csv") -> tuple[int, str]:
    answer = filled.it.client.post(
        f"/plans/{plan}/received/new",
        data={"agency_id": agency, "received_on": "2026-10-20", "letter_number": "ศธ 1/2", "csrf": filled.it.csrf},
        files={"file": (name, data, "text/csv")},
        headers={"origin": "http://testserver"},
    )
    return answer.status_code, answer.text


@pytest.mark.requirement("P3-7.6")
def test_of_each_agency_it_is_said_whether_its_plan_came_with_its_projects(filled: Filled, province: Served) -> None:
    plan = filled.plan(ANNUAL)
    one, two = filled.agency("สพป. สมมติ เขต 2"), filled.agency("อบจ. สมมติ", affiliation="other", kind="lao")
    filled.agency("ไม่ต้องส่งแผน", is_asked_for_plan="no")
    page = filled.it.get(f"/plans/{plan}/received").text
    assert "0 of 2 agencies sent their plan." in page
    assert page.count("missing</span>") == 2
    assert send(filled, plan, one, GOOD.encode("cp874"))[0] == 303
    page = filled.it.get(f"/plans/{plan}/received").text
    assert "1 of 2 agencies sent their plan." in page
    assert page.count("received</span>") == 1
    with reading(province.engine) as session:
        found = {(row.title, row.amount_satang, row.agency_id) for row in session.exec(select(Project))}
    assert found == {("ค่ายการอ่าน", 1_000_050, int(one)), ("อบรมครู", 500_000, int(one))}
    assert send(filled, plan, one, GOOD.encode())[0] == 422, "it came already"
    assert send(filled, plan, two, GOOD.encode())[0] == 303


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        (GOOD.replace("5000", "ห้าพัน"), "A number is needed"),
        (GOOD.replace("5000", "-1"), "At least 0"),
        (GOOD.replace("5000", "1.005"), "two decimals"),
        (GOOD.replace("อบรมครู,ครู", ",ครู"), "This is needed"),
        (GOOD.replace("อบรมครู,ครู", "ค่ายการอ่าน,ครู"), "twice"),
        (GOOD.replace("โครงการ,กลุ่ม", "ชื่อ,กลุ่ม"), "lacks this column"),
        (GOOD.split("1,ค่าย", maxsplit=1)[0], "no project"),
        ("\x00\x01", "cannot be read"),
    ],
)
def test_with_one_bad_row_nothing_is_stored(filled: Filled, province: Served, text: str, reason: str) -> None:
    plan, agency = filled.plan(ANNUAL), filled.agency("สพป. สมมติ เขต 2")
    code, page = send(filled, plan, agency, text.encode())
    assert code == 422
    assert reason in page
    with reading(province.engine) as session:
        assert session.exec(select(Project)).all() == []
    assert "0 of 1 agencies" in filled.it.get(f"/plans/{plan}/received").text


def test_the_empty_list_for_agencies_is_one_that_is_taken() -> None:
    assert read_projects(GOOD.encode()).problems == ()


def test_thai_without_blanks_is_compared_by_its_letters() -> None:
    assert likeness("โครงการพัฒนาการอ่าน", "พัฒนา การ อ่าน") == 1
    assert likeness("ป.1", "ป.๑") == 1
    assert likeness("", "") == 0
    assert likeness("อำเภอฟากท่า", "อ.ฟากท่า") == 1
    assert likeness("ส่งเสริมกีฬานักเรียน", "ตรวจสุขภาพฟันผู้สูงอายุ") < 0.2


def test_one_thing_alike_is_no_overlap() -> None:
    same_place = [Candidate(1, "ค่ายอ่าน", place="ฟากท่า"), Candidate(2, "ซ่อมอาคาร", place="ฟากท่า")]
    assert pairs(same_place) == []
    both = [Candidate(2, "ก", target_group="ครู", place="ฟากท่า"), Candidate(1, "ข", target_group="ครู", place="ฟากท่า")]
    assert [(one.first, one.second) for one in pairs(both)] == [(1, 2)]
