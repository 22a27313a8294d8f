"""An invented annual plan for a demonstration: money that came, projects of the development plan's frame, and a line
for what netops needs most. The board approves it, and then a part of the money is taken away again.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import Any, Final

from sqlmodel import Session, col, select

from contract.data.development_plan import FrameRow
from contract.data.netops import NeedRow
from office.fiscal import FiscalYear
from planning.annual_plan import copied
from planning.annual_plan.declared import ANNUAL, SHARED
from planning.annual_plan.models.money import Allocation
from planning.annual_plan.models.plan import Plan
from planning.annual_plan.models.project import BudgetLine
from planning.annual_plan.store import allocations, plans, projects
from planning.annual_plan.store.project_drafts import MoneyDraft, ProjectDraft
from planning.annual_plan.terms import BudgetType
from planning.kit import happened
from planning.kit.parts import Demo
from planning.kit.settings import PlanningSettings
from planning.kit.visitor import Visitor, invented_planner
from planning.plans.store import versions
from planning.plans.store.aligning import AlignmentDraft, align, pointing_of, references_of
from planning.plans.store.publishing import PublishDraft, publish
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
NODES: Final = ("3", "4", "6")  # of the national strategy, one for each strategy
NATIONAL_STRATEGY: Final = "ยุทธศาสตร์ชาติ"
OPERATING_BAHT: Final = 1_200_000
CUT: Final = "ปรับลดงบลงทุนตามมาตรการทบทวนรายจ่าย"
CUT_TENTHS: Final = 6
PUT_OFF: Final = timedelta(days=200)
# Code, name, which group and strategy, item, pieces, unit, baht of one.
PROJECTS: Final = (
    ("001", "ยกระดับการอ่านออกเขียนได้", 1, 0, "อบรมครูภาษาไทย", 240, "คน", "1200"),
    ("002", "โรงเรียนขนาดเล็กเรียนรวมอย่างมีคุณภาพ", 0, 1, "ค่าพาหนะนักเรียน", 400, "คน", "900"),
    ("003", "นิเทศเครือข่ายคุณภาพ", 1, 0, "ค่าใช้จ่ายเดินทางนิเทศ", 130, "โรงเรียน", "1500"),
)
PRICE_BAHT: Final = "25000"  # of one, where netops knows none


def fill_demo(settings: PlanningSettings, demo: Demo) -> str:
    """Up to the day of the demonstration, laid before the board."""
    engine = make_engine(settings.database_of(NAME))
    try:
        with transaction(engine) as session:
            count = fill(session, demo.today)
            plan = lay(session, demo.today)
            demo.places["annual_plan"] = f"/plan/{plan.key}"
            for line in _paying(session):
                demo.places["project"] = f"/projects/{line.project_id}"
                demo.places["need"] = f"/needs/{line.need_id}"
    finally:
        engine.dispose()
    return f"1 plan, {count} projects"


def decided_demo(settings: PlanningSettings, demo: Demo) -> str:
    """After the board approved the plan: published, and less money than was promised."""
    engine = make_engine(settings.database_of(NAME))
    try:
        with transaction(engine) as session:
            notice = go_on(session, demo.today)
            if notice is not None:
                demo.places["allocation"] = f"/allocations/{notice.id}"
    finally:
        engine.dispose()
    return "the plan is published" + (", and a notice of money was cut" if notice is not None else "")


def fill(session: Session, today: date) -> int:
    """How many projects. RefusedCommandError where there is money already."""
    visitor, year = invented_planner(), FiscalYear.of(today)
    if session.exec(select(Allocation.id).where(Allocation.office_code == OFFICE_CODE)).first() is not None:
        raise RefusedCommandError("the annual plan has money of the demonstration already")
    fundable = [one for one in copied.needs(session, visitor).rows if one.state in copied.FUNDABLE and one.risks]
    needed = [_needed(one) for one in sorted(fundable, key=lambda one: one.spec_id is None)[:1]]
    _post(session, visitor, year, ("1", BudgetType.OPERATING, OPERATING_BAHT))
    for line in needed:
        _post(session, visitor, year, ("2", BudgetType.INVESTMENT, _baht(line)))
    for code, name, group, strategy, item, quantity, unit, baht in PROJECTS:
        line = _operating(item, quantity, unit, baht)
        _project(session, visitor, year, (code, name, group, strategy), line)
    for line in needed:
        what = ("004", "พัฒนาระบบเครือข่ายให้ใช้งานได้ต่อเนื่อง", 2, 2)
        _project(session, visitor, year, what, line)
    return len(PROJECTS) + len(needed)


def lay(session: Session, today: date) -> Plan:
    """The plan of the year, with what each of its projects serves, before the board."""
    visitor, year = invented_planner(), FiscalYear.of(today).era
    plan = plans.plan_for(session, visitor, year)
    words = plans.PlanDraft(title=f"แผนปฏิบัติการประจำปีงบประมาณ พ.ศ. {year} {SAMPLE}", preface=f"คำนำ {SAMPLE}")
    plans.change_plan(session, visitor, plan, words)
    rows = references_of(session, SHARED, visitor.office_code)
    leaned = next((row for row in rows if row.title.startswith(NATIONAL_STRATEGY) and row.nodes), None)
    if leaned is None:
        raise RefusedCommandError("the registry has no nodes of the national strategy")
    node_of = {node.code: node.key for node in leaned.nodes}
    serves = {row.key: row.links["strategies"][0] for row in projects.projects(session, visitor, year)}
    for one in pointing_of(session, SHARED, visitor.office_code):
        node = node_of[NODES[STRATEGIES.index(serves[one.key])]]
        align(session, visitor, SHARED, one, AlignmentDraft(nodes=(node,)))
    versions.submit(session, visitor, ANNUAL, plan.key)
    return plan


def go_on(session: Session, today: date) -> Allocation | None:
    """Published; and the notice that pays for a need is cut, so that its line stands above what is there."""
    visitor, year = invented_planner(), FiscalYear.of(today).era
    plan = plans.plan_for(session, visitor, year)
    versions.approve(session, visitor, ANNUAL, plan.key)
    said = PublishDraft(announcement=f"สมมติ 2/{year}", released_on=happened.today())
    publish(session, visitor, SHARED, ANNUAL, plan.key, said)
    notice = next((row for row in allocations.notices(session, visitor, year) if _pays(row, _paying(session))), None)
    if notice is None:
        return None
    less = {"on": happened.today(), "letter_no": f"ศธ 04001/ส3 {SAMPLE}", "reason": f"{CUT} {SAMPLE}"}
    share = f"{notice.amount_satang // 100 * CUT_TENTHS // 10}"
    draft = allocations.CutDraft.read(less | {"by_satang": share, "deferred_until": today + PUT_OFF})
    allocations.cut(session, visitor, notice, draft)
    return notice


def _paying(session: Session) -> Sequence[BudgetLine]:
    """Lines that pay for a need of netops."""
    wanted = select(BudgetLine).where(BudgetLine.office_code == OFFICE_CODE, col(BudgetLine.need_id).is_not(None))
    return session.exec(wanted.order_by(col(BudgetLine.id))).all()


def _pays(notice: Allocation, lines: Sequence[BudgetLine]) -> bool:
    return any((one.source, one.budget_type) == (notice.source, notice.budget_type) for one in lines)


def _post(session: Session, visitor: Visitor, year: FiscalYear, what: tuple[str, BudgetType, int]) -> None:
    number, kind, baht = what
    given = {"fiscal_year": year.era, "notice_no": number, "letter_no": f"ศธ 04001/ส{number} {SAMPLE}"}
    money = {"letter_date": year.first, "source": SOURCE, "budget_type": kind, "amount_satang": f"{baht}"}
    allocations.post(session, visitor, allocations.AllocationDraft.read(given | money))


def _baht(line: Mapping[str, Any]) -> int:
    return int(line["unit_satang"]) * int(line["quantity"])


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
    frame = next((row for row in copied.frame_rows(session, visitor) if row.title == name), None)
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
            "frame_key": frame.key if frame is not None else "",
            "indicators": [_measured(session, visitor, year, frame)],
            "risks": [{"risk": "ดำเนินการล่าช้า", "treatment": "ติดตามทุกเดือน"}],
        }
    )
    row = projects.add_project(session, visitor, draft)
    baht = _baht(line)
    money = {
        "version": row.version,
        "amount_satang": str(baht),
        "activities": [{"name": line["item"], "amount_satang": str(baht)}],
        "lines": [line | {"activity": 1, "source": SOURCE, "q2_satang": str(baht), "q2_target": line["quantity"]}],
    }
    projects.save_money(session, visitor, row, MoneyDraft.read(money))


BEGUN: Final = {
    "direction": "up",
    "source": f"รายงานผลการดำเนินงาน {SAMPLE}",
    "no_baseline": "เป็นโครงการใหม่ของปีนี้",
}


def _measured(session: Session, visitor: Visitor, year: FiscalYear, frame: FrameRow | None) -> dict[str, str]:
    """The indicator of its frame with the target of the year; without a frame one in words."""
    known = copied.known_indicators(session, visitor)
    found = next((one for one in known if frame is not None and one.key == frame.indicator_key), None)
    if found is None:
        return {"name": "ร้อยละของเป้าหมายที่ดำเนินการแล้ว", "unit": "ร้อยละ", "target": "90", **BEGUN}
    return {"key": found.key, "target": f"{dict(found.path)[year.era]:g}"}
