"""A list that people search, filter, sort and export: columns by name, everything else refused.

Names of columns and filters come from addresses that anybody can type, so each is looked up in the table's own list
and never reaches SQL as text.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, cast

from sqlalchemy import (
    ColumnClause,
    ColumnElement,
    FromClause,
    Row,
    Select,
    SQLColumnExpression,
    String,
    TypeDecorator,
    func,
    or_,
    select,
)
from sqlalchemy import Table as DbTable
from sqlalchemy.sql import visitors
from sqlmodel import Session

from inventory.queries.sight import Sight
from service.refusal import _, refuse
from service.thai_order import in_thai

Expression = SQLColumnExpression[Any]
Condition = Callable[[str], ColumnElement[bool]]


class Kind(StrEnum):
    """How a value is written on a page and in a file."""

    TEXT = "text"
    STATE = "state"
    NUMBER = "number"
    SPEED = "speed"  # bit/s
    MONEY = "money"  # satang
    MS = "ms"
    PERCENT = "percent"
    DAY = "day"
    MOMENT = "moment"
    YES = "yes"


FIGURES = frozenset({Kind.NUMBER, Kind.SPEED, Kind.MONEY, Kind.MS, Kind.PERCENT})


@dataclass(frozen=True, slots=True)
class Column:
    """One column. `ranked` is what it is sorted by, where that is not the value itself; `words` say what values of an
    enumeration are called.
    """

    key: str
    title: str
    value: Expression
    kind: Kind = Kind.TEXT
    shown: bool = True
    ranked: Expression | None = None
    words: Mapping[str, str] = field(default_factory=dict)

    @property
    def figures(self) -> bool:
        """Aligned right."""
        return self.kind in FIGURES

    @property
    def sortable(self) -> bool:
        """Every column of a table can be sorted by."""
        return True


@dataclass(frozen=True, slots=True)
class Filter:
    """One choice. `options` lists the values that occur, with the words for each, when a page asks."""

    key: str
    title: str
    condition: Condition
    options: Callable[[Session, Sight], list[tuple[str, str]]]


@dataclass(frozen=True, slots=True)
class Asked:
    """What a reader wants to see."""

    q: str = ""
    filters: Mapping[str, str] = field(default_factory=dict)
    sort: str = ""
    descending: bool = False
    limit: int | None = 50
    offset: int = 0


@dataclass(frozen=True, slots=True)
class Found:
    """One page of rows, each with `id` and every column by its key, and how many rows there are in all."""

    rows: tuple[Mapping[str, Any], ...]
    total: int


@dataclass(frozen=True, slots=True)
class Table:
    """What can be listed, from what. `always` names filters that hold unless another value is asked.

    `seen` is what a reader may see of it: by default the rows of his sites. `counted` is as much of the source as
    filters, search and `seen` look at, where that has as many rows and is quicker to count. `term` is how one word is
    found, where there is a quicker way than looking into each of `searched`.
    """

    key: str
    source: FromClause
    row_id: Expression
    columns: tuple[Column, ...]
    searched: tuple[Expression, ...]
    filters: tuple[Filter, ...]
    order: tuple[Expression, ...]
    always: Mapping[str, str] = field(default_factory=dict)
    hidden_filters: Mapping[str, Condition] = field(default_factory=dict)
    seen: Callable[[Sight], ColumnElement[bool]] = Sight.sites
    counted: DbTable | None = None
    term: Condition | None = None

    def column(self, key: str) -> Column:
        """By key; RefusedError when there is none."""
        for column in self.columns:
            if column.key == key:
                return column
        raise refuse("sort", _("There is no column %(key)s"), key=key[:64])

    def find(self, session: Session, sight: Sight, asked: Asked) -> Found:
        """The rows asked for; RefusedError names an unknown column or filter."""
        values: list[Any] = [column.value.label(column.key) for column in self.columns]
        every: Select[Any] = select(self.row_id.label("id"), *values)
        order = self._order(asked)
        if asked.limit is not None and self.counted is not None:
            # Which rows is found in narrow ones; only those of the page are then read whole.
            source = self.counted if _reads_only(order, self.counted) else self.source
            narrow = self._narrowed(select(self.row_id), asked, source).where(self.seen(sight))
            ids = list(session.scalars(narrow.order_by(*order).offset(asked.offset).limit(asked.limit)))
            found = {row.id: row for row in session.execute(every.select_from(self.source).where(self.row_id.in_(ids)))}
            rows: list[Row[Any]] = [found[row_id] for row_id in ids]
        else:
            wanted = self._narrowed(every, asked).where(self.seen(sight)).order_by(*order).offset(asked.offset)
            rows = list(session.execute(wanted if asked.limit is None else wanted.limit(asked.limit)))
        names = ("id", *(column.key for column in self.columns))
        if asked.limit is None or (asked.offset == 0 and len(rows) < asked.limit):
            total = len(rows) + asked.offset
        else:
            total = session.execute(
                self._narrowed(select(func.count(self.row_id)), asked, self.counted).where(self.seen(sight))
            ).scalar_one()
        return Found(tuple(dict(zip(names, row, strict=True)) for row in rows), total)

    def ids(self, session: Session, sight: Sight, asked: Asked) -> tuple[list[int], int]:
        """As `find`, only the ids."""
        found = self.find(session, sight, asked)
        return [row["id"] for row in found.rows], found.total

    def reckon(self, session: Session, sight: Sight, asked: Asked, *figures: ColumnElement[Any]) -> Row[Any]:
        """Sums and counts over all rows that `find` would page through."""
        return session.execute(self._narrowed(select(*figures), asked, self.counted).where(self.seen(sight))).one()

    def _narrowed(self, wanted: Select[Any], asked: Asked, source: FromClause | None = None) -> Select[Any]:
        wanted = wanted.select_from(self.source if source is None else source)
        known = {one.key: one.condition for one in self.filters} | dict(self.hidden_filters)
        for key, value in {**self.always, **asked.filters}.items():
            if key not in known:
                raise refuse(key[:64], _("There is no such filter"))
            if value:
                wanted = wanted.where(known[key](value))
        for term in asked.q.split():
            wanted = wanted.where(self._has(term))
        return wanted

    def _has(self, term: str) -> ColumnElement[bool]:
        if self.term is not None:
            return self.term(term)
        return or_(*(text.icontains(term, autoescape=True) for text in self.searched))

    def _order(self, asked: Asked) -> list[Expression]:
        if not asked.sort:
            return [*self.order, self.row_id]
        column = self.column(asked.sort)
        by = column.value if column.ranked is None else column.ranked
        if _is_text(by) and column.ranked is None and self.counted is None:
            # Of tables with tens of thousands of rows SQLite would ask for each pair of them.
            by = in_thai(by)
        # SQLite and PostgreSQL disagree where nothing belongs: last, whichever way.
        return [by.is_(None), by.desc() if asked.descending else by.asc(), self.row_id]


def _is_text(expression: Expression) -> bool:
    kind = cast("ColumnElement[Any]", expression).type
    return isinstance(kind.impl_instance if isinstance(kind, TypeDecorator) else kind, String)


def _reads_only(expressions: Iterable[Expression], source: DbTable) -> bool:
    """Whether they name columns of this source and of no other."""
    read = (
        one
        for expression in expressions
        for one in visitors.iterate(cast("ColumnElement[Any]", expression))
        if isinstance(one, ColumnClause)
    )
    # By name: the ORM wraps what it selects from, so that it is not the very same object.
    return all(isinstance(one.table, DbTable) and one.table.name == source.name for one in read)
