"""Stock cards (บัญชีวัสดุ): spares and consumables of a unit, what came in, what went out and to whom."""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import JSON, BigInteger, CheckConstraint, UniqueConstraint
from sqlmodel import Field

from inventory.core import Core
from service.columns import Utc, utc_now, words


class StockKind(StrEnum):
    """What a card is for."""

    SPARE = "spare"  # stands ready for a device that fails
    CONSUMABLE = "consumable"


class MoveKind(StrEnum):
    """Which way a move goes."""

    RECEIPT = "receipt"
    ISSUE = "issue"


class StockItem(Core, table=True):
    """One card. `site_id` none: the office's; `unit` is the same as a number. `balance` is what is there now, never
    less than nothing. `fits` are names of models, one a line, for which a spare can stand in.
    """

    __tablename__ = "stock_item"
    __table_args__ = (
        UniqueConstraint("office_id", "unit", "code"),
        CheckConstraint("balance >= 0", name="balance_not_negative"),
    )

    id: int | None = Field(default=None, primary_key=True)
    office_id: int = Field(foreign_key="office.id", index=True)
    site_id: int | None = Field(default=None, foreign_key="site.id", index=True)
    unit: int = 0
    code: str = Field(max_length=50)
    name: str = Field(max_length=255)
    kind: StockKind = Field(default=StockKind.CONSUMABLE, sa_type=words(StockKind))
    unit_word: str = Field(default="", max_length=32)
    minimum: int = 0
    fits: str = Field(default="", max_length=2000)
    place: str = Field(default="", max_length=255)
    note: str = Field(default="", max_length=2000)
    balance: int = 0
    created_at: datetime = Field(default_factory=utc_now, sa_type=Utc)
    archived_at: datetime | None = Field(default=None, sa_type=Utc)


class StockMove(Core, table=True):
    """One line of a card. Of a receipt `price_satang` is the price of one and `left` what of it is still there; of an
    issue `cost_satang` is what it cost in all, first in first out, and `taken` from which receipts: [[id, pieces]].
    `to_site_id`, `device_id` say for whom it was issued; `balance` is what was there afterwards.
    """

    __tablename__ = "stock_move"

    id: int | None = Field(default=None, primary_key=True)
    item_id: int = Field(foreign_key="stock_item.id", index=True)
    kind: MoveKind = Field(sa_type=words(MoveKind))
    moved_on: date = Field(index=True)
    quantity: int
    price_satang: int = Field(default=0, sa_type=BigInteger)
    cost_satang: int = Field(sa_type=BigInteger)
    left: int = 0
    taken: list[list[int]] = Field(default_factory=list, sa_type=JSON)
    balance: int
    counterpart: str = Field(default="", max_length=255)
    to_site_id: int | None = Field(default=None, foreign_key="site.id", index=True)
    device_id: int | None = Field(default=None, foreign_key="device.id", index=True)
    document_no: str = Field(default="", max_length=120)
    note: str = Field(default="", max_length=2000)
    person_id: int | None = Field(default=None, foreign_key="person.id")
    actor: str = Field(default="", max_length=120)
    at: datetime = Field(default_factory=utc_now, sa_type=Utc)
