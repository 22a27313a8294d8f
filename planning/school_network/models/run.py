"""Road graphs that were read, and mapping runs: what each was made from, and what came out."""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum
from uuid import uuid4

from sqlalchemy import JSON, LargeBinary
from sqlmodel import Field

from planning.school_network.core import SchoolNetwork
from service.columns import Utc, utc_now, words


class RoadGraph(SchoolNetwork, table=True):
    """A graph of roads as the two files in which it came, named by their SHA-256; lengths in metres."""

    __tablename__ = "road_graph"

    id: int | None = Field(default=None, primary_key=True)
    office_code: str = Field(max_length=32, index=True)
    source: str = Field(max_length=255)
    day: date
    licence: str = Field(max_length=255)
    crossings_sha256: str = Field(max_length=64)
    edges_sha256: str = Field(max_length=64)
    crossings: int
    edges: int
    added_by: str = Field(max_length=120)
    added_at: datetime = Field(default_factory=utc_now, sa_type=Utc)


class RunState(StrEnum):
    """How far a run is."""

    QUEUED = "queued"
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"


class MappingRunRow(SchoolNetwork, table=True):
    """One mapping run. `inputs` and `result` are compressed JSON and never change once written; `data_hash` names the
    tables of schools and villages alone, by which a later correction of them is noticed.
    """

    __tablename__ = "mapping_run"

    id: int | None = Field(default=None, primary_key=True)
    key: str = Field(default_factory=lambda: uuid4().hex, max_length=32, unique=True)
    office_code: str = Field(max_length=32, index=True)
    title: str = Field(max_length=120)
    state: RunState = Field(default=RunState.QUEUED, sa_type=words(RunState), index=True)
    problem: str = Field(default="", max_length=500)
    academic_year: int
    count_date: date
    revision: int
    as_of: datetime | None = Field(default=None, sa_type=Utc)
    road_graph_id: int | None = Field(default=None, foreign_key="road_graph.id")
    inputs: bytes = Field(sa_type=LargeBinary)
    input_hash: str = Field(max_length=64, index=True)
    data_hash: str = Field(max_length=64)
    result: bytes = Field(default=b"", sa_type=LargeBinary)
    result_hash: str = Field(default="", max_length=64)
    summary: dict[str, object] = Field(default_factory=dict, sa_type=JSON)
    asked_by: str = Field(max_length=120)
    asked_at: datetime = Field(default_factory=utc_now, sa_type=Utc)
    begun_at: datetime | None = Field(default=None, sa_type=Utc)
    done_at: datetime | None = Field(default=None, sa_type=Utc)
