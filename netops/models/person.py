"""People, what they may do, their sessions and tokens, and what they did."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

from sqlalchemy import JSON, UniqueConstraint
from sqlmodel import Field

from inventory.core import Core
from service.columns import Utc, utc_now, words


class Role(StrEnum):
    """Denied by default; netops/web/access.py says what each may do."""

    ADMIN = "admin"
    IT = "it"
    SUPPLY = "supply"
    PLANNER = "planner"
    DIRECTOR = "director"
    VIEWER = "viewer"
    SCHOOL = "school"


class Person(Core, table=True):
    """Someone who signs in. A `school` person sees only `site_id`. `alerts` is the e-mail subscription."""

    id: int | None = Field(default=None, primary_key=True)
    office_id: int = Field(foreign_key="office.id", index=True)
    site_id: int | None = Field(default=None, foreign_key="site.id", index=True)
    username: str = Field(max_length=64, unique=True)
    name: str = Field(default="", max_length=255)
    email: str = Field(default="", max_length=255)
    role: Role = Field(default=Role.VIEWER, sa_type=words(Role))
    language: str = Field(default="th", max_length=2)
    alerts: bool = False
    password_hash: str = Field(default="", max_length=255)
    slip_hash: str = Field(default="", max_length=64, index=True)
    slip_expires_at: datetime | None = Field(default=None, sa_type=Utc)
    created_at: datetime = Field(default_factory=utc_now, sa_type=Utc)
    last_login_at: datetime | None = Field(default=None, sa_type=Utc)
    disabled_at: datetime | None = Field(default=None, sa_type=Utc)


class LoginSession(Core, table=True):
    """A signed-in browser. Only the SHA-256 of the cookie is kept."""

    __tablename__ = "login_session"

    token_hash: str = Field(primary_key=True, max_length=64)
    person_id: int = Field(foreign_key="person.id", index=True)
    csrf: str = Field(max_length=64)
    created_at: datetime = Field(default_factory=utc_now, sa_type=Utc)
    seen_at: datetime = Field(default_factory=utc_now, sa_type=Utc)
    expires_at: datetime = Field(sa_type=Utc)
    address: str = Field(default="", max_length=64)


class LoginAttempt(Core, table=True):
    """A failed sign-in, for throttling by name and by address."""

    __tablename__ = "login_attempt"

    id: int | None = Field(default=None, primary_key=True)
    at: datetime = Field(default_factory=utc_now, sa_type=Utc, index=True)
    username: str = Field(max_length=64, index=True)
    address: str = Field(default="", max_length=64, index=True)


class ApiToken(Core, table=True):
    """A token for programs. Only its SHA-256 is kept; `prefix` helps a person to recognise it."""

    __tablename__ = "api_token"

    id: int | None = Field(default=None, primary_key=True)
    person_id: int = Field(foreign_key="person.id", index=True)
    name: str = Field(max_length=120)
    prefix: str = Field(max_length=12)
    token_hash: str = Field(max_length=64, unique=True)
    scopes: list[str] = Field(default_factory=list, sa_type=JSON)
    created_at: datetime = Field(default_factory=utc_now, sa_type=Utc)
    expires_at: datetime | None = Field(default=None, sa_type=Utc)
    used_at: datetime | None = Field(default=None, sa_type=Utc)
    revoked_at: datetime | None = Field(default=None, sa_type=Utc)


class AuditEntry(Core, table=True):
    """Who changed what. Never holds a secret."""

    __tablename__ = "audit_entry"

    id: int | None = Field(default=None, primary_key=True)
    at: datetime = Field(default_factory=utc_now, sa_type=Utc, index=True)
    office_id: int | None = Field(default=None, foreign_key="office.id", index=True)
    person_id: int | None = Field(default=None, foreign_key="person.id", index=True)
    actor: str = Field(default="", max_length=120)
    address: str = Field(default="", max_length=64)
    action: str = Field(max_length=64, index=True)
    subject: str = Field(default="", max_length=64)
    subject_id: int | None = None
    detail: dict[str, object] = Field(default_factory=dict, sa_type=JSON)


class SavedView(Core, table=True):
    """A named set of filters of a table, kept by a person."""

    __tablename__ = "saved_view"
    __table_args__ = (UniqueConstraint("person_id", "page", "name"),)

    id: int | None = Field(default=None, primary_key=True)
    person_id: int = Field(foreign_key="person.id", index=True)
    page: str = Field(max_length=64)
    name: str = Field(max_length=120)
    query: str = Field(max_length=1000)
