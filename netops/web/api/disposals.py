"""Disposals of assets over the API; how they are decided is told by their cases."""

from __future__ import annotations

from datetime import date, datetime
from http import HTTPStatus
from typing import Annotated

from fastapi import APIRouter, Depends, Query, Request
from pydantic import BaseModel, ConfigDict, Field
from sqlmodel import col, select

from inventory.models.asset import Standing
from inventory.models.disposal import Disposal, DisposalMethod
from inventory.queries.disposals import DISPOSALS
from inventory.queries.table import Asked
from inventory.store.disposals import DisposalDraft, GoneDraft, ItemDraft
from netops.asset_acts.disposal import Disposals
from netops.web.access import Visitor, allowed
from netops.web.api.paging import Paging, listed
from netops.web.api.shapes import Listed, Shape
from netops.web.pages.disposals import desk_of
from service.web.transaction import Db

router = APIRouter(prefix="/api/v1/disposals", tags=["disposals"])
MayRead = Annotated[Visitor, Depends(allowed("assets.read"))]
MayWrite = Annotated[Visitor, Depends(allowed("assets.write"))]


class GoingOut(Shape):
    """One asset; satang of all its pieces. `done_on` none: it has not gone."""

    id: int
    asset_id: int
    before: Standing
    is_normal_wear: bool
    cause: str
    method: DisposalMethod
    least_satang: int | None
    done_on: date | None
    proceeds_satang: int | None
    document_no: str
    note: str
    is_open: bool


class DisposalOut(Shape):
    """A disposal; `items` and `approved_on` are given when one is asked for."""

    id: int
    site_id: int | None
    case_id: int
    title: str
    reason: str
    created_at: datetime
    ended_at: datetime | None
    ended_reason: str
    approved_on: date | None = None
    items: list[GoingOut] | None = None


class DisposalSearch(Paging):
    """`disposal`: open, gone or given_up; `unit` a site's id or 0 for the office."""

    q: Annotated[str, Field(max_length=100)] = ""
    disposal: Annotated[str, Field(pattern="^(open|gone|given_up)?$")] = ""
    unit: int | None = None


class GivingUp(BaseModel):
    """Why it is not to be."""

    model_config = ConfigDict(extra="forbid")

    reason: Annotated[str, Field(min_length=3, max_length=255)]


def _out(desk: Disposals, row: Disposal) -> DisposalOut:
    found = desk.listed(row)
    items = [GoingOut.model_validate(item) for item, _asset in found.items]
    given = {"items": items, "approved_on": found.approved_on}
    return DisposalOut.model_validate({**row.model_dump(), **given})


@router.get("", summary="Disposals of assets")
def list_disposals(db: Db, visitor: MayRead, wanted: Annotated[DisposalSearch, Query()]) -> Listed[DisposalOut]:
    """What is under way first."""
    given = wanted.model_dump(mode="json", exclude={"q", "limit", "offset"})
    filters = {name: str(value) for name, value in given.items() if value not in ("", None)}
    asked = Asked(q=wanted.q.replace("\x00", ""), filters=filters, limit=wanted.limit, offset=wanted.offset)
    ids, total = DISPOSALS.ids(db, visitor.sight, asked)
    found = {row.id: row for row in db.exec(select(Disposal).where(col(Disposal.id).in_(ids)))}
    return listed(DisposalOut, [found[row_id] for row_id in ids], total=total, pages=wanted)


@router.post("", summary="List assets that are to go", status_code=HTTPStatus.CREATED)
def create(request: Request, db: Db, visitor: MayWrite, wish: DisposalDraft) -> DisposalOut:
    """With a case that decides it."""
    desk = desk_of(request, db, visitor)
    return _out(desk, desk.open(wish))


@router.get("/{row_id}", summary="One disposal")
def get(request: Request, db: Db, visitor: MayRead, row_id: int) -> DisposalOut:
    """With its assets."""
    desk = desk_of(request, db, visitor)
    return _out(desk, desk.get(row_id))


@router.put("/{row_id}/items/{item_id}", summary="Way, cause and price of one asset")
def change_item(request: Request, db: Db, visitor: MayWrite, row_id: int, item_id: int, wish: ItemDraft) -> DisposalOut:
    """Until it is approved."""
    desk = desk_of(request, db, visitor)
    row = desk.get(row_id)
    desk.change_item(row, item_id, wish)
    return _out(desk, row)


@router.post("/{row_id}/items/{item_id}/gone", summary="An asset has gone")
def gone(request: Request, db: Db, visitor: MayWrite, row_id: int, item_id: int, wish: GoneDraft) -> DisposalOut:
    """It leaves the book on that day."""
    desk = desk_of(request, db, visitor)
    row = desk.get(row_id)
    desk.strike_off(row, item_id, wish)
    return _out(desk, row)


@router.post("/{row_id}/give-up", summary="Give a disposal up")
def give_up(request: Request, db: Db, visitor: MayWrite, row_id: int, wish: GivingUp) -> DisposalOut:
    """What has not gone stands as before."""
    desk = desk_of(request, db, visitor)
    row = desk.get(row_id)
    desk.give_up(row, wish.reason)
    return _out(desk, row)
