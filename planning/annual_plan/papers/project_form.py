"""The form of a project with its fourteen parts, and its quarter plan."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from typing import Final

from office.baht import amount_and_words
from office.document.cells import Money
from office.document.content import Block, Column, Paragraph, Table
from office.fiscal import FiscalYear
from office.months import months_later
from planning.annual_plan.papers.data import ActivityData, LineData, ProjectData
from planning.annual_plan.papers.wording import KINDS, MONTHS, QUARTERS, TYPES
from planning.annual_plan.terms import BudgetType
from planning.plans.described import Direction
from planning.plans.indicator_data import IndicatorData
from planning.plans.tiers import HEADINGS, NATIONAL, OBEC, OTHER
from service.i18n import N_
from service.papers.shape import Cell, Chapter, Shape, boxes, day, kind_of, right, ruled, texts

ROWS: Final = 5
MARK: Final = "●"


def _text(name: str) -> Callable[[ProjectData], tuple[Block, ...]]:
    def blocks(data: ProjectData) -> tuple[Block, ...]:
        return texts(data.parts.get(name, ""))

    return blocks


def _goals(data: ProjectData) -> tuple[Block, ...]:
    return (
        Paragraph(text="เชิงปริมาณ"),
        *texts(data.parts.get("quantity_goal", "")),
        Paragraph(text="เชิงคุณภาพ"),
        *texts(data.parts.get("quality_goal", "")),
    )


def _indicators(data: ProjectData) -> tuple[Block, ...]:
    columns = (
        Column(title="ตัวชี้วัด", width=3),
        Column(title="หน่วยนับ"),
        Column(title="ทิศทาง", width=1.3),
        Column(title="แหล่งข้อมูล", width=1.6),
        Column(title="ค่าฐาน", width=1.3),
        right("ค่าเป้าหมาย"),
    )
    rows = tuple((one.name, one.unit, one.way, one.source, one.begins, one.target) for one in data.indicators)
    return (Table(columns=columns, rows=rows) if rows else ruled(columns, ROWS),)


def _months(one: ActivityData, year: int) -> tuple[str, ...]:
    """A mark in each month in which it goes on."""
    if one.starts_on is None or one.ends_on is None:
        return ("",) * 12
    ends = one.ends_on
    return tuple(
        MARK if first <= ends and one.starts_on < months_later(first, 1) else "" for first in FiscalYear(year).months
    )


def _activities(data: ProjectData) -> tuple[Block, ...]:
    columns = (Column(title="กิจกรรม", width=4), *(Column(title=name, width=0.8) for name in MONTHS))
    rows: tuple[tuple[Cell, ...], ...] = tuple(
        (f"{one.number}. {one.name}", *_months(one, data.year)) for one in data.activities
    )
    return (Table(columns=columns, rows=rows, size_pt=11) if rows else ruled(columns, ROWS, size_pt=11),)


def _budget(data: ProjectData) -> tuple[Block, ...]:
    columns = (
        Column(title="รายการ", width=2.6),
        Column(title="แหล่งงบประมาณ", width=1.4),
        Column(title="งบรายจ่าย", width=1.3),
        right("จำนวน"),
        Column(title="หน่วย", width=0.8),
        right("ราคาต่อหน่วย", "บาท", 1.3),
        right("จำนวนเงิน", "บาท", 1.4),
    )
    if not data.lines:
        return (ruled(columns, ROWS, size_pt=12),)
    rows: tuple[tuple[Cell, ...], ...] = tuple(
        (
            one.item,
            one.source,
            TYPES[one.budget_type],
            one.quantity,
            one.unit,
            Money(satang=one.unit_satang),
            Money(satang=one.amount_satang),
        )
        for one in data.lines
    )
    foot: tuple[tuple[Cell, ...], ...] = (("รวม", "", "", "", "", "", Money(satang=data.amount_satang)),)
    total = Paragraph(text=f"งบประมาณรวม {amount_and_words(data.amount_satang)}")
    return (Table(columns=columns, rows=rows, foot=foot, size_pt=12), total)


def _quarters(data: ProjectData) -> tuple[Block, ...]:
    columns = (
        Column(title="กิจกรรม/รายการ", width=2.4),
        *(right(f"ไตรมาส\u00a0{number}\n{months}", "บาท", 1.3) for number, months in enumerate(QUARTERS, start=1)),
        right("รวม", "บาท", 1.3),
    )
    if not data.lines:
        return (ruled(columns, ROWS, size_pt=12),)
    rows: tuple[tuple[Cell, ...], ...] = tuple(
        (one.item, *(Money(satang=part) for part in one.quarters), Money(satang=one.amount_satang))
        for one in data.lines
    )
    foot: tuple[tuple[Cell, ...], ...] = (
        ("รวม", *(Money(satang=part) for part in data.quarters), Money(satang=data.amount_satang)),
    )
    return (Table(columns=columns, rows=rows, foot=foot, size_pt=11),)


def _targets(data: ProjectData) -> tuple[Block, ...]:
    columns = (
        Column(title="กิจกรรม/รายการ", width=2.4),
        Column(title="หน่วยนับ"),
        *(right(f"ไตรมาส\u00a0{number}") for number in (1, 2, 3, 4)),
    )
    rows: tuple[tuple[Cell, ...], ...] = tuple((one.item, one.unit, *one.targets) for one in data.lines)
    return (Table(columns=columns, rows=rows, size_pt=12) if rows else ruled(columns, ROWS, size_pt=12),)


def _risks(data: ProjectData) -> tuple[Block, ...]:
    columns = (Column(title="12.1 ความเสี่ยง"), Column(title="12.2 การบริหารความเสี่ยง"))
    return (Table(columns=columns, rows=data.risks) if data.risks else ruled(columns, ROWS - 2),)


def _who(data: ProjectData) -> tuple[Block, ...]:
    names = (("ผู้เสนอโครงการ", "proposer"), ("ผู้เห็นชอบโครงการ", "endorser"), ("ผู้อนุมัติโครงการ", "approver"))
    lines = [f"{word} {data.parts.get(name, '')}" for word, name in names if data.parts.get(name)]
    return tuple(Paragraph(text=line) for line in lines)


def _facts(data: ProjectData) -> Sequence[tuple[str, str]]:
    dates = f"{day(data.starts_on)} ถึง {day(data.ends_on)}" if data.starts_on or data.ends_on else ""
    return (
        ("ชื่อโครงการ", data.name),
        ("แผนงาน", data.plan_name),
        ("สนองกลยุทธ์", data.strategy),
        ("สนองนโยบาย มาตรฐาน/ตัวบ่งชี้ สพฐ.", "; ".join(data.policies.get(OBEC, ()))),
        *(
            (f"สนอง{HEADINGS[tier]}" if tier != OTHER else "สนองแผนและนโยบายอื่น", "; ".join(texts_))
            for tier, texts_ in data.policies.items()
            if tier != OBEC
        ),
        ("หน่วยงานที่รับผิดชอบ", data.group_name),
        ("ผู้รับผิดชอบ", data.owner),
        ("ลักษณะโครงการ", KINDS[data.kind] if data.kind else boxes(KINDS.values())),
        ("ระยะเวลาดำเนินการ", dates),
        ("ปีงบประมาณ", f"พ.ศ. {data.year}" if data.code else ""),
    )


MEASURED_SAMPLE: Final = IndicatorData(
    name="ร้อยละของผู้เข้าอบรม",
    unit="ร้อยละ",
    direction=Direction.UP,
    source="ทะเบียนผู้เข้าอบรม",
    baseline=60,
    target="80",
)


def sample() -> ProjectData:
    """A project that does not exist."""
    starts, ends = date(2026, 11, 1), date(2027, 3, 31)
    line = LineData(
        activity=1,
        item="ค่าวัสดุอบรม",
        source="งบประมาณ",
        budget_type=BudgetType.OPERATING,
        quantity=100,
        unit="ชุด",
        unit_satang=12_500,
        amount_satang=1_250_000,
        quarters=(625_000, 625_000, 0, 0),
        targets=(50, 50, 0, 0),
    )
    return ProjectData(
        office="สำนักงานเขตพื้นที่การศึกษาตัวอย่าง",
        year=2570,
        code="001",
        name="โครงการตัวอย่าง",
        plan_name="แผนงานพื้นฐาน",
        strategy="กลยุทธ์ที่ 1",
        group_name="กลุ่มนโยบายและแผน",
        owner="กลุ่มนโยบายและแผน",
        starts_on=starts,
        ends_on=ends,
        amount_satang=1_250_000,
        output_quantity=100,
        output_unit="ชุด",
        parts={"rationale": "ข้อความตัวอย่าง", "proposer": "หัวหน้ากลุ่ม"},
        indicators=(MEASURED_SAMPLE,),
        activities=(ActivityData(number=1, name="อบรม", starts_on=starts, ends_on=ends, amount_satang=1_250_000),),
        lines=(line,),
        risks=(("ผู้เข้าอบรมไม่ครบ", "แจ้งล่วงหน้า"),),
        policies={NATIONAL: ("ด้านที่ 3 การพัฒนาและเสริมสร้างศักยภาพทรัพยากรมนุษย์",), OBEC: ("ข้อ 1 โรงเรียนปลอดภัย",)},
    )


def _blank(office: str) -> ProjectData:
    return ProjectData(office=office, year=FiscalYear.of(date.today()).era, code="", name="", kind=None)  # noqa: DTZ011


CHAPTERS: Final = (
    Chapter("rationale", "1. หลักการและเหตุผล", N_("1. Principles and reasons"), _text("rationale")),
    Chapter("objectives", "2. วัตถุประสงค์", N_("2. Objectives"), _text("objectives")),
    Chapter("goals", "3. เป้าหมาย", N_("3. Goals"), _goals),
    Chapter("indicators", "4. ตัวชี้วัดและค่าเป้าหมาย", N_("4. Indicators and targets"), _indicators),
    Chapter("target_group", "5. กลุ่มเป้าหมาย/พื้นที่", N_("5. Target group and area"), _text("target_group")),
    Chapter("activities", "6. กิจกรรมและระยะเวลา", N_("6. Activities"), _activities),
    Chapter("budget", "7. งบประมาณ", N_("7. Budget lines"), _budget),
    Chapter("quarters", "8. แผนการใช้จ่ายรายไตรมาส", N_("8. Plan of the quarters"), _quarters),
    Chapter("outputs", "9. ผลผลิต", N_("9. Outputs"), _text("outputs")),
    Chapter("outcomes", "10. ผลลัพธ์", N_("10. Outcomes"), _text("outcomes")),
    Chapter("follow_up", "11. การติดตามประเมินผล", N_("11. Follow-up and evaluation"), _text("follow_up")),
    Chapter("risks", "12. การวิเคราะห์ความเสี่ยง", N_("12. Risks"), _risks),
    Chapter("expected", "13. ผลที่คาดว่าจะได้รับ", N_("13. Expected results"), _text("expected")),
    Chapter("who", "14. ผู้เสนอ/ผู้เห็นชอบ/ผู้อนุมัติ", N_("14. Who proposes, endorses, approves"), _who),
)
PROJECT_FORM: Final = kind_of(
    Shape(
        key="project_form",
        title=N_("Form of a project"),
        heading="แบบเสนอโครงการตามแผนปฏิบัติการประจำปี",
        data=ProjectData,
        named=lambda data: f"{data.code} {data.name}".strip(),
        facts=_facts,
        chapters=CHAPTERS,
        sample=sample,
        signers=("ผู้เสนอโครงการ", "ผู้เห็นชอบโครงการ", "ผู้อนุมัติโครงการ"),
        blank=_blank,
    )
)
QUARTER_PLAN: Final = kind_of(
    Shape(
        key="quarter_plan",
        title=N_("Plan of the quarters of a project"),
        heading="แผนการใช้จ่ายงบประมาณและเป้าหมายรายไตรมาส",
        data=ProjectData,
        named=lambda data: f"{data.code} {data.name}".strip(),
        facts=_facts,
        chapters=(
            Chapter("money", "แผนการใช้จ่ายงบประมาณ", N_("Money of the quarters"), _quarters),
            Chapter("targets", "แผนการดำเนินงาน", N_("Targets of the quarters"), _targets),
        ),
        sample=sample,
        signers=("ผู้รับผิดชอบโครงการ", "ผู้อนุมัติ"),
        blank=_blank,
    )
)
