"""The plan of a year: what it holds, what it lacks, and the way to its steps, version, gate and publication."""

from __future__ import annotations

from collections import Counter
from typing import Annotated, Any, Final

from fastapi import APIRouter, Depends
from sqlmodel import Session, select
from starlette.requests import Request
from starlette.responses import Response

from planning.annual_plan.declared import KIND
from planning.annual_plan.models.plan import Plan
from planning.annual_plan.models.project import Project
from planning.annual_plan.money.portfolio import Purse
from planning.annual_plan.pages.shown import Button, Deed, Satang, Sheet, Table, fields, sheet, taken, year_of
from planning.annual_plan.pages.treated import treated_table
from planning.annual_plan.store.allocations import lines_of_year
from planning.annual_plan.store.plans import PlanDraft, change_plan, plan_for
from planning.annual_plan.store.purses import amended, ceilings
from planning.annual_plan.store.spending import spent
from planning.annual_plan.store.treated import treated
from planning.annual_plan.store.whole import plan_of, problems
from planning.annual_plan.words import TYPES
from planning.kit.visitor import Visitor
from service.i18n import N_, _
from service.web.access import Allowed
from service.web.form import Form, Posted, Section, Typed
from service.web.render import redirect
from service.web.seen import SEEN_FIELD, opened, unseen
from service.web.table import Column
from service.web.transaction import Db

router = APIRouter(include_in_schema=False)
HOME: Final = "/plan"
MayRead = Annotated[Visitor, Depends(Allowed("plan.read"))]
MayWrite = Annotated[Visitor, Depends(Allowed("plan.write"))]
COLUMNS: Final = (
    Column("source", N_("Source of money")),
    Column("type", N_("Type of expense")),
    Column("allocated", N_("Allocated (baht)"), figures=True),
    Column("moved", N_("Moved between types (baht)"), figures=True),
    Column("planned", N_("Planned (baht)"), figures=True),
    Column("left", N_("Left (baht)"), figures=True),
)


@router.get(HOME)
def of_year(request: Request, db: Db, visitor: MayRead) -> Response:
    """The plan of the year that is asked for, or how to begin one."""
    year = year_of(request)
    found = db.exec(select(Plan).where(Plan.office_code == visitor.office_code, Plan.fiscal_year == year)).first()
    if found is not None:
        return redirect(request, f"{HOME}/{found.key}")
    begin_it = Deed(_("Begin the plan"), f"{HOME}/begin", "plus", fields={"year": str(year)})
    note = _("There is no plan of this year yet. It begins by itself with the first project.")
    deeds = (begin_it,) if visitor.may("plan.write") else ()
    return sheet(request, Sheet(_("Annual action plan") + f" {year}", "/", deeds=deeds, notes=(note,)))


@router.post(f"{HOME}/begin")
def begin(request: Request, db: Db, visitor: MayWrite, _typed: Posted) -> Response:
    """An empty plan."""
    year = _typed.get("year", "")
    wanted = int(year) if year.isascii() and year.isdigit() and 2500 <= int(year) < 2800 else year_of(request)
    return redirect(request, f"{HOME}/{plan_for(db, visitor, wanted).key}", _("Saved."))


@router.get(f"{HOME}/{{key}}")
def show(request: Request, db: Db, visitor: MayRead, key: str) -> Response:
    """One plan."""
    return sheet(request, _sheet(db, visitor, plan_of(db, visitor.office_code, key), {}, {}))


def _sheet(db: Session, visitor: Visitor, row: Plan, typed: Typed, wrong: dict[str, str]) -> Sheet:
    year, at = row.fiscal_year, f"{HOME}/{row.key}"
    buttons = (
        Button(_("Projects"), f"/projects?year={year}", "list-details"),
        Button(_("Steps of the work"), f"/work/about/{KIND}/{row.key}", "activity"),
        Button(_("Version and approval"), f"/versions/{KIND}/{row.key}", "shield-check", primary=True),
        Button(_("Review of the frame"), f"/frame?year={year}", "git-merge"),
        Button(_("Targets of the year"), f"/targets?year={year}", "target"),
    )
    lacking = [one.text(_) for one in problems(db, visitor.office_code, row.key)]
    rows, foot = _purses(db, visitor, year)
    facts = [(_("Fiscal year"), str(year)), (_("Budget of all projects"), foot["planned"])]
    given = fields(("title", N_("Title"), "text"), ("preface", N_("Part 1: general state"), "textarea"))
    values = opened(_said(row)) if not wrong else dict(typed)
    form = Form(_("Title and first part"), f"{at}/edit", at, (Section("", (*given, SEEN_FIELD)),), values, wrong)
    return Sheet(
        row.title,
        "/",
        facts,
        buttons=buttons,
        tables=(
            Table(_("Money by source and type"), COLUMNS, rows, _("No allocation yet."), foot),
            treated_table(treated(db, visitor.office_code, Project.fiscal_year == year)),
        ),
        texts=((_("Part 1: general state"), row.preface),),
        forms=(form,) if visitor.may("plan.write") else (),
        notes=lacking,
    )


def _said(row: Plan) -> dict[str, str]:
    return {"title": row.title, "preface": row.preface}


def _purses(db: Session, visitor: Visitor, year: int) -> tuple[list[dict[str, Any]], dict[str, Any]]:
    held = ceilings(db, visitor.office_code, year)
    planned: Counter[Purse] = Counter()
    stays = Counter(amended(db, visitor.office_code, year))
    for one in spent(db, visitor, year):
        planned[one.source, one.kind] += one.planned
    for line in lines_of_year(db, visitor, year):
        stays[line.source, line.budget_type] += line.amount_satang
    rows = [
        {"source": purse[0], "type": _(TYPES[purse[1]])}
        | _told(held.get(purse, 0), planned[purse] - stays[purse], planned[purse])
        for purse in sorted(held.keys() | planned.keys())
    ]
    gave, took = sum(held.values()), planned.total()
    foot = {"source": _("Together")} | _told(gave, took - stays.total(), took)
    return rows, foot


def _told(gave: int, moved: int, took: int) -> dict[str, Any]:
    amounts = {"allocated": gave, "moved": moved, "planned": took, "left": gave + moved - took}
    return {name: Satang(amount) for name, amount in amounts.items()}


@router.post(f"{HOME}/{{key}}/edit")
def change(request: Request, db: Db, visitor: MayWrite, key: str, typed: Posted) -> Response:
    """Title and first part."""
    row = plan_of(db, visitor.office_code, key)

    def act() -> bool:
        db.refresh(row, with_for_update=True)
        change_plan(db, visitor, row, PlanDraft.read(unseen(typed, _said(row))))
        return True

    made, wrong = taken(db, act)
    if made is None:
        return sheet(request, _sheet(db, visitor, row, typed, wrong), status=422)
    return redirect(request, f"{HOME}/{key}", _("Saved."))
