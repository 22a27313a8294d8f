"""Stock cards: items put in and changed, receipts and issues. What is there never falls below nothing.

The rule a reader must know: a move first takes or adds to the balance of its item by one statement that refuses to go
below nothing. Of two issues at one moment the second waits there for the first, on both databases, and then sees what
is left; only after it the receipts are read from which it takes, the oldest first.
"""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any, Final

from pydantic import Field
from sqlalchemy import func, update
from sqlmodel import Session, col, select

from inventory.models.device import Device
from inventory.models.site import Site
from inventory.models.stock import MoveKind, StockItem, StockKind, StockMove
from inventory.queries.sight import Sight
from inventory.store.acting import By
from inventory.store.asset_lists import owner_of
from inventory.store.assets import MOST_SATANG
from inventory.store.belonging import in_office
from service.draft import Digits, Draft, Line, Note, OptionalId, take
from service.refusal import MissingError, _, refuse

MOST_PIECES: Final = 1_000_000
Pieces = Annotated[int, Field(ge=1, le=MOST_PIECES), Digits]
Moved = Annotated[date, Digits]


class StockDraft(Draft):
    """A card as a person fills it in. `site_id` none: the office's. `fits` are names of models, one a line."""

    site_id: OptionalId = None
    code: Annotated[Line, Field(min_length=1, max_length=50), Digits]
    name: Annotated[Line, Field(min_length=1)]
    kind: StockKind = StockKind.CONSUMABLE
    unit_word: Annotated[Line, Field(max_length=32)] = ""
    minimum: Annotated[int, Field(ge=0, le=MOST_PIECES), Digits] = 0
    fits: Note = ""
    place: Line = ""
    note: Note = ""


class ReceiptDraft(Draft):
    """What came in; `price_satang` is for one."""

    moved_on: Moved
    quantity: Pieces
    price_satang: Annotated[int, Field(ge=0, le=MOST_SATANG), Digits]
    counterpart: Line = ""
    document_no: Annotated[Line, Field(max_length=120)] = ""
    note: Note = ""


class IssueDraft(Draft):
    """What went out: to a school, for a device, or to whom or why in words."""

    moved_on: Moved
    quantity: Pieces
    to_site_id: OptionalId = None
    device_id: OptionalId = None
    counterpart: Line = ""
    document_no: Annotated[Line, Field(max_length=120)] = ""
    note: Note = ""


def find_item(session: Session, item_id: int, *, office_id: int) -> StockItem:
    """The card of this office; MissingError when there is none."""
    item = session.get(StockItem, item_id)
    if item is None or item.office_id != office_id:
        raise MissingError("stock_item")
    return item


def create_item(session: Session, draft: StockDraft, *, sight: Sight, by: By) -> StockItem:
    """A new card without anything on it; RefusedError when its code is taken in its unit."""
    _check(session, draft, sight=sight, item_id=None)
    item = StockItem(**draft.model_dump(), unit=draft.site_id or 0, office_id=sight.office_id, created_at=by.at)
    session.add(item)
    session.flush()
    return item


def change_item(session: Session, item: StockItem, draft: StockDraft, *, sight: Sight) -> dict[str, object]:
    """Make the card as drafted; returns {field: [before, after]}. RefusedError: a card stays with its unit."""
    if draft.site_id != item.site_id:
        raise refuse("site_id", _("A stock card stays with its unit: issue to the other one, which receives"))
    _check(session, draft, sight=sight, item_id=item.id)
    changes = take(item, draft.model_dump())
    session.add(item)
    session.flush()
    return changes


def receive(session: Session, item: StockItem, draft: ReceiptDraft, *, by: By) -> StockMove:
    """Pieces came in; RefusedError of a day before that of the last line."""
    balance = _moved(session, item, draft.quantity, draft.moved_on)
    cost = draft.quantity * draft.price_satang
    if cost > MOST_SATANG:
        raise refuse("price_satang", _("At most %(le)s"), le=MOST_SATANG)
    move = StockMove(
        **draft.model_dump(),
        item_id=item.id or 0,
        kind=MoveKind.RECEIPT,
        cost_satang=cost,
        left=draft.quantity,
        balance=balance,
        **_who(by),
    )
    session.add(move)
    session.flush()
    return move


