"""Rows that sum the rows above them: checked against what was read, and never taken as data."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from planning.kit.reading.form import Column, Values
from planning.kit.reading.values import is_none
from service.refusal import Problem, RefusedError, _


class Sums:
    """Sums of all rows, and of those since the last row of sums."""

    def __init__(self, columns: Sequence[Column]) -> None:
        self._columns = [column for column in columns if column.kind.sums]
        self._all = {column.name: 0 for column in self._columns}
        self._since = dict(self._all)

    def add(self, values: Values) -> None:
        """One more row."""
        for name in self._all:
            self._all[name] += values[name] or 0
            self._since[name] += values[name] or 0

    def against(self, given: Mapping[str, str]) -> Iterator[tuple[Column, Problem]]:
        """What a row of sums says otherwise; it may sum everything above it, or what follows the last such row."""
        for column in self._columns:
            text = given.get(column.name, "")
            if is_none(text):
                continue
            try:
                said = column.kind.read(column.name, text)
            except RefusedError as error:
                yield from ((column, problem) for problem in error.problems)
                continue
            if said not in (self._all[column.name], self._since[column.name]):
                values = {"given": column.kind.write(said), "sum": column.kind.write(self._all[column.name])}
                message = _("This row of sums says %(given)s, but the rows above it make %(sum)s")
                yield column, Problem(column.name, message, values)
        self._since = dict.fromkeys(self._since, 0)
