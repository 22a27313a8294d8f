"""Plans of the province and of its cluster: their kinds, strategy trees, indicators by district and their parts."""

from __future__ import annotations

from datetime import date
from enum import StrEnum

from sqlalchemy import UniqueConstraint
from sqlmodel import Field

from planning.plans.described import Direction
from planning.plans.indicator import checks
from planning.province.kinds import PlanKind
from planning.province.models.owned import Owned
from service.columns import words


class Plan(Owned, table=True):
    """One plan. Years are fiscal years of the Buddhist era, first and last; `parent_id` is the plan that it carries
    out: the four-year plan of an annual one, the development plan of a four-year one.
    """

    __table_args__ = (UniqueConstraint("office_code", "kind", "province", "first_year"),)

    kind: PlanKind = Field(sa_type=words(PlanKind), index=True)
    title: str = Field(max_length=255)
    province: str = Field(max_length=120)
    first_year: int
    last_year: int
    parent_id: int | None = Field(default=None, foreign_key="plan.id")
    is_ours: bool = True


class ElementKind(StrEnum):
    """Parts of the tree, from the top down."""

    VISION = "vision"
    MISSION = "mission"
    GOAL = "goal"
    STRATEGY = "strategy"
    MEASURE = "measure"


class Element(Owned, table=True):
    """One node of the tree of a plan."""

    __table_args__ = (UniqueConstraint("plan_id", "kind", "code"),)

    plan_id: int = Field(foreign_key="plan.id", index=True)
    parent_id: int | None = Field(default=None, foreign_key="element.id")
    kind: ElementKind = Field(sa_type=words(ElementKind))
    code: str = Field(max_length=16)
    text: str = Field(max_length=2000)


class Indicator(Owned, table=True):
    """An indicator of a node. `registry_key` is the indicator of the registry that it follows, whose actuals the annual
    plans of the offices tell.
    """

    __table_args__ = (UniqueConstraint("element_id", "name"), *checks())

    plan_id: int = Field(foreign_key="plan.id", index=True)
    element_id: int = Field(foreign_key="element.id", index=True)
    name: str = Field(max_length=255)
    unit: str = Field(max_length=64)
    direction: Direction = Field(sa_type=words(Direction))
    baseline: float | None = None
    no_baseline: str = Field(default="", max_length=500)
    source: str = Field(max_length=255)
    registry_key: str = Field(default="", max_length=64, index=True)


class DistrictTarget(Owned, table=True):
    """What an indicator should be and was in one district in one fiscal year. `district` empty: the whole province."""

    __table_args__ = (UniqueConstraint("indicator_id", "district", "fiscal_year"),)

    indicator_id: int = Field(foreign_key="indicator.id", index=True)
    district: str = Field(default="", max_length=120)
    fiscal_year: int
    target: float
    actual: float | None = None
    actual_source: str = Field(default="", max_length=255)
    actual_on: date | None = None


class Part(Owned, table=True):
    """A plan of one province within the plan of its cluster."""

    __tablename__ = "plan_part"
    __table_args__ = (UniqueConstraint("cluster_id", "plan_id"),)

    cluster_id: int = Field(foreign_key="plan.id", index=True)
    plan_id: int = Field(foreign_key="plan.id")
