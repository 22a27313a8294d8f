"""Thai words of the papers of risks."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Final

from netops.risk_papers.data import LevelSpan, RiskEntry, TaskEntry
from office.thai_date import short_date
from risk.rules.stale_backup import NEVER_DAYS
from risk.terms import Basis, Group, Movement, RiskState, Treatment

GROUPS: Final = {
    Group.STRATEGIC: "กลยุทธ์",
    Group.OPERATIONAL: "การดำเนินงาน",
    Group.COMPLIANCE: "กฎหมายและระเบียบ",
    Group.OTHER: "อื่น ๆ",
}
TREATMENTS: Final = {
    Treatment.REDUCE: "ลด",
    Treatment.TRANSFER: "ถ่ายโอน",
    Treatment.ACCEPT: "ยอมรับ",
    Treatment.AVOID: "หลีกเลี่ยง",
}
STATES: Final = {
    RiskState.OPEN: "ยังไม่จัดการ",
    RiskState.TREATING: "กำลังจัดการ",
    RiskState.ACCEPTED: "ยอมรับแล้ว",
    RiskState.CLOSED: "ปิดแล้ว",
}
BASES: Final = {Basis.MEASURED: "คำนวณจากผลการตรวจวัด", Basis.JUDGED: "ผู้ประเมินพิจารณา"}
MOVEMENTS: Final = {
    Movement.FOUND: "พบใหม่",
    Movement.ROSE: "โอกาสสูงขึ้น",
    Movement.FELL: "โอกาสลดลง",
    Movement.RETURNED: "เกิดขึ้นอีก",
    Movement.QUIET: "ไม่เกิดขึ้นในช่วงที่นับ",
    Movement.GONE: "สาเหตุหมดไป",
    Movement.WEIGHED: "ผลกระทบเปลี่ยน",
    Movement.JUDGED: "ผู้ประเมินพิจารณา",
}
SERVICES: Final = {
    "network": "ระบบเครือข่าย",
    "internet": "วงจรอินเทอร์เน็ต",
    "power": "ไฟฟ้าสำรอง",
    "knowledge": "ความรู้ระบบเครือข่าย",
    "logs": "ข้อมูลจราจรคอมพิวเตอร์",
}
MOST_NAMED: Final = 3  # schools that a row of many names; the annex names all


def unit_of(entry: RiskEntry) -> str:
    """Whose risk it is; of many, how many and where they are listed."""
    if len(entry.units) <= MOST_NAMED:
        return "\n".join(entry.units)
    return f"{len(entry.units)} แห่ง (รายชื่อในภาคผนวก)"


def numbers_of(entry: RiskEntry) -> str:
    """Its number in the register; of many, the first of them and how many more."""
    first = str(entry.numbers[0])
    return first if len(entry.numbers) == 1 else f"{first} และอีก {len(entry.numbers) - 1} รายการ"


def task_of(task: TaskEntry) -> str:
    """What, how far, and until when."""
    due = f" กำหนด {short_date(task.due_on)}" if task.due_on is not None else ""
    return f"{task.what} ({task.percent}%{due})"


def plan_of(entry: RiskEntry) -> str:
    """The plan with its tasks under it."""
    return "\n".join(filter(None, (entry.plan, *(f"• {task_of(one)}" for one in entry.tasks)))) or "–"


def matrix_of(likelihood: int | None, impact: int | None, level: str) -> str:
    """3 × 4 = 12 สูง; a stroke where it was not said."""
    return f"{likelihood} × {impact} = {likelihood * impact}\n{level}" if likelihood and impact else "–"


def joined(lines: Sequence[str]) -> str:
    """Under one another; a stroke where there are none."""
    return "\n".join(filter(None, lines)) or "–"


def day_of(day: date | None) -> str:
    """Short, or a stroke."""
    return short_date(day) if day is not None else "–"


def levels_of(levels: Sequence[LevelSpan]) -> str:
    """Each with the scores that it spans."""
    return " · ".join(f"{one.name} {one.least}–{one.most}" for one in levels)


def level_of(levels: Sequence[LevelSpan], score: int) -> str:
    """What a score is called."""
    return next((one.name for one in levels if one.least <= score <= one.most), "")


# How the figure of a rule is said; negative ones lie before the day in question.
_FIGURES: Final = {
    "outages": "เกิดเหตุ {figure:,} ครั้ง",
    "days_since_end": "พ้นกำหนดมาแล้ว {figure:,} วัน",
    "days_without_backup": "ไม่มีสำเนามาแล้ว {figure:,} วัน",
    "days_exposed": "พบมาแล้ว {figure:,} วัน",
    "times": "เกินเกณฑ์ {figure:,} ครั้ง",
    "percent": "ใช้ไปแล้วร้อยละ {figure}",
    "devices": "อุปกรณ์และเหตุขัดข้องรวม {figure:,} หน่วยนับ",
    "days_lacking": "ขาดอีก {figure:,} วัน",
    "strangers": "พบ {figure:,} เครื่อง",
    "days_overdue": "เลยกำหนดมาแล้ว {figure:,} วัน",
    "people_lacking": "ขาดอีก {figure:,} คน",
}
_TO_COME: Final = "เหลืออีก {figure:,} วัน"
_NEVER: Final = "ไม่เคยมี"


def why_of(unit: str, figure: int | None, window_days: int) -> str:
    """The figure of a rule with the window in which it was counted."""
    if figure is None or unit not in _FIGURES:
        return ""
    if unit == "days_since_end" and figure < 0:
        return _TO_COME.format(figure=-figure)
    if unit == "days_without_backup" and figure >= NEVER_DAYS:
        return _NEVER
    said = _FIGURES[unit].format(figure=figure)
    return f"{said} ใน {window_days:,} วัน" if window_days and unit in {"outages", "times"} else said
