"""Agents: small machines inside schools that the office cannot reach, which ask in its place and deliver."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import LargeBinary, UniqueConstraint
from sqlmodel import Field

from inventory.columns import Core, Utc, utc_now


class Agent(Core, table=True):
    """One agent of a site. Enrolled by a one-time code, of which only the hash is kept, as of its own token.

    `clock_offset_s` is its clock less ours; `last_sequence` the last batch that was taken in whole.
    """

    id: int | None = Field(default=None, primary_key=True)
    site_id: int = Field(foreign_key="site.id", index=True)
    name: str = Field(max_length=120)
    code_hash: str = Field(default="", max_length=255)
    code_ends_at: datetime | None = Field(default=None, sa_type=Utc)
    token_hash: str = Field(default="", max_length=255, index=True)
    public_key: str = Field(default="", max_length=255)
    version: str = Field(default="", max_length=64)
    enrolled_at: datetime | None = Field(default=None, sa_type=Utc)
    heard_at: datetime | None = Field(default=None, sa_type=Utc)
    silent_since: datetime | None = Field(default=None, sa_type=Utc)
    clock_offset_s: float | None = None
    waiting: int = 0
    last_sequence: int = 0
    targets_revision: str = Field(default="", max_length=64)
    created_at: datetime = Field(default_factory=utc_now, sa_type=Utc)
    revoked_at: datetime | None = Field(default=None, sa_type=Utc)


class AgentBatch(Core, table=True):
    """What an agent delivered and the poller has not taken in yet. A sequence number is taken once."""

    __tablename__ = "agent_batch"
    __table_args__ = (UniqueConstraint("agent_id", "sequence"),)

    id: int | None = Field(default=None, primary_key=True)
    agent_id: int = Field(foreign_key="agent.id", index=True)
    sequence: int
    received_at: datetime = Field(sa_type=Utc)
    body: bytes = Field(sa_type=LargeBinary)
