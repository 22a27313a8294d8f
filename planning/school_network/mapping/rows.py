"""Reads the road graph from two CSV files, strictly: every fault is told with its row and field, or all is taken.

`crossings`: code, lat, lon. `edges`: from, to, metres, class, oneway (yes or no). UTF-8, with or without a byte order
mark; the names of the columns stand in the first row, in any order.
"""

from __future__ import annotations

import csv
import io
import math
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass
from dataclasses import field as part
from enum import Enum
from typing import Final, TypeVar

from planning.school_network.mapping.parameters import ROAD_CLASSES, RoadClass
from planning.school_network.mapping.roads import Crossing, Edge, GraphSource, Roads

CROSSING_COLUMNS: Final = ("code", "lat", "lon")
EDGE_COLUMNS: Final = ("from", "to", "metres", "class", "oneway")
MOST_FAULTS: Final = 200  # told of one file; a wrong separator would else fill a page with each row
LONGEST_EDGE_M: Final = 100_000.0
MOST_SHOWN: Final = 60  # characters of a cell in its reason
T = TypeVar("T")
Row = Mapping[str, str]


class Why(Enum):
    """Reasons, in words that a catalogue has."""

    EMPTY = "is empty"
    TWICE = "“%(value)s” stands there twice"
    NO_NUMBER = "“%(value)s” is no number"
    OUT_OF_RANGE = "“%(value)s” is not from %(least)s to %(most)s"
    ZERO = "is zero"
    NO_CROSSING = "“%(value)s” is none of the crossings"
    NO_WAY = "is where the edge begins"
    NO_CLASS = "“%(value)s” is none of %(known)s"
    NO_DIRECTION = "“%(value)s” is neither yes nor no"
    NOT_UTF8 = "is not UTF-8: save the file as “CSV UTF-8”"
    COLUMNS = "the columns are %(wanted)s, not %(found)s"
    FIELDS = "%(found)s fields instead of %(wanted)s"
    CUT_OFF = "the file ends within a quoted text"
    NO_TABLE = "is no line of a CSV table"
    NO_ROW = "there is no row"


@dataclass(frozen=True, slots=True)
class RowFault:
    """What is wrong; the row is counted as a spreadsheet counts it, the names of the columns being row 1."""

    file: str
    row: int
    field: str
    why: Why
    values: Mapping[str, object] = part(default_factory=dict)

    def __str__(self) -> str:
        """For a log and for tests; a page shows the parts."""
        return f"{self.file} row {self.row}, {self.field}: {self.why.value % self.values}"


class RowsRefusedError(Exception):
    """Nothing was taken."""

    def __init__(self, faults: tuple[RowFault, ...]) -> None:
        super().__init__("\n".join(str(fault) for fault in faults))
        self.faults = faults


class _FieldError(Exception):
    def __init__(self, field: str, why: Why, **values: object) -> None:
        super().__init__(why.value % values)
        self.field, self.why, self.values = field, why, values


def read_roads(crossings: bytes, edges: bytes, source: GraphSource) -> Roads:
    """The graph of two files; `RowsRefusedError` has every fault of both."""
    faults: list[RowFault] = []
    points = _read("crossings", crossings, CROSSING_COLUMNS, _Crossings(), faults)
    known = {point.code for point in points}
    pieces = _read("edges", edges, EDGE_COLUMNS, _Edges(known, complete=not faults), faults)
    if not faults and not points:
        faults.append(RowFault("crossings", 1, "", Why.NO_ROW))
    if faults:
        raise RowsRefusedError(tuple(faults))
    return Roads.of(source, points, pieces)


class _Crossings:
    """Makes a crossing of a row; remembers codes."""

    def __init__(self) -> None:
        self._seen: set[str] = set()

    def __call__(self, row: Row) -> Crossing:
        code = _text(row, "code")
        if code in self._seen:
            raise _FieldError("code", Why.TWICE, value=_short(code))
        self._seen.add(code)
        return Crossing(code, _number(row, "lat", -90, 90), _number(row, "lon", -180, 180))


