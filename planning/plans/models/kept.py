"""What every table of files that people handed in says of one; the bytes lie in the uploads under their SHA-256."""

from __future__ import annotations

from datetime import datetime

from sqlmodel import Field, SQLModel

from service.columns import Utc, utc_now


class KeptFile(SQLModel):
    """Columns of a file. One that was withdrawn, with a reason, does not count any more; none is deleted."""

    title: str = Field(default="", max_length=255)
    name: str = Field(max_length=255)
    media_type: str = Field(max_length=120)
    size_bytes: int
    sha256: str = Field(max_length=64, index=True)
    added_at: datetime = Field(default_factory=utc_now, sa_type=Utc)
    added_by: str = Field(default="", max_length=120)
    withdrawn_at: datetime | None = Field(default=None, sa_type=Utc)
    withdraw_reason: str = Field(default="", max_length=500)
