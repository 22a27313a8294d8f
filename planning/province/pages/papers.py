"""Papers of the province are made here; the shared layer keeps them and hands them out."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Depends
from starlette.requests import Request
from starlette.responses import Response

from planning.kit import happened
from planning.kit.visitor import Visitor
from planning.plans.models.paper import Paper
from planning.plans.store.papers import Of, make_paper
from planning.province.models.agency import Agency, Nomination
from planning.province.models.order import Order
from planning.province.models.plan import Plan
from planning.province.papers.order import NOMINATION, ORDER, MemberSaid, NominationData, OrderData
from planning.province.papers.plan import STRATEGY_FORM
from planning.province.papers.report import REPORT, FollowedSaid, ReportData
from planning.province.store import follow_up, orders, rows
from planning.province.store.content import content_of
from service.i18n import _
from service.web.access import Allowed
from service.web.render import redirect
from service.web.transaction import Db

router = APIRouter(include_in_schema=False)
MayWrite = Annotated[Visitor, Depends(Allowed("province.write"))]


@router.post("/orders/{order_id:int}/paper")
def order(request: Request, db: Db, visitor: MayWrite, order_id: int) -> Response:
    """The order, its members in rank order."""
    row = rows.find(db, visitor, Order, order_id)
    members = tuple(
        MemberSaid(
            rank=one.row.rank,
            name=one.row.name,
            position=one.row.position,
            agency=one.agency,
            seat=one.row.seat.value,
        )
        for one in orders.members(db, visitor, row)
    )
    own = row.model_dump(include=set(OrderData.model_fields) - {"office", "members", "duties"})
    duties = tuple(line.strip() for line in row.duties.splitlines() if line.strip())
    data = OrderData(office=visitor.office_name, members=members, duties=duties, **own)
    return _made(request, make_paper(db, visitor, ORDER, data, number=row.number, of=Of("order", row.key)))


@router.post("/nominations/{request_id:int}/paper")
def letter(request: Request, db: Db, visitor: MayWrite, request_id: int) -> Response:
    """The letter to the agency."""
    row = rows.find(db, visitor, Nomination, request_id)
    agency = rows.find(db, visitor, Agency, row.agency_id)
    data = NominationData(
        office=visitor.office_name,
        agency=agency.name,
        committee=row.committee,
        number=row.letter_number,
        asked_on=row.asked_on,
        due_on=row.due_on,
    )
    made = make_paper(db, visitor, NOMINATION, data, number=row.letter_number, of=Of("nomination", row.key))
    return _made(request, made)


@router.post("/plans/{plan_id:int}/paper")
def table(request: Request, db: Db, visitor: MayWrite, plan_id: int) -> Response:
    """The table of projects in the form of the strategy office, by the template that holds today."""
    row = rows.find(db, visitor, Plan, plan_id)
    return _made(
        request, make_paper(db, visitor, STRATEGY_FORM, content_of(db, visitor, row), of=Of(row.kind.value, row.key))
    )


@router.post("/plans/{plan_id:int}/report")
def report(request: Request, db: Db, visitor: MayWrite, plan_id: int) -> Response:
    """What became of each project until today."""
    row = rows.find(db, visitor, Plan, plan_id)
    years = str(row.first_year) if row.first_year == row.last_year else f"{row.first_year}–{row.last_year}"
    data = ReportData(
        office=visitor.office_name,
        plan=row.title,
        province=row.province,
        years=years,
        as_of=happened.today(),
        projects=tuple(_followed(one) for one in follow_up.followed(db, visitor, row)),
    )
    return _made(request, make_paper(db, visitor, REPORT, data, of=Of(row.kind.value, row.key)))


def _followed(one: follow_up.Followed) -> FollowedSaid:
    told = [f"แผนปฏิบัติการประจำปีของหน่วยงาน {found.source}" for found in one.actuals if found.is_told]
    said = told or [found.source for found in one.actuals]
    return FollowedSaid(
        title=one.project.title,
        agency=one.agency,
        amount_satang=one.project.amount_satang,
        spent_satang=one.spent_satang if one.actuals else None,
        source="\n".join(said),
        percent=one.percent_done,
        result=one.report.result if one.report else "",
        problem=one.report.problem if one.report else "",
    )


def _made(request: Request, paper: Paper) -> Response:
    return redirect(request, f"/papers/{paper.id}", _("The paper was made."))
