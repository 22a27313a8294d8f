"""Signed scans, by which versions of papers are locked."""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import Connection, event, select
from sqlalchemy.orm import Mapper
from sqlmodel import Field

from inventory.core import Core
from netops.models.paper import Paper
from service.columns import Utc, utc_now, words


class LockedPaperError(RuntimeError):
    """A paper that is signed was to be changed: no way of the program leads here."""


class CodeFrom(StrEnum):
    """How the code of a scan was learnt."""

    PICTURE = "picture"
    TYPED = "typed"


class SignedScan(Core, table=True):
    """The signed paper as it was scanned, kept under its `sha256`. With it that version of the paper is locked:
    `paper_sha256` is of the PDF that was approved, and that PDF is kept too, where this release still made it alike.
    """

    __tablename__ = "signed_scan"

    id: int | None = Field(default=None, primary_key=True)
    paper_id: int = Field(foreign_key="paper.id", unique=True)
    paper_sha256: str = Field(max_length=64)
    name: str = Field(max_length=255)
    media_type: str = Field(max_length=120)
    size_bytes: int
    sha256: str = Field(max_length=64, index=True)
    code_from: CodeFrom = Field(sa_type=words(CodeFrom))
    signed_on: date | None = None
    uploaded_at: datetime = Field(default_factory=utc_now, sa_type=Utc)
    uploaded_by: int | None = Field(default=None, foreign_key="person.id")


def _refuse(_mapper: Mapper[Paper], connection: Connection, paper: Paper) -> None:
    """Whoever writes code that changes papers learns it here, and not an auditor years later."""
    table = SignedScan.__table__  # type: ignore[attr-defined]
    if connection.execute(select(table.c.id).where(table.c.paper_id == paper.id)).first() is not None:
        raise LockedPaperError(f"paper {paper.id}")


for _moment in ("before_update", "before_delete"):
    event.listen(Paper, _moment, _refuse)
