"""What was agreed with providers about links, what was reported to them, and what is claimed from them.

Every figure of a contract is a parameter that a person copied from the paper; none of them is a rule of law.
"""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import JSON, BigInteger, Index, LargeBinary, UniqueConstraint
from sqlmodel import Field

from inventory.core import Core
from service.columns import Utc, utc_now, words


class ClockStart(StrEnum):
    """From when the repair time of an outage runs."""

    OUTAGE = "outage"
    REPORT = "report"


class Contract(Core, table=True):
    """Terms that links share; a link names its contract. A link's own price and dates hold over the contract's.

    `price_satang_month` is for one link, `amount_satang` for the whole contract. `calendar_id` says which hours count
    (none: all 24 of every day). `excluded` names the causes that do not count against the provider. `formula` is the
    credit or fine as parameters (inventory.sla.formula.Formula). `payer_site_id` is the school that pays and sends
    claims; none: the office.
    """

    __table_args__ = (UniqueConstraint("office_id", "number"),)

    id: int | None = Field(default=None, primary_key=True)
    office_id: int = Field(foreign_key="office.id", index=True)
    provider_id: int = Field(foreign_key="provider.id", index=True)
    payer_site_id: int | None = Field(default=None, foreign_key="site.id", index=True)
    number: str = Field(max_length=120)
    name: str = Field(default="", max_length=255)
    signed_on: date | None = None
    starts_on: date | None = None
    ends_on: date | None = Field(default=None, index=True)
    price_satang_month: int | None = Field(default=None, sa_type=BigInteger)
    amount_satang: int | None = Field(default=None, sa_type=BigInteger)
    remind_days: list[int] = Field(default_factory=list, sa_type=JSON)
    calendar_id: int | None = Field(default=None, foreign_key="calendar.id")
    response_minutes: int | None = None
    repair_minutes: int | None = None
    clock_start: ClockStart = Field(default=ClockStart.OUTAGE, sa_type=words(ClockStart))
    excluded: list[str] = Field(default_factory=list, sa_type=JSON)
    least_seconds: int = 0  # an outage shorter than this does not count
    formula: dict[str, object] = Field(default_factory=dict, sa_type=JSON)
    note: str = Field(default="", max_length=2000)
    created_at: datetime = Field(default_factory=utc_now, sa_type=Utc)
    archived_at: datetime | None = Field(default=None, sa_type=Utc)


class ReportWay(StrEnum):
    """How a fault was reported to the provider."""

    PHONE = "phone"
    LINE = "line"
    EMAIL = "email"
    WEB = "web"
    OTHER = "other"


class ProviderReport(Core, table=True):
    """An outage was reported to its provider: when, by which way, and when the provider did what."""

    __tablename__ = "provider_report"

    id: int | None = Field(default=None, primary_key=True)
    outage_id: int = Field(foreign_key="outage.id", index=True)
    way: ReportWay = Field(default=ReportWay.PHONE, sa_type=words(ReportWay))
    ticket_no: str = Field(default="", max_length=120)
    told_whom: str = Field(default="", max_length=120)
    reported_at: datetime = Field(sa_type=Utc)
    answered_at: datetime | None = Field(default=None, sa_type=Utc)
    arrived_at: datetime | None = Field(default=None, sa_type=Utc)
    repaired_at: datetime | None = Field(default=None, sa_type=Utc)
    note: str = Field(default="", max_length=2000)
    person_id: int | None = Field(default=None, foreign_key="person.id")
    created_at: datetime = Field(default_factory=utc_now, sa_type=Utc)


class ClaimState(StrEnum):
    """Where a claim stands; a drafted one can be made anew, a sent one never changes."""

    DRAFTED = "drafted"
    SENT = "sent"
    ANSWERED = "answered"
    CREDITED = "credited"
    WITHDRAWN = "withdrawn"


class Claim(Core, table=True):
    """What is claimed for one link and month (`month` is its first day), with all that it was computed from.

    `paper_id` is the letter, `annex_id` what is enclosed; both none where nothing is due. `figures` is the whole
    calculation step by step, `samples_csv` (gzip) the raw samples whose SHA-256 the letter prints.
    """

    __table_args__ = (UniqueConstraint("link_id", "month", "revision"), Index("ix_claim_month", "office_id", "month"))

    id: int | None = Field(default=None, primary_key=True)
    office_id: int = Field(foreign_key="office.id")
    link_id: int = Field(foreign_key="link.id", index=True)
    contract_id: int = Field(foreign_key="contract.id", index=True)
    month: date
    revision: int = 1
    state: ClaimState = Field(default=ClaimState.DRAFTED, sa_type=words(ClaimState))
    due_satang: int = Field(default=0, sa_type=BigInteger)
    credited_satang: int | None = Field(default=None, sa_type=BigInteger)
    figures: dict[str, object] = Field(default_factory=dict, sa_type=JSON)
    samples_sha256: str = Field(default="", max_length=64)
    samples_csv: bytes = Field(default=b"", sa_type=LargeBinary)
    paper_id: int | None = Field(default=None, foreign_key="paper.id")
    annex_id: int | None = Field(default=None, foreign_key="paper.id")
    number: str = Field(default="", max_length=64)
    note: str = Field(default="", max_length=2000)
    made_at: datetime = Field(sa_type=Utc)
    made_by: int | None = Field(default=None, foreign_key="person.id")
    sent_at: datetime | None = Field(default=None, sa_type=Utc)
    answered_at: datetime | None = Field(default=None, sa_type=Utc)
    credited_at: datetime | None = Field(default=None, sa_type=Utc)


class LinkMonth(Core, table=True):
    """A link over one month, kept when its samples are gone. Round trips and jitter in ms, loss in percent, spans in s.

    `unknown` are the spans in which we could not see it, by the samples; `totals` is what the month came to by the
    contract as it stood at `written_at` (inventory.sla.figures.TotalsSaid), its sums also as columns.
    """

    __tablename__ = "link_month"

    link_id: int = Field(foreign_key="link.id", primary_key=True)
    month: date = Field(primary_key=True)
    rtt_p50_ms: float | None = None
    rtt_p95_ms: float | None = None
    loss_percent: float | None = None
    jitter_ms: float | None = None
    samples: int = 0
    rounds: int = 0
    rounds_down: int = 0
    outages: int = 0
    outage_s: int = 0
    measured_s: int = 0
    counted_s: int = 0
    unknown: list[list[str]] = Field(default_factory=list, sa_type=JSON)
    totals: dict[str, object] = Field(default_factory=dict, sa_type=JSON)
    written_at: datetime = Field(sa_type=Utc)


class ClockCheck(Core, table=True):
    """How far our own clock stood from a time server: evidence that the times of outages are right."""

    __tablename__ = "clock_check"

    id: int | None = Field(default=None, primary_key=True)
    at: datetime = Field(sa_type=Utc, index=True)
    server: str = Field(max_length=255)
    offset_ms: float | None = None
    delay_ms: float | None = None
    stratum: int | None = None
    error: str = Field(default="", max_length=255)
