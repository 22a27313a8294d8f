"""Tables for others: สงป.301 (plan) and 302 (results) and what eMENSCR asks for, whole and with what is missing."""

from __future__ import annotations

from datetime import date
from typing import Final

from sqlmodel import Session, select

from office.baht import figures
from planning.annual_plan.models.following import QuarterReport
from planning.annual_plan.models.project import BudgetLine, Project
from planning.annual_plan.money import emenscr
from planning.annual_plan.papers.data import ProjectData
from planning.annual_plan.papers.wording import PROGRESS, TYPES
from planning.annual_plan.store.reports import dues, reports
from planning.annual_plan.store.scope import rows_of
from planning.annual_plan.store.spending import paid_by_quarter
from planning.annual_plan.store.whole import projects_of
from planning.kit.visitor import Visitor
from service.web.exports import Sheet

BAHT: Final = 100
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


def plan_301(session: Session, visitor: Visitor, year: int) -> Sheet:
    """Targets and money of each line by quarter."""
    rows = [
        [
            *(one.code, one.name, TYPES[line.budget_type], line.source, line.item, line.unit),
            *line.targets,
            *(part / BAHT for part in line.quarters),
            line.amount_satang / BAHT,
        ]
        for one in projects_of(session, visitor.office_code, year)
        for line in one.lines
    ]
    return Sheet("301", HEAD_301, rows)


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
            rows.append([*head, *(part / BAHT for part in parts), sum(parts) / BAHT, share])
    return Sheet("302", HEAD_302, rows)


def for_emenscr(session: Session, visitor: Visitor, year: int, today: date, policies: dict[str, str]) -> Sheet:
    """One row of each project: every field, and the names of those that are missing. `policies` are the policy nodes
    of each project by its key.
    """
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
        values = _values(one, policies.get(one.key, "")) | _progress(given, ids[one.key])
        lacking = [f"{field.part} {field.name}" for field in emenscr.missing(values, late)]
        rows.append([*(values.get(field.key, "") for field in emenscr.FIELDS), "; ".join(lacking)])
    return Sheet("emenscr", [*titles, "ยังขาด"], rows)


def _values(one: ProjectData, policies: str) -> dict[str, str]:
    goals = [one.parts.get(name, "") for name in ("quantity_goal", "quality_goal")]
    return {
        "name": one.name,
        "group": one.group_name,
        "owner": one.owner,
        "year": str(one.year),
        "starts_on": one.starts_on.isoformat() if one.starts_on else "",
        "ends_on": one.ends_on.isoformat() if one.ends_on else "",
        "strategy": one.strategy,
        "policies": policies,
        "goals": "; ".join(goal for goal in goals if goal),
        "indicators": "; ".join(f"{each.name} {each.target} {each.unit}".strip() for each in one.indicators),
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
