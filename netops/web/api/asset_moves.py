"""Lendings and transfers of assets over the API."""

from __future__ import annotations

from datetime import date, datetime
from http import HTTPStatus
from typing import Annotated, Any

from fastapi import APIRouter, Body, Depends, Query, Request
from pydantic import BaseModel, ConfigDict, Field
from sqlmodel import SQLModel, col, select

from inventory.models.asset import Standing
from inventory.models.lending import Lending
from inventory.models.transfer import Transfer, TransferState
from inventory.queries.lendings import LENDINGS, slip
from inventory.queries.table import Asked, Table
from inventory.queries.transfers import TRANSFERS, moving
from inventory.store.lendings import LendingDraft, LendingTerms, ReturnDraft
from inventory.store.transfers import AcceptDraft, TransferDraft
from netops.asset_acts.lending import Lendings
from netops.asset_acts.transfer import Transfers
from netops.web.access import Visitor, allowed
from netops.web.api.paging import Paging, listed
from netops.web.api.shapes import Listed, Shape
from netops.web.hand import hand_of
from service.web.transaction import Db

router = APIRouter(prefix="/api/v1")
MayRead = Annotated[Visitor, Depends(allowed("assets.read"))]
MayWrite = Annotated[Visitor, Depends(allowed("assets.write"))]


class LentOut(Shape):
    """One asset of a slip; `returned_on` none: it is out."""

    id: int
    asset_id: int
    returned_on: date | None
    returned_standing: Standing | None
    returned_note: str


class LendingOut(Shape):
    """A slip; `site_id` none: the office's assets. `items` are given when one is asked for."""

    id: int
    site_id: int | None
    borrower: str
    borrower_position: str
    borrower_unit: str
    borrower_phone: str
    purpose: str
    lent_on: date
    due_on: date
    note: str
    paper_id: int | None
    created_at: datetime
    items: list[LentOut] | None = None


class MovedOut(Shape):
    """One asset of a transfer, with both numbers; the new one is empty until it is accepted."""

    id: int
    asset_id: int
    old_number: str
    new_number: str


class TransferOut(Shape):
    """A transfer; a unit none is the office. `items` are given when one is asked for."""

    id: int
    from_site_id: int | None
    to_site_id: int | None
    state: TransferState
    reason: str
    order_no: str
    proposed_at: datetime
    proposer: str
    decided_at: datetime | None
    decider: str
    decision_note: str
    moved_on: date | None
    items: list[MovedOut] | None = None


class LendingSearch(Paging):
    """`lending`: out, overdue or back; `unit` a site's id or 0 for the office."""

    q: Annotated[str, Field(max_length=100)] = ""
    lending: Annotated[str, Field(pattern="^(out|overdue|back)?$")] = ""
    unit: int | None = None
    asset_id: int | None = None


class TransferSearch(Paging):
    """By how it was answered."""

    q: Annotated[str, Field(max_length=100)] = ""
    transfer_state: TransferState | None = None


class RefusalWish(BaseModel):
    """Why it is not wanted."""

    model_config = ConfigDict(extra="forbid")

    decision_note: Annotated[str, Field(min_length=1, max_length=2000)]


def _rows(db: Db, visitor: Visitor, table: Table, of: type[SQLModel], wanted: Paging) -> tuple[list[Any], int]:
    given = wanted.model_dump(mode="json", exclude={"q", "limit", "offset"})
    filters = {name: str(value) for name, value in given.items() if value not in ("", None)}
    q = getattr(wanted, "q", "").replace("\x00", "")
    ids, total = table.ids(db, visitor.sight, Asked(q=q, filters=filters, limit=wanted.limit, offset=wanted.offset))
    row_id = of.__table__.c.id  # type: ignore[attr-defined]
    found = {row.id: row for row in db.exec(select(of).where(col(row_id).in_(ids)))}  # type: ignore[attr-defined]
    return [found[one] for one in ids], total


def _slip(db: Db, visitor: Visitor, row_id: int) -> LendingOut:
    db.flush()
    found = slip(db, visitor.sight, row_id)
    items = [LentOut.model_validate(item) for item, _asset in found.items]
    return LendingOut.model_validate(found.lending).model_copy(update={"items": items})


def _moving(db: Db, visitor: Visitor, row_id: int) -> TransferOut:
    db.flush()
    found = moving(db, visitor.sight, row_id)
    items = [MovedOut.model_validate(item) for item, _asset in found.items]
    return TransferOut.model_validate(found.transfer).model_copy(update={"items": items})


