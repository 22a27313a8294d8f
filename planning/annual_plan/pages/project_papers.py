"""Papers of projects, requests, transfers and quarterly reports, as PDF and Word."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Depends
from sqlmodel import Session
from starlette.requests import Request
from starlette.responses import Response

from planning.annual_plan import copied
from planning.annual_plan.judging import judged
from planning.annual_plan.models.ledger import Entry
from planning.annual_plan.models.project import Activity, BudgetLine, Project
from planning.annual_plan.papers.data import ProjectData, QuarterData, RequestData, TransferData
from planning.annual_plan.papers.money_papers import QUARTER_REPORT, REQUEST, TRANSFER
from planning.annual_plan.papers.project_form import PROJECT_FORM, QUARTER_PLAN
from planning.annual_plan.papers.wording import GRADES
from planning.annual_plan.store.ledger import balances
from planning.annual_plan.store.policies import policies_of
from planning.annual_plan.store.projects import activities_of, lines_of
from planning.annual_plan.store.proofs import proofs
from planning.annual_plan.store.reports import reports, spent_until
from planning.annual_plan.store.scope import find, rows_of
from planning.annual_plan.store.treated import treated
from planning.annual_plan.store.whole import project_data
from planning.annual_plan.terms import EntryKind
from planning.kit.visitor import Visitor
from planning.plans.described import ends_of
from planning.plans.indicator_data import IndicatorData
from planning.plans.store.papers import MEDIA, about_of, draw
from service.columns import utc_now
from service.papers.kind import PaperData, PaperKind
from service.refusal import MissingError
from service.web.access import Allowed
from service.web.files import handed_out
from service.web.transaction import Db

router = APIRouter(include_in_schema=False)
MayRead = Annotated[Visitor, Depends(Allowed("plan.read"))]


def _paper(db: Session, visitor: Visitor, kind: PaperKind[Any], data: PaperData, form: str) -> Response:
    if form not in {"pdf", "docx"}:
        raise MissingError(form)
    at = utc_now()
    drawn = draw(db, kind, (data, about_of(visitor.office_name, "", at)), office_code=visitor.office_code, at=at)
    return handed_out(drawn.file(form), f"{kind.key}.{form}", MEDIA[form])


def data_of(db: Session, visitor: Visitor, row: Project) -> ProjectData:
    """One project with everything."""
    known = {one.key: one for one in copied.known_indicators(db, visitor)}
    key = row.id or 0
    parts = (activities_of(db, visitor, key), lines_of(db, visitor, key))
    served = policies_of(db, visitor.office_code).get(row.key, {})
    return project_data(row, *parts, visitor.office_name, known).model_copy(update={"policies": dict(served)})


@router.get("/projects/{row_id:int}/form.{form}")
def project_form(request: Request, db: Db, visitor: MayRead, row_id: int, form: str) -> Response:
    """The form of a project."""
    return _paper(db, visitor, PROJECT_FORM, data_of(db, visitor, find(db, visitor, Project, row_id)), form)


@router.get("/projects/{row_id:int}/quarters.{form}")
def quarter_plan(request: Request, db: Db, visitor: MayRead, row_id: int, form: str) -> Response:
    """Its plan of the quarters."""
    return _paper(db, visitor, QUARTER_PLAN, data_of(db, visitor, find(db, visitor, Project, row_id)), form)


@router.get("/entries/{row_id:int}/paper.{form}")
def entry_paper(request: Request, db: Db, visitor: MayRead, row_id: int, form: str) -> Response:
    """Of a request or a transfer."""
    row = find(db, visitor, Entry, row_id)
    if row.kind is EntryKind.REQUEST:
        return _paper(db, visitor, REQUEST, _request(db, visitor, row), form)
    if row.kind is EntryKind.TRANSFER:
        return _paper(db, visitor, TRANSFER, _transfer(db, visitor, row), form)
    raise MissingError("paper")


def _request(db: Session, visitor: Visitor, row: Entry) -> RequestData:
    line = find(db, visitor, BudgetLine, row.line_id)
    project = find(db, visitor, Project, row.project_id)
    return RequestData(
        office=visitor.office_name,
        number=row.number,
        on=row.on,
        asked=row.asked,
        project=f"{project.code} {project.name}",
        activity=find(db, visitor, Activity, line.activity_id).name,
        item=line.item,
        source=line.source,
        budget_type=line.budget_type,
        amount_satang=row.amount_satang,
        free_satang=balances(db, visitor, project.fiscal_year)[row.line_id].free,
        note=row.note,
    )


def _transfer(db: Session, visitor: Visitor, row: Entry) -> TransferData:
    both = rows_of(db, visitor, Entry, Entry.pair_key == row.pair_key)
    gave = next(one for one in both if one.planned_move < 0)
    took = next(one for one in both if one.planned_move > 0)
    before = []
    for one in (gave, took):
        line = find(db, visitor, BudgetLine, one.line_id)
        earlier = rows_of(db, visitor, Entry, Entry.line_id == line.id)
        moved = sum(each.planned_move for each in earlier if (each.id or 0) < (one.id or 0))
        before.append((f"{find(db, visitor, Project, one.project_id).code} {line.item}", line.amount_satang + moved))
    return TransferData(
        office=visitor.office_name,
        on=row.on,
        giver=before[0][0],
        taker=before[1][0],
        giver_satang=before[0][1],
        taker_satang=before[1][1],
        amount_satang=row.amount_satang,
        note=row.note,
        approved_by=row.approved_by,
    )


@router.get("/reports/{row_id:int}/{quarter:int}/paper.{form}")
def report_paper(request: Request, db: Db, visitor: MayRead, row_id: int, quarter: int, form: str) -> Response:
    """The report of a quarter."""
    row = find(db, visitor, Project, row_id)
    report = reports(db, visitor, row.fiscal_year).get((row_id, quarter))
    if report is None:
        raise MissingError("report")
    whole = data_of(db, visitor, row)
    data = QuarterData(
        office=visitor.office_name,
        year=row.fiscal_year,
        quarter=quarter,
        project=f"{row.code} {row.name}",
        group_name=row.group_name,
        owner=row.owner,
        strategy=whole.strategy,
        budget_satang=row.amount_satang,
        plan_satang=sum(whole.quarters[:quarter]),
        spent_satang=spent_until(db, row, quarter),
        progress=report.progress,
        percent=report.percent,
        output=f"{report.output_quantity} {row.output_unit}",
        indicators=tuple(_result(one, report.actuals.get(one.key or one.name)) for one in whole.indicators),
        policies=whole.policies,
        problem=report.problem or report.waiver,
        remedy=report.remedy,
        risks=treated(db, visitor.office_code, Project.id == row_id),
        evidence=", ".join(text for text in (report.evidence, *(one.name for one in proofs(db, report))) if text),
    )
    return _paper(db, visitor, QUARTER_REPORT, data, form)


def _result(one: IndicatorData, value: float | None) -> tuple[str, ...]:
    aim = " ".join(part for part in (one.target, one.way if ends_of(one) else "") if part)
    return one.name, aim, "–" if value is None else f"{value:g}", GRADES[judged(one, value)]
