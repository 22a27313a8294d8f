"""What became of the projects of a plan: told by annual plans of offices, or reported by agencies in a form."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated

from fastapi import APIRouter, Depends
from starlette.requests import Request
from starlette.responses import Response

from office.fiscal import Quarter
from planning.kit import happened
from planning.kit.tables import Peer
from planning.kit.visitor import Visitor
from planning.province.hearing import ANNUAL_PLAN
from planning.province.models.agency import Agency
from planning.province.models.plan import Plan
from planning.province.models.project import Project
from planning.province.pages.answering import attempt, shown
from planning.province.pages.plans import HOME as PLANS
from planning.province.pages.projects import HOME
from planning.province.store import follow_up as store
from planning.province.store import rows
from planning.province.store.follow_up import ReportDraft
from service.i18n import _
from service.web.access import Allowed
from service.web.form import Field, Form, Posted, Section, Typed
from service.web.render import page, redirect
from service.web.transaction import Db

router = APIRouter(include_in_schema=False)
MayRead = Annotated[Visitor, Depends(Allowed("province.read"))]
MayWrite = Annotated[Visitor, Depends(Allowed("province.write"))]


@router.get(f"{PLANS}/{{plan_id:int}}/follow-up")
def show(request: Request, db: Db, visitor: MayRead, plan_id: int) -> Response:
    """Each project with what it spent, and where that is known from."""
    plan = rows.find(db, visitor, Plan, plan_id)
    found = store.followed(db, visitor, plan)
    return page(
        request,
        "follow_up.html",
        plan=plan,
        followed=found,
        amount=sum(one.project.amount_satang for one in found),
        spent=sum(one.spent_satang for one in found),
        peer=db.get(Peer, ANNUAL_PLAN),
        may_write=visitor.may("province.write"),
    )


@router.get(f"{HOME}/{{project_id:int}}/report")
def new(request: Request, db: Db, visitor: MayWrite, project_id: int) -> Response:
    """The quarter of today stands there already."""
    row = rows.find(db, visitor, Project, project_id)
    today = happened.today()
    now = Quarter.of(today)
    agency = rows.find(db, visitor, Agency, row.agency_id)
    begun = {"fiscal_year": str(now.year.era), "quarter": str(now.number), "opened": rows.opened_now()}
    return shown(request, _form(row, {**begun, "reported_on": today.isoformat(), "source": agency.name}, {}))


@router.post(f"{HOME}/{{project_id:int}}/report")
def report(request: Request, db: Db, visitor: MayWrite, project_id: int, typed: Posted) -> Response:
    """What an agency reported; said again of a quarter, it is the new one."""
    row = rows.find(db, visitor, Project, project_id, to_change=True)
    _made, wrong = attempt(db, lambda: store.put_report(db, visitor, row, ReportDraft.read(typed)))
    if wrong:
        return shown(request, _form(row, typed, wrong))
    return redirect(request, f"{PLANS}/{row.plan_id}/follow-up", _("Saved."))


def _form(row: Project, typed: Typed, wrong: Mapping[str, str]) -> Form:
    fields = (
        Field("fiscal_year", _("Fiscal year"), "number", required=True),
        Field("quarter", _("Quarter"), "select", options=[(str(one), str(one)) for one in (1, 2, 3, 4)]),
        Field("spent_satang", _("Spent in the year until the end of the quarter (baht)"), required=True),
        Field("percent", _("Work done, percent"), "number", required=True),
        Field("result", _("What was done"), "textarea", maxlength=2000),
        Field("problem", _("Problems and remedies"), "textarea", maxlength=2000),
        Field("source", _("Who reported"), required=True),
        Field("reported_on", _("Day of the report"), "date", required=True),
        Field("opened", "", "hidden"),
    )
    at = f"{HOME}/{row.id}"
    return Form(_("Report of an agency"), f"{at}/report", at, (Section(row.title, fields),), typed, wrong)