class _Edges:
    """Makes an edge of a row. Where crossings were refused, their names cannot be held against an edge."""

    def __init__(self, known: Collection[str], *, complete: bool) -> None:
        self._known, self._complete = known, complete

    def __call__(self, row: Row) -> Edge:
        start, end = self._crossing(row, "from"), self._crossing(row, "to")
        if start == end:
            raise _FieldError("to", Why.NO_WAY)
        metres = _number(row, "metres", 0, LONGEST_EDGE_M)
        if metres == 0:
            raise _FieldError("metres", Why.ZERO)
        road = _text(row, "class")
        if road not in ROAD_CLASSES:
            raise _FieldError("class", Why.NO_CLASS, value=_short(road), known=", ".join(ROAD_CLASSES))
        oneway = _text(row, "oneway")
        if oneway not in {"yes", "no"}:
            raise _FieldError("oneway", Why.NO_DIRECTION, value=_short(oneway))
        return Edge(start, end, metres, RoadClass(road), oneway == "yes")

    def _crossing(self, row: Row, field: str) -> str:
        code = _text(row, field)
        if self._complete and code not in self._known:
            raise _FieldError(field, Why.NO_CROSSING, value=_short(code))
        return code


def _read(
    file: str, content: bytes, columns: tuple[str, ...], make: Callable[[Row], T], faults: list[RowFault]
) -> list[T]:
    made: list[T] = []
    told = 0
    for number, row in _rows(content, columns):
        if isinstance(row, _RowError):
            faults.append(RowFault(file, number, "", row.why, row.values))
            told += 1
            if told == MOST_FAULTS:
                break
            continue
        try:
            made.append(make(row))
        except _FieldError as fault:
            faults.append(RowFault(file, number, fault.field, fault.why, fault.values))
            told += 1
            if told == MOST_FAULTS:
                break
    return made


@dataclass(frozen=True, slots=True)
class _RowError:
    """Stands for a row that is none."""

    why: Why
    values: Mapping[str, object] = part(default_factory=dict)


def _rows(content: bytes, columns: tuple[str, ...]) -> Iterator[tuple[int, Row | _RowError]]:
    """Rows with their numbers."""
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as fault:
        yield content[: fault.start].count(b"\n") + 1, _RowError(Why.NOT_UTF8)
        return
    table = csv.reader(io.StringIO(text, newline=""), strict=True)
    try:
        names = [name.strip() for name in next(table, [])]
        if sorted(names) != sorted(columns):
            found = _short(", ".join(names)) or "–"
            yield 1, _RowError(Why.COLUMNS, {"wanted": ", ".join(columns), "found": found})
            return
        for number, values in enumerate(table, start=2):
            if not values:
                continue
            if len(values) != len(names):
                yield number, _RowError(Why.FIELDS, {"found": len(values), "wanted": len(names)})
            else:
                yield number, dict(zip(names, values, strict=True))
    except csv.Error as fault:
        yield table.line_num, _RowError(Why.CUT_OFF if "unexpected end" in str(fault) else Why.NO_TABLE)


def _short(text: str) -> str:
    """Of a cell that may hold a whole file."""
    return text if len(text) <= MOST_SHOWN else f"{text[:MOST_SHOWN]}…"


def _text(row: Row, field: str) -> str:
    value = row[field].strip()
    if not value:
        raise _FieldError(field, Why.EMPTY)
    return value


def _number(row: Row, field: str, least: float, most: float) -> float:
    text = _text(row, field)
    try:
        value = float(text)
    except ValueError:
        raise _FieldError(field, Why.NO_NUMBER, value=_short(text)) from None
    if not math.isfinite(value) or not least <= value <= most:
        raise _FieldError(field, Why.OUT_OF_RANGE, value=_short(text), least=f"{least:g}", most=f"{most:g}")
    return value
