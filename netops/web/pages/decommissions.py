"""Networks of schools that close: the orders, one order with what is left, and what the IT officer does about each."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from http import HTTPStatus
from typing import Annotated, Final

from fastapi import APIRouter, Depends
from sqlmodel import Session, col, select
from starlette.requests import Request
from starlette.responses import Response

from inventory.models.asset import Asset
from inventory.models.decommission import Decommission, Left, OrderState, Outcome
from inventory.models.device import Device
from inventory.models.link import Link
from inventory.models.site import Site
from inventory.store.decommissioning import orders, tasks_of
from netops.siblings.decommissioning import Decommissions, EndDraft, MoveDraft, NoticeDraft
from netops.web.access import Visitor, allowed
from netops.web.hand import hand_of
from netops.web.pages.assets import today_of
from service.i18n import N_, _
from service.refusal import RefusedError
from service.web.form import Posted, problems
from service.web.render import page, redirect
from service.web.transaction import Db

router = APIRouter(include_in_schema=False)
HOME: Final = "/decommissions"
MayRead = Annotated[Visitor, Depends(allowed("decommissions.read"))]
MayWrite = Annotated[Visitor, Depends(allowed("decommissions.write"))]
STATE_WORDS: Final = {
    OrderState.ORDERED: N_("being carried out"),
    OrderState.DONE: N_("nothing is left"),
    OrderState.WITHDRAWN: N_("order withdrawn"),
}
OUTCOME_WORDS: Final = {
    Outcome.ENDED: N_("ended"),
    Outcome.MOVED: N_("moved"),
    Outcome.RETIRED: N_("taken out of use"),
    Outcome.DROPPED: N_("order withdrawn"),
}


@router.get(HOME)
def listed(request: Request, db: Db, visitor: MayRead) -> Response:
    """Those under way first."""
    return page(request, "decommissions.html", rows=orders(db, visitor.sight), words=STATE_WORDS)


@router.get(f"{HOME}/{{row_id:int}}")
def one(request: Request, db: Db, visitor: MayRead, row_id: int) -> Response:
    """The order and what is left of the school's network."""
    row = Decommissions(hand_of(request, db, visitor), today_of(request)).get(row_id)
    return _shown(request, db, visitor, row)


@router.post(f"{HOME}/{{row_id:int}}/links/{{link_id:int}}/notice")
def notice(request: Request, db: Db, visitor: MayWrite, row_id: int, link_id: int, typed: Posted) -> Response:
    """The provider was told."""
    return _act(request, db, visitor, row_id, lambda desk, row: desk.notice(row, link_id, NoticeDraft.read(typed)))


@router.post(f"{HOME}/{{row_id:int}}/links/{{link_id:int}}/end")
def end(request: Request, db: Db, visitor: MayWrite, row_id: int, link_id: int, typed: Posted) -> Response:
    """The link is gone."""
    return _act(request, db, visitor, row_id, lambda desk, row: desk.end(row, link_id, EndDraft.read(typed)))


@router.post(f"{HOME}/{{row_id:int}}/devices/{{device_id:int}}/move")
def move(request: Request, db: Db, visitor: MayWrite, row_id: int, device_id: int, typed: Posted) -> Response:
    """It stands at the receiving school now."""
    return _act(request, db, visitor, row_id, lambda desk, row: desk.move(row, device_id, MoveDraft.read(typed)))


@router.post(f"{HOME}/{{row_id:int}}/devices/{{device_id:int}}/retire")
def retire(request: Request, db: Db, visitor: MayWrite, row_id: int, device_id: int) -> Response:
    """It is used nowhere any more."""
    return _act(request, db, visitor, row_id, lambda desk, row: desk.retire(row, device_id))


def _act(
    request: Request, db: Session, visitor: Visitor, row_id: int, do: Callable[[Decommissions, Decommission], None]
) -> Response:
    desk = Decommissions(hand_of(request, db, visitor), today_of(request))
    row = desk.get(row_id)
    try:
        with db.begin_nested():
            do(desk, row)
    except RefusedError as error:
        db.expire_all()
        return _shown(request, db, visitor, desk.get(row_id), wrong=problems(error))
    return redirect(request, f"{HOME}/{row_id}", _("Saved."))


def _shown(
    request: Request, db: Session, visitor: Visitor, row: Decommission, *, wrong: Mapping[str, str] | None = None
) -> Response:
    tasks = tasks_of(db, row)
    ids = {subject: [one.subject_id for one in tasks if one.subject is subject] for subject in Left}
    links = {one.id: one for one in db.exec(select(Link).where(col(Link.id).in_(ids[Left.LINK])))}
    devices = {one.id: one for one in db.exec(select(Device).where(col(Device.id).in_(ids[Left.DEVICE])))}
    books = db.exec(select(Asset).where(Asset.office_id == row.office_id, col(Asset.device_id).in_(ids[Left.DEVICE])))
    return page(
        request,
        "decommission.html",
        status=HTTPStatus.UNPROCESSABLE_ENTITY if wrong else HTTPStatus.OK,
        row=row,
        site=db.get_one(Site, row.site_id),
        receiving=db.get(Site, row.receiving_id) if row.receiving_id is not None else None,
        links=[(one, links.get(one.subject_id)) for one in tasks if one.subject is Left.LINK],
        devices=[(one, devices.get(one.subject_id)) for one in tasks if one.subject is Left.DEVICE],
        books={one.device_id: one for one in books},
        wrong=wrong or {},
        words=STATE_WORDS,
        outcomes=OUTCOME_WORDS,
        today=today_of(request),
        may_write=visitor.may("decommissions.write") and row.state is OrderState.ORDERED,
    )
