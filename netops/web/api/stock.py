"""Stock cards over the API: the list, cards, what comes in and goes out."""

from __future__ import annotations

from datetime import date, datetime
from http import HTTPStatus
from typing import Annotated, Final

from fastapi import APIRouter, Depends, Query, Request
from pydantic import Field
from sqlmodel import col, select

from inventory.models.stock import MoveKind, StockItem, StockKind
from inventory.queries.stock import STOCK, stock_card
from inventory.queries.table import Asked
from inventory.store.stock import IssueDraft, ReceiptDraft, StockDraft
from netops.asset_editors import StockItems
from netops.web.access import Visitor, allowed
from netops.web.api.crud import Noun, routes_of
from netops.web.api.paging import Paging, listed
from netops.web.api.shapes import Listed, Shape
from netops.web.hand import hand_of
from service.web.transaction import Db

router = APIRouter(prefix="/api/v1")
MayRead = Annotated[Visitor, Depends(allowed("stock.read"))]
MayWrite = Annotated[Visitor, Depends(allowed("stock.write"))]


class StockItemOut(Shape):
    """One card; `balance` is what is on hand, `fits` names of models, one a line."""

    id: int
    site_id: int | None
    code: str
    name: str
    kind: StockKind
    unit_word: str
    minimum: int
    fits: str
    place: str
    note: str
    balance: int
    created_at: datetime
    archived_at: datetime | None


class StockMoveOut(Shape):
    """One line. `price_satang` is for one piece of a receipt, `cost_satang` of all; `left` is what of it is on hand."""

    id: int
    item_id: int
    kind: MoveKind
    moved_on: date
    quantity: int
    price_satang: int
    cost_satang: int
    left: int
    balance: int
    counterpart: str
    to_site_id: int | None
    device_id: int | None
    document_no: str
    note: str
    actor: str
    at: datetime


class StockSearch(Paging):
    """`level`: short, none or some; `unit` a site's id or 0 for the office."""

    q: Annotated[str, Field(max_length=100)] = ""
    unit: int | None = None
    stock_kind: StockKind | None = None
    level: Annotated[str, Field(pattern="^(short|none|some)?$")] = ""
    archived: Annotated[str, Field(pattern="^(yes|no)?$")] = ""


@router.get("/stock", tags=["stock"], summary="Stock cards")
def list_stock(db: Db, visitor: MayRead, wanted: Annotated[StockSearch, Query()]) -> Listed[StockItemOut]:
    """What is below its minimum first; a school sees its own."""
    given = wanted.model_dump(mode="json", exclude={"q", "limit", "offset"})
    filters = {name: str(value) for name, value in given.items() if value not in ("", None)}
    asked = Asked(q=wanted.q.replace("\x00", ""), filters=filters, limit=wanted.limit, offset=wanted.offset)
    ids, total = STOCK.ids(db, visitor.sight, asked)
    found = {row.id: row for row in db.exec(select(StockItem).where(col(StockItem.id).in_(ids)))}
    return listed(StockItemOut, [found[row_id] for row_id in ids], total=total, pages=wanted)


@router.get("/stock/{row_id}/moves", tags=["stock"], summary="The lines of a stock card")
def moves(db: Db, visitor: MayRead, row_id: int) -> list[StockMoveOut]:
    """The oldest first."""
    return [StockMoveOut.model_validate(line.move) for line in stock_card(db, visitor.sight, row_id).lines]


@router.post("/stock/{row_id}/receive", tags=["stock"], summary="Pieces came in", status_code=HTTPStatus.CREATED)
def receive(request: Request, db: Db, visitor: MayWrite, row_id: int, wish: ReceiptDraft) -> StockMoveOut:
    """At the price of one."""
    desk = StockItems(hand_of(request, db, visitor))
    return StockMoveOut.model_validate(desk.receive(desk.get(row_id), wish))


@router.post("/stock/{row_id}/issue", tags=["stock"], summary="Pieces go out", status_code=HTTPStatus.CREATED)
def issue(request: Request, db: Db, visitor: MayWrite, row_id: int, wish: IssueDraft) -> StockMoveOut:
    """422 of more than there are."""
    desk = StockItems(hand_of(request, db, visitor))
    return StockMoveOut.model_validate(desk.issue(desk.get(row_id), wish))


ROUTERS: Final = (
    router,
    routes_of(Noun("stock", StockItems, StockDraft, StockItemOut, "stock", restorable=True)),
)
