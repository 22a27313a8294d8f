"""Needs: what somebody lacks, why, what shows it, and all that became of it. Nothing of it is ever deleted."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, Index, UniqueConstraint, text
from sqlmodel import Field

from inventory.core import Core
from procurement.needs.need import NeedState, Reason, Source, Urgency
from risk.scale import Level
from service.columns import Utc, utc_now, words

_LIVE = text("state NOT IN ('rejected', 'met')")


class Need(Core, table=True):
    """One need. `site_id` is the school that lacks it; none: the office.

    `key` is a device (or school) and a reason: of one key there is one live need at most, which the partial index
    holds also when two runs find the same at once. `level` tells how far the evidence has gone, `decided_level` how far
    it had gone when a person decided. `score_hundredths` is the sum of `score`'s parts. `is_supported` is false when
    the evidence went away.
    """

    __table_args__ = (
        Index("uq_need_live_key", "key", unique=True, sqlite_where=_LIVE, postgresql_where=_LIVE),
        Index("ix_need_office_score", "office_id", "score_hundredths", "id"),
    )

    id: int | None = Field(default=None, primary_key=True)
    office_id: int = Field(foreign_key="office.id")
    site_id: int | None = Field(default=None, foreign_key="site.id", index=True)
    device_id: int | None = Field(default=None, foreign_key="device.id", index=True)
    asset_id: int | None = Field(default=None, foreign_key="asset.id", index=True)
    title: str = Field(max_length=255)
    kind: str = Field(default="", max_length=64)
    criteria_item: str = Field(default="", max_length=64)
    quantity: int = 1
    reason: Reason = Field(sa_type=words(Reason), index=True)
    reason_text: str = Field(default="", max_length=2000)
    urgency: Urgency = Field(default=Urgency.NORMAL, sa_type=words(Urgency))
    source: Source = Field(sa_type=words(Source))
    fiscal_year: int | None = None
    key: str | None = Field(default=None, max_length=64)
    evidence: list[dict[str, Any]] = Field(default_factory=list, sa_type=JSON)
    level: int = 0
    is_supported: bool = True
    supported_until: datetime | None = Field(default=None, sa_type=Utc)
    state: NeedState = Field(default=NeedState.OPEN, sa_type=words(NeedState), index=True)
    proposal: str = Field(default="", max_length=2000)
    proposed_by: str = Field(default="", max_length=120)
    proposed_at: datetime | None = Field(default=None, sa_type=Utc)
    decision: str = Field(default="", max_length=2000)
    decided_by: str = Field(default="", max_length=120)
    decided_at: datetime | None = Field(default=None, sa_type=Utc)
    decided_level: int = 0
    deferred_until: date | None = None
    merged_into_id: int | None = Field(default=None, foreign_key="need.id", index=True)
    # No foreign keys: what buys belongs to others, and SQLite would have to copy the table.
    spec_id: int | None = Field(default=None, index=True)
    case_id: int | None = Field(default=None, index=True)
    met_by_device_id: int | None = Field(default=None, index=True)
    score_hundredths: int = 0
    score: dict[str, Any] = Field(default_factory=dict, sa_type=JSON)
    person_id: int | None = Field(default=None, foreign_key="person.id")
    asked_by: str = Field(default="", max_length=120)
    created_at: datetime = Field(default_factory=utc_now, sa_type=Utc)
    changed_at: datetime = Field(default_factory=utc_now, sa_type=Utc)


class NeedRisk(Core, table=True):
    """A need treats a risk. Classes, figure and evidence are those of the moment when the two were put together."""

    __tablename__ = "need_risk"
    __table_args__ = (UniqueConstraint("need_id", "risk_id"),)

    id: int | None = Field(default=None, primary_key=True)
    need_id: int = Field(foreign_key="need.id")
    risk_id: int = Field(foreign_key="risk.id", index=True)
    likelihood: int
    impact: int
    level: Level = Field(sa_type=words(Level))
    figure: int | None = None
    evidence: list[dict[str, Any]] = Field(default_factory=list, sa_type=JSON)
    at: datetime = Field(sa_type=Utc)


class NeedEvent(Core, table=True):
    """What was done to a need: `changes` is {field: [before, after]}, `actor` the name of who did it at that time."""

    __tablename__ = "need_event"

    id: int | None = Field(default=None, primary_key=True)
    need_id: int = Field(foreign_key="need.id", index=True)
    at: datetime = Field(sa_type=Utc)
    kind: str = Field(max_length=32)
    person_id: int | None = Field(default=None, foreign_key="person.id")
    actor: str = Field(default="", max_length=120)
    changes: dict[str, Any] = Field(default_factory=dict, sa_type=JSON)
    note: str = Field(default="", max_length=2000)


class NeedRule(Core, table=True):
    """Parameters of an office from a day on: weights of the score (sum 100), and from when on something is lacking.

    `source` says where the figures are from; they are an office's parameters, not rules of law.
    """

    __tablename__ = "need_rule"
    __table_args__ = (Index("uq_need_rule_office_id", "office_id", "valid_from", unique=True),)

    id: int | None = Field(default=None, primary_key=True)
    office_id: int = Field(foreign_key="office.id")
    valid_from: date
    weight_severity: int
    weight_role: int
    weight_pupils: int
    weight_waiting: int
    repairs: int
    repairs_within_days: int
    ports_percent: int
    kbps_per_pupil: int
    pupils_per_computer: int
    outages: int
    outages_within_days: int
    risk_score: int
    source: str = Field(default="", max_length=255)
