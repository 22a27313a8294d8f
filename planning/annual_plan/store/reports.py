"""Quarterly reports: given once for a project and quarter, waived with a reason, closed when none is missing (I-4)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Annotated, Self

from pydantic import Field, model_validator
from sqlmodel import Session, func, select

from contract.planning import ActualEntered, QuarterClosed
from office.fiscal import FiscalYear, Quarter
from planning.annual_plan.models.following import QuarterReport
from planning.annual_plan.models.ledger import ClosedQuarter, Entry
from planning.annual_plan.models.project import Project
from planning.annual_plan.money.calendar import OnTime, due_on, light, on_time
from planning.annual_plan.store.ledger import CLOSING
from planning.annual_plan.store.projects import projects
from planning.annual_plan.store.proofs import proofs, prove
from planning.annual_plan.store.scope import rows_of
from planning.annual_plan.store.settings import setting_of
from planning.annual_plan.terms import Light, Progress, ProjectState
from planning.kit import audit
from planning.kit.events import tell
from planning.kit.holidays import OfficeDays
from planning.kit.visitor import Visitor
from planning.plans.store.keeping import Handed
from service.columns import utc_now
from service.database import one_at_a_time
from service.draft import Draft, Empty, Note, take
from service.i18n import N_
from service.refusal import MissingError, NotTakenError, refuse

SUBJECT = "quarter_report"


class ActualDraft(Draft):
    """What an indicator was; nothing where it was not measured."""

    key: Annotated[str, Field(min_length=1, max_length=255)]
    value: Annotated[float | None, Field(allow_inf_nan=False), Empty] = None


class ReportDraft(Draft):
    """What a project says of its quarter. `version` is that of the page on which it was typed; 0: none was there."""

    version: Annotated[int, Empty] = 0
    progress: Progress
    percent: Annotated[int, Field(ge=0, le=100)]
    output_quantity: Annotated[int, Field(ge=0, le=10**9)] = 0
    problem: Note = ""
    remedy: Note = ""
    evidence: Annotated[str, Field(max_length=1000)] = ""
    actuals: Annotated[tuple[ActualDraft, ...], Field(max_length=50)] = ()

    @model_validator(mode="after")
    def _of_a_piece(self) -> Self:
        if self.progress is Progress.NOT_STARTED and (self.percent or self.output_quantity):
            raise NotTakenError(N_("What has not begun has no percent and no output"), "progress")
        return self


@dataclass(frozen=True, slots=True)
class Standing:
    """One report of one project: its light, the day on which it is late, and the report where it is there."""

    quarter: int
    due: date
    light: Light
    report: QuarterReport | None


def live(session: Session, visitor: Visitor, year: int) -> list[Project]:
    """Projects that report."""
    return [one for one in projects(session, visitor, year) if one.state is ProjectState.APPROVED]


def reports(session: Session, visitor: Visitor, year: int) -> dict[tuple[int, int], QuarterReport]:
    """By project and quarter."""
    found = rows_of(session, visitor, QuarterReport, QuarterReport.fiscal_year == year)
    return {(one.project_id, one.quarter): one for one in found}


def dues(session: Session, visitor: Visitor, year: int) -> dict[int, date]:
    """The day on which the reports of each quarter are late."""
    days = setting_of(session, visitor).report_days
    office = OfficeDays.of(session, visitor.office_code)
    return {quarter.number: due_on(quarter, days, office) for quarter in FiscalYear(year).quarters}


def standings(session: Session, visitor: Visitor, year: int, today: date) -> dict[int, tuple[Standing, ...]]:
    """The four quarters of each project that reports."""
    given, late_on = reports(session, visitor, year), dues(session, visitor, year)
    return {
        project.id or 0: tuple(_standing(given.get((project.id or 0, n)), n, due, today) for n, due in late_on.items())
        for project in live(session, visitor, year)
    }


def _standing(report: QuarterReport | None, number: int, due: date, today: date) -> Standing:
    is_waived = report is not None and bool(report.waiver)
    shown = light(today, due, is_reported=report is not None and not is_waived, is_waived=is_waived)
    return Standing(number, due, shown, report)


def spent_until(session: Session, project: Project, quarter: int) -> int:
    """What the ledger says was paid until the end of a quarter."""
    wanted = select(func.coalesce(func.sum(Entry.paid_move), 0)).where(
        Entry.project_id == project.id, Entry.quarter >= 1, Entry.quarter <= quarter
    )
    return int(session.exec(wanted).one())


def closed(session: Session, visitor: Visitor, year: int) -> dict[int, ClosedQuarter]:
    """Quarters that nothing changes any more."""
    found = rows_of(session, visitor, ClosedQuarter, ClosedQuarter.fiscal_year == year)
    return {one.quarter: one for one in found}


def give(
    session: Session,
    visitor: Visitor,
    project: Project,
    quarter: int,
    given: tuple[ReportDraft, Handed | None],
    today: date,
) -> QuarterReport:
    """Report, or report anew, until the quarter is closed, with a file as evidence where one was handed in. The project
    is locked by its reader.
    """
    draft, handed = given
    if today < Quarter(FiscalYear(project.fiscal_year), quarter).first:
        raise refuse("", N_("This quarter has not begun"))
    if draft.progress in {Progress.DELAYED, Progress.STOPPED} and not draft.problem:
        raise refuse("problem", N_("Say what the problem is"))
    row = _row(session, visitor, project, quarter, today)
    if draft.version != (row.version if row.id else 0):
        raise refuse("", N_("Somebody changed this report meanwhile: look at it again"))
    if draft.progress is Progress.DONE and not (draft.evidence or handed or proofs(session, row)):
        raise refuse("evidence", N_("Evidence is needed: a file, an address or the number of a paper"))
    known = {one["key"] or one["name"]: one["key"] for one in project.links.get("indicators", ())}
    actuals = {one.key: one.value for one in draft.actuals if one.value is not None}
    if actuals.keys() - known.keys():
        raise refuse("actuals", N_("This indicator is not of the project"))
    changes = take(row, draft.model_dump(exclude={"actuals", "version"}) | {"actuals": actuals, "waiver": ""})
    row.version += 1 if row.id else 0
    row.spent_satang = spent_until(session, project, quarter)
    row.reported_on, row.reported_by = (row.reported_on if row.id else today), visitor.name[:120]
    session.add(row)
    session.flush()
    told = {"quarter": quarter, "changed": sorted(changes)}
    audit.record(session, visitor, "report.given", subject="project", subject_id=project.id, detail=told)
    if handed is not None:
        prove(session, visitor, row, handed)
    for key, value in actuals.items():
        if known[key]:
            _tell_actual(session, project, (quarter, today), key, value)
    return row


def _tell_actual(session: Session, project: Project, when: tuple[int, date], key: str, value: float) -> None:
    """As of the end of the quarter, or of today where it is not over."""
    quarter, today = when
    fact = ActualEntered(
        office_code=project.office_code,
        indicator_key=key,
        fiscal_year=project.fiscal_year,
        quarter=quarter,
        value=value,
        as_of=min(today, Quarter(FiscalYear(project.fiscal_year), quarter).last),
        project_key=project.key,
        source=project.name,
    )
    tell(session, fact, at=utc_now())


def report_of(
    session: Session, visitor: Visitor, project: Project, quarter: int, *, to_change: bool = False
) -> QuarterReport:
    """What was reported of a quarter; MissingError. To be changed: RefusedError once the quarter is closed."""
    row = reports(session, visitor, project.fiscal_year).get((project.id or 0, quarter))
    if row is None:
        raise MissingError("report")
    if to_change and quarter in closed(session, visitor, project.fiscal_year):
        raise refuse("", N_("This quarter is closed"))
    return row


def _row(session: Session, visitor: Visitor, project: Project, quarter: int, today: date) -> QuarterReport:
    if project.state is not ProjectState.APPROVED:
        raise refuse("", N_("Only approved projects report"))
    if quarter in closed(session, visitor, project.fiscal_year):
        raise refuse("", N_("This quarter is closed"))
    found = reports(session, visitor, project.fiscal_year).get((project.id or 0, quarter))
    return found or QuarterReport(
        office_code=visitor.office_code,
        project_id=project.id or 0,
        fiscal_year=project.fiscal_year,
        quarter=quarter,
        reported_on=today,
        reported_by=visitor.name[:120],
    )


def waive(session: Session, visitor: Visitor, project: Project, quarter: int, reason: str, today: date) -> None:
    """No report is needed of this quarter, and why. A report that was given stays."""
    row = _row(session, visitor, project, quarter, today)
    if row.id is not None and not row.waiver:
        raise refuse("reason", N_("This quarter is reported already"))
    row.waiver = reason
    row.version += 1 if row.id else 0
    session.add(row)
    session.flush()
    told = {"quarter": quarter, "reason": reason}
    audit.record(session, visitor, "report.waived", subject="project", subject_id=project.id, detail=told)


def missing(session: Session, visitor: Visitor, year: int, quarter: int) -> list[Project]:
    """Projects without report or waiver."""
    given = reports(session, visitor, year)
    return [one for one in live(session, visitor, year) if (one.id or 0, quarter) not in given]


def close(session: Session, visitor: Visitor, year: int, quarter: int, today: date) -> ClosedQuarter:
    """Nothing of the quarter changes any more (INV-B6). RefusedError names projects without report or waiver."""
    if today <= Quarter(FiscalYear(year), quarter).last:
        raise refuse("", N_("This quarter has not ended"))
    one_at_a_time(session, CLOSING)
    done = closed(session, visitor, year)
    if quarter in done:
        raise refuse("", N_("This quarter is closed"))
    if quarter > 1 and quarter - 1 not in done:
        raise refuse("", N_("Close the quarter before it first"))
    lacking = missing(session, visitor, year, quarter)
    if lacking:
        said = N_("No report and no waiver: %(projects)s")
        raise refuse("", said, projects=", ".join(f"{one.code} {one.name}" for one in lacking))
    given = [one for (_project, number), one in reports(session, visitor, year).items() if number == quarter]
    wanted = select(func.coalesce(func.sum(Entry.paid_move), 0)).where(
        Entry.office_code == visitor.office_code, Entry.fiscal_year == year, Entry.quarter == quarter
    )
    row = ClosedQuarter(
        office_code=visitor.office_code,
        fiscal_year=year,
        quarter=quarter,
        spent_satang=int(session.exec(wanted).one()),
        projects=len(given),
        waived=sum(bool(one.waiver) for one in given),
        closed_by=visitor.name[:120],
    )
    session.add(row)
    session.flush()
    told = {"year": year, "quarter": quarter, "satang": row.spent_satang}
    audit.record(session, visitor, "quarter.closed", subject="quarter", subject_id=row.id, detail=told)
    fact = QuarterClosed(
        office_code=visitor.office_code,
        fiscal_year=year,
        quarter=quarter,
        projects=row.projects,
        waived=row.waived,
        spent_satang=row.spent_satang,
    )
    tell(session, fact, at=utc_now())
    return row


def punctuality(session: Session, visitor: Visitor, year: int, today: date) -> list[OnTime]:
    """Reports on time by group (I-5.3)."""
    groups = {one.id or 0: one.group_name for one in live(session, visitor, year)}
    given = reports(session, visitor, year)
    days = {place: one.reported_on for place, one in given.items() if not one.waiver and place[0] in groups}
    waived = [place for place, one in given.items() if one.waiver]
    return on_time(groups, days, dues(session, visitor, year), today, waived)
