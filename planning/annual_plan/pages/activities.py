"""One activity of a project: what was planned for it, and when it began and ended in truth."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Depends
from sqlmodel import Session
from starlette.requests import Request
from starlette.responses import Response

from planning.annual_plan.models.project import Activity, BudgetLine, Project
from planning.annual_plan.pages.shown import Link, Satang, Sheet, Table, fields, sheet, taken
from planning.annual_plan.store.projects import DoneDraft, write_done
from planning.annual_plan.store.scope import find, rows_of
from planning.annual_plan.terms import ProjectState
from planning.kit.visitor import Visitor
from service.i18n import N_, _
from service.web.access import Allowed
from service.web.form import Form, Posted, Section, Typed, flat
from service.web.render import redirect
from service.web.table import Column
from service.web.transaction import Db

router = APIRouter(include_in_schema=False)
MayRead = Annotated[Visitor, Depends(Allowed("plan.read"))]
MayReport = Annotated[Visitor, Depends(Allowed("reports.write"))]
AT = "/activities/{row_id:int}"


@router.get(AT)
def show(request: Request, db: Db, visitor: MayRead, row_id: int) -> Response:
    """One activity with its lines."""
    row = find(db, visitor, Activity, row_id)
    return sheet(request, _activity(db, visitor, row, flat(row.model_dump(include=set(DoneDraft.model_fields))), {}))


@router.post(AT)
def write(request: Request, db: Db, visitor: MayReport, row_id: int, typed: Posted) -> Response:
    """It began, it ended."""
    made, wrong = taken(db, lambda: write_done(db, visitor, row_id, DoneDraft.read(typed)))
    if made is None:
        return sheet(request, _activity(db, visitor, find(db, visitor, Activity, row_id), typed, wrong), status=422)
    return redirect(request, f"/activities/{row_id}", _("Saved."))


def _activity(db: Session, visitor: Visitor, row: Activity, typed: Typed, wrong: dict[str, str]) -> Sheet:
    project = find(db, visitor, Project, row.project_id)
    facts: list[tuple[str, Any]] = [
        (_("Project"), Link(f"{project.code} {project.name}", f"/projects/{project.id}")),
        (_("Who is responsible"), row.owner),
        (_("Begins on"), row.starts_on),
        (_("Ends on"), row.ends_on),
        (_("Began on"), row.began_on),
        (_("Finished on"), row.finished_on),
        (_("Budget (baht)"), Satang(row.amount_satang)),
    ]
    days = fields(("began_on", N_("Began on"), "date"), ("finished_on", N_("Finished on"), "date"))
    at = f"/activities/{row.id}"
    form = Form(_("When it was carried out"), at, at, (Section("", days),), typed, wrong)
    is_live = project.state is ProjectState.APPROVED
    return Sheet(
        f"{row.number}. {row.name}",
        f"/projects/{project.id}",
        facts,
        tables=(_lines(db, visitor, row),),
        forms=(form,) if is_live and visitor.may("reports.write") else (),
        notes=() if is_live else (_("Only an approved project is carried out"),),
    )


def _lines(db: Session, visitor: Visitor, row: Activity) -> Table:
    columns = (Column("item", N_("Item")), Column("amount", N_("Amount (baht)"), figures=True))
    found = rows_of(db, visitor, BudgetLine, BudgetLine.activity_id == row.id)
    rows = [{"item": Link(one.item, f"/lines/{one.id}"), "amount": Satang(one.amount_satang)} for one in found]
    return Table(_("Budget"), columns, rows, _("Nothing here yet."))
