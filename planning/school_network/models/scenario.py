"""Scenarios: sets of changes on one mapping run, carried out one after the other, with what they do."""

from __future__ import annotations

from datetime import datetime
from uuid import uuid4

from sqlalchemy import JSON, BigInteger
from sqlmodel import Field

from planning.school_network.core import SchoolNetwork
from planning.school_network.kinds import CaseKind
from service.columns import Utc, utc_now, words


class Scenario(SchoolNetwork, table=True):
    """A plan of changes for some academic years. `effect` is what the engine said of all steps together; prices are
    whole satang with VAT, by which what is lacking after a move is counted.
    """

    id: int | None = Field(default=None, primary_key=True)
    key: str = Field(default_factory=lambda: uuid4().hex, max_length=32, unique=True)
    office_code: str = Field(max_length=32, index=True)
    run_id: int = Field(foreign_key="mapping_run.id")
    title: str = Field(max_length=120)
    note: str = Field(default="", max_length=2000)
    device_satang: int = Field(default=0, sa_type=BigInteger)
    mbps_month_satang: int = Field(default=0, sa_type=BigInteger)
    effect: dict[str, object] = Field(default_factory=dict, sa_type=JSON)
    has_cases: bool = False
    made_by: str = Field(max_length=120)
    made_at: datetime = Field(default_factory=utc_now, sa_type=Utc)
    changed_at: datetime = Field(default_factory=utc_now, sa_type=Utc)


class ScenarioStep(SchoolNetwork, table=True):
    """One change; `academic_year` (Buddhist era) is when it is to begin, grades are codes of the registry."""

    __tablename__ = "scenario_step"

    id: int | None = Field(default=None, primary_key=True)
    scenario_id: int = Field(foreign_key="scenario.id", index=True)
    place: int
    kind: CaseKind = Field(sa_type=words(CaseKind))
    school_code: str = Field(default="", max_length=8)
    school_name: str = Field(max_length=255)
    to_code: str = Field(default="", max_length=8)
    to_name: str = Field(default="", max_length=255)
    low: str = Field(default="", max_length=2)
    high: str = Field(default="", max_length=2)
    academic_year: int
    reason: str = Field(default="", max_length=500)
