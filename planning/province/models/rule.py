"""Rules by which plans are approved, as parameters that an official may correct: the texts were not read in full."""

from __future__ import annotations

from datetime import date

from sqlalchemy import JSON, UniqueConstraint
from sqlmodel import Field

from planning.province.models.owned import Owned


class RuleVersion(Owned, table=True):
    """What a rule says from a day on: which kind of committee approves which kind of plan, and which fields of its
    projects are needed. As long as nobody compared it with the text, it is unverified.
    """

    __table_args__ = (UniqueConstraint("office_code", "rule", "number"),)

    rule: str = Field(max_length=16, index=True)
    number: int
    valid_from: date
    approvers: dict[str, str] = Field(default_factory=dict, sa_type=JSON)
    fields: list[str] = Field(default_factory=list, sa_type=JSON)
    note: str = Field(default="", max_length=2000)
    is_verified: bool = False
