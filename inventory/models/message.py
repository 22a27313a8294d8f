"""Traps and syslog messages that were received, how many of each sender, and where each site keeps its logs."""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import Index
from sqlmodel import Field

from inventory.core import Core
from service.columns import Utc, words


class Channel(StrEnum):
    """How a message came."""

    TRAP = "trap"
    SYSLOG = "syslog"


class Message(Core, table=True):
    """One trap or syslog message that was kept. `severity` is syslog's 0 (emergency) to 7 (debug); `name` the trap's
    OID or the program. `said_at` is the sender's own clock, which may be wrong; `at` is ours.
    """

    __table_args__ = (Index("ix_message_device_at", "device_id", "at"), Index("ix_message_site_at", "site_id", "at"))

    id: int | None = Field(default=None, primary_key=True)
    at: datetime = Field(sa_type=Utc, index=True)
    said_at: datetime | None = Field(default=None, sa_type=Utc)
    channel: Channel = Field(sa_type=words(Channel))
    sender: str = Field(max_length=64, index=True)
    site_id: int | None = Field(default=None, foreign_key="site.id")
    device_id: int | None = Field(default=None, foreign_key="device.id")
    facility: int | None = None
    severity: int = 6
    name: str = Field(default="", max_length=255)
    text: str = Field(default="", max_length=2048)


class MessageCount(Core, table=True):
    """Messages of one sender in one hour: how many came, and how many of them were kept."""

    __tablename__ = "message_count"
    __table_args__ = (Index("ix_message_count_device", "device_id", "hour"),)

    hour: datetime = Field(sa_type=Utc, primary_key=True)
    channel: Channel = Field(sa_type=words(Channel), primary_key=True)
    sender: str = Field(max_length=64, primary_key=True)
    device_id: int | None = Field(default=None, foreign_key="device.id")
    received: int = 0
    kept: int = 0


class LogSource(Core, table=True):
    """Where a site's computer traffic logs are kept, as a person states it: the 90 days that the law asks for."""

    __tablename__ = "log_source"

    id: int | None = Field(default=None, primary_key=True)
    site_id: int = Field(foreign_key="site.id", index=True)
    name: str = Field(max_length=120)
    kept_where: str = Field(default="", max_length=255)
    retention_days: int
    has_traffic: bool = True  # who used which address when; not only the devices' own messages
    device_id: int | None = Field(default=None, foreign_key="device.id")
    checked_on: date | None = None
    note: str = Field(default="", max_length=500)


class LogCoverage(Core, table=True):
    """What was received of a source of logs, from the hours in which its device was heard.

    `since` is the local day from which on no open day passed without a line, `last_day` the newest with one, `last_at`
    the end of the newest hour with one. `counted_until` is how far hours were counted. `silent_since` is set while
    the source is silent although its device answers.
    """

    __tablename__ = "log_coverage"

    log_source_id: int = Field(foreign_key="log_source.id", primary_key=True)
    device_id: int = Field(foreign_key="device.id", index=True)
    since: date
    last_day: date
    last_at: datetime = Field(sa_type=Utc)
    counted_until: datetime = Field(sa_type=Utc)
    silent_since: datetime | None = Field(default=None, sa_type=Utc)
