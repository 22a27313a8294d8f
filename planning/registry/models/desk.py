"""What is asked of the policy group, and the bodies that it works with."""

from __future__ import annotations

from datetime import date, datetime

from sqlmodel import Field

from planning.registry.core import Registry
from planning.registry.models.reference import new_key
from service.columns import Utc, utc_now


class ServiceRequest(Registry, table=True):
    """Something asked of the group. `school_code` is the school that asks; empty: somebody else. `rating` 1 to 5."""

    __tablename__ = "service_request"

    id: int | None = Field(default=None, primary_key=True)
    office_code: str = Field(max_length=32, index=True)
    key: str = Field(default_factory=new_key, max_length=32, unique=True)
    school_code: str = Field(default="", max_length=8, index=True)
    asked_by: str = Field(max_length=255)
    subject: str = Field(max_length=255)
    text: str = Field(default="", max_length=2000)
    handled_by: str = Field(default="", max_length=120)
    asked_at: datetime = Field(default_factory=utc_now, sa_type=Utc)
    due_on: date = Field(index=True)
    answer: str = Field(default="", max_length=2000)
    answered_at: datetime | None = Field(default=None, sa_type=Utc)
    rating: int | None = None
    rated_note: str = Field(default="", max_length=500)


class Body(Registry, table=True):
    """A body or network with which the office works. The contact is that of the body, not of a person."""

    __tablename__ = "body"

    id: int | None = Field(default=None, primary_key=True)
    office_code: str = Field(max_length=32, index=True)
    name: str = Field(max_length=255)
    kind: str = Field(default="", max_length=120)
    contact: str = Field(default="", max_length=255)
    duties: str = Field(default="", max_length=1000)
    changed_at: datetime = Field(default_factory=utc_now, sa_type=Utc)


class BodyTerm(Registry, table=True):
    """Who holds which role of a body until when: name and role, nothing else of a person."""

    __tablename__ = "body_term"

    id: int | None = Field(default=None, primary_key=True)
    office_code: str = Field(max_length=32, index=True)
    body_id: int = Field(foreign_key="body.id", index=True)
    role: str = Field(max_length=120)
    name: str = Field(max_length=120)
    term_from: date | None = None
    term_to: date | None = Field(default=None, index=True)


class BodyActivity(Registry, table=True):
    """What was done with or for a body."""

    __tablename__ = "body_activity"

    id: int | None = Field(default=None, primary_key=True)
    office_code: str = Field(max_length=32, index=True)
    body_id: int = Field(foreign_key="body.id", index=True)
    held_on: date
    title: str = Field(max_length=255)
    outcome: str = Field(default="", max_length=1000)
