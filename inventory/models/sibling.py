"""What siblings may read: facts of `contract/`, each a row of the transaction that made it true."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import JSON, Index, UniqueConstraint
from sqlmodel import Field

from inventory.core import Core
from service.columns import Utc


class SiblingEvent(Core, table=True):
    """One fact; `id` is the cursor by which a sibling reads on. `subject_id` is the purchase that it is about."""

    __tablename__ = "sibling_event"
    __table_args__ = (Index("ix_sibling_event_read", "office_id", "id"),)

    id: int | None = Field(default=None, primary_key=True)
    office_id: int = Field(foreign_key="office.id")
    at: datetime = Field(sa_type=Utc)
    kind: str = Field(max_length=64)
    version: int
    subject_id: int = Field(index=True)
    data: dict[str, object] = Field(default_factory=dict, sa_type=JSON)


class SiblingFact(Core, table=True):
    """A fact that a sibling told here; `key` is the sibling's own, so that one told twice is taken once. `done` is what
    became of it, as the sibling was answered.
    """

    __tablename__ = "sibling_fact"
    __table_args__ = (UniqueConstraint("office_id", "key"),)

    id: int | None = Field(default=None, primary_key=True)
    office_id: int = Field(foreign_key="office.id")
    key: str = Field(max_length=64)
    at: datetime = Field(sa_type=Utc)
    kind: str = Field(max_length=64)
    data: dict[str, object] = Field(default_factory=dict, sa_type=JSON)
    done: dict[str, object] = Field(default_factory=dict, sa_type=JSON)
    person_id: int | None = Field(default=None, foreign_key="person.id")
