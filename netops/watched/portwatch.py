"""What the poller knows of ports between rounds: rates, their last two hours, and whether a status moved.

Rates come from counters, which lie in three ways: they start again with the device, they wrap at 32 bits, and they
jump. Uptime tells a restart from a wrap, the port's speed tells a wrap from nonsense; what cannot be told is one
missing point, never a false one. History is float32 in flat arrays, at most four series a port; the two of errors and
discards exist only for devices that ever had any.
"""

from __future__ import annotations

from array import array
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from math import nan
from typing import Any

from collectors.reading import Cell, Column, Reading
from collectors.snmp.cells import text
from collectors.snmp.questions.interfaces import STATUS_WORDS
from collectors.snmp.session import Tag, VarBind

HISTORY_S = 2 * 3600
WRAP_32 = 2**32
FASTEST_BPS = 400e9  # where a port does not tell its speed
OVERSHOOT = 1.25  # polling jitter and bursts may pass the nominal speed by so much
RARE = (
    ("problems", (Column.IN_ERRORS, Column.OUT_ERRORS)),
    ("discards", (Column.IN_DISCARDS, Column.OUT_DISCARDS)),
)


@dataclass(frozen=True, slots=True)
class PortRow:
    """A port as the database has it."""

    id: int
    if_index: int
    name: str
    alias: str
    admin_status: str
    oper_status: str
    speed_bps: int | None


@dataclass(frozen=True, slots=True)
class PortMoved:
    """These columns of a port's row are no longer true. Statuses are (was, now)."""

    port_id: int
    name: str
    fields: dict[str, Any]
    statuses: tuple[tuple[str, str], ...] = ()


@dataclass(slots=True)
class History:
    """A ring of rounds: `times` are seconds since the epoch, a series holds one float32 per port and round."""

    ports: int
    rounds: int
    filled: int = 0
    times: array[float] = field(default_factory=lambda: array("d"))
    series: dict[str, array[float]] = field(default_factory=dict)

    def add(self, at: float, values: Mapping[str, Sequence[float]]) -> None:
        """One round. A series that begins late was zero until now."""
        place = self.filled % self.rounds
        if place < len(self.times):
            self.times[place] = at
        else:
            self.times.append(at)
        for name in self.series.keys() | values.keys():
            ring = self.series.setdefault(name, array("f"))
            missing = place * self.ports - len(ring)
            if missing > 0:
                ring.frombytes(bytes(4 * missing))
            row = array("f", values[name]) if name in values else array("f", bytes(4 * self.ports))
            ring[place * self.ports : (place + 1) * self.ports] = row
        self.filled += 1

    def port(self, place: int) -> dict[str, list[float | None]]:
        """The series of one port in order of time, with the times; what is not known is None."""
        order = list(range(min(self.filled, self.rounds)))
        if self.filled > self.rounds:
            split = self.filled % self.rounds
            order = order[split:] + order[:split]
        found: dict[str, list[float | None]] = {"at": [self.times[n] for n in order]}
        for name, ring in self.series.items():
            values = [ring[n * self.ports + place] if n * self.ports < len(ring) else 0.0 for n in order]
            found[name] = [None if value != value else round(value, 3) for value in values]  # noqa: PLR0124 - NaN
        return found


