"""What a project serves stands in the form's own column of its level, and nothing of it is lost."""

from __future__ import annotations

import csv
import io
import re
from io import BytesIO
from zipfile import ZipFile

import pytest

from contract.data.registry import NodeRow, ReferenceRow
from planning.annual_plan import copied
from planning.plans.tiers import HEADINGS, PROVINCIAL, tier_of
from tests.planning.annual_plan.conftest import Office
from tests.planning.annual_plan.copies import keep

TITLES = (
    ("ns", "ยุทธศาสตร์ชาติ พ.ศ. 2561-2580", "national_strategy"),
    ("mp", "แผนแม่บทภายใต้ยุทธศาสตร์ชาติ", "master_plan"),
    ("np", "แผนพัฒนาเศรษฐกิจและสังคมแห่งชาติ ฉบับที่ 13", "national_plan"),
    ("cb", "คำแถลงนโยบายของคณะรัฐมนตรี", "cabinet_policy"),
    ("mo", "นโยบายกระทรวงศึกษาธิการ", "moe_policy"),
    ("ms", "แผนปฏิบัติราชการของกระทรวงศึกษาธิการ", "moe_strategy"),
    ("op", "แผนปฏิบัติราชการของสำนักงานปลัดกระทรวงศึกษาธิการ", "ops_strategy"),
    ("ob", "แผนปฏิบัติราชการของ สพฐ.", "obec_policy"),
    ("br", "แผนการปฏิรูปประเทศ (Big Rock)", "big_rock"),
    ("sd", "เป้าหมายการพัฒนาที่ยั่งยืน", "sdg"),
    ("pv", "แผนพัฒนาจังหวัด", "other"),
)


@pytest.mark.parametrize(("key", "title", "tier"), TITLES)
def test_the_column_of_a_reference(key: str, title: str, tier: str) -> None:
    assert (key, tier_of(title)) == (key, tier)


def test_the_number_in_the_manual_tells_what_a_title_does_not() -> None:
    assert tier_of("แผนฉบับหนึ่ง", seeds=("P1-7.2", "P2-7.2")) == "national_plan"
    assert tier_of("แผนฉบับหนึ่ง", seeds=("P3-7.2",)) == "other"


@pytest.fixture
def aligned(approved: Office) -> Office:
    """A project that serves one node of each; the newest national plan has no number and supersedes the manual's."""
    rows = [
        ReferenceRow(
            key=key,
            title=title,
            valid_from=2560,
            valid_to=2580,
            nodes=(NodeRow(key=f"{key}1", code="1", text=f"ข้อ {key}"),),
        )
        for key, title, _tier in TITLES
    ]
    old = ReferenceRow(key="old", seed_refs=("P2-7.5",), title="เอกสารเดิม", superseded_by_key="new")
    new = ReferenceRow(key="new", title="เอกสารใหม่", supersedes_key="old", nodes=(NodeRow(key="new1", text="ข้อใหม่"),))
    keep(approved.served.engine, copied.REFERENCES, [*rows, old, new])
    page = approved.planner.get("/projects/1").text
    key = re.search(r"/alignment/project/([0-9a-f]{32})", page)
    assert key is not None
    chosen = {"nodes": [*(f"{one[0]}1" for one in TITLES), "new1"], "csrf": approved.planner.csrf}
    answer = approved.planner.client.post(
        f"/alignment/project/{key[1]}", data=chosen, headers={"origin": "http://testserver"}
    )
    assert answer.status_code == 303, answer.text
    return approved


def table(office: Office, name: str) -> list[dict[str, str]]:
    text = office.planner.get(f"/exports/{name}.csv?year=2570").content.decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text)))


@pytest.mark.requirement("P2-4.9")
def test_each_level_has_its_column_in_the_tables(aligned: Office) -> None:
    row = table(aligned, "province")[0]
    assert list(row)[:7] == [
        *("โครงการ/กิจกรรมหลัก", "วัตถุประสงค์", "เป้าหมายโครงการ", "ตัวชี้วัดและค่าเป้าหมาย", "งบประมาณ (บาท)"),
        *("แหล่งงบประมาณ", "กลุ่ม/ผู้รับผิดชอบ"),
    ]
    assert list(row)[7:13] == [f"ความสอดคล้อง: {HEADINGS[tier]}" for tier in PROVINCIAL]
    assert [row[f"ความสอดคล้อง: {HEADINGS[tier]}"] for tier in PROVINCIAL] == [
        *("1 ข้อ ns", "1 ข้อ mp", "1 ข้อ np", "1 ข้อ mo; ข้อใหม่", "1 ข้อ ms", "1 ข้อ op"),
    ]
    assert (row["ความสอดคล้อง: นโยบาย สพฐ."], row["ความสอดคล้อง: กลยุทธ์ของสำนักงาน"]) == ("1 ข้อ ob", "กลยุทธ์ที่ 1")
    assert row["ความสอดคล้อง: อื่นๆ"] == "1 ข้อ cb; 1 ข้อ br; 1 ข้อ sd; 1 ข้อ pv"
    found = table(aligned, "emenscr")[0]
    assert found["M2 ยุทธศาสตร์ชาติ 20 ปี"] == "1 ข้อ ns"
    assert "M2 นโยบายที่สอดคล้อง" not in found["ยังขาด"]


def test_the_action_plan_has_the_columns_of_obec(aligned: Office) -> None:
    rows = table(aligned, "obec")
    assert [row["ตัวชี้วัด/กิจกรรม"] for row in rows] == ["ร้อยละของโรงเรียน 80 ร้อยละ", "1. กิจกรรมหนึ่ง", "2. กิจกรรมสอง"]
    assert (rows[0]["นโยบาย สพฐ."], rows[0]["Big Rock"], rows[0]["กลยุทธ์หน่วยงาน"]) == ("1 ข้อ ob", "1 ข้อ br", "กลยุทธ์ที่ 1")
    quarters = [name for name in rows[0] if name.startswith("ไตรมาส")]
    assert quarters[:2] == ["ไตรมาส 1 (ต.ค.-ธ.ค.) เป้าหมาย", "ไตรมาส 1 (ต.ค.-ธ.ค.) งบประมาณ (บาท)"]
    assert len(quarters) == 8
    total = sum(float(rows[0][name]) for name in quarters if "งบประมาณ" in name)
    assert total == float(rows[0]["รวมงบประมาณ (บาท)"]) == 15_000


@pytest.mark.parametrize("name", ["301", "302", "emenscr"])
def test_what_was_not_verified_says_so_on_the_page_and_in_the_name_of_its_file(aligned: Office, name: str) -> None:
    answer = aligned.planner.get(f"/exports/{name}.xlsx?year=2570")
    assert f'filename="{name}-unverified.xlsx"' in answer.headers["content-disposition"]
    page = aligned.planner.get("/analysis?year=2570").text
    assert page.count("not verified: check against the system") == 3
    assert page.count("as on the real form") == 2


def test_the_papers_name_each_level(aligned: Office) -> None:
    with ZipFile(BytesIO(aligned.planner.get("/projects/1/form.docx").content)) as archive:
        text = re.sub("<[^>]+>", "", archive.read("word/document.xml").decode())
    for tier in ("national_strategy", "master_plan"):
        assert f"สนอง{HEADINGS[tier]}" in text
    assert "สนองนโยบาย มาตรฐาน/ตัวบ่งชี้ สพฐ." in text
    assert "1 ข้อ mp" in text
