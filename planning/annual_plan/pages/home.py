"""The first page: where money and projects of the year stand, and what is to be done next."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Annotated, Any, Final

from fastapi import APIRouter, Depends
from sqlmodel import Session
from starlette.requests import Request
from starlette.responses import Response

from office.thai_date import long_date
from planning.annual_plan import words
from planning.annual_plan.models.project import Activity
from planning.annual_plan.money.ledger import Balance
from planning.annual_plan.pages.registers import exceptions
from planning.annual_plan.pages.shown import Button, Link, Mark, Satang, Sheet, Table, sheet, today, year_of
from planning.annual_plan.store.allocations import lines_of_year, notices
from planning.annual_plan.store.completing import lacks
from planning.annual_plan.store.ledger import balances
from planning.annual_plan.store.projects import activities_of_year, projects
from planning.annual_plan.store.reports import Standing, standings
from planning.annual_plan.terms import Light, Progress, ProjectState
from planning.kit.visitor import SCHOOL, Visitor
from service.i18n import N_, _, spoken
from service.web.access import Allowed
from service.web.render import redirect
from service.web.table import Column
from service.web.transaction import Db

router = APIRouter(include_in_schema=False)
HOME: Final = "/"
MayRead = Annotated[Visitor, Depends(Allowed("schools.read"))]
BEHIND: Final = (
    Column("project", N_("Project")),
    Column("group", N_("Group")),
    Column("why", N_("Why")),
    Column("paid", N_("Paid in percent"), figures=True),
)
COLUMNS: Final = (Column("what", N_("To be done")), Column("count", N_("How many"), figures=True))


@router.get(HOME)
def first(request: Request, db: Db, visitor: MayRead) -> Response:
    """Where the work begins; a school's person begins with the plan of the school."""
    if visitor.person.role == SCHOOL:
        return redirect(request, "/school-plans")
    return sheet(request, _sheet(request, db, visitor))


def _sheet(request: Request, db: Session, visitor: Visitor) -> Sheet:
    year = year_of(request)
    allocated = sum(one.amount_satang for one in notices(db, visitor, year))
    whole, standing = Balance(), balances(db, visitor, year)
    for one in standing.values():
        whole = whole.after(one)
    facts = [
        (_("Allocated (baht)"), Satang(allocated)),
        (_("Planned (baht)"), Satang(whole.planned)),
        (_("Asked for and bound"), Satang(whole.asked + whole.bound)),
        (_("Paid (baht)"), Satang(whole.paid)),
        (_("Paid in percent"), whole.percent_paid),
        (_("Free (baht)"), Satang(whole.free)),
    ]
    buttons = (
        Button(_("The year before"), f"/?year={year - 1}", "chevron-left"),
        Button(_("The next year"), f"/?year={year + 1}", "chevron-right"),
        Button(_("Plan of the year"), f"/plan?year={year}", "report-analytics", primary=True),
    )
    tables = (
        Table("", COLUMNS, _next(request, db, visitor, year), _("Nothing is waiting.")),
        Table(
            _("Projects that are behind"),
            BEHIND,
            _behind(request, db, visitor, year, standing),
            _("No project is behind."),
        ),
    )
    return Sheet(_("Annual action plan") + f" {year}", f"/plan?year={year}", facts, buttons=buttons, tables=tables)


def _behind(
    request: Request, db: Session, visitor: Visitor, year: int, standing: Mapping[int, Balance]
) -> list[dict[str, Any]]:
    """Approved projects with a late report, an activity past its day, or a newest report that says so itself."""
    day = today(request)
    reported, planned = standings(db, visitor, year, day), activities_of_year(db, visitor, year)
    whole: dict[int, Balance] = defaultdict(Balance)
    for line in lines_of_year(db, visitor, year):
        whole[line.project_id] = whole[line.project_id].after(standing.get(line.id or 0, Balance()))
    rows = []
    for one in projects(db, visitor, year):
        if one.state is not ProjectState.APPROVED:
            continue
        why = [*_late(reported.get(one.id or 0, ())), *_overdue(planned[one.id or 0], day)]
        if why:
            rows.append(
                {
                    "project": Link(f"{one.code} {one.name}", f"/projects/{one.id}"),
                    "group": one.group_name,
                    "why": ", ".join(why),
                    "paid": whole[one.id or 0].percent_paid,
                }
            )
    return rows


def _late(quarters: Sequence[Standing]) -> Iterator[str]:
    for one in quarters:
        if one.light is Light.LATE:
            yield _("Report of quarter %(quarter)s is late") % {"quarter": one.quarter}
    last = next((one.report for one in reversed(quarters) if one.report is not None and not one.report.waiver), None)
    if last is not None and last.progress in {Progress.DELAYED, Progress.STOPPED}:
        yield _("Quarter %(quarter)s: %(progress)s") % {
            "quarter": last.quarter,
            "progress": _(words.PROGRESS[last.progress]),
        }


def _overdue(activities: Sequence[Activity], day: date) -> Iterator[str]:
    for one in activities:
        if one.ends_on is not None and one.ends_on < day and one.finished_on is None:
            ended = long_date(one.ends_on, spoken())
            yield _("Activity %(name)s should have ended on %(day)s") % {"name": one.name, "day": ended}


def _next(request: Request, db: Session, visitor: Visitor, year: int) -> list[dict[str, Any]]:
    found = projects(db, visitor, year)
    lights = [one.light for row in standings(db, visitor, year, today(request)).values() for one in row]
    over = [one for one in lines_of_year(db, visitor, year) if one.is_over]
    drafts = [one for one in found if one.state is ProjectState.DRAFT]
    rows: list[tuple[str, str, int, str]] = [
        (N_("Late quarterly reports"), f"/reports?year={year}&late=late", lights.count(Light.LATE), "red"),
        (N_("Reports due within a week"), f"/reports?year={year}", lights.count(Light.SOON), "yellow"),
        (N_("Lines over the ceiling"), f"/plan?year={year}", len(over), "red"),
        (N_("Exceptions of the ledger"), f"/checks?year={year}", len(exceptions(db, visitor, year)), "yellow"),
        (N_("To be completed"), f"/projects?year={year}&lacks=yes", sum(bool(lacks(one)) for one in found), "yellow"),
        (N_("Projects not approved yet"), f"/projects?year={year}&state=draft", len(drafts), "yellow"),
    ]
    if not found and visitor.may("plan.write"):
        rows.append(
            (N_("Begin: write down the allocation notices, then add projects"), "/allocations/new", 1, "yellow")
        )
    return [
        {"what": Link(_(text), href), "count": Mark(f"{count:,}", tone, "alert-triangle" if tone == "red" else "clock")}
        for text, href, count, tone in rows
        if count
    ]
