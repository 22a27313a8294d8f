"""The indicator of the objective (P2-1): the share of approved projects that have money, began, and report on time."""

from __future__ import annotations

from datetime import date
from typing import Final

from sqlmodel import Session, select

from office.fiscal import FiscalYear
from planning.annual_plan.models.following import QuarterReport
from planning.annual_plan.models.ledger import Entry
from planning.annual_plan.models.project import Activity, BudgetLine, Project
from planning.annual_plan.money.calendar import due_on
from planning.annual_plan.store.settings import stored
from planning.annual_plan.terms import ProjectState
from planning.kit.happened import today
from planning.kit.holidays import OfficeDays
from planning.plans.declared import Measured, Objective
from service.i18n import N_

DAYS: Final = 10


def measure(session: Session, office_code: str, fiscal_year: int) -> Measured:
    """Percent of the approved projects of a year of which no line is over its ceiling, of which something was paid for
    or an activity began, and of which no report that was due is missing or came late.
    """
    wanted = select(Project.id).where(
        Project.office_code == office_code,
        Project.fiscal_year == fiscal_year,
        Project.state == ProjectState.APPROVED,
    )
    ids = {one or 0 for one in session.exec(wanted)}
    if not ids:
        return Measured(None)
    over = session.exec(select(BudgetLine.project_id).where(BudgetLine.office_code == office_code, BudgetLine.is_over))
    begun = set(session.exec(select(Entry.project_id).where(Entry.office_code == office_code)))
    begun |= {
        one.project_id
        for one in session.exec(select(Activity).where(Activity.office_code == office_code))
        if one.began_on is not None
    }
    good = (ids - set(over)) & begun & on_time(session, office_code, fiscal_year, ids, today())
    return Measured(100 * len(good) / len(ids), len(ids))


def on_time(session: Session, office_code: str, year: int, ids: set[int], now: date) -> set[int]:
    """Projects that owe no report and gave none late."""
    setting = stored(session, office_code)
    days = DAYS if setting is None else setting.report_days
    given = {
        (one.project_id, one.quarter): one
        for one in session.exec(
            select(QuarterReport).where(QuarterReport.office_code == office_code, QuarterReport.fiscal_year == year)
        )
    }
    late, office = set(), OfficeDays.of(session, office_code)
    for quarter in FiscalYear(year).quarters:
        due = due_on(quarter, days, office)
        for project in ids if now >= due else ():
            report = given.get((project, quarter.number))
            if report is None or (not report.waiver and report.reported_on >= due):
                late.add(project)
    return ids - late


OBJECTIVE: Final = Objective(
    key="P2-1",
    name=N_("Projects of the plan with money, begun and reported on time"),
    unit=N_("percent"),
    direction="up",
    baseline=0.0,
    measure=measure,
    target=80.0,
)
