"""Runs of workflows: who did which step when, with which evidence, and what was left out with whose approval."""

from __future__ import annotations

from datetime import date, datetime
from uuid import uuid4

from sqlalchemy import JSON, UniqueConstraint
from sqlmodel import Field

from planning.plans.core import Plans
from planning.plans.models.kept import KeptFile
from service.columns import Utc, utc_now


class Run(Plans, table=True):
    """One matter on its way through a workflow. `definition` is the workflow as it was when it began; the subject is a
    thing of the service, by kind and key. `gates` says of which thing a gate asks, where it is another one. `ended_at`
    is set when nothing is left to do, or, with `end_reason`, when it was broken off. `days_sha256` names the holidays
    by which the days of its steps stand (empty: none were known); None: not looked at yet.
    """

    __tablename__ = "work_run"

    id: int | None = Field(default=None, primary_key=True)
    key: str = Field(default_factory=lambda: uuid4().hex, max_length=32, unique=True)
    office_code: str = Field(max_length=32, index=True)
    workflow: str = Field(max_length=48, index=True)
    definition: dict[str, object] = Field(default_factory=dict, sa_type=JSON)
    title: str = Field(max_length=255)
    subject_kind: str = Field(default="", max_length=48)
    subject_key: str = Field(default="", max_length=32, index=True)
    gates: dict[str, str] = Field(default_factory=dict, sa_type=JSON)
    started_at: datetime = Field(default_factory=utc_now, sa_type=Utc)
    started_by: str = Field(default="", max_length=120)
    ended_at: datetime | None = Field(default=None, sa_type=Utc, index=True)
    end_reason: str = Field(default="", max_length=500)
    days_sha256: str | None = Field(default=None, max_length=64)


class RunStep(Plans, table=True):
    """One step of a run. `set_due_on` is a day that a person set; `due_on` the day in force while it is open, none
    while nobody can work on it. `begun_at`: somebody works on it; `return_reason`: it was sent back; `waived_at`: it
    was left out, for `waive_reason`, which `waived_with` approved.
    """

    __tablename__ = "work_step"
    __table_args__ = (UniqueConstraint("run_id", "key"),)

    id: int | None = Field(default=None, primary_key=True)
    run_id: int = Field(foreign_key="work_run.id", index=True)
    key: str = Field(max_length=48)
    owner: str = Field(max_length=32, index=True)
    set_due_on: date | None = None
    due_on: date | None = Field(default=None, index=True)
    begun_at: datetime | None = Field(default=None, sa_type=Utc)
    begun_by: str = Field(default="", max_length=120)
    return_reason: str = Field(default="", max_length=500)
    done_at: datetime | None = Field(default=None, sa_type=Utc)
    done_by: str = Field(default="", max_length=120)
    choice: str = Field(default="", max_length=48)
    note: str = Field(default="", max_length=2000)
    waived_at: datetime | None = Field(default=None, sa_type=Utc)
    waived_by: str = Field(default="", max_length=120)
    waive_reason: str = Field(default="", max_length=500)
    waived_with: str = Field(default="", max_length=255)


class Evidence(KeptFile, Plans, table=True):
    """A file of a step. The newest of a kind that was not withdrawn counts."""

    __tablename__ = "work_evidence"

    id: int | None = Field(default=None, primary_key=True)
    run_id: int = Field(foreign_key="work_run.id", index=True)
    kind: str = Field(max_length=48)
    taken_on: date | None = None
