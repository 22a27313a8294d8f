"""A drill of continuity as paper: its plan, and how it went."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Final

from netops.network_papers.data import Drill
from netops.network_papers.wording import DRILLS, SCENARIOS
from service.i18n import N_
from service.papers.shape import LONG_DOTS, SHORT_DOTS, Chapter, Shape, boxes, day, kind_of, texts

_WORDS: Final = tuple(SCENARIOS.values())
_SCENARIOS: Final = f"{boxes(_WORDS[:2])}\n{boxes(_WORDS[2:])}"  # a box is never torn from its word


def _minutes(value: int | None) -> str:
    return f"{SHORT_DOTS} นาที" if value is None else f"{value:,} นาที"


def _facts(data: Drill) -> Sequence[tuple[str, str]]:
    result = data.result if data.result != "planned" else ""
    return (
        ("โรงเรียน", data.school or LONG_DOTS),
        ("สถานการณ์", SCENARIOS.get(data.scenario, _SCENARIOS)),
        ("กำหนดซักซ้อม", day(data.planned_on) if data.planned_on else SHORT_DOTS),
        ("ผู้รับผิดชอบ", data.owner or LONG_DOTS),
        ("ต้องใช้งานต่อได้ภายใน", _minutes(data.most_minutes)),
        ("วันที่ซักซ้อมจริง", day(data.ran_on) if data.ran_on else SHORT_DOTS),
        ("ใช้เวลาจริง", _minutes(data.took_minutes)),
        ("ผล", DRILLS[result] if result else boxes((DRILLS["passed"], DRILLS["failed"]))),
    )


def _sample() -> Drill:
    return Drill(
        office="สำนักงานเขตพื้นที่การศึกษาตัวอย่าง",
        school="โรงเรียนบ้านตัวอย่าง",
        scenario="link",
        planned_on=date(2026, 12, 1),
        owner="ครูผู้ดูแลระบบ",
        steps="ถอดสายวงจรหลัก ดูว่าวงจรสำรองรับช่วง",
        most_minutes=10,
        ran_on=date(2026, 12, 1),
        took_minutes=4,
        result="passed",
        finding="สลับเองใน 4 นาที",
    )


DRILL: Final = kind_of(
    Shape(
        key="network_drill",
        title=N_("Drill of continuity"),
        heading="แบบบันทึกการซักซ้อมความต่อเนื่องของเครือข่าย",
        data=Drill,
        named=lambda data: data.school,
        facts=_facts,
        chapters=(
            Chapter("steps", "ขั้นตอน", N_("Steps"), lambda data: texts(data.steps)),
            Chapter("finding", "ผลที่พบและสิ่งที่ต้องแก้ไข", N_("What was found"), lambda data: texts(data.finding)),
        ),
        sample=_sample,
        blank=lambda office: Drill(office=office, school=""),
        signers=("ผู้ดำเนินการซักซ้อม", "ผู้รับรอง"),
    ),
    series="network",
)
