"""The six steps of process 3 for one year, and forms whose templates an official may change."""

from __future__ import annotations

import io
import re
from zipfile import ZipFile

import pytest

from planning.province.declared import SHARED
from tests.planning.province.filled import ANNUAL, DEVELOPMENT, FOUR_YEAR, Filled, text_of


def changed(docx: bytes, old: str, new: str) -> bytes:
    """The same Word file with other words in it, as an official would type them."""
    saved = io.BytesIO()
    with ZipFile(io.BytesIO(docx)) as before, ZipFile(saved, "w") as after:
        for name in before.namelist():
            body = before.read(name)
            if name == "word/document.xml":
                assert old in body.decode()
                body = body.decode().replace(old, new).encode()
            after.writestr(name, body)
    return saved.getvalue()


@pytest.mark.requirement("P3-5")
def test_the_chart_is_drawn_from_the_six_steps_with_today_dates_and_owners(filled: Filled) -> None:
    development = filled.plan(DEVELOPMENT)
    annual = filled.plan(ANNUAL)
    assert filled.it.post(f"/plans/{annual}/work").status_code == 409
    four_year = filled.plan(FOUR_YEAR, parent_id=development)
    filled.it.post(f"/plans/{annual}/edit", {**ANNUAL, "parent_id": four_year})
    run = filled.it.post(f"/plans/{annual}/work").headers["location"]
    page = filled.it.get(run).text
    steps = SHARED.workflows.find("province-education").steps if SHARED.workflows else ()
    assert re.findall(r'data-step="([^"]+)"', page) == [one.key for one in steps]
    assert [one.seed for one in steps] == [f"P3-4.{number}" for number in range(1, 7)]
    assert re.findall(r'flow-today[^>]*data-step="([^"]+)"', page) == ["appoint"]
    boxes = re.findall(r'class="flow-about">(planner[^<]*)<', page)
    assert len(boxes) == len(steps)
    assert all(re.search(r"20\d\d", one) for one in boxes), "each step has its day"
    assert filled.it.get(f"{run}/chart.pdf").content.startswith(b"%PDF")
    assert filled.it.post(f"{run}/steps/draft/done").status_code == 409
    waived = filled.it.post(f"{run}/steps/approval/skip/managed", {"reason": "ข้ามไป", "approver": "ผู้อำนวยการ"})
    assert waived.status_code in (409, 422), "INV-A4: a gate is not passed by"


@pytest.mark.requirement("P3-6")
def test_a_new_template_of_the_strategy_office_prints_the_same_data(filled: Filled) -> None:
    agency = filled.agency("สพป. สมมติ เขต 2")
    plan = filled.plan(ANNUAL)
    filled.project(plan, agency, "ค่ายการอ่าน", amount_satang="1234.50", objective="อ่านออก", money_source="งบ สพฐ.")
    it = filled.it

    def printed() -> str:
        paper = it.post(f"/plans/{plan}/paper").headers["location"]
        assert it.get(f"{paper}/paper.xlsx").status_code == 200
        assert it.get(f"{paper}/paper.pdf").content.startswith(b"%PDF")
        return text_of(it.get(f"{paper}/paper.docx").content)

    before = printed()
    for text in ("ค่ายการอ่าน", "1,234.50", "อ่านออก", "งบ สพฐ.", "แหล่งงบประมาณ"):
        assert text in before
    at = "/paper-templates/strategy_office_form"
    word = it.get(f"{at}/shipped/template.docx").content
    mended = changed(word, "{{ subject }}", "แบบ ยศ. 1 ปี 2570 {{ subject }}")
    answer = it.client.post(
        at,
        data={"valid_from": "2026-11-01", "csrf": it.csrf},
        files={"file": ("form.docx", mended, "application/octet-stream")},
        headers={"origin": "http://testserver"},
    )
    assert answer.status_code == 303, re.sub(r"<[^>]+>|\s+", " ", answer.text)[-600:]
    after = printed()
    assert "แบบ ยศ. 1 ปี 2570" in after
    assert "แบบ ยศ. 1 ปี 2570" not in before
    for text in ("ค่ายการอ่าน", "1,234.50", "อ่านออก", "งบ สพฐ."):
        assert text in after
    assert it.get(f"{at}/blank.pdf").content.startswith(b"%PDF")
