"""What a plan is made from: districts, the figures of equity and quality of each, sectors and what they contributed."""

from __future__ import annotations

from datetime import date
from enum import StrEnum

from sqlalchemy import UniqueConstraint
from sqlmodel import Field

from planning.province.equity import Measure
from planning.province.models.owned import Owned
from service.columns import words


class District(Owned, table=True):
    """A district (อำเภอ) of the province: the table of equity has a row for each."""

    __table_args__ = (UniqueConstraint("office_code", "name"),)

    name: str = Field(max_length=120)


class Figure(Owned, table=True):
    """One figure of the table of equity, with where it is from and of which day."""

    __tablename__ = "equity_figure"
    __table_args__ = (UniqueConstraint("plan_id", "district", "measure"),)

    plan_id: int = Field(foreign_key="plan.id", index=True)
    district: str = Field(max_length=120)
    measure: Measure = Field(sa_type=words(Measure))
    value: int
    source: str = Field(max_length=255)
    as_of: date


class Quality(Owned, table=True):
    """One figure of the table of quality, e.g. the mean of a national test."""

    __table_args__ = (UniqueConstraint("plan_id", "district", "name", "academic_year"),)

    plan_id: int = Field(foreign_key="plan.id", index=True)
    district: str = Field(max_length=120)
    name: str = Field(max_length=120)
    academic_year: int
    value: float
    unit: str = Field(max_length=64)
    source: str = Field(max_length=255)
    as_of: date


class Sector(Owned, table=True):
    """A part of society that takes part in planning; of each that is required a plan needs something that it said."""

    __table_args__ = (UniqueConstraint("office_code", "name"),)

    name: str = Field(max_length=120)
    is_required: bool = True


class Channel(StrEnum):
    """How a sector was heard."""

    MEETING = "meeting"
    HEARING = "hearing"
    QUESTIONNAIRE = "questionnaire"
    INTERVIEW = "interview"
    ONLINE = "online"
    LETTER = "letter"


class Voice(Owned, table=True):
    """What a sector contributed to a plan: counts of persons, never who they were."""

    __table_args__ = (UniqueConstraint("plan_id", "sector_id", "channel", "heard_on"),)

    plan_id: int = Field(foreign_key="plan.id", index=True)
    sector_id: int = Field(foreign_key="sector.id", index=True)
    channel: Channel = Field(sa_type=words(Channel))
    heard_on: date
    persons: int
    said: str = Field(max_length=4000)
