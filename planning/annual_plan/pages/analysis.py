"""Spending against the plan by strategy, group, type and source; five years side by side; tables for other systems."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Annotated, Any, Final

from fastapi import APIRouter, Depends
from sqlmodel import Session
from starlette.requests import Request
from starlette.responses import Response

from planning.annual_plan import words
from planning.annual_plan.money.rollup import Spent, Total, totals
from planning.annual_plan.pages.shown import Button, Link, Mark, Satang, Sheet, Table, sheet, today, year_of
from planning.annual_plan.store.exporting import for_emenscr, for_obec, for_province, plan_301, results_302
from planning.annual_plan.store.spending import spent
from planning.kit.visitor import Visitor
from service.i18n import N_, _
from service.refusal import MissingError
from service.web.access import Allowed
from service.web.exports import Money, as_file
from service.web.exports import Sheet as Exported
from service.web.table import Column
from service.web.transaction import Db

router = APIRouter(include_in_schema=False)
HOME: Final = "/analysis"
MayRead = Annotated[Visitor, Depends(Allowed("plan.read"))]
YEARS: Final = 5
UNTIL: Final = {"6": 2, "12": 4, "": 5}
COLUMNS: Final = (
    Column("name", N_("Name")),
    Column("projects", N_("Projects"), figures=True),
    Column("planned", N_("Budget (baht)"), figures=True),
    Column("expected", N_("Plan until then (baht)"), figures=True),
    Column("paid", N_("Paid (baht)"), figures=True),
    Column("percent", N_("Paid in percent"), figures=True),
)
WAYS: Final[Sequence[tuple[str, str, Callable[[Spent], str]]]] = (
    ("strategy", N_("By strategy"), lambda one: one.strategy),
    ("group", N_("By group"), lambda one: one.group),
    ("type", N_("By type of expense"), lambda one: one.kind.value),
    ("source", N_("By source of money"), lambda one: one.source),
)


def _named(way: str, name: str) -> str:
    return _({kind.value: text for kind, text in words.TYPES.items()}.get(name, name)) if way == "type" else name


def _table(way: str, title: str, found: list[Total]) -> Table:
    rows: list[dict[str, Any]] = [
        {
            "name": _named(way, one.name),
            "projects": len(one.projects),
            "planned": Satang(one.planned),
            "expected": Satang(one.expected),
            "paid": Satang(one.paid),
            "percent": one.percent,
        }
        for one in found
    ]
    planned, paid = sum(one.planned for one in found), sum(one.paid for one in found)
    foot = {
        "name": _("Together"),
        "planned": Satang(planned),
        "expected": Satang(sum(one.expected for one in found)),
        "paid": Satang(paid),
        "percent": 100 * paid / planned if planned else None,
    }
    return Table(_(title), COLUMNS, rows, _("No budget lines yet."), foot if rows else None)


@router.get(HOME)
def show(request: Request, db: Db, visitor: MayRead) -> Response:
    """A year, or its first six or twelve months (`?months=`)."""
    year, months = year_of(request), request.query_params.get("months", "")
    rows = spent(db, visitor, year)
    tables = [_table(way, title, totals(rows, by, UNTIL.get(months, 5))) for way, title, by in WAYS]
    buttons = (
        Button(_("6 months"), f"{HOME}?year={year}&months=6", "calendar-event"),
        Button(_("12 months"), f"{HOME}?year={year}&months=12", "calendar-event"),
    )
    title = _("Analysis of spending") + f" {year}"
    if months in {"6", "12"}:
        title += " · " + _("%(months)s months") % {"months": months}
    tables += [_years(db, visitor, year), _for_others(year)]
    return sheet(request, Sheet(title, "/", buttons=buttons, tables=tables))


TABLES: Final = (
    ("obec", N_("Action plan in the columns of OBEC"), True),
    ("province", N_("Annual plan in the columns of the province"), True),
    ("301", N_("Table 301: plan"), False),
    ("302", N_("Table 302: results"), False),
    ("emenscr", N_("For eMENSCR: M1 to M6, with what is missing"), False),
)


def _for_others(year: int) -> Table:
    """Which columns were read on real forms, and which are to be checked before anything is typed from them."""
    columns = (
        Column("name", N_("Table")),
        Column("state", N_("Columns")),
        Column("xlsx", N_("Excel")),
        Column("csv", N_("CSV")),
    )
    read = Mark(_("as on the real form"), "green", "check")
    unread = Mark(_("not verified: check against the system"), "yellow", "alert-triangle")
    rows = [
        {
            "name": _(title),
            "state": read if is_read else unread,
            "xlsx": Link(_("Download"), f"/exports/{name}.xlsx?year={year}"),
            "csv": Link(_("Download"), f"/exports/{name}.csv?year={year}"),
        }
        for name, title, is_read in TABLES
    ]
    return Table(_("Tables for other systems"), columns, rows)


def _years(db: Session, visitor: Visitor, year: int) -> Table:
    """What was paid of each type in five years, as the ledger says it."""
    by_year = {era: totals(spent(db, visitor, era), lambda one: one.kind.value) for era in _eras(year)}
    kinds = sorted({one.name for found in by_year.values() for one in found})
    columns = (Column("name", N_("Type of expense")), *(Column(str(era), str(era), figures=True) for era in by_year))
    rows: list[dict[str, Any]] = []
    for kind in kinds:
        paid = {str(era): Satang(sum(one.paid for one in found if one.name == kind)) for era, found in by_year.items()}
        rows.append({"name": _named("type", kind), **paid})
    foot = {str(era): Satang(sum(one.paid for one in found)) for era, found in by_year.items()}
    return Table(_("Paid in five years (baht)"), columns, rows, foot={"name": _("Together"), **foot} if rows else None)


def _eras(year: int) -> range:
    return range(year - YEARS + 1, year + 1)


@router.get("/exports/{name}.{kind}")
def export(request: Request, db: Db, visitor: MayRead, name: str, kind: str) -> Response:
    """A table for another system, as XLSX or CSV."""
    year = year_of(request)
    made: dict[str, Callable[[], Exported]] = {
        "301": lambda: plan_301(db, visitor, year),
        "302": lambda: results_302(db, visitor, year),
        "emenscr": lambda: for_emenscr(db, visitor, year, today(request)),
        "obec": lambda: for_obec(db, visitor, year),
        "province": lambda: for_province(db, visitor, year),
        "analysis": lambda: _flat(spent(db, visitor, year)),
    }
    if name not in made:
        raise MissingError(name)
    return as_file(made[name](), kind)


def _flat(rows: list[Spent]) -> Exported:
    titles = ("way", "name", "projects", "budget_baht", "paid_baht")
    found = [
        [way, one.name, len(one.projects), Money(one.planned), Money(one.paid)]
        for way, _title, by in WAYS
        for one in totals(rows, by)
    ]
    return Exported("analysis", titles, found)
