"""Projects of a fiscal year with their form, activities and budget lines. Satang; years of the Buddhist era."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, BigInteger, UniqueConstraint
from sqlmodel import Field

from planning.annual_plan.core import AnnualPlan
from planning.annual_plan.models.money import new_key
from planning.annual_plan.terms import BudgetType, ProjectKind, ProjectState
from service.columns import Utc, utc_now, words


class Project(AnnualPlan, table=True):
    """One project. `parts` are the texts of its form by key (`planning.annual_plan.form_parts`), `links` its strategies
    and indicators (key and name, and of one in words what makes it one); `targets` values by key of indicator; `risks`
    as [risk, treatment].
    `frame_key` is its project in the five-year frame, `shared_project_key` that of the province. `version` rises with
    each change.
    """

    __table_args__ = (UniqueConstraint("office_code", "fiscal_year", "code"),)

    id: int | None = Field(default=None, primary_key=True)
    key: str = Field(default_factory=new_key, max_length=32, unique=True)
    office_code: str = Field(max_length=32, index=True)
    fiscal_year: int = Field(index=True)
    code: str = Field(max_length=20)
    name: str = Field(max_length=255)
    group_name: str = Field(default="", max_length=120, index=True)
    owner: str = Field(default="", max_length=120)
    plan_name: str = Field(default="", max_length=255)
    kind: ProjectKind = Field(default=ProjectKind.NEW, sa_type=words(ProjectKind))
    state: ProjectState = Field(default=ProjectState.DRAFT, sa_type=words(ProjectState), index=True)
    starts_on: date | None = None
    ends_on: date | None = None
    amount_satang: int = Field(default=0, sa_type=BigInteger)
    output_quantity: int = 0
    output_unit: str = Field(default="", max_length=60)
    frame_key: str = Field(default="", max_length=64)
    shared_project_key: str = Field(default="", max_length=64)
    parts: dict[str, str] = Field(default_factory=dict, sa_type=JSON)
    links: dict[str, Any] = Field(default_factory=dict, sa_type=JSON)
    targets: dict[str, str] = Field(default_factory=dict, sa_type=JSON)
    risks: list[Any] = Field(default_factory=list, sa_type=JSON)
    version: int = 1
    changed_at: datetime = Field(default_factory=utc_now, sa_type=Utc)


class Activity(AnnualPlan, table=True):
    """One activity, with when it began and ended in truth."""

    __table_args__ = (UniqueConstraint("project_id", "number"),)

    id: int | None = Field(default=None, primary_key=True)
    office_code: str = Field(max_length=32, index=True)
    project_id: int = Field(foreign_key="project.id", index=True)
    number: int
    code: str = Field(default="", max_length=20)
    name: str = Field(max_length=255)
    owner: str = Field(default="", max_length=120)
    starts_on: date | None = None
    ends_on: date | None = None
    began_on: date | None = None
    finished_on: date | None = None
    amount_satang: int = Field(sa_type=BigInteger)


class BudgetLine(AnnualPlan, table=True):
    """What is bought or paid. `key` is what a purchase names as its budget line; `need_id` and `spec_id` are netops'.
    `is_over`: the allocation does not hold it any more. `told_satang` is what one piece for the need costs by the
    specification `told_spec_id`, which netops approved last.
    """

    __tablename__ = "budget_line"

    id: int | None = Field(default=None, primary_key=True)
    key: str = Field(default_factory=new_key, max_length=32, unique=True)
    office_code: str = Field(max_length=32, index=True)
    project_id: int = Field(foreign_key="project.id", index=True)
    activity_id: int = Field(foreign_key="activity.id", index=True)
    place: int
    budget_type: BudgetType = Field(sa_type=words(BudgetType))
    source: str = Field(max_length=120)
    item: str = Field(max_length=255)
    quantity: int
    unit: str = Field(default="", max_length=60)
    unit_satang: int = Field(sa_type=BigInteger)
    amount_satang: int = Field(sa_type=BigInteger)
    q1_satang: int = Field(default=0, sa_type=BigInteger)
    q2_satang: int = Field(default=0, sa_type=BigInteger)
    q3_satang: int = Field(default=0, sa_type=BigInteger)
    q4_satang: int = Field(default=0, sa_type=BigInteger)
    q1_target: int = 0
    q2_target: int = 0
    q3_target: int = 0
    q4_target: int = 0
    need_id: int | None = None
    spec_id: int | None = None
    is_over: bool = False
    told_spec_id: int | None = None
    told_satang: int | None = Field(default=None, sa_type=BigInteger)

    @property
    def is_off_price(self) -> bool:
        """The specification says another price than the line."""
        return self.told_satang is not None and self.told_satang != self.unit_satang