def issue(session: Session, item: StockItem, draft: IssueDraft, *, sight: Sight, by: By) -> StockMove:
    """Pieces go out at what the oldest of them cost; RefusedError of more than there are."""
    in_office(session, Site, draft.to_site_id, office_id=sight.office_id, field="to_site_id")
    device = in_office(session, Device, draft.device_id, office_id=sight.office_id, field="device_id")
    if device is not None and sight.site_id not in (None, device.site_id):
        raise refuse("device_id", _("There is no such entry"))
    if sight.site_id is not None and draft.to_site_id not in (None, sight.site_id):
        raise refuse("to_site_id", _("There is no such entry"))
    if draft.to_site_id is None and draft.device_id is None and not draft.counterpart:
        raise refuse("counterpart", _("Say to which school, for which device, or to whom"))
    balance = _moved(session, item, -draft.quantity, draft.moved_on)
    taken, cost = _first_in(session, item, draft.quantity)
    move = StockMove(
        **draft.model_dump(),
        item_id=item.id or 0,
        kind=MoveKind.ISSUE,
        cost_satang=cost,
        taken=taken,
        balance=balance,
        **_who(by),
    )
    session.add(move)
    session.flush()
    return move


def archive_item(session: Session, item: StockItem, *, by: By) -> None:
    """Out of the lists; RefusedError while something is there."""
    if item.balance:
        raise refuse("", _("There is still something on this card: issue it first"))
    item.archived_at = by.at
    session.add(item)
    session.flush()


def restore_item(session: Session, item: StockItem) -> None:
    """Undo archive_item."""
    item.archived_at = None
    session.add(item)
    session.flush()


def _moved(session: Session, item: StockItem, change: int, on: date) -> int:
    """The balance after it. From here to the end of the transaction nobody else moves the item."""
    table = StockItem.__table__  # type: ignore[attr-defined]
    wanted = update(table).where(table.c.id == item.id, table.c.balance + change >= 0)
    if change > 0:
        wanted = wanted.where(table.c.balance + change <= MOST_PIECES * 100)
    done: Any = session.execute(wanted.values(balance=table.c.balance + change))
    session.refresh(item)
    if not done.rowcount:
        raise refuse("quantity", _("Only %(balance)s are there"), balance=item.balance)
    last = session.exec(select(func.max(StockMove.moved_on)).where(StockMove.item_id == item.id)).one()
    if last is not None and on < last:
        raise refuse("moved_on", _("The last line of the card is of a later day: %(day)s"), day=last.isoformat())
    return item.balance


def _first_in(session: Session, item: StockItem, quantity: int) -> tuple[list[list[int]], int]:
    """From which receipts the pieces are taken, and what they cost in all."""
    wanted = select(StockMove).where(
        StockMove.item_id == item.id, StockMove.kind == MoveKind.RECEIPT, col(StockMove.left) > 0
    )
    taken: list[list[int]] = []
    cost, wanting = 0, quantity
    # What another transaction took meanwhile counts, not what this session read before.
    fresh = wanted.order_by(col(StockMove.id)).execution_options(populate_existing=True)
    for receipt in session.exec(fresh):
        pieces = min(wanting, receipt.left)
        receipt.left -= pieces
        cost, wanting = cost + pieces * receipt.price_satang, wanting - pieces
        taken.append([receipt.id or 0, pieces])
        session.add(receipt)
        if not wanting:
            break
    return taken, cost


def _who(by: By) -> dict[str, Any]:
    return {"person_id": by.person_id, "actor": by.actor[:120], "at": by.at}


def _check(session: Session, draft: StockDraft, *, sight: Sight, item_id: int | None) -> None:
    owner_of(session, draft.site_id, sight=sight)
    taken = session.exec(
        select(StockItem.id).where(
            StockItem.office_id == sight.office_id, StockItem.unit == (draft.site_id or 0), StockItem.code == draft.code
        )
    ).first()
    if taken is not None and taken != item_id:
        raise refuse("code", _("%(name)s already exists"), name=draft.code)
