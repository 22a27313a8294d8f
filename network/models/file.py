"""The network file of a school: its five parts, its manual, and drills."""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import UniqueConstraint
from sqlmodel import Field

from inventory.core import Core
from network.completeness import FilePart
from service.columns import Utc, utc_now, words


class NetworkPart(Core, table=True):
    """One of the five parts: of which day, who answers for it, when it is looked at again, and where it stands."""

    __tablename__ = "network_part"
    __table_args__ = (UniqueConstraint("site_id", "part"),)

    id: int | None = Field(default=None, primary_key=True)
    site_id: int = Field(foreign_key="site.id", index=True)
    part: FilePart = Field(sa_type=words(FilePart))
    dated_on: date | None = None
    owner: str = Field(default="", max_length=255)
    review_on: date | None = Field(default=None, index=True)
    note: str = Field(default="", max_length=500)
    paper_id: int | None = Field(default=None, foreign_key="paper.id")


class NetworkManualText(Core, table=True):
    """What people wrote in one section of a school's manual; the newest number counts, the others stay."""

    __tablename__ = "network_manual_text"
    __table_args__ = (UniqueConstraint("site_id", "section", "number"),)

    id: int | None = Field(default=None, primary_key=True)
    site_id: int = Field(foreign_key="site.id", index=True)
    section: str = Field(max_length=32)
    number: int
    text: str = Field(max_length=20_000)
    actor: str = Field(default="", max_length=120)
    at: datetime = Field(sa_type=Utc)


class NetworkManual(Core, table=True):
    """A printed version of a manual: its paper is made again byte for byte, whatever has changed since."""

    __tablename__ = "network_manual"
    __table_args__ = (UniqueConstraint("site_id", "number"),)

    id: int | None = Field(default=None, primary_key=True)
    site_id: int = Field(foreign_key="site.id", index=True)
    number: int
    paper_id: int = Field(foreign_key="paper.id")
    note: str = Field(default="", max_length=500)
    actor: str = Field(default="", max_length=120)
    at: datetime = Field(default_factory=utc_now, sa_type=Utc)


class Scenario(StrEnum):
    """What is made to fail in a drill."""

    LINK = "link"
    POWER = "power"
    DEVICE = "device"
    CONFIG = "config"


class DrillResult(StrEnum):
    """How a drill ended."""

    PLANNED = "planned"
    PASSED = "passed"
    FAILED = "failed"


class NetworkDrill(Core, table=True):
    """A drill of continuity: planned, run, with its result and what was found."""

    __tablename__ = "network_drill"

    id: int | None = Field(default=None, primary_key=True)
    site_id: int = Field(foreign_key="site.id", index=True)
    scenario: Scenario = Field(sa_type=words(Scenario))
    planned_on: date = Field(index=True)
    owner: str = Field(max_length=255)
    steps: str = Field(default="", max_length=2000)
    most_minutes: int
    ran_on: date | None = None
    took_minutes: int | None = None
    result: DrillResult = Field(default=DrillResult.PLANNED, sa_type=words(DrillResult))
    finding: str = Field(default="", max_length=2000)
    changed_at: datetime = Field(default_factory=utc_now, sa_type=Utc)
