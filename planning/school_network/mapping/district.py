"""What a mapping run is made from: schools, villages, tambons and where children of a school live, as columns.

Tables keep their rows in the order of their codes, whatever order they were given in: equal rows are an equal table,
and by that an equal hash and an equal result. Latitude and longitude are degrees (WGS 84); not-a-number is "not known".
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import pairwise
from typing import Final

import numpy as np

from planning.school_network.mapping.arrays import Floats, Truths, Whole, closed
from planning.school_network.mapping.grade import GRADES, Grade

Counts = tuple[int, ...]
UNKNOWN: Final = -1  # a capacity that nobody has told


class InputError(Exception):
    """A table cannot be made; the message names the row and why."""


class SpecialArea(StrEnum):
    """Areas whose schools the engine never proposes to change."""

    ISLAND = "island"
    HIGHLAND = "highland"
    BORDER = "border"


class Status(StrEnum):
    """Whether children go there; a school that learns together with another is still a school."""

    OPEN = "open"
    CO_LEARNING = "co_learning"
    CLOSED = "closed"


SPECIAL_AREAS: Final = ("", *(area.value for area in SpecialArea))
STATUSES: Final = tuple(Status)


@dataclass(frozen=True, slots=True)
class School:
    """A school of this office or of a neighbour (`ours` false): one more way to go, never proposed for change."""

    id: str
    smis: str
    name: str
    lat: float | None
    lon: float | None
    tambon: str
    low: Grade
    high: Grade
    pupils: Counts
    rooms: Counts
    capacity: int | None = None  # seats; without it the rooms are counted by the norm
    special: SpecialArea | None = None
    status: Status = Status.OPEN
    affiliation: str = ""
    ours: bool = True


@dataclass(frozen=True, slots=True)
class Village:
    """Where children live; `children` by year of age from 3 to 17, in the columns of the grades."""

    code: str
    name: str
    lat: float | None
    lon: float | None
    tambon: str
    children: Counts


@dataclass(frozen=True, slots=True)
class Tambon:
    """A sub-district: its middle and the box around it, which coordinates are checked by."""

    code: str
    lat: float
    lon: float
    south: float
    west: float
    north: float
    east: float


@dataclass(frozen=True, slots=True)
class Home:
    """How many pupils of a grade of a school live in a village, where the office knows it."""

    school: str
    village: str
    grade: Grade
    children: int


@dataclass(frozen=True, slots=True, eq=False)
class Schools:
    """Schools as columns, in the order of their ids."""

    ids: tuple[str, ...]
    smis: tuple[str, ...]
    names: tuple[str, ...]
    lat: Floats
    lon: Floats
    tambons: tuple[str, ...]
    low: Whole
    high: Whole
    pupils: Whole
    rooms: Whole
    capacity: Whole
    special: Whole  # index into SPECIAL_AREAS
    status: Whole  # index into STATUSES
    affiliations: tuple[str, ...]
    ours: Truths

    def __post_init__(self) -> None:
        """Refuse what no sum could be made from; close the columns to writing."""
        _in_order(self.ids, "school")
        _counts(self.ids, (self.pupils, self.rooms))
        for place in np.flatnonzero((self.low > self.high) | (self.low < 0) | (self.high >= GRADES)):
            raise InputError(f"school {self.ids[place]}: the lowest grade is above the highest")
        closed(self.lat, self.lon, self.low, self.high, self.pupils, self.rooms)
        closed(self.capacity, self.special, self.status, self.ours)

    @classmethod
    def of(cls, rows: Iterable[School]) -> Schools:
        """The table of these rows."""
        found = sorted(rows, key=lambda row: row.id)
        return cls(
            ids=tuple(row.id for row in found),
            smis=tuple(row.smis for row in found),
            names=tuple(row.name for row in found),
            lat=_degrees(row.lat for row in found),
            lon=_degrees(row.lon for row in found),
            tambons=tuple(row.tambon for row in found),
            low=np.array([row.low for row in found], dtype=np.int64),
            high=np.array([row.high for row in found], dtype=np.int64),
            pupils=_table(found, [row.pupils for row in found]),
            rooms=_table(found, [row.rooms for row in found]),
            capacity=np.array([UNKNOWN if row.capacity is None else row.capacity for row in found], dtype=np.int64),
            special=np.array([SPECIAL_AREAS.index(row.special or "") for row in found], dtype=np.int64),
            status=np.array([STATUSES.index(row.status) for row in found], dtype=np.int64),
            affiliations=tuple(row.affiliation for row in found),
            ours=np.array([row.ours for row in found], dtype=np.bool_),
        )

    @property
    def open(self) -> Truths:
        """Those that children go to."""
        return np.asarray(self.status != STATUSES.index(Status.CLOSED))


@dataclass(frozen=True, slots=True, eq=False)
class Villages:
    """Villages as columns, in the order of their codes."""

    codes: tuple[str, ...]
    names: tuple[str, ...]
    lat: Floats
    lon: Floats
    tambons: tuple[str, ...]
    children: Whole

    def __post_init__(self) -> None:
        """As for schools."""
        _in_order(self.codes, "village")
        _counts(self.codes, (self.children,))
        closed(self.lat, self.lon, self.children)

    @classmethod
    def of(cls, rows: Iterable[Village]) -> Villages:
        """The table of these rows."""
        found = sorted(rows, key=lambda row: row.code)
        return cls(
            codes=tuple(row.code for row in found),
            names=tuple(row.name for row in found),
            lat=_degrees(row.lat for row in found),
            lon=_degrees(row.lon for row in found),
            tambons=tuple(row.tambon for row in found),
            children=_table(found, [row.children for row in found]),
        )


def tambons_of(rows: Iterable[Tambon]) -> tuple[Tambon, ...]:
    """In the order of their codes, each once."""
    found = tuple(sorted(rows, key=lambda row: row.code))
    _in_order(tuple(row.code for row in found), "tambon")
    return found


def homes_of(rows: Iterable[Home]) -> tuple[Home, ...]:
    """In the order of school, village and grade, each once."""
    found = tuple(sorted(rows, key=lambda row: (row.school, row.village, row.grade)))
    _in_order(tuple(f"{row.school}\0{row.village}\0{row.grade:02}" for row in found), "home")
    if any(row.children < 0 for row in found):
        raise InputError("home: a number of children is negative")
    return found


def _degrees(values: Iterable[float | None]) -> Floats:
    return np.array([np.nan if value is None else value for value in values], dtype=np.float64)


def _table(rows: Sequence[School | Village], counts: list[Counts]) -> Whole:
    for row, given in zip(rows, counts, strict=True):
        if len(given) != GRADES:
            code = row.id if isinstance(row, School) else row.code
            raise InputError(f"{code}: {len(given)} numbers by grade instead of {GRADES}")
    return np.array(counts, dtype=np.int64).reshape(len(rows), GRADES)


def _in_order(keys: tuple[str, ...], kind: str) -> None:
    for before, after in pairwise(keys):
        if before >= after:
            fault = "stands there twice" if before == after else f"comes after {before}"
            raise InputError(f"{kind} {after!r} {fault}")


def _counts(keys: tuple[str, ...], tables: tuple[Whole, ...]) -> None:
    for table in tables:
        if table.shape != (len(keys), GRADES):
            raise InputError(f"{len(keys)} rows need a table of {len(keys)} x {GRADES}, not of {table.shape}")
        for place in np.flatnonzero((table < 0).any(axis=1)):
            raise InputError(f"{keys[place]}: a number is negative")
