"""What goals and projects point to in policies, and the policies that have a successor."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import JSON, UniqueConstraint
from sqlmodel import Field

from planning.plans.core import Plans
from service.columns import Utc, utc_now


class Alignment(Plans, table=True):
    """A thing of the service points to a node of a reference; or, with no node, `reason` says why none fits."""

    __table_args__ = (UniqueConstraint("office_code", "subject_kind", "subject_key", "node_key"),)

    id: int | None = Field(default=None, primary_key=True)
    office_code: str = Field(max_length=32, index=True)
    subject_kind: str = Field(max_length=48)
    subject_key: str = Field(max_length=64, index=True)
    reference_key: str = Field(default="", max_length=64, index=True)
    node_key: str = Field(default="", max_length=64)
    reason: str = Field(default="", max_length=500)
    linked_at: datetime = Field(default_factory=utc_now, sa_type=Utc)
    linked_by: str = Field(default="", max_length=120)


class Superseded(Plans, table=True):
    """A reference got a successor, as the registry told; whatever points to `nodes` is to be looked at again."""

    __tablename__ = "superseded_reference"
    __table_args__ = (UniqueConstraint("office_code", "reference_key"),)

    id: int | None = Field(default=None, primary_key=True)
    office_code: str = Field(max_length=32, index=True)
    reference_key: str = Field(max_length=64)
    title: str = Field(max_length=500)
    successor_key: str = Field(max_length=64)
    successor_title: str = Field(max_length=500)
    nodes: list[str] = Field(default_factory=list, sa_type=JSON)
    told_at: datetime = Field(sa_type=Utc)
