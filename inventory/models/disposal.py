"""Disposals: assets of a unit that are to go, why and by which way, and what came of each.

How a disposal is decided (committees, approval, days, evidence) is its case; here is what goes.
"""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import BigInteger, Index, text
from sqlmodel import Field

from inventory.core import Core
from inventory.models.asset import Standing
from service.columns import Utc, utc_now, words


class DisposalMethod(StrEnum):
    """By which way a thing leaves the book."""

    AUCTION = "auction"
    NEGOTIATED = "negotiated"
    EXCHANGE = "exchange"
    TRANSFER = "transfer"  # to another agency, without price
    CONVERT = "convert"
    DESTROY = "destroy"
    WRITE_OFF = "write_off"


class Disposal(Core, table=True):
    """One disposal. `site_id` is the school whose assets go; none: the office. `case_id` is the case by which it is
    decided; `ended_reason` says why it was given up, at `ended_at`.
    """

    id: int | None = Field(default=None, primary_key=True)
    office_id: int = Field(foreign_key="office.id", index=True)
    site_id: int | None = Field(default=None, foreign_key="site.id", index=True)
    case_id: int = Field(foreign_key="work_case.id", unique=True)
    title: str = Field(max_length=255)
    reason: str = Field(max_length=2000)
    ended_at: datetime | None = Field(default=None, sa_type=Utc)
    ended_reason: str = Field(default="", max_length=500)
    created_at: datetime = Field(default_factory=utc_now, sa_type=Utc)
    person_id: int | None = Field(default=None, foreign_key="person.id")


class DisposalItem(Core, table=True):
    """One asset of a disposal. `before` is its condition until then; `least_satang` what a committee thought it should
    bring at least; `done_on` the day on which it left the book, with what it brought. `is_open` until then, or until
    the disposal is given up: an asset is in one disposal at a time.
    """

    __tablename__ = "disposal_item"
    __table_args__ = (
        Index(
            "uq_disposal_item_open",
            "asset_id",
            unique=True,
            sqlite_where=text("is_open"),
            postgresql_where=text("is_open"),
        ),
    )

    id: int | None = Field(default=None, primary_key=True)
    disposal_id: int = Field(foreign_key="disposal.id", index=True)
    asset_id: int = Field(foreign_key="asset.id", index=True)
    before: Standing = Field(sa_type=words(Standing))
    is_normal_wear: bool = True
    cause: str = Field(default="", max_length=2000)
    method: DisposalMethod = Field(sa_type=words(DisposalMethod))
    least_satang: int | None = Field(default=None, sa_type=BigInteger)
    done_on: date | None = None
    proceeds_satang: int | None = Field(default=None, sa_type=BigInteger)
    document_no: str = Field(default="", max_length=120)
    note: str = Field(default="", max_length=2000)
    is_open: bool = True
