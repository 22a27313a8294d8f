"""Leases of links that end: which, with their links and terms, and a purchase that begins from them."""

from __future__ import annotations

from typing import Annotated, Final

from fastapi import APIRouter, Depends
from sqlmodel import Session, col, select
from starlette.requests import Request
from starlette.responses import Response

from inventory.store.contracts import find_contract
from netops.web.access import Visitor, allowed
from netops.web.pages.assets import today_of
from netops.web.pages.purchase_forms import editor_of
from netops.web.pages.purchases import HOME
from procurement.models.plan import PlanEntry
from procurement.models.purchase import Purchase
from procurement.queries.purchases import seen_entry
from procurement.store.leases import ending_contracts, links_of
from service.i18n import _
from service.refusal import RefusedError
from service.web.form import Posted, problems
from service.web.render import page, redirect
from service.web.transaction import Db

router = APIRouter(include_in_schema=False)
ADDRESS: Final = f"{HOME}/leases"
MayWrite = Annotated[Visitor, Depends(allowed("purchases.write"))]
DAYS: Final = (90, 180, 365)


@router.get(ADDRESS)
def listed(request: Request, db: Db, visitor: MayWrite) -> Response:
    """The first to end on top, each with its links and what was agreed."""
    given = request.query_params.get("days", "")
    days = int(given) if given in {str(one) for one in DAYS} else DAYS[1]
    contracts = ending_contracts(db, visitor.sight, today_of(request), days)
    return page(
        request,
        "purchase_leases.html",
        rows=[(one, links_of(db, one)) for one in contracts],
        entries=_entries(db, visitor),
        days=days,
        choices=DAYS,
        today=today_of(request),
    )


@router.post(ADDRESS)
def begin(request: Request, db: Db, visitor: MayWrite, typed: Posted) -> Response:
    """A purchase of the links of a contract for so many months, with its hours, repair time and fines as they are."""
    try:
        with db.begin_nested():
            contract = find_contract(db, _number(typed.get("contract", "")), office_id=visitor.office_id)
            entry, months = _number(typed.get("entry", "")), _number(typed.get("months", ""))
            row_id = editor_of(request, db, visitor).lease(contract, entry, months).id
    except RefusedError as error:
        return redirect(request, ADDRESS, " ".join(problems(error).values()), kind="danger")
    return redirect(request, f"{HOME}/{row_id}", _("The purchase began."))


def _number(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else 0


def _entries(db: Session, visitor: Visitor) -> list[tuple[int, str]]:
    """Published ones from which no purchase began yet."""
    used = select(Purchase.entry_id).where(col(Purchase.cancelled_on).is_(None))
    wanted = select(PlanEntry).where(
        seen_entry(visitor.sight),
        col(PlanEntry.published_on).is_not(None),
        col(PlanEntry.withdrawn_on).is_(None),
        col(PlanEntry.id).not_in(used),
    )
    rows = db.exec(wanted.order_by(col(PlanEntry.year).desc(), col(PlanEntry.number)))
    return [(row.id or 0, f"{row.name} ({row.egp_plan_no})") for row in rows]
