"""Forms of single things: an indicator, a project frame, the checklist of a school's plan, the yearly report."""

from __future__ import annotations

from typing import Final

from office.document.content import Block, Column
from planning.development_plan.papers.evidence import SAMPLE_OFFICE, SAMPLE_PLAN, ReachedLine, reached_table
from planning.development_plan.papers.lines import (
    DIRECTIONS,
    LEVELS,
    NONE_YET,
    amount,
    figure,
    listed,
    tabled,
    told_why,
)
from service.i18n import N_
from service.papers.kind import PaperData
from service.papers.shape import LONG_DOTS, SHORT_DOTS, Chapter, Shape, boxes, kind_of, right, ruled, texts


class YearFigure(PaperData):
    """A value of a fiscal year, of the whole office or of an area."""

    fiscal_year: int
    value: float
    area: str = ""


class IndicatorData(PaperData):
    """One indicator."""

    office: str
    plan: str
    code: str
    name: str
    of: str
    level: str
    unit: str
    direction: str
    formula: str = ""
    source: str = ""
    baseline: float | None = None
    baseline_year: int | None = None
    no_baseline: str = ""
    targets: tuple[YearFigure, ...] = ()


class YearAmount(PaperData):
    """Satang of a fiscal year."""

    fiscal_year: int
    satang: int


class FrameData(PaperData):
    """One project frame."""

    office: str
    plan: str
    title: str
    strategy: str
    indicator: str
    owner: str
    output: str = ""
    outcome: str = ""
    problems: tuple[str, ...] = ()
    policies: tuple[str, ...] = ()
    amounts: tuple[YearAmount, ...] = ()


class GoalAnswer(PaperData):
    """A goal of the office and what the school does."""

    goal: str
    answer: str = ""
    target: str = ""


class Point(PaperData):
    """A point of the checklist; None: not judged."""

    text: str
    is_met: bool | None = None


class ChecklistData(PaperData):
    """A school's plan with its review."""

    office: str
    school: str
    group: str = ""
    goals: tuple[GoalAnswer, ...] = ()
    points: tuple[Point, ...] = ()
    comment: str = ""


class ReportData(PaperData):
    """An evaluation of a year, or at mid-term."""

    office: str
    plan: str
    kind: str
    fiscal_year: int
    results: tuple[ReachedLine, ...] = ()
    problems: str = ""
    lessons: str = ""
    advice: str = ""


def _targets(data: IndicatorData) -> tuple[Block, ...]:
    columns = (Column(title="ปีงบประมาณ"), Column(title="พื้นที่", width=2), right("ค่าเป้าหมาย", "", 1.2))
    rows = [(str(one.fiscal_year), one.area or "ทั้งสำนักงาน", figure(one.value)) for one in data.targets]
    return tabled(columns, rows, size_pt=14)


def _amounts(data: FrameData) -> tuple[Block, ...]:
    columns = (Column(title="ปีงบประมาณ", width=2), right("กรอบวงเงิน", "บาท", 1.5))
    rows = [(str(one.fiscal_year), amount(one.satang)) for one in data.amounts]
    rows.append(("รวม", amount(sum(one.satang for one in data.amounts))))
    return tabled(columns, rows, size_pt=14)


_MET: Final = {True: "ผ่าน", False: "ไม่ผ่าน", None: NONE_YET}


def _points(data: ChecklistData) -> tuple[Block, ...]:
    columns = (Column(title="รายการ", width=4), Column(title="ผลการตรวจ", width=1.6))
    unjudged = _MET[None] if data.school else boxes((_MET[True], _MET[False]))
    rows = [(one.text, unjudged if one.is_met is None else _MET[one.is_met]) for one in data.points]
    return tabled(columns, rows, size_pt=14)


