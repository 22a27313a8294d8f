"""What an office sets for its register, from a day on: levels and cut points, and the parameters of the rules."""

from __future__ import annotations

from datetime import date
from typing import Any

from sqlalchemy import JSON, UniqueConstraint
from sqlmodel import Field

from inventory.core import Core


class RiskScale(Core, table=True):
    """Names and cut points of the matrix from a day on (risk.scale.Scale as JSON). Added and never changed."""

    __tablename__ = "risk_scale"
    __table_args__ = (UniqueConstraint("office_id", "valid_from"),)

    id: int | None = Field(default=None, primary_key=True)
    office_id: int = Field(foreign_key="office.id")
    valid_from: date
    scale: dict[str, Any] = Field(sa_type=JSON)


class RiskParameter(Core, table=True):
    """Parameters of one rule from a day on (risk.parameters.Parameter). Added and never changed."""

    __tablename__ = "risk_parameter"
    __table_args__ = (UniqueConstraint("office_id", "rule", "valid_from"),)

    id: int | None = Field(default=None, primary_key=True)
    office_id: int = Field(foreign_key="office.id")
    rule: str = Field(max_length=64)
    valid_from: date
    window_days: int
    steps: list[int] = Field(sa_type=JSON)
    opens_at: int
    impact: int
    source: str = Field(default="", max_length=255)
