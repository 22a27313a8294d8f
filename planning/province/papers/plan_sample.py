"""A small plan of every part, for those who make templates."""

from __future__ import annotations

from datetime import date

from planning.plans.described import Direction
from planning.plans.indicator_data import IndicatorData
from planning.plans.tiers import NATIONAL
from planning.province.content import (
    ContributionSaid,
    ElementSaid,
    EquitySaid,
    IndicatorSaid,
    PlanContent,
    ProjectSaid,
    QualitySaid,
    SectorSaid,
    TargetSaid,
)
from planning.province.papers.wording import MEASURES


def sample() -> PlanContent:
    """One of each."""
    goal = ElementSaid(key="a", kind="goal", code="1", text="ผู้เรียนทุกคนเข้าถึงการศึกษา", depth=0)
    target = TargetSaid(district="", fiscal_year=2570, target=98)
    return PlanContent(
        office="สำนักงานตัวอย่าง",
        key="0" * 32,
        kind="province_annual",
        title="แผนปฏิบัติราชการศึกษาประจำปีของจังหวัดตัวอย่าง",
        province="ตัวอย่าง",
        first_year=2570,
        last_year=2570,
        elements=(goal,),
        indicators=(
            IndicatorSaid(
                key="b",
                element_key="a",
                name="อัตราการเข้าเรียน",
                unit="ร้อยละ",
                direction="up",
                baseline=95,
                source="ทะเบียนนักเรียน",
                targets=(target,),
            ),
        ),
        equity=tuple(
            EquitySaid(district="เมือง", measure=key, value=100, source="ทะเบียน", as_of=date(2026, 6, 10))
            for key in MEASURES
        ),
        quality=(_quality(),),
        sectors=(SectorSaid(sector="ผู้ปกครองและชุมชน", channels=("meeting",), inputs=2, persons=80),),
        projects=(_project(),),
    )


def _quality() -> QualitySaid:
    return QualitySaid(
        district="เมือง",
        name="ผลการทดสอบระดับชาติ ป.6",
        academic_year=2569,
        value=45.5,
        unit="คะแนน",
        source="สทศ.",
        as_of=date(2026, 3, 31),
    )


def _project() -> ProjectSaid:
    return ProjectSaid(
        key="c",
        title="โครงการอ่านออกเขียนได้",
        agency="สพป. ตัวอย่าง",
        activity="ค่ายการอ่าน",
        objective="ให้นักเรียน ป.1–ป.3 อ่านออกเขียนได้",
        output="นักเรียน 500 คน",
        indicators=(
            IndicatorData(
                name="นักเรียนที่อ่านออก",
                unit="ร้อยละ",
                direction=Direction.UP,
                source="ผลการประเมินการอ่าน",
                baseline=82,
                target="90",
            ),
        ),
        amount_satang=10_000_000,
        money_source="งบ สพฐ.",
        responsible="กลุ่มนิเทศ",
        strategy="1 ยกระดับคุณภาพผู้เรียน",
        policies={NATIONAL: ("3 การพัฒนาและเสริมสร้างศักยภาพทรัพยากรมนุษย์",)},
        contributions=(
            ContributionSaid(agency="อบจ. ตัวอย่าง", kind="money", amount_satang=4_000_000, persons=0, what=""),
        ),
    )
