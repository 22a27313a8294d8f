"""What an office said of the columns of its files, so that it is asked once for each shape of file."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import JSON, UniqueConstraint
from sqlmodel import Field

from inventory.core import Core
from service.columns import Utc, utc_now


class ImportMapping(Core, table=True):
    """`fingerprint` is of the headings in order; `names` says which column of ours each is; empty: passed over."""

    __tablename__ = "import_mapping"
    __table_args__ = (UniqueConstraint("office_id", "kind", "fingerprint"),)

    id: int | None = Field(default=None, primary_key=True)
    office_id: int = Field(foreign_key="office.id", index=True)
    kind: str = Field(max_length=32)
    fingerprint: str = Field(max_length=64)
    headings: list[str] = Field(default_factory=list, sa_type=JSON)
    names: list[str] = Field(default_factory=list, sa_type=JSON)
    person_id: int | None = Field(default=None, foreign_key="person.id")
    changed_at: datetime = Field(default_factory=utc_now, sa_type=Utc)
