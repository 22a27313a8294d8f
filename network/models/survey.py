"""What people say of a school's network that nothing measures: counts and conditions, never names of pupils."""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import UniqueConstraint
from sqlmodel import Field

from inventory.core import Core
from service.columns import Utc, utc_now, words


class Cabling(StrEnum):
    """How the cables are."""

    UNKNOWN = "unknown"
    GOOD = "good"
    WORN = "worn"
    NONE = "none"


class NetworkSurvey(Core, table=True):
    """One school in one academic year (Buddhist era). `caretaker_post` is a position, not a name."""

    __tablename__ = "network_survey"
    __table_args__ = (UniqueConstraint("site_id", "year"),)

    id: int | None = Field(default=None, primary_key=True)
    site_id: int = Field(foreign_key="site.id", index=True)
    year: int
    rooms: int
    rooms_cabled: int | None = None
    rooms_wireless: int | None = None
    power_cuts_month: int | None = None
    cabling: Cabling = Field(default=Cabling.UNKNOWN, sa_type=words(Cabling))
    is_grounded: bool = False
    is_locked: bool = False
    caretakers: int = 0
    caretaker_post: str = Field(default="", max_length=255)
    lacks: str = Field(default="", max_length=2000)
    said_by: str = Field(default="", max_length=120)
    surveyed_on: date
    changed_at: datetime = Field(default_factory=utc_now, sa_type=Utc)


class NetworkPicture(Core, table=True):
    """A picture that shows what a survey says: racks, cables, sockets. The file stands under its SHA-256."""

    __tablename__ = "network_picture"

    id: int | None = Field(default=None, primary_key=True)
    site_id: int = Field(foreign_key="site.id", index=True)
    name: str = Field(max_length=255)
    media_type: str = Field(max_length=120)
    size_bytes: int
    sha256: str = Field(max_length=64)
    note: str = Field(default="", max_length=255)
    added_by: str = Field(default="", max_length=120)
    added_at: datetime = Field(default_factory=utc_now, sa_type=Utc)
