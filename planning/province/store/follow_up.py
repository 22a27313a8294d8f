"""What became of projects: told by annual plans of offices, or reported in a form."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Annotated

from pydantic import Field
from sqlmodel import Session, col, or_

from planning.kit import copies
from planning.kit.visitor import Visitor
from planning.province.copied import ANNUAL
from planning.province.models.agency import Agency
from planning.province.models.follow_up import Report, Spending
from planning.province.models.plan import Plan
from planning.province.models.project import Project
from planning.province.store import rows
from planning.province.store.drafts import Baht, Era, HappenedDay, Text
from planning.province.store.projects import projects
from planning.province.store.rows import Put
from service.draft import Digits, Note
from service.i18n import N_
from service.refusal import refuse


class ReportDraft(Put):
    """What an agency reported for a quarter; the spending is all of the year until its end, in satang."""

    fiscal_year: Era
    quarter: Annotated[int, Field(ge=1, le=4), Digits]
    spent_satang: Baht
    percent: Annotated[int, Field(ge=0, le=100), Digits]
    result: Note = ""
    problem: Note = ""
    source: Text
    reported_on: HappenedDay


@dataclass(frozen=True, slots=True)
class Actual:
    """What a project spent, in satang, and where that is known from. `at` is when it was told or reported."""

    satang: int
    source: str
    at: date | datetime | None
    is_told: bool
    percent: int | None = None


@dataclass(frozen=True, slots=True)
class Followed:
    """A project with what became of it; the newest report of its agency beside what was told."""

    project: Project
    agency: str
    actuals: Sequence[Actual]
    report: Report | None

    @property
    def spent_satang(self) -> int:
        """What was told where anything was: a form is not added to it."""
        told = [one.satang for one in self.actuals if one.is_told]
        return sum(told) if told else sum(one.satang for one in self.actuals)

    @property
    def percent_done(self) -> int | None:
        """Physical progress: as the agency reported, else as its annual plan says."""
        if self.report is not None:
            return self.report.percent
        return next((one.percent for one in self.actuals if one.percent is not None), None)

    @property
    def percent_spent(self) -> float | None:
        """Of its money; None where it costs nothing."""
        return 100 * self.spent_satang / self.project.amount_satang if self.project.amount_satang else None


def followed(session: Session, visitor: Visitor, plan: Plan) -> Sequence[Followed]:
    """Every project of a plan."""
    names = {one.id: one.name for one in rows.every(session, visitor, Agency)}
    return [_followed(session, visitor, one, names.get(one.agency_id, "")) for one in projects(session, visitor, plan)]


def of_project(session: Session, visitor: Visitor, project: Project) -> Followed:
    """One project."""
    return _followed(session, visitor, project, rows.find(session, visitor, Agency, project.agency_id).name)


def _followed(session: Session, visitor: Visitor, project: Project, agency: str) -> Followed:
    mine = col(Spending.shared_key) == project.key
    if project.told_key:
        mine = or_(mine, col(Spending.project_key) == project.told_key)
    told = rows.every(session, visitor, Spending, mine)
    reports = rows.every(
        session,
        visitor,
        Report,
        Report.project_id == project.id,
        order=(col(Report.fiscal_year) * 10 + col(Report.quarter)).desc(),
    )
    copy = copies.rows(session, visitor.office_code, ANNUAL)
    given = {one.key: one for one in copy.rows if one.shared_project_key == project.key or one.key == project.told_key}
    found = []
    for one in told:
        row = given.pop(one.project_key, None)
        percent = row.percent if row else None
        found.append(Actual(one.spent_satang, one.teller, one.changed_at, is_told=True, percent=percent))
    found += [
        Actual(row.paid_satang, visitor.office_code, copy.as_of, is_told=True, percent=row.percent)
        for row in given.values()
    ]
    if reports:
        found.append(Actual(reports[0].spent_satang, reports[0].source, reports[0].reported_on, is_told=False))
    return Followed(project, agency, found, reports[0] if reports else None)


def put_report(session: Session, visitor: Visitor, project: Project, draft: ReportDraft) -> Report:
    """One for each quarter: written anew where it is there. It is of a year of the plan."""
    plan = rows.find(session, visitor, Plan, project.plan_id)
    if not plan.first_year <= draft.fiscal_year <= plan.last_year:
        raise refuse("fiscal_year", N_("This year is none of the plan's"))
    known = {"project_id": project.id, "fiscal_year": draft.fiscal_year, "quarter": draft.quarter}
    return rows.put(session, visitor, Report, known, draft, twice="quarter")


def told_projects(session: Session, visitor: Visitor) -> Sequence[Spending]:
    """Projects of annual plans that were told of, by title: one of ours may be one of them."""
    return rows.every(session, visitor, Spending, Spending.shared_key == "", order=col(Spending.title))
