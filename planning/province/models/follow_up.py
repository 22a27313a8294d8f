"""What became of projects, each figure with where it is from."""

from __future__ import annotations

from datetime import date

from sqlalchemy import BigInteger, UniqueConstraint
from sqlmodel import Field

from planning.province.models.owned import Owned


class Report(Owned, table=True):
    """What an agency reported of a project in a form: for those who do not keep an annual plan of ours."""

    __tablename__ = "agency_report"
    __table_args__ = (UniqueConstraint("project_id", "fiscal_year", "quarter"),)

    project_id: int = Field(foreign_key="project.id", index=True)
    fiscal_year: int
    quarter: int
    spent_satang: int = Field(sa_type=BigInteger)
    percent: int
    result: str = Field(default="", max_length=2000)
    problem: str = Field(default="", max_length=2000)
    source: str = Field(max_length=255)
    reported_on: date


class Spending(Owned, table=True):
    """What an annual plan of an office told of one of its projects: the money spent until a day. `teller` is the code
    of that office; `shared_key` the shared project of the province that it is a part of.
    """

    __table_args__ = (UniqueConstraint("office_code", "teller", "project_key", "fiscal_year"),)

    teller: str = Field(max_length=32)
    project_key: str = Field(max_length=64)
    shared_key: str = Field(default="", max_length=64, index=True)
    fiscal_year: int
    title: str = Field(default="", max_length=255)
    amount_satang: int = Field(default=0, sa_type=BigInteger)
    spent_satang: int = Field(default=0, sa_type=BigInteger)
    paid_on: date | None = None
