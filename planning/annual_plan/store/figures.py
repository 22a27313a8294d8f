"""Progress and spending of the plan for Prometheus: the newest years of an office that have projects."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable
from datetime import date
from typing import Final

from sqlmodel import Session

from office.fiscal import FiscalYear
from planning.annual_plan.models.following import QuarterReport
from planning.annual_plan.money.rollup import Spent
from planning.annual_plan.store.allocations import by_type, notices
from planning.annual_plan.store.giving import as_office, years
from planning.annual_plan.store.projects import projects
from planning.annual_plan.store.reports import live, reports, standings
from planning.annual_plan.store.spending import spent
from planning.annual_plan.terms import Light, Progress, ProjectState
from planning.kit.figures import Exposed, Family, Figures
from planning.kit.visitor import Visitor

YEARS: Final = 3
BAHT: Final = 100
MONEY: Final = ("year", "budget_type", "plan", "strategy")
ALLOCATED: Final = Family("annual_plan_allocated_baht", "What notices of money give now.", ("year", "budget_type"))
PLANNED: Final = Family("annual_plan_planned_baht", "What budget lines have after transfers.", MONEY)
ASKED: Final = Family("annual_plan_asked_baht", "Of that: asked for, and not bound or paid yet.", MONEY)
COMMITTED: Final = Family("annual_plan_committed_baht", "Of that: bound by contracts, and not paid yet.", MONEY)
PAID: Final = Family("annual_plan_paid_baht", "Of that: paid, less what came back.", MONEY)
GOAL_RATIO: Final = Family(
    "annual_plan_goal_ratio",
    "Share of the money that the plan gives to the quarters until this one.",
    ("year", "quarter"),
)
PAID_RATIO: Final = Family(
    "annual_plan_paid_ratio", "Share of the money that was paid until the end of the quarter.", ("year", "quarter")
)
DONE_RATIO: Final = Family(
    "annual_plan_done_ratio",
    "Mean progress of approved projects by their newest report until the quarter; 0 without one.",
    ("year", "quarter"),
)
REPORTS: Final = Family("annual_plan_reports", "Quarterly reports by traffic light.", ("year", "quarter", "state"))
PROJECTS: Final = Family("annual_plan_projects", "Projects by state.", ("year", "state"))
PROGRESS: Final = Family(
    "annual_plan_approved_projects", "Approved projects by what their newest report says.", ("year", "progress")
)
NEEDS: Final = Family(
    "annual_plan_needs", "Needs of equipment that budget lines name, by what became of them.", ("year", "state")
)
NOT_REPORTED: Final = "not_reported"
PLANNED_NEED, ASKED_NEED, COMMITTED_NEED, PAID_NEED, DEFERRED_NEED = "planned", "asked", "committed", "paid", "deferred"
STATES_OF_NEEDS: Final = (PLANNED_NEED, ASKED_NEED, COMMITTED_NEED, PAID_NEED, DEFERRED_NEED)


def fill(session: Session, office_code: str, today: date, figures: Figures) -> None:
    """Quarters that have not begun have a goal, and nothing else."""
    who = as_office(office_code)
    for year in years(session, office_code)[-YEARS:]:
        rows = spent(session, who, year)
        for kind, satang in by_type(notices(session, who, year)).items():
            figures.add(ALLOCATED, satang / BAHT, year, kind.value)
        _money(rows, year, figures)
        _needs(rows, year, figures)
        _projects(session, who, year, figures)
        begun = [one.number for one in FiscalYear(year).quarters if one.first <= today]
        _quarters(rows, year, begun, figures)
        _reports(session, who, year, today, figures)
        _progress(session, who, year, begun, figures)


def _money(rows: Iterable[Spent], year: int, figures: Figures) -> None:
    for row in rows:
        labels = (year, row.kind.value, row.plan, row.strategy)
        for family, satang in (
            (PLANNED, row.planned),
            (ASKED, row.asked),
            (COMMITTED, row.bound),
            (PAID, sum(row.paid)),
        ):
            figures.add(family, satang / BAHT, *labels)


def _quarters(rows: Iterable[Spent], year: int, begun: Iterable[int], figures: Figures) -> None:
    found = list(rows)
    whole = sum(row.planned for row in found)
    if not whole:
        return
    for quarter in (1, 2, 3, 4):
        figures.add(GOAL_RATIO, sum(sum(row.quarters[:quarter]) for row in found) / whole, year, quarter)
    for quarter in begun:
        figures.add(PAID_RATIO, sum(sum(row.paid[:quarter]) for row in found) / whole, year, quarter)


def _needs(rows: Iterable[Spent], year: int, figures: Figures) -> None:
    lines: dict[int, list[Spent]] = defaultdict(list)
    for row in rows:
        if row.need_id is not None:
            lines[row.need_id].append(row)
    found = Counter(_state(of_need) for of_need in lines.values())
    for state in STATES_OF_NEEDS:
        figures.add(NEEDS, found[state], year, state)


def _state(lines: Iterable[Spent]) -> str:
    """Put off when any line lost its money; else how far the money went that went farthest."""
    of_need = list(lines)
    if any(row.is_over for row in of_need):
        return DEFERRED_NEED
    if any(sum(row.paid) > 0 for row in of_need):
        return PAID_NEED
    if any(row.bound > 0 for row in of_need):
        return COMMITTED_NEED
    return ASKED_NEED if any(row.asked > 0 for row in of_need) else PLANNED_NEED


def _projects(session: Session, who: Visitor, year: int, figures: Figures) -> None:
    found = Counter(one.state for one in projects(session, who, year))
    for state in ProjectState:
        figures.add(PROJECTS, found[state], year, state.value)


def _reports(session: Session, who: Visitor, year: int, today: date, figures: Figures) -> None:
    found = Counter((one.quarter, one.light) for four in standings(session, who, year, today).values() for one in four)
    for quarter in (1, 2, 3, 4):
        for light in Light:
            figures.add(REPORTS, found[quarter, light], year, quarter, light.value)


def _progress(session: Session, who: Visitor, year: int, begun: Iterable[int], figures: Figures) -> None:
    given = {place: one for place, one in reports(session, who, year).items() if not one.waiver}
    ids = [one.id or 0 for one in live(session, who, year)]
    for quarter in begun if ids else ():
        newest = [_newest(given, project, quarter) for project in ids]
        figures.add(DONE_RATIO, sum(one.percent for one in newest if one) / 100 / len(ids), year, quarter)
    last = [_newest(given, project, 4) for project in ids]
    found = Counter(one.progress.value if one else NOT_REPORTED for one in last)
    for name in (*(one.value for one in Progress), NOT_REPORTED):
        figures.add(PROGRESS, found[name], year, name)


def _newest(given: dict[tuple[int, int], QuarterReport], project: int, until: int) -> QuarterReport | None:
    quarters = [quarter for quarter in range(until, 0, -1) if (project, quarter) in given]
    return given[project, quarters[0]] if quarters else None


EXPOSED: Final = Exposed(
    (
        ALLOCATED, PLANNED, ASKED, COMMITTED, PAID, GOAL_RATIO, PAID_RATIO, DONE_RATIO, REPORTS, PROJECTS, PROGRESS,
        NEEDS,
    ),
    fill,
)  # fmt: skip
