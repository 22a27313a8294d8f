"""What an office wants its network to reach in a fiscal year."""

from __future__ import annotations

from datetime import datetime

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
