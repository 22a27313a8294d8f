"""Lists of the province: searched, sorted, filtered and exported over rows in memory, some hundreds at most."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Generic, TypeVar

from starlette.requests import Request
from starlette.responses import Response

from office.collation import thai_key
from service.i18n import _
from service.web.exports import Money, Sheet, as_file
from service.web.table import Asked, Chips, Column, View, asked

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Baht:
    """Satang, shown as baht."""

    satang: int


@dataclass(frozen=True, slots=True)
class State:
    """A word with its colour; the word alone says it too."""

    text: str
    colour: str = "secondary"


Cell = str | int | float | date | Baht | State | None


@dataclass(frozen=True, slots=True)
class Line:
    """One row: where it leads, and its cells by column."""

    url: str
    cells: Mapping[str, Cell]


@dataclass(frozen=True, slots=True)
class Listing(Generic[T]):
    """How rows of one kind are listed. The first column bears the link. `filters` are columns with few values."""

    path: str
    columns: tuple[Column, ...]
    line: Callable[[T], Line]
    sort: str
    filters: tuple[str, ...] = ()
    name: str = "list"

    def view(self, request: Request, rows: Sequence[T]) -> View:
        """What the address asks for."""
        wanted = asked(request, self.columns, filters=self.filters, sort=self.sort)
        found = self._found(wanted, rows)
        shown = found[wanted.offset : wanted.offset + wanted.per_page]
        lines = [self.line(one) for one in rows]
        chips = tuple(self._chips(key, lines) for key in self.filters)
        return View(self.path, wanted, self.columns, shown, len(found), chips, f"{self.path}/export")

    def export(self, request: Request, rows: Sequence[T], kind: str) -> Response:
        """All pages of what the address asks for."""
        wanted = asked(request, self.columns, filters=self.filters, sort=self.sort)
        titles = [_(one.title) for one in self.columns]
        table = [[_plain(line.cells.get(one.key)) for one in self.columns] for line in self._found(wanted, rows)]
        return as_file(Sheet(self.name, titles, table), kind)

    def _found(self, wanted: Asked, rows: Sequence[T]) -> Sequence[Line]:
        lines = [self.line(one) for one in rows]
        words = wanted.q.casefold()
        kept = [
            one
            for one in lines
            if (not words or any(words in _text(cell).casefold() for cell in one.cells.values()))
            and all(_text(one.cells.get(key)) == value for key, value in wanted.filters.items())
        ]
        return sorted(kept, key=lambda one: _order(one.cells.get(wanted.sort)), reverse=wanted.descending)

    def _chips(self, key: str, lines: Sequence[Line]) -> Chips:
        values = sorted({_text(one.cells.get(key)) for one in lines} - {""}, key=thai_key)
        title = next(one.title for one in self.columns if one.key == key)
        return Chips(key, title, [(value, value) for value in values])


def _plain(cell: Cell) -> Any:
    match cell:
        case Baht(satang):
            return Money(satang)
        case State(text):
            return text
        case None:
            return ""
        case _:
            return cell


def _text(cell: Cell) -> str:
    return str(_plain(cell))


def _order(cell: Cell) -> tuple[bool, Any]:
    """Nothing is last; figures by size, words as the dictionary has them."""
    value = _plain(cell)
    if value == "":
        return (True, "")
    return (False, value if isinstance(value, int | float) else thai_key(str(value)))
