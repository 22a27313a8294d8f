"""What plans refer to: policies, rules and reports with their years, and the nodes of each."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from uuid import uuid4

from sqlalchemy import JSON, UniqueConstraint
from sqlmodel import Field

from planning.registry.core import Registry
from service.columns import Utc, utc_now, words


class ReferenceKind(StrEnum):
    """A policy is followed, a rule is kept, a report is read."""

    POLICY = "policy"
    RULE = "rule"
    REPORT = "report"


def new_key() -> str:
    """32 hex digits by which other services name a row for ever."""
    return uuid4().hex


class PolicyReference(Registry, table=True):
    """One reference. Years are of the Buddhist era, None: not said. `seed_titles` are the titles under which the
    office's manual names it, by its number there (`P1-7.2`), letter by letter; `note` is what does not agree in it.
    `is_verified`: years and title were read in a source. `succeeded_by` is the key of what stands in its place.
    """

    __tablename__ = "policy_reference"
    __table_args__ = (UniqueConstraint("office_code", "key"),)

    id: int | None = Field(default=None, primary_key=True)
    office_code: str = Field(max_length=32, index=True)
    key: str = Field(default_factory=new_key, max_length=32, index=True)
    title: str = Field(max_length=500)
    issuer: str = Field(default="", max_length=255)
    kind: ReferenceKind = Field(default=ReferenceKind.POLICY, sa_type=words(ReferenceKind))
    valid_from: int | None = None
    valid_to: int | None = None
    seed_titles: dict[str, str] = Field(default_factory=dict, sa_type=JSON)
    note: str = Field(default="", max_length=1000)
    is_verified: bool = False
    link: str = Field(default="", max_length=500)
    position: int = 0
    succeeded_by: str = Field(default="", max_length=32)
    changed_at: datetime = Field(default_factory=utc_now, sa_type=Utc)


class PolicyNode(Registry, table=True):
    """A node of the tree of a reference, e.g. a goal or a measure. Its key never changes, plans point to it."""

    __tablename__ = "policy_node"
    __table_args__ = (UniqueConstraint("reference_id", "code"),)

    id: int | None = Field(default=None, primary_key=True)
    office_code: str = Field(max_length=32, index=True)
    reference_id: int = Field(foreign_key="policy_reference.id", index=True)
    key: str = Field(default_factory=new_key, max_length=32, unique=True)
    parent_key: str = Field(default="", max_length=32)
    code: str = Field(max_length=32)
    text: str = Field(max_length=2000)
    position: int = 0
