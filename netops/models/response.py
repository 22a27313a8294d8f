"""What was done about an outage: first aid that ran by itself, steps that people ticked, and what was learnt."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import JSON, UniqueConstraint
from sqlmodel import Field

from inventory.core import Core
from service.columns import Utc, utc_now


class FirstAid(Core, table=True):
    """One look (path, neighbours, last change ...) and what it saw: taken at once when an outage was confirmed, and
    again when a person (`asked_by`) asks. `found` is empty and `error` says why when it could not be taken.
    """

    __tablename__ = "first_aid"
    __table_args__ = (UniqueConstraint("outage_id", "look", "at"),)

    id: int | None = Field(default=None, primary_key=True)
    outage_id: int = Field(foreign_key="outage.id", index=True)
    look: str = Field(max_length=64)
    at: datetime = Field(sa_type=Utc)
    seconds: float = 0.0
    found: dict[str, object] = Field(default_factory=dict, sa_type=JSON)
    error: str = Field(default="", max_length=500)
    asked_by: int | None = None  # a person; no foreign key: a look outlives an account


class StepDone(Core, table=True):
    """A step of a runbook that a person ticked for an outage; taken back: `undone_at`; never deleted."""

    __tablename__ = "step_done"

    id: int | None = Field(default=None, primary_key=True)
    outage_id: int = Field(foreign_key="outage.id", index=True)
    runbook: str = Field(max_length=64)
    step: str = Field(max_length=64)
    text: str = Field(default="", max_length=500)  # the step as it read then
    note: str = Field(default="", max_length=500)
    done_at: datetime = Field(sa_type=Utc)
    done_by: int | None = Field(default=None, foreign_key="person.id")
    undone_at: datetime | None = Field(default=None, sa_type=Utc)
    undone_by: int | None = None  # a person; no foreign key, as of a look


class Article(Core, table=True):
    """Knowledge that came of outages; `subject` and `subject_id` name what it is about, empty: everything.

    `runbook` is the kind of alert that it helps with, `model` the maker and model of the devices; after `review_on`
    (a day of the office's own clock) somebody has to see whether it still holds.
    """

    __tablename__ = "article"

    id: int | None = Field(default=None, primary_key=True)
    office_id: int = Field(foreign_key="office.id", index=True)
    subject: str = Field(default="", max_length=32)
    subject_id: int | None = None
    runbook: str = Field(default="", max_length=64)
    model: str = Field(default="", max_length=255)
    review_on: date | None = None
    title: str = Field(max_length=255)
    body: str = Field(default="", max_length=20_000)
    outages: list[int] = Field(default_factory=list, sa_type=JSON)
    written_at: datetime = Field(default_factory=utc_now, sa_type=Utc)
    written_by: int | None = Field(default=None, foreign_key="person.id")
    changed_at: datetime = Field(default_factory=utc_now, sa_type=Utc)
    archived_at: datetime | None = Field(default=None, sa_type=Utc)


class ArticleLink(Core, table=True):
    """A thing outside of this system that an article tells about; `key` is its name there, `link` its page."""

    __tablename__ = "article_link"
    __table_args__ = (UniqueConstraint("article_id", "kind", "key"),)

    id: int | None = Field(default=None, primary_key=True)
    office_id: int = Field(foreign_key="office.id", index=True)
    article_id: int = Field(foreign_key="article.id", index=True)
    kind: str = Field(max_length=16)
    key: str = Field(max_length=120, index=True)
    title: str = Field(max_length=255)
    link: str = Field(max_length=500)
    linked_at: datetime = Field(default_factory=utc_now, sa_type=Utc)
