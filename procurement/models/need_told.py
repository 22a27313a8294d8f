"""What planning services told of needs: lines of the annual plan that pay for them, and cases that made them."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import BigInteger, UniqueConstraint
from sqlmodel import Field

from inventory.core import Core
from service.columns import Utc


class NeedBudget(Core, table=True):
    """A line of an approved annual plan pays for a need. `line_key` is what a purchase names as its budget line,
    `project_key` the project that the line is of.
    """

    __tablename__ = "need_budget"
    __table_args__ = (UniqueConstraint("need_id", "line_key"),)

    id: int | None = Field(default=None, primary_key=True)
    need_id: int = Field(foreign_key="need.id", index=True)
    fiscal_year: int
    project_key: str = Field(max_length=64)
    line_key: str = Field(max_length=64, index=True)
    spec_id: int | None = None
    amount_satang: int = Field(sa_type=BigInteger)
    told_at: datetime = Field(sa_type=Utc)


class NeedCase(Core, table=True):
    """The case of the school network that made a need, and its page there. `cost_satang` is what the case reckons for
    all that the school lacks. `gone_at`: the case said that it lacks it no more.
    """

    __tablename__ = "need_case"

    need_id: int = Field(foreign_key="need.id", primary_key=True)
    case_key: str = Field(max_length=64, index=True)
    case_school: str = Field(default="", max_length=255)
    path: str = Field(default="", max_length=255)
    children: int = 0
    cost_satang: int = Field(default=0, sa_type=BigInteger)
    told_at: datetime = Field(sa_type=Utc)
    gone_at: datetime | None = Field(default=None, sa_type=Utc)
