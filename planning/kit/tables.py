"""Tables that the database of every planning service has: sessions, audit, events out and in, copies of
others' data.

They have a metadata of their own, so that the same classes stand in each database beside the service's tables.
"""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import Final
from uuid import uuid4

from sqlalchemy import JSON, MetaData, Text, UniqueConstraint
from sqlalchemy.orm import registry
from sqlmodel import Field, SQLModel

from service.columns import NAMING, Utc, utc_now
from service.guards import guard
from service.hearing import HeardColumns, PeerColumns
from service.migrations import Line
from service.posted import Posted


class Kit(SQLModel, registry=registry(metadata=MetaData(naming_convention=NAMING))):
    """Parent of these tables."""


VERSIONS: Final = Path("migrations") / "versions"
KIT: Final = Line("kit", Path(__file__).parent / VERSIONS, Kit.metadata, "alembic_version_kit")
"""The revisions that make them, in the database of each service."""


class SignedIn(Kit, table=True):
    """A session here, of a person whom netops named. The cookie itself is not kept, only its SHA-256."""

    __tablename__ = "signed_in"

    token_hash: str = Field(primary_key=True, max_length=64)
    csrf: str = Field(max_length=64)
    person: dict[str, object] = Field(default_factory=dict, sa_type=JSON)
    created_at: datetime = Field(default_factory=utc_now, sa_type=Utc)
    seen_at: datetime = Field(default_factory=utc_now, sa_type=Utc)
    expires_at: datetime = Field(sa_type=Utc, index=True)


class UsedToken(Kit, table=True):
    """The `jti` of a sign-in that was used: it opens no second session."""

    __tablename__ = "used_token"

    jti: str = Field(primary_key=True, max_length=64)
    expires_at: datetime = Field(sa_type=Utc, index=True)


class PostedForm(Posted, Kit, table=True):
    """A form that was acted on here."""

    __tablename__ = "posted_form"


class AuditEntry(Kit, table=True):
    """One act of one person, written in the transaction of the act; never changed."""

    __tablename__ = "audit_entry"

    id: int | None = Field(default=None, primary_key=True)
    at: datetime = Field(default_factory=utc_now, sa_type=Utc, index=True)
    office_code: str = Field(max_length=32, index=True)
    actor: str = Field(max_length=120)
    address: str = Field(default="", max_length=64)
    action: str = Field(max_length=64)
    subject: str = Field(default="", max_length=48, index=True)
    subject_id: int | None = Field(default=None, index=True)
    detail: dict[str, object] = Field(default_factory=dict, sa_type=JSON)


guard(AuditEntry)


class EventOut(Kit, table=True):
    """A fact of `contract` told here; `id` is the cursor by which others read on; `key` names it always."""

    __tablename__ = "event_out"

    id: int | None = Field(default=None, primary_key=True)
    key: str = Field(default_factory=lambda: uuid4().hex, max_length=32, unique=True)
    at: datetime = Field(sa_type=Utc)
    kind: str = Field(max_length=64)
    version: int
    data: dict[str, object] = Field(default_factory=dict, sa_type=JSON)


class EventIn(HeardColumns, Kit, table=True):
    """A fact that this service heard and acted on."""

    __tablename__ = "event_in"


class Peer(PeerColumns, Kit, table=True):
    """How far another service was read."""

    __tablename__ = "peer"


class KnownOffice(Kit, table=True):
    """An office of which somebody signed in here: its copies of others' data are kept fresh from then on."""

    __tablename__ = "known_office"

    code: str = Field(primary_key=True, max_length=32)
    name: str = Field(max_length=255)


class Copy(Kit, table=True):
    """A dataset of another service as it was at `taken_at`. `etag` is the owner's revision, `as_of` the owner's moment
    of its last change. `problem` is why it could not be read at `tried_at`; empty: it was.
    """

    __tablename__ = "copy"
    __table_args__ = (UniqueConstraint("peer", "name", "office_code"),)

    id: int | None = Field(default=None, primary_key=True)
    peer: str = Field(max_length=32)
    name: str = Field(max_length=64)
    office_code: str = Field(max_length=32, index=True)
    etag: str = Field(default="", max_length=128)
    as_of: datetime | None = Field(default=None, sa_type=Utc)
    taken_at: datetime | None = Field(default=None, sa_type=Utc)
    tried_at: datetime | None = Field(default=None, sa_type=Utc)
    problem: str = Field(default="", max_length=120)
    sha256: str = Field(default="", max_length=64)
    body: str = Field(default="", sa_type=Text)
