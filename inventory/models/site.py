"""Office, sites (schools), contacts, and when a site is open."""

from __future__ import annotations

from datetime import date, datetime, time
from enum import StrEnum

from sqlalchemy import UniqueConstraint
from sqlmodel import Field

from inventory.core import Core
from service.columns import Utc, utc_now, words


class SiteKind(StrEnum):
    """What stands at the place."""

    SCHOOL = "school"
    OFFICE = "office"


class DayKind(StrEnum):
    """A dated exception to the weekly hours."""

    CLOSED = "closed"
    OPEN = "open"


class Office(Core, table=True):
    """An Educational Service Area Office; every site belongs to one, and people see only theirs."""

    id: int | None = Field(default=None, primary_key=True)
    code: str = Field(max_length=16, unique=True)
    name: str = Field(max_length=255)
    name_en: str = Field(default="", max_length=255)
    timezone: str = Field(default="Asia/Bangkok", max_length=64)


class Calendar(Core, table=True):
    """When a site is expected to be switched on: weekly hours, terms and dated exceptions."""

    id: int | None = Field(default=None, primary_key=True)
    office_id: int = Field(foreign_key="office.id", index=True)
    name: str = Field(max_length=120)
    always_open: bool = False
    is_default: bool = False  # of its office: for sites that name no calendar


class OpenHours(Core, table=True):
    """Open on this weekday (0 = Monday) from `opens` to `closes`, local time."""

    __tablename__ = "open_hours"

    id: int | None = Field(default=None, primary_key=True)
    calendar_id: int = Field(foreign_key="calendar.id", index=True)
    weekday: int = Field(ge=0, le=6)
    opens: time
    closes: time


class Term(Core, table=True):
    """A school term, both days included. With no term at all, every day counts as term."""

    id: int | None = Field(default=None, primary_key=True)
    calendar_id: int = Field(foreign_key="calendar.id", index=True)
    name: str = Field(max_length=120)
    first_day: date
    last_day: date


class CalendarDay(Core, table=True):
    """Dated exceptions, both days included: a holiday, or a Saturday that is open."""

    __tablename__ = "calendar_day"

    id: int | None = Field(default=None, primary_key=True)
    calendar_id: int = Field(foreign_key="calendar.id", index=True)
    first_day: date
    last_day: date
    kind: DayKind = Field(default=DayKind.CLOSED, sa_type=words(DayKind))
    name: str = Field(default="", max_length=120)


class Site(Core, table=True):
    """A school or the office itself. `code` is the 8-digit school code. `closed_on`: from that day there is no school,
    as the school network told; what is left of its network is still kept here.
    """

    __table_args__ = (UniqueConstraint("office_id", "code"),)

    id: int | None = Field(default=None, primary_key=True)
    office_id: int = Field(foreign_key="office.id", index=True)
    code: str = Field(max_length=8)
    name: str = Field(max_length=255)
    kind: SiteKind = Field(default=SiteKind.SCHOOL, sa_type=words(SiteKind))
    district: str = Field(default="", max_length=120, index=True)
    sub_district: str = Field(default="", max_length=120)
    latitude: float | None = None
    longitude: float | None = None
    address: str = Field(default="", max_length=500)
    calendar_id: int | None = Field(default=None, foreign_key="calendar.id")
    note: str = Field(default="", max_length=2000)
    created_at: datetime = Field(default_factory=utc_now, sa_type=Utc)
    archived_at: datetime | None = Field(default=None, sa_type=Utc)
    closed_on: date | None = None


class PupilCount(Core, table=True):
    """How many pupils a school had in an academic year of the Buddhist era, and computers for them. Counts only."""

    __tablename__ = "pupil_count"
    __table_args__ = (UniqueConstraint("site_id", "year"),)

    id: int | None = Field(default=None, primary_key=True)
    site_id: int = Field(foreign_key="site.id", index=True)
    year: int
    pupils: int
    computers: int | None = None


class Contact(Core, table=True):
    """Whom to call at a site, in the order of `position`. `knows` is what somebody said that this person knows of its
    network: P its passwords, C its configuration, M its manual.
    """

    id: int | None = Field(default=None, primary_key=True)
    site_id: int = Field(foreign_key="site.id", index=True)
    name: str = Field(max_length=255)
    role: str = Field(default="", max_length=120)
    phone: str = Field(default="", max_length=64)
    email: str = Field(default="", max_length=255)
    position: int = 0
    knows: str = Field(default="", max_length=3)
