"""What a person is told, and the outbox that nothing is lost from."""

from __future__ import annotations

from datetime import datetime, time
from enum import StrEnum

from sqlalchemy import JSON, Index, LargeBinary, UniqueConstraint
from sqlmodel import Field

from inventory.core import Core
from inventory.models.outage import Subject
from service.columns import Utc, utc_now, words


class AlertKind(StrEnum):
    """The runbook of an alert has the same name."""

    LINK_DOWN = "LinkDown"
    LINK_DEGRADED = "LinkDegraded"
    DEVICE_DOWN = "DeviceDown"
    OFFICE_UPLINK_DOWN = "OfficeUplinkDown"
    HOST_KEY_CHANGED = "HostKeyChanged"
    CONFIG_STALE = "ConfigBackupStale"
    AGENT_SILENT = "AgentSilent"
    CONTRACT_ENDING = "ContractEnding"
    PLANNING_DOWN = "PlanningDown"
    LOG_SOURCE_SILENT = "LogSourceSilent"
    # a figure beyond its limit, see netops/watched/limits.py
    LINK_BUSY = "LinkBusy"
    PORT_ERRORS = "PortErrors"
    DEVICE_HOT = "DeviceHot"
    PROCESSOR_BUSY = "ProcessorBusy"
    UPS_BATTERY_LOW = "UpsBatteryLow"
    DISK_FILLING = "DiskFilling"
    CERTIFICATE_EXPIRING = "CertificateExpiring"
    PROVIDER_OUTAGE = "ProviderOutage"
    AREA_POWER_OUT = "AreaPowerOut"
    FLAPPING = "Flapping"


class Severity(StrEnum):
    """How much a matter presses; the most pressing first."""

    CRITICAL = "critical"
    WARNING = "warning"
    NOTICE = "notice"


class Delivery(StrEnum):
    """Where a message stands."""

    WAITING = "waiting"
    HELD = "held"  # for a digest
    GATHERED = "gathered"  # in a digest, whose row `digest_id` names
    SENT = "sent"
    FAILED = "failed"  # given up; shown on every page of the IT officer


class Alert(Core, table=True):
    """One per cause. `ended_at` is when the matter was over and said to be; its members are what fell with it.

    `area` names a place that is no row (district and sub-district). `value` is the figure that crossed a threshold.
    Taken on (`acknowledged_at`) it does not escalate; snoozed it says nothing until then. `level` is the last step of
    escalation that was told.
    """

    __table_args__ = (Index("ix_alert_open", "ended_at", "subject", "subject_id"),)

    id: int | None = Field(default=None, primary_key=True)
    kind: AlertKind = Field(sa_type=words(AlertKind))
    subject: Subject = Field(sa_type=words(Subject))
    subject_id: int
    outage_id: int | None = Field(default=None, foreign_key="outage.id", index=True)
    site_id: int | None = Field(default=None, foreign_key="site.id", index=True)
    started_at: datetime = Field(sa_type=Utc)
    ended_at: datetime | None = Field(default=None, sa_type=Utc)
    severity: Severity = Field(default=Severity.CRITICAL, sa_type=words(Severity))
    area: str = Field(default="", max_length=255)
    part: str = Field(default="", max_length=255)  # a port, sensor or disk of the subject
    value: float | None = None
    acknowledged_at: datetime | None = Field(default=None, sa_type=Utc)
    acknowledged_by: int | None = None  # a person; no foreign key: SQLite would have to copy the table
    note: str = Field(default="", max_length=2000)
    snoozed_until: datetime | None = Field(default=None, sa_type=Utc)
    level: int = 0


class AlertMember(Core, table=True):
    """What an alert stands for: the outages behind it, the schools that it cut off."""

    __tablename__ = "alert_member"
    __table_args__ = (UniqueConstraint("alert_id", "subject", "subject_id"),)

    id: int | None = Field(default=None, primary_key=True)
    alert_id: int = Field(foreign_key="alert.id", index=True)
    subject: Subject = Field(sa_type=words(Subject))
    subject_id: int
    site_id: int | None = Field(default=None, foreign_key="site.id", index=True)
    outage_id: int | None = Field(default=None, foreign_key="outage.id", index=True)
    joined_at: datetime = Field(sa_type=Utc)
    left_at: datetime | None = Field(default=None, sa_type=Utc)


