"""Staff of schools: how many of each position, never who."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import UniqueConstraint
from sqlmodel import Field

from planning.registry.core import Registry
from service.columns import Utc, utc_now


class StaffCount(Registry, table=True):
    """Persons of one position at one school in an academic year of the Buddhist era."""

    __tablename__ = "staff_count"
    __table_args__ = (UniqueConstraint("school_id", "academic_year", "position"),)

    id: int | None = Field(default=None, primary_key=True)
    office_code: str = Field(max_length=32, index=True)
    school_id: int = Field(foreign_key="school.id", index=True)
    academic_year: int = Field(index=True)
    position: str = Field(max_length=120)
    male: int = 0
    female: int = 0
    changed_at: datetime = Field(default_factory=utc_now, sa_type=Utc, index=True)
