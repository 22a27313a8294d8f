"""Transfers: assets that one unit proposes to give to another of the same office, and what that one answered."""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import Index, text
from sqlmodel import Field

from inventory.core import Core
from service.columns import Utc, words


class TransferState(StrEnum):
    """Where a transfer stands; only a proposed one may still change."""

    PROPOSED = "proposed"
    ACCEPTED = "accepted"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"


class Transfer(Core, table=True):
    """One transfer. `from_site_id` and `to_site_id` none: the office. Names are those of who acted, as they were."""

    id: int | None = Field(default=None, primary_key=True)
    office_id: int = Field(foreign_key="office.id", index=True)
    from_site_id: int | None = Field(default=None, foreign_key="site.id", index=True)
    to_site_id: int | None = Field(default=None, foreign_key="site.id", index=True)
    state: TransferState = Field(default=TransferState.PROPOSED, sa_type=words(TransferState))
    reason: str = Field(max_length=2000)
    order_no: str = Field(default="", max_length=120)
    proposed_at: datetime = Field(sa_type=Utc)
    proposed_by: int | None = Field(default=None, foreign_key="person.id")
    proposer: str = Field(default="", max_length=120)
    decided_at: datetime | None = Field(default=None, sa_type=Utc)
    decided_by: int | None = Field(default=None, foreign_key="person.id")
    decider: str = Field(default="", max_length=120)
    moved_on: date | None = None
    decision_note: str = Field(default="", max_length=2000)
    paper_id: int | None = Field(default=None, foreign_key="paper.id")


class TransferItem(Core, table=True):
    """One asset of a transfer: its number with the unit that gave it, and that with the unit that took it.

    `is_open` while nothing is decided: an asset is proposed once at a time.
    """

    __tablename__ = "transfer_item"
    __table_args__ = (
        Index(
            "uq_transfer_item_open",
            "asset_id",
            unique=True,
            sqlite_where=text("is_open"),
            postgresql_where=text("is_open"),
        ),
        Index("ix_transfer_item_old_number", "old_number"),
    )

    id: int | None = Field(default=None, primary_key=True)
    transfer_id: int = Field(foreign_key="transfer.id", index=True)
    asset_id: int = Field(foreign_key="asset.id", index=True)
    old_number: str = Field(max_length=50)
    new_number: str = Field(default="", max_length=50)
    is_open: bool = True