def _goals(data: ChecklistData) -> tuple[Block, ...]:
    columns = (
        Column(title="เป้าประสงค์ของเขตพื้นที่", width=2),
        Column(title="สิ่งที่สถานศึกษาดำเนินการ", width=2),
        Column(title="ค่าเป้าหมาย"),
    )
    if not data.school:
        return (ruled(columns, 3),)
    rows = [(one.goal, one.answer or NONE_YET, one.target or NONE_YET) for one in data.goals]
    return tabled(columns, rows, size_pt=14)


def _indicator_sample() -> IndicatorData:
    return IndicatorData(
        office=SAMPLE_OFFICE,
        plan=SAMPLE_PLAN,
        code="G1",
        name="ร้อยละผู้เรียนที่เดินทางเกินเกณฑ์",
        of="ผู้เรียนได้เรียนใกล้บ้าน",
        level="outcome",
        unit="ร้อยละ",
        direction="down",
        formula="จำนวนเด็กนอกเกณฑ์หารด้วยเด็กทั้งหมดคูณร้อย",
        source="แผนที่ตั้งการศึกษา",
        baseline=6,
        baseline_year=2570,
        targets=(YearFigure(fiscal_year=2571, value=5),),
    )


def _frame_sample() -> FrameData:
    return FrameData(
        office=SAMPLE_OFFICE,
        plan=SAMPLE_PLAN,
        title="โครงการพัฒนาโรงเรียนขนาดเล็ก",
        strategy="บริหารจัดการโรงเรียนขนาดเล็ก",
        indicator="G1",
        owner="กลุ่มนโยบายและแผน",
        output="โรงเรียนเรียนรวม 4 แห่ง",
        problems=("โรงเรียนขนาดเล็กมาก",),
        policies=("นโยบายโรงเรียนคุณภาพ",),
        amounts=(YearAmount(fiscal_year=2571, satang=100_000_000),),
    )


def _checklist_sample() -> ChecklistData:
    return ChecklistData(
        office=SAMPLE_OFFICE,
        school="โรงเรียนตัวอย่าง",
        group="กลุ่มตัวอย่าง",
        goals=(GoalAnswer(goal="ผู้เรียนได้เรียนใกล้บ้าน", answer="จัดรถรับส่ง", target="ร้อยละ 100"),),
        points=tuple(Point(text=text, is_met=True) for text in POINTS.values()),
        comment="เห็นชอบ",
    )


def _report_sample() -> ReportData:
    told = {"code": "G1", "name": "ร้อยละผู้เรียนที่เดินทางเกินเกณฑ์", "unit": "ร้อยละ", "fiscal_year": 2571}
    return ReportData(
        office=SAMPLE_OFFICE,
        plan=SAMPLE_PLAN,
        kind="yearly",
        fiscal_year=2571,
        results=(ReachedLine(**told, target=5, actual=4.5, grade="met"),),
        lessons="เริ่มตั้งแต่ต้นปี",
    )


POINTS: Final = {
    "analysis": "อธิบายสภาพและปัญหาด้วยข้อมูลของสถานศึกษา",
    "vision": "วิสัยทัศน์และเป้าประสงค์สอดคล้องกับเขตพื้นที่",
    "goals": "ตอบเป้าประสงค์ของเขตพื้นที่ครบทุกข้อ",
    "standards": "สอดคล้องกับมาตรฐานการศึกษาของสถานศึกษา",
    "projects": "โครงการและกิจกรรมนำไปสู่เป้าประสงค์",
    "budget": "ระบุงบประมาณและแหล่งงบประมาณ",
    "participation": "ผู้ปกครองและชุมชนมีส่วนร่วม",
    "board": "คณะกรรมการสถานศึกษาเห็นชอบ",
}
_REPORTS: Final = {"yearly": "รายปี", "mid_term": "ครึ่งแผน"}


def _baseline(data: IndicatorData) -> str:
    if data.baseline is None:
        return told_why(data.no_baseline)
    return f"{data.baseline:g} (ปี {data.baseline_year or NONE_YET})"


