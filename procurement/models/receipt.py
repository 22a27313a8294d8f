"""What came of a purchase: deliveries, their inspection, the pieces that became assets, and what was paid."""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import JSON, BigInteger, Index, UniqueConstraint, text
from sqlmodel import Field

from inventory.core import Core
from service.columns import Utc, words


class Verdict(StrEnum):
    """What an inspection found."""

    ACCEPTED = "accepted"
    REJECTED = "rejected"


class GoodsDelivery(Core, table=True):
    """What a seller brought on one day. `inspectors` are the names of who inspected; money of what was accepted.

    `fine` is how the fine was reckoned (procurement.buying.fines.Fine); a rejected delivery counts for nothing.
    `unlinked` is what its pieces did not point to when they were accepted (procurement.store.tracing), and why.
    """

    __tablename__ = "goods_delivery"
    __table_args__ = (UniqueConstraint("contract_id", "number"),)

    id: int | None = Field(default=None, primary_key=True)
    contract_id: int = Field(foreign_key="purchase_contract.id", index=True)
    number: int
    delivered_on: date
    note_no: str = Field(default="", max_length=120)
    verdict: Verdict | None = Field(default=None, sa_type=words(Verdict))
    inspected_on: date | None = None
    inspectors: list[str] = Field(default_factory=list, sa_type=JSON)
    inspection_note: str = Field(default="", max_length=2000)
    amount_satang: int = Field(default=0, sa_type=BigInteger)
    fine_satang: int = Field(default=0, sa_type=BigInteger)
    fine: dict[str, object] = Field(default_factory=dict, sa_type=JSON)
    paid_on: date | None = None
    paid_satang: int = Field(default=0, sa_type=BigInteger)
    voucher_no: str = Field(default="", max_length=120)
    unlinked: list[str] = Field(default_factory=list, sa_type=JSON)
    unlinked_reason: str = Field(default="", max_length=1000)


class DeliveredShare(Core, table=True):
    """How many pieces of a share were in a delivery."""

    __tablename__ = "delivered_share"
    __table_args__ = (UniqueConstraint("delivery_id", "share_id"),)

    id: int | None = Field(default=None, primary_key=True)
    delivery_id: int = Field(foreign_key="goods_delivery.id", index=True)
    share_id: int = Field(foreign_key="purchase_share.id", index=True)
    quantity: int


_AWAITED = text("working_at IS NULL")


class DeliveredPiece(Core, table=True):
    """One piece that becomes an asset. `asset_id` is its card; `device_at` when the network first knew it as that.

    `working_at` is when its device was first measured working: then the need of its share is met.
    """

    __tablename__ = "delivered_piece"
    # Asked after every round: what works already, however much was ever bought, is not looked at.
    __table_args__ = (
        Index("ix_delivered_piece_awaited", "asset_id", sqlite_where=_AWAITED, postgresql_where=_AWAITED),
    )

    id: int | None = Field(default=None, primary_key=True)
    delivered_id: int = Field(foreign_key="delivered_share.id", index=True)
    serial: str = Field(default="", max_length=255, index=True)
    mac: str = Field(default="", max_length=17, index=True)
    asset_id: int | None = Field(default=None, foreign_key="asset.id", unique=True)
    device_at: datetime | None = Field(default=None, sa_type=Utc)
    working_at: datetime | None = Field(default=None, sa_type=Utc)
