"""Long work that can be left and found again, settings changed on pages, and what schools submit."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

from sqlalchemy import JSON, LargeBinary, UniqueConstraint
from sqlmodel import Field

from inventory.core import Core
from service.columns import Utc, utc_now, words


class JobState(StrEnum):
    """Where long work stands."""

    WAITING = "waiting"
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"


class Job(Core, table=True):
    """An import, scan, backup or bulk of accounts: progress while it runs, and what came of it."""

    id: int | None = Field(default=None, primary_key=True)
    office_id: int = Field(foreign_key="office.id", index=True)
    person_id: int | None = Field(default=None, foreign_key="person.id")
    kind: str = Field(max_length=32, index=True)
    title: str = Field(default="", max_length=255)
    state: JobState = Field(default=JobState.WAITING, sa_type=words(JobState))
    done: int = 0
    total: int = 0
    request: dict[str, object] = Field(default_factory=dict, sa_type=JSON)
    result: dict[str, object] = Field(default_factory=dict, sa_type=JSON)
    payload: bytes = Field(default=b"", sa_type=LargeBinary)
    error: str = Field(default="", max_length=500)
    created_at: datetime = Field(default_factory=utc_now, sa_type=Utc)
    started_at: datetime | None = Field(default=None, sa_type=Utc)
    ended_at: datetime | None = Field(default=None, sa_type=Utc)


class StoredSetting(Core, table=True):
    """A setting changed on the settings page; wins over the environment. Secrets are sealed."""

    __tablename__ = "stored_setting"
    __table_args__ = (UniqueConstraint("office_id", "key"),)

    id: int | None = Field(default=None, primary_key=True)
    office_id: int = Field(foreign_key="office.id", index=True)
    key: str = Field(max_length=64)
    value: dict[str, object] = Field(default_factory=dict, sa_type=JSON)
    sealed: bytes = Field(default=b"", sa_type=LargeBinary)
    changed_at: datetime = Field(default_factory=utc_now, sa_type=Utc)


class ReviewState(StrEnum):
    """Of what a school submitted."""

    SUBMITTED = "submitted"
    ACCEPTED = "accepted"
    REFUSED = "refused"


class Submission(Core, table=True):
    """What a school says of one of its links or devices; nothing changes until IT accepts the row."""

    id: int | None = Field(default=None, primary_key=True)
    site_id: int = Field(foreign_key="site.id", index=True)
    person_id: int = Field(foreign_key="person.id")
    kind: str = Field(max_length=16)  # "link", "device", "contact"
    data: dict[str, object] = Field(default_factory=dict, sa_type=JSON)
    state: ReviewState = Field(default=ReviewState.SUBMITTED, index=True, sa_type=words(ReviewState))
    reason: str = Field(default="", max_length=500)
    created_at: datetime = Field(default_factory=utc_now, sa_type=Utc)
    reviewed_at: datetime | None = Field(default=None, sa_type=Utc)
    reviewed_by: int | None = Field(default=None, foreign_key="person.id")


class Photo(Core, table=True):
    """A picture of equipment, stored outside the web root under its SHA-256."""

    id: int | None = Field(default=None, primary_key=True)
    submission_id: int = Field(foreign_key="submission.id", index=True)
    sha256: str = Field(max_length=64)
    media_type: str = Field(max_length=32)
    size_bytes: int
    name: str = Field(default="", max_length=255)
