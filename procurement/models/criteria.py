"""Editions of price criteria that an office imported, and what its people compared with the announcement.

Editions that are shipped are files of the release and stand in no table.
"""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import BigInteger, Text, UniqueConstraint
from sqlmodel import Field

from inventory.core import Core
from procurement.criteria.edition import Certainty, Listing, Scope
from service.columns import Utc, words


class CriteriaEdition(Core, table=True):
    """One imported edition. It stays for ever and never changes: what was bought by it refers to it."""

    __tablename__ = "criteria_edition"
    __table_args__ = (UniqueConstraint("office_id", "listing", "name"),)

    id: int | None = Field(default=None, primary_key=True)
    office_id: int = Field(foreign_key="office.id", index=True)
    listing: Listing = Field(sa_type=words(Listing))
    name: str = Field(max_length=120)
    announced_on: date
    effective_from: date
    scope: Scope = Field(sa_type=words(Scope))
    certainty: Certainty = Field(sa_type=words(Certainty))
    source: str = Field(max_length=255)
    url: str = Field(default="", max_length=255)
    note: str = Field(default="", max_length=2000)
    imported_at: datetime = Field(sa_type=Utc)
    imported_by: int | None = Field(default=None, foreign_key="person.id")


class CriteriaItem(Core, table=True):
    """One item of an imported edition; `position` is its place in the file, `spec` has one demand a line."""

    __tablename__ = "criteria_item"
    __table_args__ = (UniqueConstraint("edition_id", "code"),)

    id: int | None = Field(default=None, primary_key=True)
    edition_id: int = Field(foreign_key="criteria_edition.id", index=True)
    position: int
    code: str = Field(max_length=32)
    item_no: str = Field(max_length=32)
    category: str = Field(default="", max_length=40)
    name_th: str = Field(max_length=255)
    name_en: str = Field(default="", max_length=255)
    price_satang: int | None = Field(default=None, sa_type=BigInteger)
    price_unit: str = Field(default="", max_length=60)
    spec: str = Field(default="", sa_type=Text)
    page: int | None = None
    certainty: Certainty = Field(sa_type=words(Certainty))
    note: str = Field(default="", max_length=2000)


class CriteriaConfirmation(Core, table=True):
    """Somebody compared an item of an edition, shipped or imported, with the announcement and found it the same.

    `fingerprint` is of what was compared: it holds as long as the item says the same. `confirmed_by` is the name as it
    was then.
    """

    __tablename__ = "criteria_confirmation"
    __table_args__ = (UniqueConstraint("office_id", "edition_key", "code"),)

    id: int | None = Field(default=None, primary_key=True)
    office_id: int = Field(foreign_key="office.id", index=True)
    edition_key: str = Field(max_length=64)
    code: str = Field(max_length=32)
    fingerprint: str = Field(max_length=64)
    confirmed_by: str = Field(max_length=120)
    confirmed_at: datetime = Field(sa_type=Utc)
