"""Internet links of sites, their providers, and the samples that prove their quality."""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import BigInteger, UniqueConstraint
from sqlmodel import Field

from inventory.core import Core
from service.columns import Utc, utc_now, words


class Check(StrEnum):
    """How a link is checked, at `check_address`; by an agent: whether the one inside the school is heard."""

    ICMP = "icmp"
    TCP = "tcp"
    SNMP = "snmp"
    AGENT = "agent"


class Provider(Core, table=True):
    """An internet provider and whom to call there."""

    __table_args__ = (UniqueConstraint("office_id", "name"),)

    id: int | None = Field(default=None, primary_key=True)
    office_id: int = Field(foreign_key="office.id", index=True)
    name: str = Field(max_length=120)
    phone: str = Field(default="", max_length=64)
    email: str = Field(default="", max_length=255)
    note: str = Field(default="", max_length=2000)


class Link(Core, table=True):
    """One internet line of one site: contract facts and how it is checked. Money in satang, speed in bit/s.

    `upstream_id` is the device, often at another site, through which it is reached: silent, the link is unreachable.
    """

    __table_args__ = (UniqueConstraint("site_id", "name"),)

    id: int | None = Field(default=None, primary_key=True)
    site_id: int = Field(foreign_key="site.id", index=True)
    provider_id: int | None = Field(default=None, foreign_key="provider.id", index=True)
    name: str = Field(max_length=120)
    circuit_no: str = Field(default="", max_length=64, index=True)
    speed_bps: int | None = Field(default=None, sa_type=BigInteger)
    price_satang_month: int | None = Field(default=None, sa_type=BigInteger)
    contract_id: int | None = Field(default=None, index=True)  # no foreign key: SQLite would have to copy the table
    upstream_id: int | None = Field(default=None, index=True)  # same
    contract_start: date | None = None
    contract_end: date | None = None
    calendar_id: int | None = Field(default=None, foreign_key="calendar.id")
    check: Check = Field(default=Check.ICMP, sa_type=words(Check))
    check_address: str = Field(default="", max_length=255)
    check_port: int | None = None
    device_id: int | None = Field(default=None, foreign_key="device.id", index=True)
    near_end: str = Field(default="", max_length=120)
    far_end: str = Field(default="", max_length=120)
    note: str = Field(default="", max_length=2000)
    created_at: datetime = Field(default_factory=utc_now, sa_type=Utc)
    archived_at: datetime | None = Field(default=None, sa_type=Utc)


class Sample(Core):
    """Quality of a link over one span of time. Round trips in ms; None when nothing came back or nothing was asked.

    `rounds` counts rounds in which we could see; those in maintenance or closed hours stand apart, so that a
    share of time can be formed without them. UNKNOWN rounds are in none of them.
    """

    sent: int = 0
    received: int = 0
    rtt_min_ms: float | None = None
    rtt_avg_ms: float | None = None
    rtt_p95_ms: float | None = None
    rtt_max_ms: float | None = None
    jitter_ms: float | None = None
    rounds: int = 0
    rounds_down: int = 0
    rounds_closed: int = 0
    rounds_maintenance: int = 0
    rounds_unknown: int = 0


class LinkSample(Sample, table=True):
    """Five minutes; `at` is the beginning."""

    __tablename__ = "link_sample"

    link_id: int = Field(foreign_key="link.id", primary_key=True)
    at: datetime = Field(primary_key=True, sa_type=Utc)


class LinkSampleHour(Sample, table=True):
    """One hour, rolled up from five-minute samples."""

    __tablename__ = "link_sample_hour"

    link_id: int = Field(foreign_key="link.id", primary_key=True)
    at: datetime = Field(primary_key=True, sa_type=Utc)


class LinkSampleDay(Sample, table=True):
    """One local day, rolled up from hours."""

    __tablename__ = "link_sample_day"

    link_id: int = Field(foreign_key="link.id", primary_key=True)
    day: date = Field(primary_key=True)
