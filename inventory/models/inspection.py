"""The annual inspection (การตรวจสอบพัสดุประจำปี): a round of one owner and fiscal year, who inspects, what is to be
looked at as it stood on 30 September, and everything that inspectors recorded. Nothing of it is ever deleted.
"""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import BigInteger, UniqueConstraint
from sqlmodel import Field

from inventory.core import Core
from inventory.models.asset import Standing
from service.columns import Utc, words


class Whereabouts(StrEnum):
    """Whether an inspector saw it."""

    FOUND = "found"
    ELSEWHERE = "elsewhere"  # seen, but not where the book has it
    NOT_FOUND = "not_found"


class Condition(StrEnum):
    """In which condition it was seen."""

    USABLE = "usable"
    DAMAGED = "damaged"
    WORN = "worn"
    NOT_NEEDED = "not_needed"  # usable, but the unit has no use for it any more


class Outcome(StrEnum):
    """How far one asset of a round is."""

    OPEN = "open"
    ANSWERED = "answered"
    CONFLICT = "conflict"  # two people recorded it differently, and nobody has decided


class InspectionRound(Core, table=True):
    """One owner's inspection of what it had on `as_of`, the 30 September that ends fiscal year `year` (Buddhist era).

    `unit` is the school as a number, 0 for the office, as of an asset. Its list is frozen at `listed_at`.
    """

    __tablename__ = "inspection_round"
    __table_args__ = (UniqueConstraint("office_id", "unit", "year"),)

    id: int | None = Field(default=None, primary_key=True)
    office_id: int = Field(foreign_key="office.id", index=True)
    site_id: int | None = Field(default=None, foreign_key="site.id", index=True)
    unit: int = 0
    year: int
    as_of: date
    starts_on: date
    due_on: date
    order_no: str = Field(default="", max_length=64)
    order_on: date | None = None
    created_at: datetime = Field(sa_type=Utc)
    created_by: int | None = Field(default=None, foreign_key="person.id")
    creator: str = Field(default="", max_length=120)
    listed_at: datetime | None = Field(default=None, sa_type=Utc)
    closed_at: datetime | None = Field(default=None, sa_type=Utc)
    closed_by: int | None = Field(default=None, foreign_key="person.id")
    closer: str = Field(default="", max_length=120)


class Inspector(Core, table=True):
    """Who is appointed; name and position as they were then. Who was released stays in the list."""

    __tablename__ = "inspection_inspector"

    id: int | None = Field(default=None, primary_key=True)
    round_id: int = Field(foreign_key="inspection_round.id", index=True)
    person_id: int = Field(foreign_key="person.id", index=True)
    name: str = Field(max_length=255)
    position: str = Field(default="", max_length=255)
    is_chair: bool = False
    appointed_at: datetime = Field(sa_type=Utc)
    released_at: datetime | None = Field(default=None, sa_type=Utc)


class InspectionItem(Core, table=True):
    """One asset of a round as it stood when the list was frozen, and how far it is. `answer_id` is the record that
    counts; `chosen_id` the one that a person chose between two, `chosen_after` the last record that was known then.
    """

    __tablename__ = "inspection_item"
    __table_args__ = (UniqueConstraint("round_id", "asset_id"),)

    id: int | None = Field(default=None, primary_key=True)
    round_id: int = Field(foreign_key="inspection_round.id", index=True)
    asset_id: int = Field(foreign_key="asset.id", index=True)
    number: str = Field(max_length=50)
    name: str = Field(max_length=255)
    quantity: int = 1
    unit_word: str = Field(default="", max_length=32)
    price_satang: int | None = Field(default=None, sa_type=BigInteger)
    custodian: str = Field(default="", max_length=255)
    place: str = Field(default="", max_length=255)
    standing: Standing = Field(sa_type=words(Standing))
    outcome: Outcome = Field(default=Outcome.OPEN, sa_type=words(Outcome))
    answer_id: int | None = None
    chosen_id: int | None = None
    chosen_after: int | None = None
    chooser: str = Field(default="", max_length=120)
    chosen_at: datetime | None = Field(default=None, sa_type=Utc)
    chosen_reason: str = Field(default="", max_length=500)


class InspectionRecord(Core, table=True):
    """What one inspector recorded of one asset, once: `client_id` was made by the phone, so that sending twice doubles
    nothing. `said_at` is by the phone's own clock, which was `skew_s` seconds ahead of ours when it was sent.
    """

    __tablename__ = "inspection_record"

    id: int | None = Field(default=None, primary_key=True)
    item_id: int = Field(foreign_key="inspection_item.id", index=True)
    client_id: str = Field(max_length=64, unique=True)
    person_id: int = Field(foreign_key="person.id", index=True)
    actor: str = Field(default="", max_length=120)
    whereabouts: Whereabouts = Field(sa_type=words(Whereabouts))
    condition: Condition | None = Field(default=None, sa_type=words(Condition))
    place: str = Field(default="", max_length=255)
    note: str = Field(default="", max_length=1000)
    said_at: datetime = Field(sa_type=Utc)
    skew_s: int = 0
    received_at: datetime = Field(sa_type=Utc)
    photo_sha256: str = Field(default="", max_length=64)
