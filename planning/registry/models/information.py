"""Yearly information sets: everything that a book of information says, kept as it was when the set was made."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import JSON, UniqueConstraint
from sqlmodel import Field

from planning.registry.core import Registry
from service.columns import Utc, utc_now


class InformationSet(Registry, table=True):
    """An edition over one frozen revision of a count. `data` is all that its book is printed from, never changed."""

    __tablename__ = "information_set"
    __table_args__ = (UniqueConstraint("revision_id", "edition"),)

    id: int | None = Field(default=None, primary_key=True)
    office_code: str = Field(max_length=32, index=True)
    revision_id: int = Field(foreign_key="count_revision.id", index=True)
    edition: int
    made_at: datetime = Field(default_factory=utc_now, sa_type=Utc)
    made_by: str = Field(max_length=120)
    sha256: str = Field(max_length=64)
    data: dict[str, object] = Field(default_factory=dict, sa_type=JSON)
