"""Duties of the office, what each came to in the last years, and what is to become of it."""

from __future__ import annotations

from enum import StrEnum

from sqlalchemy import BigInteger, UniqueConstraint
from sqlmodel import Field

from planning.development_plan.core import DevelopmentPlan
from service.columns import words


class Verdict(StrEnum):
    """What is to become of a duty."""

    CONTINUE = "continue"
    ADJUST = "adjust"
    STOP = "stop"


class Duty(DevelopmentPlan, table=True):
    """A duty as one plan reviews it. `code` is the number in the office's manual; `verdict` None: not judged yet."""

    __table_args__ = (UniqueConstraint("plan_id", "code"),)

    id: int | None = Field(default=None, primary_key=True)
    office_code: str = Field(max_length=32, index=True)
    plan_id: int = Field(foreign_key="devplan.id", index=True)
    place: int
    code: str = Field(max_length=16)
    group_name: str = Field(default="", max_length=255)
    name: str = Field(max_length=500)
    verdict: Verdict | None = Field(default=None, sa_type=words(Verdict))
    reason: str = Field(default="", max_length=2000)


class DutyYear(DevelopmentPlan, table=True):
    """What was done for it in a fiscal year. `spend_satang` None: not known."""

    __tablename__ = "duty_year"
    __table_args__ = (UniqueConstraint("duty_id", "fiscal_year"),)

    id: int | None = Field(default=None, primary_key=True)
    office_code: str = Field(max_length=32, index=True)
    duty_id: int = Field(foreign_key="duty.id", index=True)
    fiscal_year: int
    project: str = Field(default="", max_length=500)
    result: str = Field(default="", max_length=2000)
    spend_satang: int | None = Field(default=None, sa_type=BigInteger)
    indicator: str = Field(default="", max_length=500)
