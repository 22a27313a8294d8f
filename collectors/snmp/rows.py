"""Columns of a table put together by row, and what a question hands back."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Generic, TypeVar

from collectors.snmp.session import Oid, SnmpSession, VarBind, Walk

T = TypeVar("T")
Cells = Mapping[Oid, VarBind]


@dataclass(frozen=True, slots=True)
class Heard(Generic[T]):
    """The things seen, and whether the question was fully answered: only then does absence mean anything."""

    seen: tuple[T, ...] = ()
    complete: bool = True


@dataclass(frozen=True, slots=True)
class Rows:
    """Cells by row index, then by column. A row lacks the columns that the device left out or cut off."""

    by_index: Mapping[Oid, Cells] = field(default_factory=dict)
    complete: bool = True

    @classmethod
    def of(cls, walks: Mapping[Oid, Walk]) -> Rows:
        """Rows in the order of their index."""
        found: dict[Oid, dict[Oid, VarBind]] = {}
        for column, walk in walks.items():
            width = len(column)
            for cell in walk.rows:
                if len(cell.oid) == width:
                    continue  # a column without an index is no row
                found.setdefault(cell.oid[width:], {})[column] = cell
        return cls(dict(sorted(found.items())), all(walk.complete for walk in walks.values()))

    def __iter__(self) -> Iterator[tuple[Oid, Cells]]:
        return iter(self.by_index.items())

    def __len__(self) -> int:
        return len(self.by_index)


async def ask_rows(session: SnmpSession, columns: Sequence[Oid]) -> Rows:
    """Walk these columns together. Errors as `SnmpSession.table`."""
    return Rows.of(await session.table(columns))
