"""Every form of the process, blank and filled, and the complete book, made of the data of a plan."""

from __future__ import annotations

import io
from collections.abc import Callable

import pytest
from docx import Document
from sqlmodel import select

from planning.development_plan.declared import SHARED
from planning.development_plan.models.school_plan import SchoolPlan
from planning.development_plan.store.results import EvaluationDraft
from service.database import reading
from tests.planning.development_plan import given
from tests.planning.entering import Entered
from tests.planning.served import Served

Serve = Callable[[str], Served]


@pytest.fixture
def served(serve: Serve) -> Served:
    return serve("development_plan")


def text_of(content: bytes) -> str:
    document = Document(io.BytesIO(content))
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    return "\n".join([*(paragraph.text for paragraph in document.paragraphs), *cells])


def made(it: Entered, address: str) -> str:
    """The text of the docx of a paper that is made by this act; its PDF is there too."""
    answer = it.post(address)
    assert answer.status_code == 303, answer.text
    at = answer.headers["location"]
    assert it.get(f"{at}/paper.pdf").content.startswith(b"%PDF")
    return text_of(it.get(f"{at}/paper.docx").content)


def written(served: Served, it: Entered) -> tuple[str, int]:
    """A whole plan: its key and the id of its frame."""
    key = given.begun(it)
    given.evidence(served, it, key)
    return key, given.targeted(served, it, key, given.drafted(served, it, key))


@pytest.mark.requirement("P1-6")
def test_each_form_prints_filled_and_blank(served: Served) -> None:
    it = served.enter(office_name="สำนักงานสมมติ")
    key, frame = written(served, it)
    at = f"/plans/{key}/papers"
    assert "งานสารบรรณ" in made(it, f"{at}/review")
    assert "ครูครบชั้น" in made(it, f"{at}/factors")
    sheet = made(it, f"{at}/indicator/{given.indicator_id(served.engine)}")
    assert "ร้อยละผู้เรียนที่เดินทางเกินเกณฑ์" in sheet
    assert "2575" in sheet
    project = made(it, f"{at}/frame/{frame}")
    assert "โครงการพัฒนาโรงเรียนขนาดเล็ก" in project
    assert "5,000,001.25" in project
    it.post(f"/plans/{key}/schools/open")
    with reading(served.engine) as session:
        school = session.exec(select(SchoolPlan.id).where(SchoolPlan.school_code == "53020001")).one()
    assert "โรงเรียนสมมติหนึ่ง" in made(it, f"/school-plans/{school}/paper")
    report = {"kind": "yearly", "fiscal_year": "2571", "lessons": "ต้องเริ่มเร็วขึ้น"}
    assert set(report) <= set(EvaluationDraft.model_fields)
    it.post(f"/plans/{key}/evaluations/new", report)
    number = it.get(f"/plans/{key}/results").text.split(f"/plans/{key}/evaluations/")[2].split('"')[0]
    assert "ต้องเริ่มเร็วขึ้น" in made(it, f"{at}/report/{number}")
    assert SHARED.papers is not None
    for kind in SHARED.papers:
        for form in ("pdf", "docx"):
            blank = it.get(f"/paper-templates/{kind.key}/blank.{form}")
            assert blank.status_code == 200, kind.key
        told = text_of(blank.content)
        assert "...." in told or "\u00a0" in told
        assert "ตัวอย่าง" not in told


@pytest.mark.requirement("P1-2.3")
def test_the_complete_book_is_made_of_the_data(served: Served) -> None:
    it = served.enter(office_name="สำนักงานสมมติ")
    key, _frame = written(served, it)
    book = made(it, f"/plans/{key}/papers/book")
    for said in (
        "แผนพัฒนาการศึกษาขั้นพื้นฐานสมมติ",
        "งานสารบรรณ",  # 4.1
        "2569",  # 4.2
        "ประชากรวัยเรียนลดลง",  # 4.3
        "สถานภาพ: เอื้อและแข็ง",
        "ผู้เรียนมีคุณภาพ",  # 4.4
        "จัดการศึกษาให้ทั่วถึง",
        "โปร่งใส",
        "กลยุทธ์ที่ 1 บริหารโรงเรียนขนาดเล็ก",  # 4.5
        "เชิงแก้ไข: โรงเรียนขนาดเล็กมาก กับ ชุมชนสนับสนุน",
        "จัดการเรียนรวม",
        "ร้อยละผู้เรียนที่เดินทางเกินเกณฑ์",  # 4.6
        "1,000,000.25",
        "รวมทั้งสิ้น 5,000,001.25 บาท",
    ):
        assert said in book, said


def test_a_paper_of_what_was_not_handed_in_is_not_made(served: Served) -> None:
    it = served.enter()
    key = given.begun(it)
    assert it.post(f"/plans/{key}/papers/review").status_code == 409
    assert it.post(f"/plans/{key}/papers/poem").status_code == 404
    assert served.enter("it").post(f"/plans/{key}/papers/book").status_code == 403
