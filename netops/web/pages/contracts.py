"""Contracts with providers: the list, and which links are under one."""

from __future__ import annotations

from typing import Annotated, Any, Final

from fastapi import APIRouter, Depends
from sqlalchemy import func
from sqlmodel import Session, col, select
from starlette.datastructures import FormData
from starlette.requests import Request
from starlette.responses import Response

from inventory.models.contract import Contract
from inventory.models.link import Link, Provider
from inventory.models.site import Site
from netops.editors import Contracts
from netops.web.access import Visitor, allowed
from netops.web.hand import hand_of
from netops.web.pages.inventory import tabs_of
from service.columns import utc_now
from service.i18n import _
from service.refusal import RefusedError
from service.thai_order import in_thai
from service.web.form import MOST_FIELDS, problems
from service.web.render import page, redirect
from service.web.transaction import Db

router = APIRouter(prefix="/inventory/contracts", include_in_schema=False)
MayRead = Annotated[Visitor, Depends(allowed("contracts.read"))]
MayWrite = Annotated[Visitor, Depends(allowed("contracts.write"))]
MOST_LINKS: Final = 5000


async def _ticked(request: Request) -> list[int]:
    """The links that were ticked."""
    form: FormData = await request.form(max_fields=MOST_FIELDS + MOST_LINKS)
    return [int(value) for value in form.getlist("link") if isinstance(value, str) and value.isdecimal()]


@router.get("")
def listed(request: Request, db: Db, visitor: MayRead) -> Response:
    """Those in force first, the one that ends soonest on top; archived ones last."""
    counts = select(func.count(col(Link.id))).where(Link.contract_id == Contract.id, col(Link.archived_at).is_(None))
    rows = db.exec(
        select(Contract, Provider, counts.correlate(Contract).scalar_subquery())
        .join(Provider, col(Provider.id) == Contract.provider_id)
        .where(Contract.office_id == visitor.office_id)
        .order_by(col(Contract.archived_at).is_not(None), col(Contract.ends_on).is_(None), col(Contract.ends_on))
    ).all()
    today = utc_now().astimezone(request.app.state.render.zone).date()
    return page(request, "inventory_contracts.html", rows=rows, today=today, tab="contracts", tabs=tabs_of(visitor))


@router.get("/{contract_id:int}/links")
def links(request: Request, db: Db, visitor: MayRead, contract_id: int) -> Response:
    """Which links are under it, to be ticked."""
    contract = Contracts(hand_of(request, db, visitor)).get(contract_id)
    return _links(request, db, visitor, contract)


@router.post("/{contract_id:int}/links")
def assign(
    request: Request,
    db: Db,
    visitor: MayWrite,
    contract_id: int,
    ticked: Annotated[list[int], Depends(_ticked)],
) -> Response:
    """These links and no others."""
    editor = Contracts(hand_of(request, db, visitor))
    contract = editor.get(contract_id)
    try:
        with db.begin_nested():
            moved = editor.assign(contract, ticked)
    except RefusedError as error:
        db.refresh(contract)
        return _links(request, db, visitor, contract, wrong=" ".join(problems(error).values()))
    return redirect(
        request, f"/inventory/contracts/{contract_id}/links", _("%(count)s links were moved.") % {"count": moved}
    )


def _links(request: Request, db: Session, visitor: Visitor, contract: Contract, *, wrong: str = "") -> Response:
    rows: Any = db.exec(
        select(Link, Site)
        .join(Site, col(Site.id) == Link.site_id)
        .where(visitor.sight.sites(), col(Link.archived_at).is_(None))
        .order_by(Site.district, in_thai(Site.name), Link.name)
    ).all()
    # Links of other providers cannot be under it; those that name none yet can.
    fitting = [(link, site) for link, site in rows if link.provider_id in {None, contract.provider_id}]
    provider = db.get_one(Provider, contract.provider_id)
    return page(
        request,
        "contract_links.html",
        status=422 if wrong else 200,
        contract=contract,
        provider=provider,
        rows=fitting,
        wrong=wrong,
        tab="contracts",
        tabs=tabs_of(visitor),
    )
