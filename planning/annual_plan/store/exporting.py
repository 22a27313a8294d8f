"""Tables for others: the plan in the columns of OBEC and of the province, สงป.301 (plan) and 302 (results), and what
eMENSCR asks for, whole and with what is missing. Columns of the first two were read on real forms; of the others it is
known that they exist, not how they look, so that their files are named unverified.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Final

from sqlmodel import Session, select

from office.baht import figures
from planning.annual_plan.models.following import QuarterReport
from planning.annual_plan.models.project import BudgetLine, Project
from planning.annual_plan.money import emenscr
from planning.annual_plan.money.quantities import Quantity, by_unit
from planning.annual_plan.papers.data import ProjectData
from planning.annual_plan.papers.wording import PROGRESS, QUARTERS, TYPES
from planning.annual_plan.store.reports import dues, reports
from planning.annual_plan.store.scope import rows_of
from planning.annual_plan.store.spending import paid_by_quarter
from planning.annual_plan.store.whole import projects_of
from planning.kit.visitor import Visitor
from planning.plans.tiers import BIG_ROCK, FOLLOW_UP, HEADINGS, OBEC, OTHER, PROVINCIAL, cells, rest
from service.web.exports import Money, Sheet

UNVERIFIED: Final = "unverified"
HEAD_OBEC: Final = (
    *("แผนงาน/ผลผลิต/โครงการ", "ตัวชี้วัด/กิจกรรม", "สำนักที่รับผิดชอบ", "นโยบาย สพฐ.", "Big Rock", "กลยุทธ์หน่วยงาน", "หน่วยนับ"),
    *("เป้าหมาย", "รวมงบประมาณ (บาท)"),
    *(
        f"ไตรมาส {number} ({months}) {what}"
        for number, months in enumerate(QUARTERS, start=1)
        for what in ("เป้าหมาย", "งบประมาณ (บาท)")
    ),
)
HEAD_PROVINCE: Final = (
    *("โครงการ/กิจกรรมหลัก", "วัตถุประสงค์", "เป้าหมายโครงการ", "ตัวชี้วัดและค่าเป้าหมาย", "งบประมาณ (บาท)", "แหล่งงบประมาณ"),
    "กลุ่ม/ผู้รับผิดชอบ",
    *(f"ความสอดคล้อง: {HEADINGS[tier]}" for tier in PROVINCIAL),
    *("ความสอดคล้อง: นโยบาย สพฐ.", "ความสอดคล้อง: กลยุทธ์ของสำนักงาน", "ความสอดคล้อง: อื่นๆ"),
)
HEAD_301: Final = (
    *("รหัส", "โครงการ", "งบรายจ่าย", "แหล่งของเงิน", "รายการ", "หน่วยนับ"),
    *(f"เป้าหมาย ไตรมาส {number}" for number in (1, 2, 3, 4)),
    *(f"แผนเงิน ไตรมาส {number} (บาท)" for number in (1, 2, 3, 4)),
    "รวม (บาท)",
)
HEAD_302: Final = (
    *("รหัส", "โครงการ", "งบรายจ่าย", "แหล่งของเงิน", "รายการ"),
    *(f"ผลการใช้จ่าย ไตรมาส {number} (บาท)" for number in (1, 2, 3, 4)),
    *("หลังสิ้นปี (บาท)", "รวม (บาท)", "ร้อยละของแผน"),
)


def for_obec(session: Session, visitor: Visitor, year: int) -> Sheet:
    """A row of each project, under it one of each activity; each quarter with its target and its money."""
    rows: list[list[object]] = []
    for one in projects_of(session, visitor.office_code, year):
        served = cells(one.policies, (OBEC, BIG_ROCK))
        whole = (f"{one.code} {one.name}", _indicators(one), one.group_name, *served, one.strategy, one.output_unit)
        own = [found for found in by_unit((line.unit, line.targets) for line in one.lines) if found.unit == whole[-1]]
        rows.append([*whole, one.output_quantity, Money(one.amount_satang), *_interleaved(own, one.quarters)])
        for activity in one.activities:
            lines = [line for line in one.lines if line.activity == activity.number]
            found = by_unit((line.unit, line.targets) for line in lines)
            quarters = [sum(line.quarters[at] for line in lines) for at in range(4)]
            head: list[object] = [
                "",
                f"{activity.number}. {activity.name}",
                activity.owner or one.group_name,
                "",
                "",
                "",
            ]
            head += ["\n".join(each.unit for each in found), _told([each.total for each in found])]
            rows.append([*head, Money(activity.amount_satang), *_interleaved(found, quarters)])
    return Sheet("action-plan", HEAD_OBEC, rows)


def _interleaved(found: Sequence[Quantity], quarters: Sequence[int]) -> list[object]:
    targets = [_told([each.quarters[at] for each in found]) for at in range(4)]
    return [cell for target, money in zip(targets, quarters, strict=True) for cell in (target, Money(money))]


def _told(counts: Sequence[int]) -> object:
    """A figure; where there are several units a line for each; nothing where there is none."""
    return counts[0] if len(counts) == 1 else "\n".join(str(one) for one in counts)


def for_province(session: Session, visitor: Visitor, year: int) -> Sheet:
    """A row of each project; what it serves stands in a column of its own for each level."""
    rows = []
    shown = (*PROVINCIAL, OBEC)
    for one in projects_of(session, visitor.office_code, year):
        activities = "\n".join(f"{each.number}. {each.name}" for each in one.activities)
        sources = dict.fromkeys(line.source for line in one.lines)
        served = (*cells(one.policies, shown), one.strategy, rest(one.policies, shown))
        head = (f"{one.code} {one.name}\n{activities}".strip(), one.parts.get("objectives", ""), _goals(one))
        more = (_indicators(one), Money(one.amount_satang), ", ".join(sources), f"{one.group_name} / {one.owner}")
        rows.append([*head, *more, *served])
    return Sheet("provincial-plan", HEAD_PROVINCE, rows)


def plan_301(session: Session, visitor: Visitor, year: int) -> Sheet:
    """Targets and money of each line by quarter."""
    rows = [
        [
            *(one.code, one.name, TYPES[line.budget_type], line.source, line.item, line.unit),
            *line.targets,
            *(Money(part) for part in line.quarters),
            Money(line.amount_satang),
        ]
        for one in projects_of(session, visitor.office_code, year)
        for line in one.lines
    ]
    return Sheet(f"301-{UNVERIFIED}", HEAD_301, rows)


def results_302(session: Session, visitor: Visitor, year: int) -> Sheet:
    """What the ledger says of each line by quarter."""
    paid = paid_by_quarter(session, visitor, year)
    ids = {one.key: one.id or 0 for one in rows_of(session, visitor, BudgetLine)}
    rows = []
    for one in projects_of(session, visitor.office_code, year):
        for line in one.lines:
            parts = paid.get(ids[line.key], [0] * 5)
            share = f"{100 * sum(parts) / line.amount_satang:.2f}" if line.amount_satang else ""
            head = (one.code, one.name, TYPES[line.budget_type], line.source, line.item)
            rows.append([*head, *(Money(part) for part in parts), Money(sum(parts)), share])
    return Sheet(f"302-{UNVERIFIED}", HEAD_302, rows)


def for_emenscr(session: Session, visitor: Visitor, year: int, today: date) -> Sheet:
    """One row of each project: every field, and the names of those that are missing."""
    given = reports(session, visitor, year)
    ids = {
        one.key: one.id or 0
        for one in session.exec(
            select(Project).where(Project.office_code == visitor.office_code, Project.fiscal_year == year)
        )
    }
    late = sum(today >= day for day in dues(session, visitor, year).values())
    titles = [f"{one.part} {one.name}" for one in emenscr.FIELDS]
    rows = []
    for one in projects_of(session, visitor.office_code, year):
        values = _values(one) | _progress(given, ids[one.key])
        lacking = [f"{field.part} {field.name}" for field in emenscr.missing(values, late)]
        rows.append([*(values.get(field.key, "") for field in emenscr.FIELDS), "; ".join(lacking)])
    return Sheet(f"emenscr-{UNVERIFIED}", [*titles, "ยังขาด"], rows)


def _goals(one: ProjectData) -> str:
    return "; ".join(goal for goal in (one.parts.get(name, "") for name in ("quantity_goal", "quality_goal")) if goal)


def _indicators(one: ProjectData) -> str:
    return "; ".join(f"{each.name} {each.target} {each.unit}".strip() for each in one.indicators)


def _values(one: ProjectData) -> dict[str, str]:
    return {
        "name": one.name,
        "group": one.group_name,
        "owner": one.owner,
        "year": str(one.year),
        "starts_on": one.starts_on.isoformat() if one.starts_on else "",
        "ends_on": one.ends_on.isoformat() if one.ends_on else "",
        "strategy": one.strategy,
        **dict(zip(FOLLOW_UP, cells(one.policies, FOLLOW_UP), strict=True)),
        OTHER: rest(one.policies, FOLLOW_UP),
        "goals": _goals(one),
        "indicators": _indicators(one),
        "activities": "; ".join(each.name for each in one.activities),
        "budget": figures(one.amount_satang) if one.amount_satang else "",
        "quarters": " / ".join(figures(part) for part in one.quarters) if one.lines else "",
        **{name: one.parts.get(name, "") for name in ("rationale", "objectives", "target_group", "expected")},
    }


def _progress(given: dict[tuple[int, int], QuarterReport], project: int) -> dict[str, str]:
    found = {}
    for quarter in (1, 2, 3, 4):
        row = given.get((project, quarter))
        if row is not None:
            found[f"q{quarter}"] = row.waiver or f"{PROGRESS[row.progress]} {row.percent}%"
    return found
