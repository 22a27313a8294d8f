"""The plan of a fiscal year, and what the province asked this office to share."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import BigInteger, UniqueConstraint
from sqlmodel import Field

from planning.annual_plan.core import AnnualPlan
from planning.annual_plan.models.money import new_key
from service.columns import Utc, utc_now


class Plan(AnnualPlan, table=True):
    """One plan of one office and fiscal year; its projects are those of the year."""

    __table_args__ = (UniqueConstraint("office_code", "fiscal_year"),)

    id: int | None = Field(default=None, primary_key=True)
    key: str = Field(default_factory=new_key, max_length=32, unique=True)
    office_code: str = Field(max_length=32, index=True)
    fiscal_year: int
    title: str = Field(max_length=255)
    preface: str = Field(default="", max_length=4000)
    created_at: datetime = Field(default_factory=utc_now, sa_type=Utc)


class SharedOffer(AnnualPlan, table=True):
    """A share of a project of the province that this office was asked for, and what it said. Satang. `round` counts how
    often it was asked; what was said in each round is kept in `OfferAnswer`.
    """

    __tablename__ = "shared_offer"
    __table_args__ = (UniqueConstraint("office_code", "shared_project_key"),)

    id: int | None = Field(default=None, primary_key=True)
    office_code: str = Field(max_length=32, index=True)
    asked_by: str = Field(default="", max_length=32)
    shared_project_key: str = Field(max_length=64)
    title: str = Field(max_length=255)
    fiscal_year: int
    amount_satang: int = Field(sa_type=BigInteger)
    activity: str = Field(default="", max_length=255)
    due_on: date | None = None
    answer: str = Field(default="", max_length=32)
    reason: str = Field(default="", max_length=1000)
    round: int = 1
    heard_at: datetime = Field(default_factory=utc_now, sa_type=Utc)


class OfferAnswer(AnnualPlan, table=True):
    """What the office said in one round, to what it was asked then; never changed. Satang."""

    __tablename__ = "offer_answer"
    __table_args__ = (UniqueConstraint("offer_id", "round"),)

    id: int | None = Field(default=None, primary_key=True)
    office_code: str = Field(max_length=32, index=True)
    offer_id: int = Field(foreign_key="shared_offer.id", index=True)
    round: int
    amount_satang: int = Field(sa_type=BigInteger)
    activity: str = Field(default="", max_length=255)
    answer: str = Field(max_length=32)
    reason: str = Field(default="", max_length=1000)
    answered_by: str = Field(max_length=120)
    answered_at: datetime = Field(default_factory=utc_now, sa_type=Utc)
