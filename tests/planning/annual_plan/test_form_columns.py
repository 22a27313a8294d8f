"""Columns and numbered parts of the real forms (C2, C4, C5), as they are printed."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from typing import Any, Final

import pytest

from office.document.cells import shown
from office.document.content import KeyValues, Table
from office.document.text import plain
from office.pdf.drawing import pdf_of
from office.template.filling import fill
from planning.annual_plan.money.quantities import Quantity, by_unit
from planning.annual_plan.papers.book import BOOK
from planning.annual_plan.papers.data import ActivityData, BookData, ProjectData
from planning.annual_plan.papers.money_papers import QUARTER_REPORT
from planning.annual_plan.papers.project_form import PROJECT_FORM, sample
from planning.plans.tiers import BIG_ROCK, OBEC
from service.papers.blank import blank_of
from service.papers.kind import About, PaperKind

AT: Final = datetime(2026, 11, 29, tzinfo=UTC)
ABOUT: Final = About(office="สำนักงาน", number="", made_on=AT.date())
C2: Final = (
    *("แผนงาน/ผลผลิต/โครงการ ตัวชี้วัด/กิจกรรม", "หน่วยงานที่รับผิดชอบ", "นโยบาย สพฐ.", "Big Rock", "กลยุทธ์หน่วยงาน"),
    *("หน่วยนับ", "เป้าหมาย", "รวมงบประมาณ"),
    *("ไตรมาส 1 ต.ค.-ธ.ค. เป้าหมาย", "ไตรมาส 1 ต.ค.-ธ.ค. งบประมาณ"),
    *("ไตรมาส 2 ม.ค.-มี.ค. เป้าหมาย", "ไตรมาส 2 ม.ค.-มี.ค. งบประมาณ"),
    *("ไตรมาส 3 เม.ย.-มิ.ย. เป้าหมาย", "ไตรมาส 3 เม.ย.-มิ.ย. งบประมาณ"),
    *("ไตรมาส 4 ก.ค.-ก.ย. เป้าหมาย", "ไตรมาส 4 ก.ค.-ก.ย. งบประมาณ"),
)


def projects_table(*projects: ProjectData) -> Table:
    """The one of part 3."""
    filled = BOOK.fill(BookData(office="สำนักงาน", year=2570, title="แผน", projects=projects), ABOUT)
    return next(block for block in filled.blocks["projects"] if isinstance(block, Table))


def rows_of(table: Table) -> list[list[str]]:
    """As they are printed, the sums last."""
    return [[plain(shown(cell)) for cell in row] for row in (*table.rows, *table.foot)]


def facts_of(kind: PaperKind[Any], data: Any) -> dict[str, str]:
    """Labels and values at the head of a form."""
    found = next(block for block in kind.fill(data, ABOUT).blocks["facts"] if isinstance(block, KeyValues))
    return {plain(label): plain(value) for label, value in found.rows}


def test_the_book_has_the_columns_of_the_action_plan_in_their_order() -> None:
    told = [re.sub(r"\s+", " ", plain(column.title)) for column in projects_table(sample()).columns]
    assert told == list(C2)
    assert [column.unit for column in projects_table(sample()).columns][7:] == ["บาท", *("", "บาท") * 4]


def test_each_quarter_has_its_target_and_its_money() -> None:
    one = sample()
    line = one.lines[0]
    more = line.model_copy(update={"unit": "ครั้ง", "targets": (0, 1, 0, 2), "quarters": (0, 0, 0, 0)})
    other = ActivityData(number=2, name="ติดตาม", owner="กลุ่มนิเทศ", amount_satang=0)
    policies = {OBEC: ("ข้อ 1",), BIG_ROCK: ("BR1",)}
    changed = {"lines": (line, more), "activities": (*one.activities, other), "policies": policies}
    found = rows_of(projects_table(one.model_copy(update=changed)))
    plan, project, indicator, activity, second, sums = found
    assert plan == ["แผนงานพื้นฐาน", *[""] * 15]
    assert project[:5] == ["001 โครงการตัวอย่าง", "กลุ่มนโยบายและแผน", "ข้อ 1", "BR1", "กลยุทธ์ที่ 1"]
    # Of the project only what is counted in its own unit; times and sets are never added up.
    assert project[5:] == ["ชุด", "100", "12,500", "50", "6,250", "50", "6,250", "0", "–", "0", "–"]
    assert indicator[:1] + indicator[5:7] == ["ตัวชี้วัด ร้อยละของผู้เข้าอบรม", "ร้อยละ", "80"]
    assert activity[5:8] == ["ชุด\nครั้ง", "100\n3", "12,500"]
    assert [activity[at] for at in (8, 10, 12, 14)] == ["50\n0", "50\n1", "0\n0", "0\n2"]
    assert (second[0], second[1], second[7]) == ("กิจกรรม 2. ติดตาม", "กลุ่มนิเทศ", "–")
    assert sums[7:] == ["12,500", "", "6,250", "", "6,250", "", "–", "", "–"]


def test_satang_are_printed_where_there_are_some() -> None:
    one = sample()
    line = one.lines[0].model_copy(update={"quarters": (625_025, 624_975, 0, 0)})
    found = rows_of(projects_table(one.model_copy(update={"lines": (line,)})))
    assert (found[1][9], found[1][11], found[1][7]) == ("6,250.25", "6,249.75", "12,500.00")


def test_quantities_of_different_units_are_not_added_up() -> None:
    lines = (("คน", (1, 0, 0, 0)), ("ครั้ง", (0, 2, 0, 0)), ("คน", (0, 3, 0, 0)), ("ชุด", (0, 0, 0, 0)))
    assert by_unit(lines) == [Quantity("คน", (1, 3, 0, 0)), Quantity("ครั้ง", (0, 2, 0, 0))]
    assert by_unit(lines)[0].total == 4


def test_the_form_of_a_project_has_every_field_of_its_head_also_blank() -> None:
    wanted = ("แผนงาน", "สนองกลยุทธ์", "สนองนโยบาย มาตรฐาน/ตัวบ่งชี้ สพฐ.", "หน่วยงานที่รับผิดชอบ", "ผู้รับผิดชอบ", "ลักษณะโครงการ")
    assert PROJECT_FORM.blank is not None
    for data in (sample(), PROJECT_FORM.blank("สำนักงาน")):
        labels = list(facts_of(PROJECT_FORM, data))
        places = [labels.index(one) for one in (*wanted, "ระยะเวลาดำเนินการ")]
        assert places == sorted(places)
    numbers = [int(key) for text in map(str, PROJECT_FORM.shipped().sections) for key in re.findall(r"'(\d+)\. ", text)]
    assert numbers == list(range(1, 15))


def test_the_quarterly_report_has_one_to_seven_in_their_order_and_the_days_of_its_quarter() -> None:
    facts = facts_of(QUARTER_REPORT, QUARTER_REPORT.sample())
    assert [label.split(" ")[0] for label in facts if label[0].isdigit()] == [
        *("1", "2", "3", "4", "5", "6.1", "6.2", "6.3", "6.4", "6.5", "6.6")
    ]
    assert facts["5 ห้วงการรายงาน"] == "ไตรมาสที่ 1 (1 ต.ค.-31 ธ.ค.) พ.ศ. 2570"
    assert facts["3 ตัวชี้วัด"] == "ร้อยละของผู้เข้าอบรม"
    assert "7 ผลการดำเนินงานรายไตรมาส" in str(QUARTER_REPORT.shipped())


@pytest.mark.parametrize("thai", [None, True])
def test_the_quarterly_report_is_one_page_blank_and_filled(thai: bool | None) -> None:
    office = "สำนักงานเขตพื้นที่การศึกษาประถมศึกษาสมมติ เขต 2"
    blank = blank_of(QUARTER_REPORT, QUARTER_REPORT.shipped(), office=office, at=AT, thai_numerals=thai).pdf
    data = QUARTER_REPORT.sample()
    filled = pdf_of(fill(QUARTER_REPORT.shipped(), QUARTER_REPORT.fill(data, ABOUT)), made_at=AT)
    assert [len(re.findall(rb"/Type\s*/Page\b", one)) for one in (blank, filled)] == [1, 1]
