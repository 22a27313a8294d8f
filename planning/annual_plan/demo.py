"""An invented annual plan for a demonstration: money that came, projects, and a line for what netops needs most."""

from __future__ import annotations

from datetime import date
from typing import Any, Final

from sqlmodel import Session, select

from contract.data.netops import NeedRow
from office.fiscal import FiscalYear
from planning.annual_plan import copied
from planning.annual_plan.models.money import Allocation
from planning.annual_plan.store import allocations, projects
from planning.annual_plan.store.project_drafts import MoneyDraft, ProjectDraft
from planning.annual_plan.terms import BudgetType
from planning.kit.parts import Demo
from planning.kit.settings import PlanningSettings
from planning.kit.visitor import Visitor, invented_planner
from service.database import make_engine, transaction
from service.invented import OFFICE_CODE
from service.refused import RefusedCommandError

NAME: Final = "annual_plan"
SAMPLE: Final = "(ข้อมูลสมมติ)"
SOURCE: Final = "งบประมาณ"
GROUPS: Final = ("กลุ่มนโยบายและแผน", "กลุ่มนิเทศ ติดตามและประเมินผล", "กลุ่มส่งเสริมการศึกษาทางไกลฯ")
STRATEGIES: Final = (
    "พัฒนาคุณภาพผู้เรียน",
    "เพิ่มโอกาสและความเสมอภาค",
    "พัฒนาระบบเทคโนโลยีดิจิทัลเพื่อการบริหาร",
)
NOTICES: Final = (
    ("1", BudgetType.OPERATING, "1200000"),
    ("2", BudgetType.INVESTMENT, "900000"),
)
# Code, name, which group and strategy, item, pieces, unit, baht of one.
PROJECTS: Final = (
    ("001", "ยกระดับการอ่านออกเขียนได้", 1, 0, "อบรมครูภาษาไทย", 240, "คน", "1200"),
    ("002", "โรงเรียนขนาดเล็กเรียนรวมอย่างมีคุณภาพ", 0, 1, "ค่าพาหนะนักเรียน", 400, "คน", "900"),
    ("003", "นิเทศเครือข่ายคุณภาพ", 1, 0, "ค่าใช้จ่ายเดินทางนิเทศ", 130, "โรงเรียน", "1500"),
)
PRICE_BAHT: Final = "25000"  # of one, where netops knows none


def fill_demo(settings: PlanningSettings, demo: Demo) -> str:
    """Up to the day of the demonstration."""
    engine = make_engine(settings.database_of(NAME))
    try:
        with transaction(engine) as session:
            count = fill(session, demo.today)
    finally:
        engine.dispose()
    return f"{len(NOTICES)} notices of money, {count} projects"


def fill(session: Session, today: date) -> int:
    """How many projects. RefusedCommandError where there is money already."""
    visitor, year = invented_planner(), FiscalYear.of(today)
    if session.exec(select(Allocation.id).where(Allocation.office_code == OFFICE_CODE)).first() is not None:
        raise RefusedCommandError("the annual plan has money of the demonstration already")
    for number, kind, baht in NOTICES:
        given = {"fiscal_year": year.era, "notice_no": number, "letter_no": f"ศธ 04001/ส{number} {SAMPLE}"}
        money = {"letter_date": year.first, "source": SOURCE, "budget_type": kind, "amount_satang": baht}
        allocations.post(session, visitor, allocations.AllocationDraft.read(given | money))
    for code, name, group, strategy, item, quantity, unit, baht in PROJECTS:
        line = _operating(item, quantity, unit, baht)
        _project(session, visitor, year, (code, name, group, strategy), line)
    lines = [_needed(one) for one in copied.needs(session, visitor).rows if one.state == "approved" and one.risks]
    if lines:
        what = ("004", "พัฒนาระบบเครือข่ายให้ใช้งานได้ต่อเนื่อง", 2, 2)
        _project(session, visitor, year, what, lines[0])
    return len(PROJECTS) + bool(lines)


def _operating(item: str, quantity: int, unit: str, baht: str) -> dict[str, Any]:
    return {"budget_type": "operating", "item": item, "quantity": quantity, "unit": unit, "unit_satang": baht}


def _needed(need: NeedRow) -> dict[str, Any]:
    """The line by which a need of netops is paid: what it treats falls, and rises again when the money goes."""
    baht = f"{need.unit_satang // 100}" if need.unit_satang else PRICE_BAHT
    given = {"budget_type": "investment", "item": need.title, "quantity": need.quantity, "unit": "ชุด"}
    return given | {"unit_satang": baht, "need_id": need.id, "spec_id": need.spec_id or ""}


def _project(
    session: Session, visitor: Visitor, year: FiscalYear, what: tuple[str, str, int, int], line: dict[str, Any]
) -> None:
    code, name, group, strategy = what
    draft = ProjectDraft.read(
        {
            "fiscal_year": year.era,
            "code": code,
            "name": f"{name} {SAMPLE}",
            "group_name": GROUPS[group],
            "owner": GROUPS[group],
            "strategy": STRATEGIES[strategy],
            "starts_on": year.first,
            "ends_on": year.last,
            "rationale": f"จากข้อมูลสภาพปัจจุบันของเขตพื้นที่ {SAMPLE}",
            "indicators": [{"name": "ร้อยละของเป้าหมายที่ดำเนินการแล้ว", "unit": "ร้อยละ", "target": "90"}],
            "risks": [{"risk": "ดำเนินการล่าช้า", "treatment": "ติดตามทุกเดือน"}],
        }
    )
    row = projects.add_project(session, visitor, draft)
    baht = int(line["unit_satang"]) * int(line["quantity"])
    money = {
        "version": row.version,
        "amount_satang": str(baht),
        "activities": [{"name": line["item"], "amount_satang": str(baht)}],
        "lines": [line | {"activity": 1, "source": SOURCE, "q2_satang": str(baht), "q2_target": line["quantity"]}],
    }
    projects.save_money(session, visitor, row, MoneyDraft.read(money))
