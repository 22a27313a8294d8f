"""Villages, and who lives there by age."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import JSON, UniqueConstraint
from sqlmodel import Field

from planning.registry.core import Registry
from service.columns import Utc, utc_now


class Village(Registry, table=True):
    """One village by its code of 8 digits; degrees are WGS84."""

    __table_args__ = (UniqueConstraint("office_code", "code"),)

    id: int | None = Field(default=None, primary_key=True)
    office_code: str = Field(max_length=32, index=True)
    code: str = Field(max_length=8)
    name: str = Field(max_length=255)
    subdistrict: str = Field(default="", max_length=120)
    district: str = Field(default="", max_length=120, index=True)
    province: str = Field(default="", max_length=120)
    latitude: float | None = None
    longitude: float | None = None
    changed_at: datetime = Field(default_factory=utc_now, sa_type=Utc, index=True)


class VillagePeople(Registry, table=True):
    """Persons of one village in a year of the Buddhist era: `ages` maps whole years to [male, female]."""

    __tablename__ = "village_people"
    __table_args__ = (UniqueConstraint("village_id", "year"),)

    id: int | None = Field(default=None, primary_key=True)
    office_code: str = Field(max_length=32, index=True)
    village_id: int = Field(foreign_key="village.id", index=True)
    year: int
    source: str = Field(default="", max_length=255)
    ages: dict[str, list[int]] = Field(default_factory=dict, sa_type=JSON)
    changed_at: datetime = Field(default_factory=utc_now, sa_type=Utc, index=True)
