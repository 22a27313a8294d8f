"""What the annual plan gives other services: typed rows of an office, and the moment of their last change."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Final

from sqlmodel import Session, func, select

from contract.data.annual_plan import ActualRow, ClassRow, ProjectRow, SpendRow
from contract.data.shape import Given
from office.fiscal import FiscalYear, Quarter
from planning.annual_plan.models.following import QuarterReport
from planning.annual_plan.models.ledger import Entry
from planning.annual_plan.models.project import BudgetLine, Project
from planning.annual_plan.models.schools import ClassPlan
from planning.annual_plan.money.ledger import Balance
from planning.annual_plan.store.allocations import lines_of_year
from planning.annual_plan.store.ledger import balances
from planning.annual_plan.store.measuring import on_time
from planning.annual_plan.store.projects import projects
from planning.annual_plan.store.schooling import rooms_of
from planning.annual_plan.store.settings import norms, setting_of
from planning.annual_plan.store.spending import paid_by_quarter
from planning.annual_plan.terms import ProjectState, Review, level_of
from planning.kit.happened import today
from planning.kit.visitor import Person, Visitor


def as_office(office_code: str) -> Visitor:
    """The office itself, for what no person asks."""
    person = Person(sub="0", username="data", role="viewer", office_code=office_code, office_name=office_code)
    return Visitor(person, {})


def years(session: Session, office_code: str) -> list[int]:
    """With projects."""
    wanted = select(Project.fiscal_year).where(Project.office_code == office_code).distinct()
    return sorted(session.exec(wanted).all())


def _as_of(session: Session, office_code: str) -> datetime | None:
    found = [
        session.exec(select(func.max(table.made_at)).where(table.office_code == office_code)).one()
        for table in (Entry, QuarterReport)
    ]
    found.append(session.exec(select(func.max(Project.changed_at)).where(Project.office_code == office_code)).one())
    known = [one for one in found if one is not None]
    return max(known) if known else None


def give_projects(session: Session, office_code: str) -> Given:
    """Of all years."""
    who, rows = as_office(office_code), []
    for year in years(session, office_code):
        now = balances(session, who, year)
        whole: dict[int, Balance] = {}
        for line in lines_of_year(session, who, year):
            whole[line.project_id] = whole.get(line.project_id, Balance()).after(now[line.id or 0])
        newest = _newest(session, office_code, year)
        live = [one for one in projects(session, who, year) if one.state is not ProjectState.DROPPED]
        ids = {one.id or 0 for one in live if one.state is ProjectState.APPROVED}
        punctual = on_time(session, office_code, year, ids, today())
        for one in live:
            balance, report = whole.get(one.id or 0, Balance()), newest.get(one.id or 0)
            rows.append(
                ProjectRow(
                    key=one.key,
                    fiscal_year=year,
                    code=one.code,
                    name=one.name,
                    group=one.group_name,
                    strategy=next(iter(one.links.get("strategies", ())), ""),
                    state="approved" if one.state is ProjectState.APPROVED else "draft",
                    frame_key=one.frame_key,
                    shared_project_key=one.shared_project_key,
                    planned_satang=balance.planned,
                    asked_satang=balance.asked,
                    bound_satang=balance.bound,
                    paid_satang=balance.paid,
                    percent=report.percent if report is not None else None,
                    reported_quarter=report.quarter if report is not None else None,
                    is_late=one.id in ids and one.id not in punctual,
                )
            )
    return Given(rows, _as_of(session, office_code))


def _newest(session: Session, office_code: str, year: int) -> dict[int, QuarterReport]:
    wanted = select(QuarterReport).where(
        QuarterReport.office_code == office_code, QuarterReport.fiscal_year == year, QuarterReport.waiver == ""
    )
    return {one.project_id: one for one in sorted(session.exec(wanted).all(), key=lambda row: row.quarter)}


def give_spend(session: Session, office_code: str) -> Given:
    """Every line of all years."""
    who, rows = as_office(office_code), []
    for year in years(session, office_code):
        keys = {one.id: one.key for one in projects(session, who, year)}
        now, paid = balances(session, who, year), paid_by_quarter(session, who, year)
        for line in lines_of_year(session, who, year):
            parts = paid.get(line.id or 0, [0] * 5)
            rows.append(_spend(line, keys[line.project_id], year, now[line.id or 0].planned, parts))
    return Given(rows, _as_of(session, office_code))


def _spend(line: BudgetLine, project: str, year: int, planned: int, parts: list[int]) -> SpendRow:
    return SpendRow(
        project_key=project,
        fiscal_year=year,
        line_key=line.key,
        item=line.item,
        source=line.source,
        budget_type=line.budget_type.value,
        need_id=line.need_id,
        planned_satang=planned,
        quarters=(line.q1_satang, line.q2_satang, line.q3_satang, line.q4_satang),
        paid=(parts[0], parts[1], parts[2], parts[3], parts[4]),
    )


def give_actuals(session: Session, office_code: str) -> Given:
    """What reports said of indicators of the registry."""
    wanted = (
        select(QuarterReport, Project)
        .where(QuarterReport.project_id == Project.id, QuarterReport.office_code == office_code)
        .order_by(QuarterReport.fiscal_year, QuarterReport.quarter, Project.code)  # type: ignore[arg-type]
    )
    rows = []
    for report, project in session.exec(wanted).all():
        known = {one["key"] for one in project.links.get("indicators", ()) if one["key"]}
        rows += [
            ActualRow(
                indicator_key=key,
                fiscal_year=report.fiscal_year,
                quarter=report.quarter,
                value=value,
                as_of=min(Quarter(FiscalYear(report.fiscal_year), report.quarter).last, today()),
                project_key=project.key,
                project=project.name,
            )
            for key, value in report.actuals.items()
            if key in known
        ]
    return Given(rows, _as_of(session, office_code))


def give_class_plans(session: Session, office_code: str) -> Given:
    """Approved class plans, with what their rooms hold by the norm of the office."""
    held = norms(setting_of(session, as_office(office_code)))
    wanted = select(ClassPlan).where(ClassPlan.office_code == office_code, ClassPlan.state == Review.APPROVED)
    found = session.exec(wanted.order_by(ClassPlan.school_code)).all()
    rows = [
        ClassRow(
            smis_code=one.school_code,
            academic_year=one.academic_year,
            grade=room.grade,
            pupils=room.pupils,
            rooms=room.rooms,
            capacity=room.rooms * held[level_of(room.grade)],
        )
        for one in found
        for room in rooms_of(one)
    ]
    return Given(rows, max((one.changed_at for one in found), default=None))


DATASETS: Final[Mapping[str, Callable[[Session, str], Given]]] = {
    "projects": give_projects,
    "spend": give_spend,
    "actuals": give_actuals,
    "class_plans": give_class_plans,
}
