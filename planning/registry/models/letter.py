"""The policy group's own register of letters in and out. The office's letters are numbered by its central register."""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum
from typing import Final

from sqlalchemy import UniqueConstraint
from sqlmodel import Field

from planning.registry.core import Registry
from planning.registry.models.reference import new_key
from service.columns import Utc, utc_now, words
from service.letters import Direction, LetterColumns

MARK: Final = "นผ"
"""Of the policy and planning group, until an office sets another."""


class Restart(StrEnum):
    """When numbers begin anew."""

    CALENDAR = "calendar"
    FISCAL = "fiscal"
    NEVER = "never"


class DeskRule(Registry, table=True):
    """How the desk of an office works. `mark` stands before every number of the group."""

    __tablename__ = "desk_rule"

    office_code: str = Field(primary_key=True, max_length=32)
    restart: Restart = Field(default=Restart.CALENDAR, sa_type=words(Restart))
    mark: str = Field(default=MARK, max_length=20)
    answer_days: int = 3
    term_days: int = 60


class LetterCounter(Registry, table=True):
    """The last number given in a series; who takes the next one holds the row until the end."""

    __tablename__ = "letter_counter"

    office_code: str = Field(primary_key=True, max_length=32)
    direction: Direction = Field(primary_key=True, sa_type=words(Direction))
    series: int = Field(primary_key=True)
    last: int = 0


class Letter(LetterColumns, Registry, table=True):
    """One letter. `series` is the year whose numbers it takes, 0 where numbers never restart; `mark` stands before its
    number, so that it is never taken for one of the office. `central_no` is its number in the central register. It may
    belong to a step, a plan, a case or a meeting, named by `service`, `subject_kind`, `subject_key` and shown by
    `subject_title`.
    """

    __table_args__ = (UniqueConstraint("office_code", "direction", "series", "number"),)

    id: int | None = Field(default=None, primary_key=True)
    office_code: str = Field(max_length=32, index=True)
    key: str = Field(default_factory=new_key, max_length=32, unique=True)
    series: int
    mark: str = Field(max_length=20)
    central_no: str = Field(default="", max_length=64)
    handled_by: str = Field(default="", max_length=120)
    due_on: date | None = None
    done_on: date | None = None
    answers_id: int | None = Field(default=None, foreign_key="letter.id")
    service: str = Field(default="", max_length=32)
    subject_kind: str = Field(default="", max_length=48)
    subject_key: str = Field(default="", max_length=64, index=True)
    subject_title: str = Field(default="", max_length=255)
    link: str = Field(default="", max_length=500)
    entered_at: datetime = Field(default_factory=utc_now, sa_type=Utc)
