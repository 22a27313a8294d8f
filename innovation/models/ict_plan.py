"""The plan of information technology of an office: what people write in it, and figures that were reckoned for it."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import JSON, BigInteger, UniqueConstraint
from sqlmodel import Field

from inventory.core import Core
from service.columns import Utc, utc_now


class IctPlan(Core, table=True):
    """A plan over fiscal years of the Buddhist era, both included. `texts` are what people wrote, by heading; its
    figures are never in it, they are reckoned.
    """

    __tablename__ = "ict_plan"
    __table_args__ = (UniqueConstraint("office_id", "first_year", "last_year"),)

    id: int | None = Field(default=None, primary_key=True)
    office_id: int = Field(foreign_key="office.id", index=True)
    title: str = Field(max_length=255)
    first_year: int
    last_year: int
    texts: dict[str, str] = Field(default_factory=dict, sa_type=JSON)
    changed_at: datetime = Field(default_factory=utc_now, sa_type=Utc)


class IctPlanPrice(Core, table=True):
    """What one piece of a need costs where no criteria say it, and where the price is from."""

    __tablename__ = "ict_plan_price"
    __table_args__ = (UniqueConstraint("plan_id", "need_id"),)

    id: int | None = Field(default=None, primary_key=True)
    plan_id: int = Field(foreign_key="ict_plan.id", index=True)
    need_id: int = Field(foreign_key="need.id", index=True)
    price_satang: int = Field(sa_type=BigInteger)
    source: str = Field(max_length=255)


class IctPlanVersion(Core, table=True):
    """The plan as it was on a day: texts and figures together, never changed. `paper_id` is its paper."""

    __tablename__ = "ict_plan_version"
    __table_args__ = (UniqueConstraint("plan_id", "number"),)

    id: int | None = Field(default=None, primary_key=True)
    plan_id: int = Field(foreign_key="ict_plan.id", index=True)
    number: int
    texts: dict[str, str] = Field(default_factory=dict, sa_type=JSON)
    figures: dict[str, object] = Field(default_factory=dict, sa_type=JSON)
    total_satang: int = Field(sa_type=BigInteger)
    paper_id: int | None = Field(default=None, foreign_key="paper.id")
    note: str = Field(default="", max_length=500)
    actor: str = Field(default="", max_length=120)
    at: datetime = Field(sa_type=Utc)
