"""A session over rows in memory: as fast as a fuzzer needs, and as free to lie as a device is."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence

from collectors.snmp.session import Oid, VarBind, Walk
from collectors.target import SnmpTuning


class Remembered:
    """An `SnmpSession` that answers from rows, in their order."""

    def __init__(self, rows: Sequence[VarBind]) -> None:
        self._rows = sorted(rows, key=lambda row: row.oid)
        self._oids = [row.oid for row in self._rows]
        self.tuning = SnmpTuning()
        self.unanswered = 0

    async def get(self, oids: Sequence[Oid]) -> dict[Oid, VarBind]:
        wanted = set(oids)
        return {row.oid: row for row in self._rows if row.oid in wanted and row.value is not None}

    async def walk(self, root: Oid, *, max_rows: int | None = None) -> Walk:
        at = bisect_left(self._oids, root)
        found: list[VarBind] = []
        while at < len(self._rows) and self._oids[at][: len(root)] == root and len(found) < (max_rows or 20_000):
            found.append(self._rows[at])
            at += 1
        return Walk(found)

    async def table(self, columns: Sequence[Oid], *, max_rows: int | None = None) -> dict[Oid, Walk]:
        return {column: await self.walk(column, max_rows=max_rows) for column in columns}

    async def close(self) -> None:
        return None
