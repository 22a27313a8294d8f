"""What an office wants its network to reach in a fiscal year."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import UniqueConstraint
from sqlmodel import Field

from inventory.core import Core
from network.indicator import Indicator
from service.columns import Utc, utc_now, words


class IndicatorTarget(Core, table=True):
    """One indicator in one fiscal year (Buddhist era), in the indicator's own unit."""

    __tablename__ = "network_indicator_target"
    __table_args__ = (UniqueConstraint("office_id", "year", "indicator"),)

    id: int | None = Field(default=None, primary_key=True)
    office_id: int = Field(foreign_key="office.id", index=True)
    year: int
    indicator: Indicator = Field(sa_type=words(Indicator))
    baseline: float
    target: float
    source: str = Field(default="", max_length=255)
    changed_at: datetime = Field(default_factory=utc_now, sa_type=Utc)


class NetworkShare(Core, table=True):
    """How many schools of an office had what the target of their size asked for, as last seen in a month. A month that
    has passed does not change any more: the inventory keeps no earlier state, and targets change too.
    """

    __tablename__ = "network_share"
    __table_args__ = (UniqueConstraint("office_id", "month"),)

    id: int | None = Field(default=None, primary_key=True)
    office_id: int = Field(foreign_key="office.id", index=True)
    month: date
    """Its first day."""
    seen_on: date
    met: int
    known: int
    """Schools of which it can be told."""
    schools: int
