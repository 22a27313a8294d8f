"""Schools as the registry knows them."""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import UniqueConstraint
from sqlmodel import Field

from planning.registry.core import Registry
from planning.registry.grades import Grade
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
    `coordinate_error_m` in metres; `affiliation` is who else runs it, empty: the office; `usable_rooms` counts rooms in
    which a class can be taught, None: not said.
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
    lowest_grade: Grade | None = Field(default=None, sa_type=words(Grade))
    highest_grade: Grade | None = Field(default=None, sa_type=words(Grade))
    school_group: str = Field(default="", max_length=120)
    affiliation: str = Field(default="", max_length=120)
    usable_rooms: int | None = None
    special_area: SpecialArea = Field(default=SpecialArea.NONE, sa_type=words(SpecialArea))
    state: SchoolState = Field(default=SchoolState.OPEN, sa_type=words(SchoolState), index=True)
    opened_on: date | None = None
    closed_on: date | None = None
    successor_id: int | None = Field(default=None, foreign_key="school.id")
    changed_at: datetime = Field(default_factory=utc_now, sa_type=Utc, index=True)


class SchoolChange(Registry, table=True):
    """What a case of the school network set: state and grades before and after, and from which day it holds."""

    __tablename__ = "school_change"

    id: int | None = Field(default=None, primary_key=True)
    office_code: str = Field(max_length=32, index=True)
    school_id: int = Field(foreign_key="school.id", index=True)
    case_key: str = Field(max_length=64)
    effective_on: date
    state_before: SchoolState | None = Field(default=None, sa_type=words(SchoolState))
    state: SchoolState = Field(sa_type=words(SchoolState))
    grades_before: str = Field(default="", max_length=16)
    grades: str = Field(default="", max_length=16)
    successor_code: str = Field(default="", max_length=8)
    told_at: datetime = Field(sa_type=Utc)
