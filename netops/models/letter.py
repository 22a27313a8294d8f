"""Registers of letters in and out, and the signed scans by which versions of papers are locked."""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import UniqueConstraint
from sqlmodel import Field

from inventory.columns import Core, Utc, utc_now, words


class Direction(StrEnum):
    """Which of the two registers."""

    IN = "in"
    OUT = "out"


class Letter(Core, table=True):
    """One line of a register of an office or school. `number` counts within the register and the calendar year
    `year` (Buddhist era); `letter_no` is what the letter itself bears. Never deleted; `void_reason` says why a line
    means nothing any more.
    """

    __table_args__ = (UniqueConstraint("office_id", "unit", "direction", "year", "number"),)

    id: int | None = Field(default=None, primary_key=True)
    office_id: int = Field(foreign_key="office.id", index=True)
    site_id: int | None = Field(default=None, foreign_key="site.id", index=True)
    unit: int = 0  # the site, or 0 for the office: a unique constraint takes two empty ones for different
    direction: Direction = Field(sa_type=words(Direction))
    year: int
    number: int
    letter_no: str = Field(default="", max_length=64)
    dated: date
    sender: str = Field(default="", max_length=255)
    receiver: str = Field(default="", max_length=255)
    subject: str = Field(max_length=500)
    case_id: int | None = Field(default=None, foreign_key="work_case.id", index=True)
    paper_id: int | None = Field(default=None, foreign_key="paper.id", index=True)
    note: str = Field(default="", max_length=2000)
    registered_at: datetime = Field(default_factory=utc_now, sa_type=Utc, index=True)
    registered_by: int | None = Field(default=None, foreign_key="person.id")
    void_reason: str = Field(default="", max_length=255)


class SignedScan(Core, table=True):
    """The signed paper as it was scanned, kept under its SHA-256. With it that version of the paper is locked."""

    __tablename__ = "signed_scan"

    id: int | None = Field(default=None, primary_key=True)
    paper_id: int = Field(foreign_key="paper.id", unique=True)
    name: str = Field(max_length=255)
    media_type: str = Field(max_length=120)
    size_bytes: int
    sha256: str = Field(max_length=64)
    signed_on: date | None = None
    uploaded_at: datetime = Field(default_factory=utc_now, sa_type=Utc)
    uploaded_by: int | None = Field(default=None, foreign_key="person.id")
