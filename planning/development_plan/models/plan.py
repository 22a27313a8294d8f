"""The plan itself, and what was handed in as its three sets of evidence."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from uuid import uuid4

from sqlalchemy import JSON, UniqueConstraint
from sqlmodel import Field

from planning.development_plan.core import DevelopmentPlan
from service.columns import Utc, utc_now, words


def new_key() -> str:
    """By which other services name a thing, for ever."""
    return uuid4().hex


class EvidenceKind(StrEnum):
    """What must be there before a word of the plan is written (the manual's definition of it)."""

    REVIEW = "mission-review"
    SITUATION = "situation-report"
    POSITION = "school-mapping"


class Plan(DevelopmentPlan, table=True):
    """A development plan of some fiscal years (Buddhist era), the first and the last one."""

    __tablename__ = "devplan"

    id: int | None = Field(default=None, primary_key=True)
    office_code: str = Field(max_length=32, index=True)
    key: str = Field(default_factory=new_key, max_length=32, unique=True)
    title: str = Field(max_length=255)
    first_year: int
    last_year: int
    created_at: datetime = Field(default_factory=utc_now, sa_type=Utc)
    changed_at: datetime = Field(default_factory=utc_now, sa_type=Utc)

    @property
    def years(self) -> tuple[int, ...]:
        """Every fiscal year of it."""
        return tuple(range(self.first_year, self.last_year + 1))


class EvidenceSet(DevelopmentPlan, table=True):
    """A set as it was handed in: `content` is all that its paper is made from, `sha256` the fingerprint of it."""

    __tablename__ = "evidence_set"
    __table_args__ = (UniqueConstraint("plan_id", "kind"),)

    id: int | None = Field(default=None, primary_key=True)
    office_code: str = Field(max_length=32, index=True)
    plan_id: int = Field(foreign_key="devplan.id", index=True)
    kind: EvidenceKind = Field(sa_type=words(EvidenceKind))
    sha256: str = Field(max_length=64)
    content: dict[str, object] = Field(default_factory=dict, sa_type=JSON)
    submitted_by: str = Field(max_length=120)
    submitted_at: datetime = Field(default_factory=utc_now, sa_type=Utc)
