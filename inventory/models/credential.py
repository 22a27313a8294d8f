"""Stored credentials. The secrets are sealed with a key that is not in the database."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

from sqlalchemy import LargeBinary, UniqueConstraint
from sqlmodel import Field

from inventory.core import Core
from service.columns import Utc, utc_now, words


class CredentialKind(StrEnum):
    """What it opens."""

    SNMP = "snmp"
    SSH = "ssh"


class Credential(Core, table=True):
    """A named set. `sealed` is the JSON of SnmpCredential or SshCredential; `summary` shows what is no secret."""

    __table_args__ = (UniqueConstraint("office_id", "name"),)

    id: int | None = Field(default=None, primary_key=True)
    office_id: int = Field(foreign_key="office.id", index=True)
    name: str = Field(max_length=120)
    kind: CredentialKind = Field(sa_type=words(CredentialKind))
    summary: str = Field(default="", max_length=255)
    sealed: bytes = Field(sa_type=LargeBinary)
    created_at: datetime = Field(default_factory=utc_now, sa_type=Utc)
    changed_at: datetime = Field(default_factory=utc_now, sa_type=Utc)