@router.get("/lendings", tags=["lendings"], summary="Lendings of assets")
def list_lendings(db: Db, visitor: MayRead, wanted: Annotated[LendingSearch, Query()]) -> Listed[LendingOut]:
    """What is out first, by the day on which it is due."""
    rows, total = _rows(db, visitor, LENDINGS, Lending, wanted)
    return listed(LendingOut, rows, total=total, pages=wanted)


@router.post("/lendings", tags=["lendings"], summary="Lend assets", status_code=HTTPStatus.CREATED)
def lend(request: Request, db: Db, visitor: MayWrite, wish: LendingDraft) -> LendingOut:
    """`numbers` are of assets of the unit, all in use."""
    made = Lendings(hand_of(request, db, visitor)).lend(wish)
    return _slip(db, visitor, made.id or 0)


@router.get("/lendings/{row_id}", tags=["lendings"], summary="One lending")
def get_lending(db: Db, visitor: MayRead, row_id: int) -> LendingOut:
    """With its assets."""
    return _slip(db, visitor, row_id)


@router.patch("/lendings/{row_id}", tags=["lendings"], summary="Change the terms of a lending")
def change_lending(
    request: Request, db: Db, visitor: MayWrite, row_id: int, given: Annotated[dict[str, Any], Body()]
) -> LendingOut:
    """While something is out."""
    desk = Lendings(hand_of(request, db, visitor))
    row = desk.get(row_id)
    desk.change(row, LendingTerms.of(row).with_changes(given))
    return _slip(db, visitor, row_id)


@router.post("/lendings/{row_id}/items/{item_id}/return", tags=["lendings"], summary="An asset is back")
def give_back(request: Request, db: Db, visitor: MayWrite, row_id: int, item_id: int, wish: ReturnDraft) -> LendingOut:
    """In which condition; what is wrong is said where it is not in use."""
    desk = Lendings(hand_of(request, db, visitor))
    desk.give_back(desk.get(row_id), item_id, wish)
    return _slip(db, visitor, row_id)


@router.get("/transfers", tags=["transfers"], summary="Transfers of assets between units")
def list_transfers(db: Db, visitor: MayRead, wanted: Annotated[TransferSearch, Query()]) -> Listed[TransferOut]:
    """What waits for an answer first; a school sees those in which it has a part."""
    rows, total = _rows(db, visitor, TRANSFERS, Transfer, wanted)
    return listed(TransferOut, rows, total=total, pages=wanted)


@router.post("/transfers", tags=["transfers"], summary="Propose a transfer", status_code=HTTPStatus.CREATED)
def propose(request: Request, db: Db, visitor: MayWrite, wish: TransferDraft) -> TransferOut:
    """The other unit accepts or refuses it."""
    made = Transfers(hand_of(request, db, visitor)).propose(wish)
    return _moving(db, visitor, made.id or 0)


@router.get("/transfers/{row_id}", tags=["transfers"], summary="One transfer")
def get_transfer(db: Db, visitor: MayRead, row_id: int) -> TransferOut:
    """With its assets."""
    return _moving(db, visitor, row_id)


@router.post("/transfers/{row_id}/accept", tags=["transfers"], summary="Accept a transfer")
def accept(request: Request, db: Db, visitor: MayWrite, row_id: int, wish: AcceptDraft) -> TransferOut:
    """Somebody else than the one who proposed it; `numbers` is {id of the item: new number}."""
    desk = Transfers(hand_of(request, db, visitor))
    desk.accept(desk.get(row_id), wish)
    return _moving(db, visitor, row_id)


@router.post("/transfers/{row_id}/refuse", tags=["transfers"], summary="Refuse a transfer")
def refuse(request: Request, db: Db, visitor: MayWrite, row_id: int, wish: RefusalWish) -> TransferOut:
    """With a reason."""
    desk = Transfers(hand_of(request, db, visitor))
    desk.refuse(desk.get(row_id), wish.decision_note)
    return _moving(db, visitor, row_id)


@router.post("/transfers/{row_id}/withdraw", tags=["transfers"], summary="Withdraw a proposal")
def withdraw(request: Request, db: Db, visitor: MayWrite, row_id: int) -> TransferOut:
    """By the unit that gives."""
    desk = Transfers(hand_of(request, db, visitor))
    desk.withdraw(desk.get(row_id))
    return _moving(db, visitor, row_id)
