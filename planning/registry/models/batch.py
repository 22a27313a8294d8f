"""Files that were given to the registry, what became of each, and the datasets that they fill."""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import JSON, UniqueConstraint
from sqlmodel import Field

from planning.registry.core import Registry
from service.columns import Utc, utc_now, words


class Dataset(StrEnum):
    """What a file may hold; each is the key of the form by which it is read."""

    SCHOOLS = "schools"
    COORDINATES = "coordinates"
    PUPILS = "pupils"
    HOMES = "homes"
    STAFF = "staff"
    VILLAGES = "villages"
    POPULATION = "population"


class BatchState(StrEnum):
    """A file waits for a yes, was taken in, or was put away with nothing taken."""

    WAITING = "waiting"
    TAKEN = "taken"
    PUT_AWAY = "put_away"


class ImportBatch(Registry, table=True):
    """One file. `as_of` is the day that its figures are of. Rows are counted as they were when it was taken in, or last
    looked at; `quality` is percent. `problems` holds {row, sheet, column, value, expected, message, values} each.
    """

    __tablename__ = "import_batch"

    id: int | None = Field(default=None, primary_key=True)
    office_code: str = Field(max_length=32, index=True)
    dataset: Dataset = Field(sa_type=words(Dataset), index=True)
    state: BatchState = Field(default=BatchState.WAITING, sa_type=words(BatchState), index=True)
    file_name: str = Field(max_length=255)
    sha256: str = Field(max_length=64)
    encoding: str = Field(default="", max_length=32)
    source: str = Field(default="", max_length=255)
    as_of: date
    rows: int = 0
    new: int = 0
    changed: int = 0
    same: int = 0
    refused: int = 0
    quality: int = 0
    problems: list[dict[str, object]] = Field(default_factory=list, sa_type=JSON)
    revision_id: int | None = Field(default=None, foreign_key="count_revision.id")
    given_at: datetime = Field(default_factory=utc_now, sa_type=Utc)
    given_by: str = Field(max_length=120)
    taken_at: datetime | None = Field(default=None, sa_type=Utc)
    taken_by: str = Field(default="", max_length=120)


class CatalogueEntry(Registry, table=True):
    """What an office says of a dataset: who keeps it, where it comes from, of which day it is each year."""

    __tablename__ = "catalogue_entry"
    __table_args__ = (UniqueConstraint("office_code", "dataset"),)

    id: int | None = Field(default=None, primary_key=True)
    office_code: str = Field(max_length=32, index=True)
    dataset: Dataset = Field(sa_type=words(Dataset))
    owner: str = Field(default="", max_length=255)
    source_system: str = Field(default="", max_length=255)
    cut_off: str = Field(default="", max_length=120)
    note: str = Field(default="", max_length=2000)
