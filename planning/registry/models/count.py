"""Counts of pupils: one for each count day, in numbered revisions of which each is frozen once and then stays."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import JSON, UniqueConstraint
from sqlmodel import Field

from planning.registry.core import Registry
from service.columns import Utc, utc_now


class PupilCount(Registry, table=True):
    """A day on which pupils were counted; `academic_year` is a year of the Buddhist era."""

    __tablename__ = "pupil_count"
    __table_args__ = (UniqueConstraint("office_code", "day"),)

    id: int | None = Field(default=None, primary_key=True)
    office_code: str = Field(max_length=32, index=True)
    academic_year: int = Field(index=True)
    day: date


class CountRevision(Registry, table=True):
    """One edition of a count: a draft until `frozen_at`. `sha256` is the fingerprint of what was frozen,
    `homes_sha256` that of the homes of pupils where any were known.
    """

    __tablename__ = "count_revision"
    __table_args__ = (UniqueConstraint("count_id", "number"),)

    id: int | None = Field(default=None, primary_key=True)
    office_code: str = Field(max_length=32, index=True)
    count_id: int = Field(foreign_key="pupil_count.id", index=True)
    number: int
    made_at: datetime = Field(default_factory=utc_now, sa_type=Utc)
    made_by: str = Field(default="", max_length=120)
    frozen_at: datetime | None = Field(default=None, sa_type=Utc)
    frozen_by: str = Field(default="", max_length=120)
    sha256: str = Field(default="", max_length=64)
    homes_sha256: str = Field(default="", max_length=64)


class SchoolCount(Registry, table=True):
    """One school in one revision. `grades` maps codes of grades to [male, female, rooms]; the sums stand beside it."""

    __tablename__ = "school_count"
    __table_args__ = (UniqueConstraint("revision_id", "school_id"),)

    id: int | None = Field(default=None, primary_key=True)
    office_code: str = Field(max_length=32, index=True)
    revision_id: int = Field(foreign_key="count_revision.id", index=True)
    school_id: int = Field(foreign_key="school.id", index=True)
    grades: dict[str, list[int]] = Field(default_factory=dict, sa_type=JSON)
    male: int = 0
    female: int = 0
    rooms: int = 0
    changed_at: datetime = Field(default_factory=utc_now, sa_type=Utc, index=True)


class SchoolHomes(Registry, table=True):
    """From which villages the pupils of one school of one revision come, as far as it is known. `homes` maps codes of
    grades to codes of villages to [male, female]; the sums stand beside it.
    """

    __tablename__ = "school_homes"
    __table_args__ = (UniqueConstraint("revision_id", "school_id"),)

    id: int | None = Field(default=None, primary_key=True)
    office_code: str = Field(max_length=32, index=True)
    revision_id: int = Field(foreign_key="count_revision.id", index=True)
    school_id: int = Field(foreign_key="school.id", index=True)
    homes: dict[str, dict[str, list[int]]] = Field(default_factory=dict, sa_type=JSON)
    male: int = 0
    female: int = 0
    changed_at: datetime = Field(default_factory=utc_now, sa_type=Utc, index=True)