class OutboxMessage(Core, table=True):
    """One message to one person or channel, rendered when the fact was written. `message_id` never changes over
    repeats. A message that is held leaves with others, as one digest, and keeps its row as the proof of it.
    """

    __tablename__ = "outbox_message"
    __table_args__ = (UniqueConstraint("alert_id", "phase", "recipient"),)

    id: int | None = Field(default=None, primary_key=True)
    alert_id: int | None = Field(default=None, foreign_key="alert.id", index=True)
    phase: str = Field(max_length=16)  # see netops/notify/phase.py
    channel: str = Field(default="email", max_length=16)
    channel_id: int | None = Field(default=None, index=True)  # no foreign key: SQLite would have to copy the table
    person_id: int | None = Field(default=None, foreign_key="person.id")
    recipient: str = Field(max_length=255)
    message_id: str = Field(max_length=255, unique=True)
    in_reply_to: str = Field(default="", max_length=255)
    subject: str = Field(max_length=255)
    text: str
    html: str
    paper_id: int | None = None  # attached as PDF; no foreign key: SQLite would have to copy the table
    state: Delivery = Field(default=Delivery.WAITING, index=True, sa_type=words(Delivery))
    created_at: datetime = Field(default_factory=utc_now, sa_type=Utc)
    next_try_at: datetime = Field(default_factory=utc_now, sa_type=Utc, index=True)
    tries: int = 0
    digest_id: int | None = None  # the message that this one left in
    last_error: str = Field(default="", max_length=500)
    sent_at: datetime | None = Field(default=None, sa_type=Utc)


class AlertChannel(Core, table=True):
    """A way to tell people besides e-mail: a LINE group, a Telegram chat, a Teams channel, a webhook. The address with
    its token is sealed; `tested_at` and `last_error` tell how the last message fared.
    """

    __tablename__ = "alert_channel"

    id: int | None = Field(default=None, primary_key=True)
    office_id: int = Field(foreign_key="office.id", index=True)
    kind: str = Field(max_length=16)
    name: str = Field(max_length=120)
    sealed: bytes = Field(default=b"", sa_type=LargeBinary)
    language: str = Field(default="th", max_length=2)
    second_path: bool = False  # does not leave through the office's own uplink
    tested_at: datetime | None = Field(default=None, sa_type=Utc)
    delivered_at: datetime | None = Field(default=None, sa_type=Utc)
    last_error: str = Field(default="", max_length=500)
    disabled_at: datetime | None = Field(default=None, sa_type=Utc)


class Subscription(Core, table=True):
    """Of what one person, or one channel, is told. Empty lists are everything; with `digest_hour` what does not press
    is gathered into one message a day; between `quiet_from` and `quiet_until` (local) only `critical` is told at once.
    """

    __table_args__ = (UniqueConstraint("person_id"), UniqueConstraint("channel_id"))

    id: int | None = Field(default=None, primary_key=True)
    person_id: int | None = Field(default=None, foreign_key="person.id")
    channel_id: int | None = Field(default=None, foreign_key="alert_channel.id")
    districts: list[str] = Field(default_factory=list, sa_type=JSON)
    severities: list[str] = Field(default_factory=list, sa_type=JSON)
    quiet_from: time | None = None
    quiet_until: time | None = None
    digest_hour: int | None = None


class EscalationStep(Core, table=True):
    """Whom else to tell when nobody has taken an alert on after so many minutes; steps in the order of `position`."""

    __tablename__ = "escalation_step"

    id: int | None = Field(default=None, primary_key=True)
    office_id: int = Field(foreign_key="office.id", index=True)
    position: int
    after_minutes: int
    severity: Severity = Field(default=Severity.CRITICAL, sa_type=words(Severity))
    person_id: int | None = Field(default=None, foreign_key="person.id")
    channel_id: int | None = Field(default=None, foreign_key="alert_channel.id")


class WatchTest(Core, table=True):
    """A proof that telling works: the daily self-test message, the second path, the push to the dead-man's switch."""

    __tablename__ = "watch_test"

    id: int | None = Field(default=None, primary_key=True)
    office_id: int = Field(foreign_key="office.id", index=True)
    kind: str = Field(max_length=16)  # "self", "second_path", "dead_man"
    at: datetime = Field(sa_type=Utc, index=True)
    message_id: int | None = Field(default=None, foreign_key="outbox_message.id")
    succeeded: bool | None = None
    detail: str = Field(default="", max_length=500)
