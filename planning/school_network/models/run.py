"""Road graphs that were read, and mapping runs: what each was made from, and what came out."""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum
from uuid import uuid4

from sqlalchemy import JSON, Connection, LargeBinary, event, inspect
from sqlalchemy.orm import Mapper
from sqlmodel import Field

from planning.school_network.core import SchoolNetwork
from planning.school_network.mapping.inputs import Demand
from service.columns import Utc, utc_now, words
from service.guards import Stays, guard


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
    demand: Demand = Field(default=Demand.VILLAGES, sa_type=words(Demand))
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


class ImmutableRunError(RuntimeError):
    """Somebody tried to change what a run was made from, or its result (INV-E1): a fault of the program."""


_GIVEN = (
    "office_code",
    "key",
    "academic_year",
    "count_date",
    "revision",
    "demand",
    "inputs",
    "input_hash",
    "data_hash",
)
_CAME_OUT = ("result", "result_hash", "summary", "state", "done_at")


@event.listens_for(MappingRunRow, "before_update")
def _stays(_mapper: Mapper[MappingRunRow], _connection: Connection, row: MappingRunRow) -> None:
    """What it was made from from the beginning, what came out from then on."""
    now = inspect(row)
    before = now.attrs["state"].history.deleted
    was_done = (before[0] if before else row.state) is RunState.DONE
    kept = (*_GIVEN, *_CAME_OUT) if was_done else _GIVEN
    changed = [name for name in kept if now.attrs[name].history.has_changes()]
    if changed:
        raise ImmutableRunError(f"run {row.key} was made: {', '.join(changed)}")


@event.listens_for(MappingRunRow, "before_delete")
def _remains(_mapper: Mapper[MappingRunRow], _connection: Connection, row: MappingRunRow) -> None:
    raise ImmutableRunError(f"run {row.key} is never deleted")


guard(MappingRunRow, Stays(_GIVEN), Stays(_CAME_OUT, once="OLD.state = 'done'"))
