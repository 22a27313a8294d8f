"""Running configurations, the attempts to read them, and how they stand against the rules."""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import LargeBinary
from sqlmodel import Field

from inventory.core import Core
from service.columns import Utc, utc_now, words


class Occasion(StrEnum):
    """Why a configuration was read."""

    NIGHT = "night"
    FIRST = "first"
    CHANGE = "change"
    HAND = "hand"


class ConfigVersion(Core, table=True):
    """A running configuration: redacted text for viewing, and the sealed original."""

    __tablename__ = "config_version"

    id: int | None = Field(default=None, primary_key=True)
    device_id: int = Field(foreign_key="device.id", index=True)
    taken_at: datetime = Field(sa_type=Utc)
    checked_at: datetime = Field(sa_type=Utc)
    sha256: str = Field(max_length=64)
    redacted: str
    sealed: bytes = Field(sa_type=LargeBinary)
    occasion: Occasion = Field(default=Occasion.NIGHT, sa_type=words(Occasion))


class ConfigAttempt(Core, table=True):
    """The last reading of a device's configuration. `reason` is empty after a good one; `stale_since` while too old.

    `key_refused_at` is since when the device shows another host key than the pinned one: `offered_key`, empty when it
    is of a kind that the pinned one excludes.
    """

    __tablename__ = "config_attempt"

    device_id: int = Field(foreign_key="device.id", primary_key=True)
    tried_at: datetime = Field(sa_type=Utc)
    good_at: datetime | None = Field(default=None, sa_type=Utc)
    reason: str = Field(default="", max_length=32)
    detail: str = Field(default="", max_length=500)
    failures: int = 0
    began_at: datetime = Field(sa_type=Utc)
    stale_since: datetime | None = Field(default=None, sa_type=Utc)
    key_refused_at: datetime | None = Field(default=None, sa_type=Utc)
    offered_key: str = Field(default="", max_length=2048)


class Grade(StrEnum):
    """How a device stands against one rule."""

    KEPT = "kept"
    BROKEN = "broken"
    UNCLEAR = "unclear"


class ComplianceResult(Core, table=True):
    """How a device stands against one rule, since when, and the (redacted) lines that say so.

    `revision` is that of the rules it was judged by: another one means that it has to be judged again.
    """

    __tablename__ = "compliance_result"

    device_id: int = Field(foreign_key="device.id", primary_key=True)
    rule: str = Field(max_length=64, primary_key=True)
    grade: Grade = Field(sa_type=words(Grade))
    evidence: str = Field(default="", max_length=1024)
    version_id: int | None = Field(default=None, foreign_key="config_version.id")
    revision: str = Field(default="", max_length=64)
    since: datetime = Field(sa_type=Utc)
    checked_at: datetime = Field(sa_type=Utc)


class Exemption(Core, table=True):
    """A rule that is not asked of a device, or of no device of the office (`device_id` None), and why.

    `until` is its last day; None: until a person takes it back.
    """

    id: int | None = Field(default=None, primary_key=True)
    office_id: int = Field(foreign_key="office.id", index=True)
    rule: str = Field(max_length=64)
    device_id: int | None = Field(default=None, foreign_key="device.id", index=True)
    reason: str = Field(max_length=500)
    until: date | None = None
    made_by: int | None = Field(default=None, foreign_key="person.id")
    made_at: datetime = Field(default_factory=utc_now, sa_type=Utc)
