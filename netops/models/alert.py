"""What a person is told, and the outbox that nothing is lost from."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

from sqlalchemy import Index, UniqueConstraint
from sqlmodel import Field

from inventory.columns import Core, Utc, utc_now, words
from inventory.models.outage import Subject


class AlertKind(StrEnum):
    """The runbook of an alert has the same name."""

    LINK_DOWN = "LinkDown"
    LINK_DEGRADED = "LinkDegraded"
    DEVICE_DOWN = "DeviceDown"
    OFFICE_UPLINK_DOWN = "OfficeUplinkDown"
    HOST_KEY_CHANGED = "HostKeyChanged"
    CONFIG_STALE = "ConfigBackupStale"
    AGENT_SILENT = "AgentSilent"


class Delivery(StrEnum):
    """Where a message stands."""

    WAITING = "waiting"
    SENT = "sent"
    FAILED = "failed"  # given up; shown on every page of the IT officer


class Alert(Core, table=True):
    """One per cause. `ended_at` is when the matter was over and said to be."""

    __table_args__ = (Index("ix_alert_open", "ended_at", "subject", "subject_id"),)

    id: int | None = Field(default=None, primary_key=True)
    kind: AlertKind = Field(sa_type=words(AlertKind))
    subject: Subject = Field(sa_type=words(Subject))
    subject_id: int
    outage_id: int | None = Field(default=None, foreign_key="outage.id", index=True)
    site_id: int | None = Field(default=None, foreign_key="site.id", index=True)
    started_at: datetime = Field(sa_type=Utc)
    ended_at: datetime | None = Field(default=None, sa_type=Utc)


class OutboxMessage(Core, table=True):
    """One message to one person, rendered when the fact was written. `message_id` never changes over repeats."""

    __tablename__ = "outbox_message"
    __table_args__ = (UniqueConstraint("alert_id", "phase", "recipient"),)

    id: int | None = Field(default=None, primary_key=True)
    alert_id: int | None = Field(default=None, foreign_key="alert.id", index=True)
    phase: str = Field(max_length=16)  # "opened", "ended", "test"
    channel: str = Field(default="email", max_length=16)
    person_id: int | None = Field(default=None, foreign_key="person.id")
    recipient: str = Field(max_length=255)
    message_id: str = Field(max_length=255, unique=True)
    in_reply_to: str = Field(default="", max_length=255)
    subject: str = Field(max_length=255)
    text: str
    html: str
    state: Delivery = Field(default=Delivery.WAITING, index=True, sa_type=words(Delivery))
    created_at: datetime = Field(default_factory=utc_now, sa_type=Utc)
    next_try_at: datetime = Field(default_factory=utc_now, sa_type=Utc, index=True)
    tries: int = 0
    last_error: str = Field(default="", max_length=500)
    sent_at: datetime | None = Field(default=None, sa_type=Utc)
