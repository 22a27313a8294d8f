"""Versions of criteria that the office made itself, and who has read which."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import JSON, UniqueConstraint
from sqlmodel import Field

from planning.school_network.core import SchoolNetwork
from service.columns import Utc, utc_now


class CriteriaVersion(SchoolNetwork, table=True):
    """The criteria of one regulation as the office holds them from a day on. Version 1 ships with the program; a row
    is never changed, since open cases keep the version that they began with.
    """

    __tablename__ = "criteria_version"
    __table_args__ = (UniqueConstraint("office_code", "regulation", "version"),)

    id: int | None = Field(default=None, primary_key=True)
    office_code: str = Field(max_length=32, index=True)
    regulation: str = Field(max_length=16)
    version: int
    valid_from: date
    reason: str = Field(max_length=500)
    body: dict[str, object] = Field(default_factory=dict, sa_type=JSON)
    made_by: str = Field(max_length=120)
    made_at: datetime = Field(default_factory=utc_now, sa_type=Utc)


class Acknowledgement(SchoolNetwork, table=True):
    """That a person has read a version of a regulation."""

    __table_args__ = (UniqueConstraint("office_code", "regulation", "version", "username"),)

    id: int | None = Field(default=None, primary_key=True)
    office_code: str = Field(max_length=32, index=True)
    regulation: str = Field(max_length=16)
    version: int
    username: str = Field(max_length=255)
    name: str = Field(max_length=255)
    at: datetime = Field(default_factory=utc_now, sa_type=Utc)