INDICATOR: Final = kind_of(
    Shape(
        key="indicator_sheet",
        title=N_("Indicator sheet"),
        heading="แบบรายละเอียดตัวชี้วัด",
        data=IndicatorData,
        named=lambda data: f"{data.code} {data.name}",
        facts=lambda data: (
            ("แผน", data.plan),
            ("เป้าประสงค์/กลยุทธ์", data.of),
            ("ระดับ", LEVELS[data.level]),
            ("หน่วยนับ", data.unit),
            ("ทิศทาง", DIRECTIONS[data.direction]),
            ("วิธีคำนวณ", data.formula),
            ("แหล่งข้อมูล", data.source),
            ("ค่าฐาน", _baseline(data)),
        ),
        chapters=(Chapter("targets", "ค่าเป้าหมาย", N_("Targets"), _targets),),
        sample=_indicator_sample,
        signers=("ผู้รับผิดชอบตัวชี้วัด",),
    )
)
FRAME: Final = kind_of(
    Shape(
        key="project_frame",
        title=N_("Project frame"),
        heading="แบบกรอบโครงการ",
        data=FrameData,
        named=lambda data: data.title,
        facts=lambda data: (
            ("แผน", data.plan),
            ("สนองกลยุทธ์", data.strategy),
            ("ตัวชี้วัด", data.indicator),
            ("ผู้รับผิดชอบ", data.owner),
            ("ผลผลิต", data.output),
            ("ผลลัพธ์", data.outcome),
        ),
        chapters=(
            Chapter(
                "problems", "ปัญหาและความต้องการที่ตอบ", N_("Problems that it answers"), lambda data: listed(data.problems)
            ),
            Chapter("policies", "นโยบายที่สอดคล้อง", N_("Policies that it leans on"), lambda data: listed(data.policies)),
            Chapter("amounts", "กรอบวงเงิน", N_("Indicative amounts"), _amounts),
        ),
        sample=_frame_sample,
        signers=("ผู้เสนอโครงการ",),
    )
)
CHECKLIST: Final = kind_of(
    Shape(
        key="school_plan_checklist",
        title=N_("Checklist of a school's plan"),
        heading="แบบตรวจแผนพัฒนาคุณภาพการจัดการศึกษาของสถานศึกษา",
        data=ChecklistData,
        named=lambda data: data.school,
        facts=lambda data: (("สถานศึกษา", data.school or LONG_DOTS), ("กลุ่มโรงเรียน", data.group or SHORT_DOTS)),
        chapters=(
            Chapter("goals", "เป้าประสงค์และการดำเนินการ", N_("Goals and answers"), _goals),
            Chapter("points", "รายการตรวจ", N_("Points of the checklist"), _points),
            Chapter("comment", "ความเห็น", N_("Comment for the school"), lambda data: texts(data.comment)),
        ),
        sample=_checklist_sample,
        signers=("ผู้ตรวจ",),
        blank=lambda office: ChecklistData(
            office=office, school="", points=tuple(Point(text=text) for text in POINTS.values())
        ),
    )
)
REPORT: Final = kind_of(
    Shape(
        key="plan_report",
        title=N_("Report of results"),
        heading="รายงานผลการดำเนินงานตามแผนพัฒนาการศึกษาขั้นพื้นฐาน",
        data=ReportData,
        named=lambda data: f"{_REPORTS.get(data.kind, '')} ปีงบประมาณ {data.fiscal_year}",
        facts=lambda data: (("แผน", data.plan),),
        chapters=(
            Chapter("results", "ผลตามตัวชี้วัด", N_("Results by indicator"), lambda data: reached_table(data.results)),
            Chapter("problems", "ปัญหาอุปสรรค", N_("Problems"), lambda data: texts(data.problems)),
            Chapter("lessons", "บทเรียน", N_("Lessons"), lambda data: texts(data.lessons)),
            Chapter("advice", "ข้อเสนอแนะ", N_("Advice for the next years"), lambda data: texts(data.advice)),
        ),
        sample=_report_sample,
        signers=("ผู้อำนวยการสำนักงานเขตพื้นที่การศึกษา",),
    )
)
