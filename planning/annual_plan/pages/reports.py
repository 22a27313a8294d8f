"""Quarterly reports: who reported, who is late, what one project said, and the closing of a quarter."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from http import HTTPStatus
from typing import Annotated, Any, Final

from fastapi import APIRouter, Depends, File, UploadFile
from sqlmodel import Session
from starlette.requests import Request
from starlette.responses import Response

from office.collation import thai_key
from office.fiscal import FiscalYear, Quarter
from planning.annual_plan import copied, words
from planning.annual_plan.models.following import Proof, QuarterReport
from planning.annual_plan.models.project import Project
from planning.annual_plan.pages.proofs import add_form, file_field, handed_in, proof_table
from planning.annual_plan.pages.results import results
from planning.annual_plan.pages.shown import (
    Deed,
    Link,
    Listing,
    Mark,
    Satang,
    Sheet,
    Table,
    exported,
    fields,
    listing,
    options,
    sheet,
    taken,
    today,
    year_of,
)
from planning.annual_plan.pages.treated import treated_table
from planning.annual_plan.store.proofs import proofs
from planning.annual_plan.store.reports import (
    ReportDraft,
    Standing,
    close,
    closed,
    give,
    live,
    punctuality,
    spent_until,
    standings,
    waive,
)
from planning.annual_plan.store.scope import find
from planning.annual_plan.store.treated import treated
from planning.annual_plan.store.whole import indicators_of
from planning.annual_plan.terms import Light
from planning.kit.visitor import Visitor
from service.draft import said
from service.i18n import N_, _
from service.refusal import MissingError
from service.web.access import Allowed
from service.web.form import Field, Form, Posted, Section, Typed, nested
from service.web.render import redirect
from service.web.table import Chips, Column
from service.web.transaction import Db

router = APIRouter(include_in_schema=False)
HOME: Final = "/reports"
MayRead = Annotated[Visitor, Depends(Allowed("plan.read"))]
MayWrite = Annotated[Visitor, Depends(Allowed("reports.write"))]
Given = Annotated[UploadFile | None, File()]
MayClose = Annotated[Visitor, Depends(Allowed("quarters.write"))]
COLUMNS: Final = (
    Column("name", N_("Project")),
    Column("group_name", N_("Group")),
    *(
        Column(f"q{number}", title, sortable=False)
        for number, title in enumerate((N_("Quarter 1"), N_("Quarter 2"), N_("Quarter 3"), N_("Quarter 4")), start=1)
    ),
)


def mark_of(one: Standing) -> Mark:
    """Its traffic light, in words too."""
    text, tone, icon = words.LIGHTS[one.light]
    percent = "" if one.report is None or one.report.waiver else f" {one.report.percent}%"
    return Mark(f"{_(text)}{percent}", tone, icon)


def _listing(request: Request, db: Session, visitor: Visitor) -> Listing:
    year, now = year_of(request), today(request)
    found = standings(db, visitor, year, now)
    rows: list[dict[str, Any]] = []
    for project in live(db, visitor, year):
        marks = found[project.id or 0]
        rows.append(
            {
                "name": Link(f"{project.code} {project.name}", f"{HOME}/{project.id}"),
                "group_name": project.group_name,
                "late_key": "late" if any(one.light is Light.LATE for one in marks) else "",
                **{f"q{one.quarter}": mark_of(one) for one in marks},
            }
        )
    groups = sorted({row["group_name"] for row in rows}, key=thai_key)
    chips = (
        Chips("group_name", N_("Group"), [(name, name) for name in groups]),
        Chips("late", N_("Reports"), [("late", _("late report"))]),
    )
    facts = [
        (_("On time") + f": {one.group}", Mark(f"{one.on_time}/{one.due} ({one.percent or 0:.0f}%)", icon="clock"))
        for one in punctuality(db, visitor, year, now)
    ]
    return Listing(_("Quarterly reports"), HOME, COLUMNS, rows, chips, facts)


@router.get(HOME)
def listed(request: Request, db: Db, visitor: MayRead) -> Response:
    """All projects that report, with a light for each quarter."""
    return listing(request, _listing(request, db, visitor), year_of(request))


@router.get(f"{HOME}/export.{{kind}}")
def export(request: Request, db: Db, visitor: MayRead, kind: str) -> Response:
    """The rows that the list shows."""
    return exported(request, _listing(request, db, visitor), kind)


@router.get(f"{HOME}/{{row_id:int}}")
def show(request: Request, db: Db, visitor: MayRead, row_id: int) -> Response:
    """The reports of one project."""
    return sheet(request, report_sheet(request, db, visitor, find(db, visitor, Project, row_id), {}, {}))


def report_sheet(
    request: Request, db: Session, visitor: Visitor, row: Project, typed: Typed, wrong: Mapping[str, dict[str, str]]
) -> Sheet:
    """The four quarters of a project, what proves them, and the forms of quarters that are still open."""
    found = standings(db, visitor, row.fiscal_year, today(request)).get(row.id or 0, ())
    columns = (
        Column("quarter", N_("Quarter")),
        Column("light", N_("State")),
        Column("due", N_("Late from")),
        Column("progress", N_("Progress")),
        Column("percent", N_("Done, percent"), figures=True),
        Column("output", N_("Output reached"), figures=True),
        Column("spent", N_("Spent until then (baht)"), figures=True),
        Column("problem", N_("Problem")),
        Column("remedy", N_("Remedy")),
        Column("evidence", N_("Evidence")),
    )
    done = closed(db, visitor, row.fiscal_year)
    known = {one.key: one for one in copied.known_indicators(db, visitor)}
    told = {one.quarter: one.report.actuals for one in found if one.report is not None}
    rows = [_row(db, row, one) for one in found]
    forms = []
    begun = [one for one in found if today(request) >= Quarter(FiscalYear(row.fiscal_year), one.quarter).first]
    for one in begun:
        if one.quarter not in done and visitor.may("reports.write"):
            forms.append(_form(db, visitor, row, one, typed, wrong.get(f"{one.quarter}/report", {})))
            if one.report is not None:
                title, at = _("Add a file to quarter") + f" {one.quarter}", f"{HOME}/{row.id}/{one.quarter}/evidence"
                forms.append(add_form(title, at, wrong.get(f"{one.quarter}/evidence", {})))
        if one.quarter not in done and one.report is None and visitor.may("quarters.write"):
            forms.append(_waiver(row, one.quarter, typed, wrong.get(f"{one.quarter}/waive", {})))
    notes = [_("Quarter") + f" {one.quarter}: {mark_of(one).text}" for one in found if one.light is Light.LATE]
    shown = {form.action.removeprefix(f"{HOME}/{row.id}/") for form in forms}
    notes += [text for name, texts in wrong.items() if name not in shown for text in texts.values()]
    return Sheet(
        _("Quarterly reports") + f": {row.name}",
        f"/projects/{row.id}",
        tables=(
            Table("", columns, rows, _("Only approved projects report")),
            results(indicators_of(row, known), told),
            treated_table(treated(db, visitor.office_code, Project.id == row.id)),
            proof_table(_("Files of evidence"), _files(db, row, found), may_withdraw=visitor.may("reports.write")),
        ),
        forms=forms,
        notes=notes,
    )


def _files(db: Session, row: Project, found: Sequence[Standing]) -> list[tuple[str, str, Proof]]:
    return [
        (_("Quarter") + f" {one.quarter}", f"{HOME}/{row.id}/{one.quarter}/evidence", proof)
        for one in found
        if one.report is not None
        for proof in proofs(db, one.report, withdrawn=True)
    ]


def _row(db: Session, project: Project, one: Standing) -> dict[str, Any]:
    report = one.report
    told: dict[str, Any] = {"quarter": one.quarter, "light": mark_of(one), "due": one.due}
    if report is not None:
        told |= report.model_dump(include={"problem", "remedy", "evidence", "percent"})
        told |= {
            "progress": report.waiver or _(words.PROGRESS[report.progress]),
            "output": f"{report.output_quantity} {project.output_unit}",
            "spent": Satang(spent_until(db, project, one.quarter)),
        }
    return told


def _form(db: Session, visitor: Visitor, row: Project, one: Standing, typed: Typed, wrong: dict[str, str]) -> Form:
    given = fields(
        ("progress", N_("Progress"), "select"),
        ("percent", N_("Done, percent"), "text"),
        ("output_quantity", N_("Output so far"), "text"),
        ("problem", N_("Problem"), "textarea"),
        ("remedy", N_("Remedy"), "textarea"),
        ("evidence", N_("Evidence: address or number of the paper"), "text"),
        progress={"options": options(words.PROGRESS)},
        percent={"keys": "decimal"},
        output_quantity={"keys": "numeric"},
        evidence={"maxlength": 1000, "hint": _("Needed of a project that is carried out: this or a file")},
    )
    known = {one.key: one for one in copied.known_indicators(db, visitor)}
    values = dict(_values(one.report)) if not wrong else dict(typed)
    actuals = []
    for at, indicator in enumerate(indicators_of(row, known)):
        name = indicator.key or indicator.name
        label = f"{indicator.name} ({indicator.unit})" if indicator.unit else indicator.name
        actuals.append(Field(f"actuals.{at}.value", label, keys="decimal"))
        actuals.append(Field(f"actuals.{at}.key", "", "hidden"))
        values[f"actuals.{at}.key"] = name
        if not wrong and one.report is not None and name in one.report.actuals:
            values[f"actuals.{at}.value"] = str(one.report.actuals[name])
    at_path = f"{HOME}/{row.id}"
    title = _("Report of quarter") + f" {one.quarter}"
    values["version"] = values.get("version", str(one.report.version) if one.report is not None else "0")
    given = (*given, file_field(_("Evidence: file")), Field("version", "", "hidden"))
    sections = (Section("", given), Section(_("Results of indicators"), tuple(actuals)))
    return Form(title, f"{at_path}/{one.quarter}/report", at_path, sections, values, wrong)


def _values(report: QuarterReport | None) -> Mapping[str, str]:
    if report is None:
        return {}
    names = ("percent", "output_quantity", "problem", "remedy", "evidence")
    return {name: str(getattr(report, name)) for name in names} | {"progress": report.progress.value}


def _waiver(row: Project, quarter: int, typed: Typed, wrong: dict[str, str]) -> Form:
    at, title = f"{HOME}/{row.id}", _("Waive the report of quarter") + f" {quarter}"
    given = fields(("reason", N_("Why"), "text"))
    return Form(title, f"{at}/{quarter}/waive", at, (Section("", given),), typed if wrong else {}, wrong)


@dataclass(frozen=True, slots=True)
class OneQuarter:
    """The report of a project, by the address."""

    row_id: int
    quarter: int


Which = Annotated[OneQuarter, Depends()]


@router.post(f"{HOME}/{{row_id:int}}/{{quarter:int}}/report")
def report(request: Request, db: Db, visitor: MayWrite, which: Which, typed: Posted, file: Given = None) -> Response:
    """What a project says."""
    row_id, quarter = which.row_id, which.quarter
    row = locked(db, visitor, which)

    def act() -> QuarterReport:
        given = (ReportDraft.read(nested(typed)), handed_in(request, file))
        return give(db, visitor, row, quarter, given, today(request))

    made, wrong = taken(db, act)
    if made is None:
        shown = report_sheet(request, db, visitor, row, typed, {f"{quarter}/report": wrong})
        return sheet(request, shown, status=HTTPStatus.UNPROCESSABLE_ENTITY)
    return redirect(request, f"{HOME}/{row_id}", _("Saved."))


@router.post(f"{HOME}/{{row_id:int}}/{{quarter:int}}/waive")
def waived(request: Request, db: Db, visitor: MayClose, which: Which, typed: Posted) -> Response:
    """None is needed, and why."""
    row_id, quarter = which.row_id, which.quarter
    row = locked(db, visitor, which)

    def act() -> bool:
        reason = said("reason", typed.get("reason", ""), longest=1000, unsaid=N_("This is needed"))
        waive(db, visitor, row, quarter, reason, today(request))
        return True

    made, wrong = taken(db, act)
    if made is None:
        shown = report_sheet(request, db, visitor, row, typed, {f"{quarter}/waive": wrong})
        return sheet(request, shown, status=HTTPStatus.UNPROCESSABLE_ENTITY)
    return redirect(request, f"{HOME}/{row_id}", _("Saved."))


def locked(db: Session, visitor: Visitor, which: OneQuarter) -> Project:
    """The project, kept from others until the end of the request."""
    if which.quarter not in {1, 2, 3, 4}:
        raise MissingError("quarter")
    return find(db, visitor, Project, which.row_id, to_change=True)


@router.get("/quarters")
def quarters(request: Request, db: Db, visitor: MayRead) -> Response:
    """Which quarters of a year are closed."""
    return sheet(request, _quarters(request, db, visitor, year_of(request), ""))


def _quarters(request: Request, db: Session, visitor: Visitor, year: int, wrong: str) -> Sheet:
    done = closed(db, visitor, year)
    columns = (
        Column("quarter", N_("Quarter")),
        Column("state", N_("State")),
        Column("projects", N_("Projects"), figures=True),
        Column("waived", N_("Without report"), figures=True),
        Column("spent", N_("Paid in it (baht)"), figures=True),
        Column("by", N_("By")),
    )
    rows: list[dict[str, Any]] = []
    for number in (1, 2, 3, 4):
        row = done.get(number)
        shown: dict[str, Any] = {"quarter": number, "state": Mark(_("open quarter"), icon="clock")}
        if row is not None:
            shown |= row.model_dump(include={"projects", "waived"})
            shown |= {
                "state": Mark(_("closed quarter"), "green", "check"),
                "spent": Satang(row.spent_satang),
                "by": row.closed_by,
            }
        rows.append(shown)
    coming = len(done) + 1
    deeds = []
    if visitor.may("quarters.write") and coming <= 4:
        sure = _("Nothing of this quarter can be changed afterwards. Close it?")
        fields_ = {"quarter": str(coming), "year": str(year)}
        deeds = [Deed(_("Close quarter") + f" {coming}", "/quarters/close", "check", sure, fields_)]
    title = _("Quarters") + f" {year}"
    return Sheet(
        title, f"{HOME}?year={year}", tables=(Table("", columns, rows),), deeds=deeds, notes=[wrong] if wrong else ()
    )


@router.post("/quarters/close")
def close_quarter(request: Request, db: Db, visitor: MayClose, typed: Posted) -> Response:
    """Or tell why it cannot be."""
    year, quarter = typed.get("year", ""), typed.get("quarter", "")
    if quarter not in {"1", "2", "3", "4"} or not (year.isascii() and year.isdigit() and len(year) == 4):
        raise MissingError("quarter")
    made, wrong = taken(db, lambda: close(db, visitor, int(year), int(quarter), today(request)))
    if made is None:
        text = " ".join(wrong.values())
        return sheet(request, _quarters(request, db, visitor, int(year), text), status=422)
    return redirect(request, f"/quarters?year={year}", _("Saved."))
