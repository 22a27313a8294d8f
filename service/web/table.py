"""Lists of things: what a person asked for in the URL (held to an allow-list), and what the template needs to show it.

Search, sort, filters, columns and page all live in the query string, so that any list can be mailed, bookmarked and
exported exactly as shown.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final
from urllib.parse import urlencode

from starlette.requests import Request

PER_PAGE: Final = 50
MOST_PER_PAGE: Final = 200  # more rows take longer than a page may; a file holds them all
LONGEST_SEARCH: Final = 100
_LAST_PAGE: Final = 1_000_000  # keeps OFFSET within what a database takes


@dataclass(frozen=True, slots=True)
class Column:
    """One column. `figures` are aligned right; `title` is an English catalogue sentence."""

    key: str
    title: str
    sortable: bool = True
    figures: bool = False
    usual: bool = True  # shown unless the person chose columns


@dataclass(frozen=True, slots=True)
class Chips:
    """One filter: its values with the words for them, already in the reader's language."""

    key: str
    title: str
    options: Sequence[tuple[str, str]]

    def words(self, value: str) -> str:
        """What a value is called."""
        return dict(self.options).get(value, value)


@dataclass(frozen=True, slots=True)
class Asked:
    """What the URL asks for. Only known sort keys, columns and filters are in it."""

    q: str = ""
    sort: str = ""
    descending: bool = False
    page: int = 1
    per_page: int = PER_PAGE
    columns: tuple[str, ...] = ()
    columns_given: bool = False
    filters: Mapping[str, str] = field(default_factory=dict)

    @property
    def offset(self) -> int:
        """Rows before this page."""
        return (self.page - 1) * self.per_page

    @property
    def sort_text(self) -> str:
        """As in the URL: a minus turns the order."""
        return f"-{self.sort}" if self.descending else self.sort

    @property
    def query(self) -> str:
        """The query string of everything but the page: what an export or a saved view keeps."""
        return self._encoded({})

    def changed(self, columns: Sequence[Column], **changes: object) -> str:
        """The query string after a change: `sort=key`, `toggle=column`, `page=n`, `q=text` or a filter."""
        wanted: dict[str, object] = {}
        for name, value in changes.items():
            if name == "sort":
                wanted["sort"] = f"-{value}" if self.sort == value and not self.descending else value
            elif name == "toggle":
                wanted["columns"] = ",".join(_toggled(self.columns, str(value), columns))
            else:
                wanted[name] = value
        return self._encoded(wanted)

    def _encoded(self, changes: Mapping[str, object]) -> str:
        fields: dict[str, object] = {"q": self.q, **self.filters, "sort": self.sort_text}
        if self.columns_given:
            fields["columns"] = ",".join(self.columns)
        if self.per_page != PER_PAGE:
            fields["per_page"] = self.per_page
        fields |= changes
        return urlencode({name: value for name, value in fields.items() if value not in ("", None)})


def _toggled(shown: Sequence[str], key: str, columns: Sequence[Column]) -> Sequence[str]:
    """The columns with one more or one fewer, in the table's order; the last one stays."""
    wanted = set(shown) ^ {key}
    return [column.key for column in columns if column.key in wanted] or list(shown)


def asked(request: Request, columns: Sequence[Column], *, filters: Sequence[str] = (), sort: str = "") -> Asked:
    """Read the URL. Unknown columns, sort keys and filters are left out: nothing of it reaches a query unchecked."""
    given = request.query_params
    known = [column.key for column in columns]
    wanted_sort = given.get("sort", "") or sort
    key = wanted_sort.removeprefix("-")
    if key not in {column.key for column in columns if column.sortable}:
        wanted_sort, key = sort, sort.removeprefix("-")
    chosen = tuple(name for name in given.get("columns", "").split(",") if name in known)
    return Asked(
        q=given.get("q", "").replace("\x00", "").strip()[:LONGEST_SEARCH],
        sort=key,
        descending=wanted_sort.startswith("-"),
        page=_number(given.get("page", ""), 1, _LAST_PAGE),
        per_page=_number(given.get("per_page", ""), PER_PAGE, MOST_PER_PAGE),
        columns=chosen or tuple(column.key for column in columns if column.usual),
        columns_given=bool(chosen),
        filters={name: value[:LONGEST_SEARCH] for name in filters if (value := given.get(name, "").strip())},
    )


def _number(text: str, otherwise: int, most: int) -> int:
    return min(max(int(text), 1), most) if text.isascii() and text.isdigit() and len(text) < 10 else otherwise


@dataclass(frozen=True, slots=True)
class View:
    """A list as the template shows it. `export` is the address without .csv or .xlsx, or empty; `views` where people
    keep views of it, or empty. `kept` are filters that say of what it is a list, e.g. its year: searching and clearing
    leave them.
    """

    path: str
    asked: Asked
    columns: Sequence[Column]
    rows: Sequence[Any]
    total: int
    chips: Sequence[Chips] = ()
    export: str = ""
    views: str = ""
    kept: tuple[str, ...] = ()

    @property
    def narrowed(self) -> bool:
        """Whether a search or filter leaves rows out."""
        return bool(self.asked.q) or any(name not in self.kept for name in self.asked.filters)

    @property
    def whole(self) -> str:
        """This list without search and filters."""
        query = urlencode({name: value for name, value in self.asked.filters.items() if name in self.kept})
        return f"{self.path}?{query}" if query else self.path

    @property
    def shown(self) -> Sequence[Column]:
        """The chosen columns, in the table's order."""
        return [column for column in self.columns if column.key in self.asked.columns]

    @property
    def pages(self) -> int:
        """At least one."""
        return max(1, -(-self.total // self.asked.per_page))

    @property
    def first(self) -> int:
        """Number of the first row shown, from one; none in an empty list."""
        return min(self.asked.offset + 1, self.total)

    @property
    def last(self) -> int:
        """Number of the last row shown."""
        return min(self.asked.offset + len(self.rows), self.total)

    def url(self, **changes: object) -> str:
        """This list after one change."""
        query = self.asked.changed(self.columns, **changes)
        return f"{self.path}?{query}" if query else self.path
