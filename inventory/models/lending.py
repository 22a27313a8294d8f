"""Lending: which assets a unit gave to whom, until when, and in which condition each came back."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import Index, text
from sqlmodel import Field

from inventory.core import Core
from inventory.models.asset import Standing
from service.columns import Utc, utc_now, words


class Lending(Core, table=True):
    """One slip. `site_id` is the school that owns what is lent; none: the office."""

    id: int | None = Field(default=None, primary_key=True)
    office_id: int = Field(foreign_key="office.id", index=True)
    site_id: int | None = Field(default=None, foreign_key="site.id", index=True)
    borrower: str = Field(max_length=255)
    borrower_position: str = Field(default="", max_length=255)
    borrower_unit: str = Field(default="", max_length=255)
    borrower_phone: str = Field(default="", max_length=64)
    purpose: str = Field(default="", max_length=500)
    lent_on: date
    due_on: date = Field(index=True)
    note: str = Field(default="", max_length=2000)
    paper_id: int | None = Field(default=None, foreign_key="paper.id")
    person_id: int | None = Field(default=None, foreign_key="person.id")
    created_at: datetime = Field(default_factory=utc_now, sa_type=Utc)


class LendingItem(Core, table=True):
    """One asset of a slip. It is out while `returned_on` is none, and an asset is out once at a time."""

    __tablename__ = "lending_item"
    __table_args__ = (
        Index(
            "uq_lending_item_out",
            "asset_id",
            unique=True,
            sqlite_where=text("returned_on IS NULL"),
            postgresql_where=text("returned_on IS NULL"),
        ),
    )

    id: int | None = Field(default=None, primary_key=True)
    lending_id: int = Field(foreign_key="lending.id", index=True)
    asset_id: int = Field(foreign_key="asset.id", index=True)
    returned_on: date | None = None
    returned_standing: Standing | None = Field(default=None, sa_type=words(Standing))
    returned_note: str = Field(default="", max_length=2000)