class WatchedDevice:
    """The ports of one device, in the order of its plan."""

    def __init__(self, ports: Sequence[PortRow], *, narrow: Sequence[bool], interval_s: float) -> None:
        self.ports = list(ports)
        self.history = History(len(ports), max(2, int(HISTORY_S / interval_s)))
        self.rates: dict[str, Sequence[float]] = {}
        self._narrow = list(narrow)
        self._at = 0.0
        self._uptime: int | None = None
        self._counters: dict[Column, Sequence[Cell]] = {}
        self._nothing = [nan] * len(ports)

    def renew(self, ports: Sequence[PortRow], *, narrow: Sequence[bool]) -> bool:
        """Go on with the same ports as another walk found them; False when they are others."""
        if [row.id for row in ports] != [row.id for row in self.ports] or list(narrow) != self._narrow:
            return False
        self.ports = list(ports)
        return True

    def take(self, reading: Reading) -> list[PortMoved]:
        """Rates from this reading and the one before; the ports whose status, speed or alias moved."""
        if reading.failure is not None:
            self._gap(reading.at)
            return []
        elapsed_s = reading.at - self._at
        restarted = self._restarted(reading.uptime_ticks)
        if self._counters and elapsed_s > 0 and not restarted:
            self.rates = self._rates(reading, elapsed_s)
            self.history.add(reading.at, self.rates)
        else:
            self._gap(reading.at)
        self._at, self._uptime = reading.at, reading.uptime_ticks
        self._counters = dict(reading.columns)
        return self._moved(reading)

    def _gap(self, at: float) -> None:
        """A point that is not known. The counters go too: a mean over the silence would hide it."""
        self._counters = {}
        self.rates = {}
        if self.ports and self.history.filled:
            self.history.add(at, dict.fromkeys(self.history.series, self._nothing))

    def _restarted(self, uptime: int | None) -> bool:
        before = self._uptime
        if uptime is None or before is None or uptime >= before:
            return False
        return before < WRAP_32 - 360_000  # within an hour of the end of its 32 bits the uptime itself has wrapped

    def _rates(self, reading: Reading, elapsed_s: float) -> dict[str, Sequence[float]]:
        rates: dict[str, Sequence[float]] = {
            "in_bps": self._octet_rates(reading, Column.IN_OCTETS, elapsed_s),
            "out_bps": self._octet_rates(reading, Column.OUT_OCTETS, elapsed_s),
        }
        for name, columns in RARE:
            if any(column in reading.changed for column in columns):
                rates[name] = self._rare_rates(reading, columns, elapsed_s)
        return rates

    def _octet_rates(self, reading: Reading, column: Column, elapsed_s: float) -> Sequence[float]:
        before, after = self._counters.get(column), reading.columns.get(column)
        if before is None or after is None or len(before) != len(after):
            return self._nothing
        if before is after:
            return [0.0 if isinstance(cell, int) else nan for cell in after]
        scale = 8.0 / elapsed_s
        try:
            rates = [(b - a) * scale for a, b in zip(before, after, strict=True)]  # type: ignore[operator]
        except TypeError:  # some port has no such counter
            rates = [
                (b - a) * scale if isinstance(a, int) and isinstance(b, int) else nan
                for a, b in zip(before, after, strict=True)
            ]
        return [rate if 0.0 <= rate <= 1e9 else self._doubtful(place, rate, scale) for place, rate in enumerate(rates)]

    def _doubtful(self, place: int, rate: float, scale: float) -> float:
        """A rate that is negative or fast: mended if a 32-bit counter wrapped, kept if the port can be that fast."""
        if rate < 0 and self._narrow[place]:
            rate += WRAP_32 * scale
        fastest = (self.ports[place].speed_bps or FASTEST_BPS) * OVERSHOOT
        return rate if 0.0 <= rate <= fastest else nan

    def _rare_rates(self, reading: Reading, columns: Sequence[Column], elapsed_s: float) -> list[float]:
        """Errors or discards of both directions a second; a counter that went back counts nothing this once."""
        total = [0.0] * len(self.ports)
        for column in columns:
            before, after = self._counters.get(column), reading.columns.get(column)
            if before is None or after is None or len(before) != len(after):
                continue
            for place, (a, b) in enumerate(zip(before, after, strict=True)):
                if isinstance(a, int) and isinstance(b, int) and b > a:
                    total[place] += (b - a) / elapsed_s
        return total

    def _moved(self, reading: Reading) -> list[PortMoved]:
        found: dict[int, dict[str, Any]] = {}
        if Column.OPER_STATUS in reading.changed:
            self._compare(found, "oper_status", reading.columns[Column.OPER_STATUS])
        if Column.ADMIN_STATUS in reading.changed:
            self._compare(found, "admin_status", reading.columns[Column.ADMIN_STATUS])
        if Column.ALIAS in reading.changed:
            self._compare(found, "alias", reading.columns[Column.ALIAS])
        return [self._change(place, fields) for place, fields in found.items()]

    def _compare(self, found: dict[int, dict[str, Any]], name: str, cells: Sequence[Cell]) -> None:
        for place, cell in enumerate(cells):
            if cell is None or place >= len(self.ports):
                continue
            now = _text(cell)
            if now is not None and now != getattr(self.ports[place], name):
                found.setdefault(place, {})[name] = now

    def _change(self, place: int, fields: dict[str, Any]) -> PortMoved:
        row = self.ports[place]
        statuses = tuple(
            (getattr(row, name), fields[name])
            for name in ("admin_status", "oper_status")
            if name in fields and getattr(row, name)
        )
        values = {name: fields.get(name, getattr(row, name)) for name in PortRow.__dataclass_fields__}
        self.ports[place] = PortRow(**values)
        return PortMoved(row.id, row.name, fields, statuses)

    def loads(self, port_ids: Collection[int]) -> dict[int, float]:
        """Bit/s now in the busier direction, of those of these ports that have a figure."""
        ways = [self.rates[name] for name in ("in_bps", "out_bps") if name in self.rates]
        found = {}
        for place, row in enumerate(self.ports):
            known = [way[place] for way in ways if way[place] == way[place]]
            if known and row.id in port_ids:
                found[row.id] = max(known)
        return found

    def shown(self) -> list[dict[str, Any]]:
        """Present rates and the last two hours of every port, for the pages."""
        return [
            {
                "id": row.id,
                "name": row.name,
                "rates": {name: _known(values[place]) for name, values in self.rates.items()},
                "history": self.history.port(place),
            }
            for place, row in enumerate(self.ports)
        ]


def _known(value: float) -> float | None:
    return None if value != value else value  # noqa: PLR0124 - NaN


def _text(cell: Cell) -> str | None:
    """A status word, or a description as it is stored."""
    if isinstance(cell, int):
        return STATUS_WORDS.get(cell)
    if cell is None:
        return None
    return text(VarBind((), Tag.OCTET_STRING, cell))  # as the walk reads it, or each round would see a change
