"""Agents: small machines inside schools that the office cannot reach, which ask in its place and deliver."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import BigInteger, LargeBinary, UniqueConstraint
from sqlmodel import Field

from inventory.core import Core
from service.columns import Utc, utc_now


class Agent(Core, table=True):
    """One agent of a site. Enrolled by a one-time code, of which only the hash is kept, as of its own token.

    `clock_offset_s` is its clock less ours; `last_sequence` the last batch that lies safely in our database;
    `held_revision` the targets that it asks by, as it says; `dropped` the batches that its disk had no room for. While
    it is heard again after a silence, `returned_at` is when it was heard first and `late_rounds` how many rounds of the
    silence it has delivered.
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
    heard_from: str = Field(default="", max_length=64)
    silent_since: datetime | None = Field(default=None, sa_type=Utc)
    returned_at: datetime | None = Field(default=None, sa_type=Utc)
    late_rounds: int = 0
    clock_offset_s: float | None = None
    rtt_ms: float | None = None
    waiting: int = 0
    dropped: int = 0
    last_sequence: int = Field(default=0, sa_type=BigInteger)
    targets_revision: str = Field(default="", max_length=64)
    held_revision: int = Field(default=0, sa_type=BigInteger)
    created_at: datetime = Field(default_factory=utc_now, sa_type=Utc)
    revoked_at: datetime | None = Field(default=None, sa_type=Utc)


class AgentBatch(Core, table=True):
    """What an agent delivered and the poller has not taken in yet. A sequence number is taken once.

    `shift_s` is what its times are to be moved by to be ours. A batch that cannot be taken in is set aside with the
    reason, so that it holds up no other.
    """

    __tablename__ = "agent_batch"
    __table_args__ = (UniqueConstraint("agent_id", "sequence"),)

    id: int | None = Field(default=None, primary_key=True)
    agent_id: int = Field(foreign_key="agent.id", index=True)
    sequence: int = Field(sa_type=BigInteger)
    received_at: datetime = Field(sa_type=Utc)
    shift_s: float = 0.0
    body: bytes = Field(sa_type=LargeBinary)
    refused_at: datetime | None = Field(default=None, sa_type=Utc)
    reason: str = Field(default="", max_length=500)
