"""Agencies that provide or support education in the province, and what they were asked for."""

from __future__ import annotations

from datetime import date
from enum import StrEnum

from sqlalchemy import UniqueConstraint
from sqlmodel import Field

from planning.province.models.owned import Owned
from service.columns import words


class Affiliation(StrEnum):
    """Under the Ministry of Education or not: step 4.5 of the manual asks both."""

    MOE = "moe"
    OTHER = "other"


class AgencyKind(StrEnum):
    """What an agency is."""

    EDUCATION_OFFICE = "peo"
    AREA_OFFICE = "esao"
    VOCATIONAL = "vocational"
    LEARNING = "learning"
    PRIVATE = "private"
    UNIVERSITY = "university"
    LOCAL_BODY = "lao"
    ADMINISTRATION = "administration"
    HEALTH = "health"
    OTHER = "other"


class Agency(Owned, table=True):
    """One agency. `code` is its office code at netops where it has one: shared projects are offered to it by that.
    Contacts are those of a unit; no person stands here.
    """

    __table_args__ = (UniqueConstraint("office_code", "name"),)

    name: str = Field(max_length=255)
    affiliation: Affiliation = Field(sa_type=words(Affiliation))
    kind: AgencyKind = Field(sa_type=words(AgencyKind))
    code: str = Field(default="", max_length=32, index=True)
    unit: str = Field(default="", max_length=255)
    phone: str = Field(default="", max_length=64)
    mail: str = Field(default="", max_length=255)
    is_asked_for_plan: bool = True
    is_active: bool = True


class Answer(StrEnum):
    """What an agency said to a request for a name."""

    WAITING = "waiting"
    NOMINATED = "nominated"
    DECLINED = "declined"


class Nomination(Owned, table=True):
    """An agency was asked to name somebody for a committee (หนังสือขอความอนุเคราะห์เสนอชื่อ), and what it answered."""

    __table_args__ = (UniqueConstraint("agency_id", "committee", "asked_on"),)

    agency_id: int = Field(foreign_key="agency.id", index=True)
    committee: str = Field(max_length=255)
    letter_number: str = Field(default="", max_length=64)
    asked_on: date
    due_on: date
    answer: Answer = Field(default=Answer.WAITING, sa_type=words(Answer))
    answered_on: date | None = None
    nominee: str = Field(default="", max_length=255)
    position: str = Field(default="", max_length=255)
    reason: str = Field(default="", max_length=2000)
