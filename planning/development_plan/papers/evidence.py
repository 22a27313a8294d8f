"""Papers of steps 4.1 to 4.3: the review of duties, the situation report, the factor sheet."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final

from pydantic import Field

from office.document.content import Block, Column, Heading, Paragraph
from planning.development_plan.papers.last_report import ReportLines, report_of, report_texts
from planning.development_plan.papers.lines import (
    BASES,
    CLASSES,
    GRADES,
    NONE_YET,
    QUADRANTS,
    VERDICTS,
    amount,
    figure,
    tabled,
)
from service.i18n import N_
from service.papers.kind import PaperData
from service.papers.shape import Cell, Chapter, Shape, kind_of, right

SAMPLE_OFFICE: Final = "สำนักงานเขตพื้นที่การศึกษาตัวอย่าง"
SAMPLE_PLAN: Final = "แผนพัฒนาการศึกษาขั้นพื้นฐาน พ.ศ. 2571-2575"


class DutyLine(PaperData):
    """A duty with its years: {fiscal_year, project, result, spend_satang, indicator}."""

    code: str
    name: str
    verdict: str
    reason: str = ""
    years: tuple[dict[str, Any], ...] = ()


class ReviewData(PaperData):
    """Step 4.1 as it was handed in."""

    office: str
    plan: str
    duties: tuple[DutyLine, ...]


class YearLine(PaperData):
    """An academic year of the office; a projected one has pupils alone."""

    academic_year: int
    pupils: int
    schools: int | None = None
    male: int | None = None
    female: int | None = None
    rooms: int | None = None
    teachers: int | None = None


class ReachedLine(PaperData):
    """An indicator in a fiscal year."""

    code: str
    name: str
    unit: str
    fiscal_year: int
    target: float | None
    actual: float | None
    grade: str


class SituationData(PaperData):
    """Step 4.2 as it was handed in."""

    office: str
    plan: str
    schools: int
    small: int
    figures: tuple[YearLine, ...]
    projected: tuple[YearLine, ...]
    reached: tuple[ReachedLine, ...]
    report: ReportLines | None = None


class FactorLine(PaperData):
    """A factor with weight (percent) and score."""

    factor_class: str
    text: str
    weight: int
    score: int
    basis: str = "judged"
    evidence: str = ""


class FactorData(PaperData):
    """Step 4.3 as it was handed in; `run` has the counts of the mapping run."""

    office: str
    plan: str
    factors: tuple[FactorLine, ...]
    inner: float
    outer: float
    quadrant: str
    fingerprint: str = ""
    run: dict[str, Any] = Field(default_factory=dict)


def review_of(office: str, plan: str, content: Mapping[str, Any]) -> ReviewData:
    """From the set that was handed in."""
    duties = tuple(
        DutyLine(**{name: one[name] for name in ("code", "name", "verdict", "reason")}, years=tuple(one["years"]))
        for one in content["duties"]
    )
    return ReviewData(office=office, plan=plan, duties=duties)


def situation_of(office: str, plan: str, content: Mapping[str, Any]) -> SituationData:
    """From the set that was handed in."""
    figures = tuple(
        YearLine(
            pupils=one["male"] + one["female"],
            **{name: one[name] for name in ("academic_year", "schools", "male", "female", "rooms", "teachers")},
        )
        for one in content["figures"]
    )
    projected = tuple(
        YearLine(academic_year=one["academic_year"], pupils=sum(count for _grade, count in one["by_grade"]))
        for one in content["projected"]
    )
    return SituationData(
        office=office,
        plan=plan,
        schools=content["schools"],
        small=content["small"],
        figures=figures,
        projected=projected,
        reached=tuple(ReachedLine(**one) for one in content["reached"]),
        report=report_of(content.get("report")),  # sets that were handed in by an earlier release have none
    )


def factors_of(office: str, plan: str, content: Mapping[str, Any]) -> FactorData:
    """From the set that was handed in."""
    told = {name: content[name] for name in ("inner", "outer", "quadrant", "fingerprint", "run")}
    return FactorData(office=office, plan=plan, factors=tuple(FactorLine(**one) for one in content["factors"]), **told)


def duty_table(duties: Sequence[DutyLine]) -> tuple[Block, ...]:
    """One row for each duty, what was done by year in it."""
    rows: list[tuple[Cell, ...]] = []
    for duty in duties:
        done = "; ".join(f"ปี {one['fiscal_year']} {one['result'] or one['project'] or NONE_YET}" for one in duty.years)
        spent = [one["spend_satang"] for one in duty.years if one["spend_satang"] is not None]
        measured = "; ".join(one["indicator"] for one in duty.years if one["indicator"])
        verdict = VERDICTS[duty.verdict] + (f": {duty.reason}" if duty.reason else "")
        rows.append(
            (
                f"{duty.code} {duty.name}",
                done or NONE_YET,
                measured or NONE_YET,
                amount(sum(spent) if spent else None),
                verdict,
            )
        )
    columns = (
        Column(title="ภารกิจ", width=2.4),
        Column(title="ผลการดำเนินงานที่ผ่านมา", width=2.6),
        Column(title="ตัวชี้วัด", width=1.6),
        right("ใช้จ่าย", "บาท", 1.3),
        Column(title="ผลการพิจารณา", width=1.6),
    )
    return tabled(columns, rows)


def year_table(figures: Sequence[YearLine], projected: Sequence[YearLine]) -> tuple[Block, ...]:
    """Counted years, then those to be expected."""
    rows: list[tuple[Cell, ...]] = [
        (
            str(one.academic_year),
            figure(one.schools),
            figure(one.male),
            figure(one.female),
            one.pupils,
            figure(one.rooms),
            figure(one.teachers),
            figure(one.pupils / one.teachers if one.teachers else None),
            figure(one.pupils / one.rooms if one.rooms else None),
        )
        for one in figures
    ]
    rows += [(f"{one.academic_year} (คาดการณ์)", *[NONE_YET] * 3, one.pupils, *[NONE_YET] * 4) for one in projected]
    titles = ("โรงเรียน", "ชาย", "หญิง", "รวม", "ห้อง", "ครู", "นักเรียนต่อครู", "นักเรียนต่อห้อง")
    return tabled((Column(title="ปีการศึกษา", width=1.8), *(right(title) for title in titles)), rows)


def reached_table(rows: Sequence[ReachedLine]) -> tuple[Block, ...]:
    """Targets reached and missed."""
    columns = (
        Column(title="ตัวชี้วัด", width=3),
        Column(title="หน่วย"),
        Column(title="ปีงบประมาณ", whole=True),
        right("เป้าหมาย"),
        right("ผล"),
        Column(title="ผลการประเมิน", width=1.6),
    )
    return tabled(
        columns,
        [
            (
                f"{one.code} {one.name}",
                one.unit,
                str(one.fiscal_year),
                figure(one.target),
                figure(one.actual),
                GRADES[one.grade],
            )
            for one in rows
        ],
    )


def factor_table(factors: Sequence[FactorLine]) -> tuple[Block, ...]:
    """With weight times score."""
    columns = (
        Column(title="ประเภท"),
        Column(title="ปัจจัย", width=2.6),
        right("น้ำหนัก", "ร้อยละ", 0.9),
        right("คะแนน", "", 0.8),
        right("รวม", "", 0.8),
        Column(title="หลักฐาน", width=2.2),
    )
    return tabled(
        columns,
        [
            (
                CLASSES[one.factor_class],
                one.text,
                one.weight,
                one.score,
                figure(one.weight * one.score / 100),
                f"{BASES[one.basis]} {one.evidence}".strip(),
            )
            for one in factors
        ],
    )


def position_texts(data: FactorData) -> tuple[Block, ...]:
    """The point and its quadrant in words."""
    return (
        Paragraph(text=f"ปัจจัยภายใน (จุดแข็ง - จุดอ่อน) {data.inner:+.2f}"),
        Paragraph(text=f"ปัจจัยภายนอก (โอกาส - อุปสรรค) {data.outer:+.2f}"),
        Paragraph(text=f"สถานภาพ: {QUADRANTS[data.quadrant]}"),
    )


def map_texts_of(data: FactorData) -> tuple[Block, ...]:
    """What the school map found."""
    run = data.run
    if not run:
        return (Paragraph(text=NONE_YET),)
    return (
        Paragraph(
            text=f"ข้อมูลปีการศึกษา {run['academic_year']} โรงเรียน {run['schools']:,} แห่ง หมู่บ้าน {run['villages']:,} แห่ง"
        ),
        Paragraph(text=f"เด็กวัยเรียน {run['children']:,} คน อยู่นอกเกณฑ์ระยะทางหรือเวลา {run['children_beyond']:,} คน"),
        Paragraph(text=f"รหัสตรวจสอบชุดข้อมูลแผนที่ {data.fingerprint[:16]}"),
    )


def _review_sample() -> ReviewData:
    year = {
        "fiscal_year": 2570,
        "project": "",
        "result": "จัดเก็บครบ",
        "spend_satang": 1_000_000,
        "indicator": "ร้อยละ 100",
    }
    duty = DutyLine(code="2.2", name="งานจัดทำข้อมูลสารสนเทศเพื่อการบริหาร", verdict="continue", years=(year,))
    return ReviewData(office=SAMPLE_OFFICE, plan=SAMPLE_PLAN, duties=(duty,))


def _situation_sample() -> SituationData:
    year = YearLine(academic_year=2570, pupils=200, schools=2, male=100, female=100, rooms=8, teachers=10)
    told = {"code": "ป1", "name": "ร้อยละผู้เรียนที่ได้คะแนนเกินครึ่ง", "unit": "ร้อยละ", "fiscal_year": 2570}
    reached = ReachedLine(**told, target=50, actual=45, grade="better")
    expected = YearLine(academic_year=2571, pupils=195)
    return SituationData(
        office=SAMPLE_OFFICE,
        plan=SAMPLE_PLAN,
        schools=2,
        small=1,
        figures=(year,),
        projected=(expected,),
        reached=(reached,),
        report=ReportLines(plan_title="แผนตัวอย่าง", fiscal_year=2570, met=3, missed=1, lessons="ต้องเริ่มเร็วขึ้น"),
    )


def _factor_sample() -> FactorData:
    one = FactorLine(factor_class="strength", text="ครูครบชั้น", weight=100, score=4)
    run = {"academic_year": 2570, "schools": 2, "villages": 10, "children": 200, "children_beyond": 12}
    return FactorData(
        office=SAMPLE_OFFICE,
        plan=SAMPLE_PLAN,
        factors=(one,),
        inner=4,
        outer=0,
        quadrant="SO",
        fingerprint="0" * 64,
        run=run,
    )


REVIEW: Final = kind_of(
    Shape(
        key="mission_review",
        title=N_("Review of duties"),
        heading="รายงานการทบทวนภารกิจ",
        data=ReviewData,
        named=lambda data: data.plan,
        facts=lambda data: (("จำนวนภารกิจ", f"{len(data.duties)} ภารกิจ"),),
        chapters=(
            Chapter("duties", "ผลการทบทวน", N_("Duties with their results"), lambda data: duty_table(data.duties)),
        ),
        sample=_review_sample,
        signers=("ผู้อำนวยการกลุ่มนโยบายและแผน",),
    )
)
SITUATION: Final = kind_of(
    Shape(
        key="situation_report",
        title=N_("Situation report"),
        heading="รายงานข้อมูลสารสนเทศและผลการดำเนินงานที่ผ่านมา",
        data=SituationData,
        named=lambda data: data.plan,
        facts=lambda data: (
            ("โรงเรียนที่เปิดสอน", f"{data.schools:,} แห่ง"),
            ("โรงเรียนขนาดเล็ก (ไม่เกิน 120 คน)", f"{data.small:,} แห่ง"),
        ),
        chapters=(
            Chapter(
                "trend",
                "จำนวนนักเรียน ครู ห้องเรียน และการคาดการณ์",
                N_("Pupils: counted and expected"),
                lambda data: year_table(data.figures, data.projected),
            ),
            Chapter(
                "reached", "ผลตามตัวชี้วัด", N_("What was reached until now"), lambda data: reached_table(data.reached)
            ),
            Chapter(
                "report",
                "รายงานผลการดำเนินงานครั้งล่าสุด",
                N_("The last report of the office"),
                lambda data: report_texts(data.report),
            ),
        ),
        sample=_situation_sample,
        signers=("ผู้อำนวยการกลุ่มนโยบายและแผน",),
    )
)
FACTORS: Final = kind_of(
    Shape(
        key="factor_sheet",
        title=N_("Factor sheet"),
        heading="ผลการวิเคราะห์ปัจจัยสภาพแวดล้อมและประเมินสถานภาพ",
        data=FactorData,
        named=lambda data: data.plan,
        facts=lambda data: (("จำนวนปัจจัย", f"{len(data.factors)} ปัจจัย"),),
        chapters=(
            Chapter("factors", "ปัจจัยสภาพแวดล้อม", N_("Factors"), lambda data: factor_table(data.factors)),
            Chapter("position", "สถานภาพของเขตพื้นที่การศึกษา", N_("Where the office stands"), position_texts),
            Chapter("map", "แผนที่ตั้งการศึกษา", N_("School map"), map_texts_of),
        ),
        sample=_factor_sample,
        signers=("ประธานคณะทำงาน",),
    )
)


def headed(title: str, blocks: tuple[Block, ...]) -> tuple[Block, ...]:
    """A part of a chapter under its own heading."""
    return (Heading(level=3, text=title), *blocks)
