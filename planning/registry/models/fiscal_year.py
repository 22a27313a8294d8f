"""Fiscal years as the office works with them."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

from sqlalchemy import UniqueConstraint
from sqlmodel import Field

from planning.registry.core import Registry
from service.columns import Utc, utc_now, words


class YearState(StrEnum):
    """A year is planned, then spent, then closed for good."""

    PLANNING = "planning"
    OPEN = "open"
    CLOSED = "closed"


class FiscalYearState(Registry, table=True):
    """The state of one fiscal year (Buddhist era, October to September) of an office."""

    __tablename__ = "fiscal_year"
    __table_args__ = (UniqueConstraint("office_code", "era"),)

    id: int | None = Field(default=None, primary_key=True)
    office_code: str = Field(max_length=32, index=True)
    era: int
    state: YearState = Field(default=YearState.PLANNING, sa_type=words(YearState))
    changed_at: datetime = Field(default_factory=utc_now, sa_type=Utc)
