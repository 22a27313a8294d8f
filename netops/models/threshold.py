"""From which value on people are told of a measured figure."""

from __future__ import annotations

from sqlalchemy import UniqueConstraint
from sqlmodel import Field

from inventory.core import Core


class ThresholdRule(Core, table=True):
    """A limit that differs from the shipped one: of the office (`site_id` 0) or of one school. `metric` is a name of
    netops.watched.limits. An alert begins beyond `raise_at` and ends only within `clear_at`, each for `for_minutes`.
    """

    __tablename__ = "threshold_rule"
    __table_args__ = (UniqueConstraint("office_id", "site_id", "metric"),)

    id: int | None = Field(default=None, primary_key=True)
    office_id: int = Field(foreign_key="office.id", index=True)
    site_id: int = 0
    metric: str = Field(max_length=32)
    raise_at: float
    clear_at: float
    for_minutes: int = 0
    enabled: bool = True
