"""Schools as the registry knows them."""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import UniqueConstraint
from sqlmodel import Field

from planning.registry.core import Registry
from service.columns import Utc, utc_now, words


class SchoolState(StrEnum):
    """Where a school stands. Only a case of the school network changes it (INV-D1)."""

    PLANNED = "planned"
    OPEN = "open"
    CO_LEARNING = "co_learning"
    CLOSING = "closing"
    CLOSED = "closed"
    TRANSFERRED = "transferred"


class SpecialArea(StrEnum):
    """Places whose schools are never proposed for a merger by themselves (INV-D3)."""

    NONE = "none"
    HIGHLAND = "highland"
    ISLAND = "island"
    BORDER = "border"


class CoordinateSource(StrEnum):
    """How a coordinate came to be known; its quality is judged by it."""

    UNKNOWN = "unknown"
    IMPORTED = "imported"
    MAP = "map"
    MEASURED = "measured"


class School(Registry, table=True):
    """One school. Codes: SMIS 8 digits, the ministry's 10, OBEC's 6; latitude and longitude in degrees (WGS84),
    `coordinate_error_m` in metres.
    """

    __table_args__ = (UniqueConstraint("office_code", "smis_code"),)

    id: int | None = Field(default=None, primary_key=True)
    office_code: str = Field(max_length=32, index=True)
    smis_code: str = Field(max_length=8)
    moe_code: str = Field(default="", max_length=10)
    obec_code: str = Field(default="", max_length=6)
    name: str = Field(max_length=255)
    subdistrict: str = Field(default="", max_length=120)
    district: str = Field(default="", max_length=120, index=True)
    province: str = Field(default="", max_length=120)
    latitude: float | None = None
    longitude: float | None = None
    coordinate_source: CoordinateSource = Field(default=CoordinateSource.UNKNOWN, sa_type=words(CoordinateSource))
    coordinate_checked_on: date | None = None
    coordinate_error_m: int | None = None
    special_area: SpecialArea = Field(default=SpecialArea.NONE, sa_type=words(SpecialArea))
    state: SchoolState = Field(default=SchoolState.OPEN, sa_type=words(SchoolState), index=True)
    opened_on: date | None = None
    closed_on: date | None = None
    successor_id: int | None = Field(default=None, foreign_key="school.id")
    changed_at: datetime = Field(default_factory=utc_now, sa_type=Utc, index=True)
