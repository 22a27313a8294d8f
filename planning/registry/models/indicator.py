"""Indicators with unit, direction, formula, source and baseline (INV-C2), their targets and what they were."""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import UniqueConstraint
from sqlmodel import Field

from planning.plans.described import Direction
from planning.plans.indicator import checks
from planning.registry.core import Registry
from planning.registry.models.reference import new_key
from service.columns import Utc, utc_now, words


class Frequency(StrEnum):
    """How often it is measured."""

    QUARTER = "quarter"
    YEAR = "year"


class Indicator(Registry, table=True):
    """One indicator. `measure` names the one of netops whose measurements it takes over, e.g. `P6/availability`;
    empty: none.
    """

    __table_args__ = (UniqueConstraint("office_code", "code"), *checks())

    id: int | None = Field(default=None, primary_key=True)
    office_code: str = Field(max_length=32, index=True)
    key: str = Field(default_factory=new_key, max_length=32, unique=True)
    code: str = Field(max_length=32)
    name: str = Field(max_length=500)
    unit: str = Field(max_length=64)
    direction: Direction = Field(sa_type=words(Direction))
    formula: str = Field(max_length=1000)
    source: str = Field(max_length=255)
    frequency: Frequency = Field(default=Frequency.YEAR, sa_type=words(Frequency))
    baseline: float | None = None
    baseline_year: int | None = None
    no_baseline: str = Field(default="", max_length=500)
    band_low: float | None = None
    band_high: float | None = None
    measure: str = Field(default="", max_length=120)
    changed_at: datetime = Field(default_factory=utc_now, sa_type=Utc)


class IndicatorTarget(Registry, table=True):
    """What is aimed at in a fiscal year; by school or district where one is named."""

    __tablename__ = "indicator_target"
    __table_args__ = (UniqueConstraint("indicator_id", "fiscal_year", "school_code", "district"),)

    id: int | None = Field(default=None, primary_key=True)
    office_code: str = Field(max_length=32, index=True)
    indicator_id: int = Field(foreign_key="indicator.id", index=True)
    fiscal_year: int
    value: float
    school_code: str = Field(default="", max_length=8)
    district: str = Field(default="", max_length=120)


class IndicatorActual(Registry, table=True):
    """What it was. `quarter` 0 is the whole year. What was said last for a period holds, the earlier ones stay."""

    __tablename__ = "indicator_actual"

    id: int | None = Field(default=None, primary_key=True)
    office_code: str = Field(max_length=32, index=True)
    indicator_id: int = Field(foreign_key="indicator.id", index=True)
    fiscal_year: int
    quarter: int = 0
    value: float
    school_code: str = Field(default="", max_length=8)
    district: str = Field(default="", max_length=120)
    as_of: date
    source: str = Field(default="", max_length=255)
    entered_by: str = Field(default="", max_length=120)
    entered_at: datetime = Field(default_factory=utc_now, sa_type=Utc)


class IndicatorNode(Registry, table=True):
    """An indicator measures a node of a reference."""

    __tablename__ = "indicator_node"
    __table_args__ = (UniqueConstraint("indicator_id", "node_id"),)

    id: int | None = Field(default=None, primary_key=True)
    office_code: str = Field(max_length=32, index=True)
    indicator_id: int = Field(foreign_key="indicator.id", index=True)
    node_id: int = Field(foreign_key="policy_node.id", index=True)
