"""The road graph as columns: crossings with their places, and edges with length, class and direction."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

import numpy as np

from planning.school_network.mapping.arrays import Floats, Truths, Whole, closed
from planning.school_network.mapping.district import InputError
from planning.school_network.mapping.parameters import ROAD_CLASSES, RoadClass


@dataclass(frozen=True, slots=True)
class Crossing:
    """A point of the road graph, in degrees (WGS 84)."""

    code: str
    lat: float
    lon: float


@dataclass(frozen=True, slots=True)
class Edge:
    """A piece of road between two crossings; without `oneway` it is driven both ways."""

    start: str
    end: str
    metres: float
    road: RoadClass
    oneway: bool = False


@dataclass(frozen=True, slots=True)
class GraphSource:
    """Where a road graph comes from; printed with every result."""

    source: str
    day: date
    licence: str


@dataclass(frozen=True, slots=True, eq=False)
class Roads:
    """Crossings in the order of their codes, edges in the order of start, end, length, class and direction."""

    source: GraphSource
    codes: tuple[str, ...]
    lat: Floats
    lon: Floats
    start: Whole
    end: Whole
    metres: Floats
    road: Whole  # index into ROAD_CLASSES
    oneway: Truths

    def __post_init__(self) -> None:
        """Close the columns to writing."""
        closed(self.lat, self.lon, self.start, self.end, self.metres, self.road, self.oneway)

    @classmethod
    def of(cls, source: GraphSource, crossings: Iterable[Crossing], edges: Iterable[Edge]) -> Roads:
        """The graph of these rows; `InputError` names a crossing that is twice there or that an edge names in vain."""
        points = sorted(crossings, key=lambda row: row.code)
        index = {row.code: number for number, row in enumerate(points)}
        if len(index) < len(points):
            twice = next(one.code for one, other in pairwise(points) if one.code == other.code)
            raise InputError(f"crossing {twice!r} stands there twice")
        try:
            rows = sorted(
                (index[row.start], index[row.end], row.metres, ROAD_CLASSES.index(row.road), row.oneway)
                for row in edges
            )
        except KeyError as fault:
            raise InputError(f"an edge names the crossing {fault}, which is not there") from None
        if any(not row[2] > 0 for row in rows):
            raise InputError("an edge has no length")
        columns = list(zip(*rows, strict=True)) or [(), (), (), (), ()]
        return cls(
            source=source,
            codes=tuple(row.code for row in points),
            lat=np.array([row.lat for row in points], dtype=np.float64),
            lon=np.array([row.lon for row in points], dtype=np.float64),
            start=np.array(columns[0], dtype=np.int64),
            end=np.array(columns[1], dtype=np.int64),
            metres=np.array(columns[2], dtype=np.float64),
            road=np.array(columns[3], dtype=np.int64),
            oneway=np.array(columns[4], dtype=np.bool_),
        )
