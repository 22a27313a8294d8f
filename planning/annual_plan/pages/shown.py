"""What pages of the annual plan are made of: lists and sheets as values, shown by two templates."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from http import HTTPStatus
from typing import Any, Final, TypeVar

from sqlmodel import Session
from starlette.requests import Request
from starlette.responses import Response

from office.academic import AcademicYear
from office.collation import thai_key
from office.fiscal import FiscalYear
from service.i18n import _
from service.refusal import RefusedError
from service.web.exports import Money, as_file
from service.web.exports import Sheet as Exported
from service.web.form import Field, Form, Typed, problems
from service.web.render import page, redirect
from service.web.table import Chips, Column, View, asked

Made = TypeVar("Made")
Row = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Link:
    """A word that leads somewhere."""

    text: str
    href: str

    def __str__(self) -> str:
        return self.text


@dataclass(frozen=True, slots=True)
class Mark:
    """A state in words, with an icon, so that colour is never all that tells it."""

    text: str
    tone: str = "secondary"
    icon: str = "info-circle"

    def __str__(self) -> str:
        return self.text


@dataclass(frozen=True, slots=True)
class Satang:
    """Money as a cell; nothing that is quiet is no figure to be read."""

    value: int | None
    is_quiet: bool = False

    def __str__(self) -> str:
        return "" if self.value is None else f"{self.value / 100:.2f}"


@dataclass(frozen=True, slots=True)
class Button:
    """Leads to a page or a file."""

    text: str
    href: str
    icon: str = "plus"
    primary: bool = False


@dataclass(frozen=True, slots=True)
class Table:
    """One table of a sheet. Cells are texts, numbers, days, Link, Mark or Satang; `foot` is its row of sums."""

    title: str
    columns: Sequence[Column]
    rows: Sequence[Row]
    empty: str = ""
    foot: Row | None = None


@dataclass(frozen=True, slots=True)
class Deed:
    """A button that does something at once; `sure` is asked before."""

    text: str
    action: str
    icon: str = "check"
    sure: str = ""
    fields: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Sheet:
    """One thing with all that is known of it and all that may be done with it."""

    title: str
    back: str
    facts: Sequence[tuple[str, Any]] = ()
    marks: Sequence[Mark] = ()
    buttons: Sequence[Button] = ()
    deeds: Sequence[Deed] = ()
    tables: Sequence[Table] = ()
    forms: Sequence[Form] = ()
    texts: Sequence[tuple[str, str]] = ()
    notes: Sequence[str] = ()
    copies: Sequence[Any] = ()


def today(request: Request) -> date:
    """On the clock of the office."""
    return datetime.now(request.app.state.render.zone).date()


def year_of(request: Request) -> int:
    """The fiscal year that the address asks for; else that of today."""
    said = request.query_params.get("year", "")
    if said.isascii() and said.isdigit() and len(said) == 4 and 2500 <= int(said) < 2800:
        return int(said)
    return FiscalYear.of(today(request)).era


def academic_year_of(request: Request) -> int:
    """The academic year that the address asks for; else that of today. Another calendar than the fiscal year's."""
    return year_of(request) if request.query_params.get("year") else AcademicYear.of(today(request)).era


@dataclass(frozen=True, slots=True)
class Listing:
    """What a list shows: all rows, which are searched, filtered, sorted and cut here."""

    title: str
    path: str
    columns: tuple[Column, ...]
    rows: Sequence[Row]
    chips: tuple[Chips, ...] = ()
    facts: Sequence[tuple[str, Any]] = ()
    buttons: Sequence[Button] = ()
    note: str = ""
    sort: str = ""
    copies: Sequence[Any] = ()
    is_academic: bool = False


def listing(request: Request, shown: Listing, year: int) -> Response:
    """A list with its years."""
    wanted = asked(request, shown.columns, filters=("year", *(one.key for one in shown.chips)), sort=shown.sort)
    rows = _found(shown, wanted)
    cut = rows[wanted.offset : wanted.offset + wanted.per_page]
    view = View(shown.path, wanted, shown.columns, cut, len(rows), shown.chips, f"{shown.path}/export", kept=("year",))
    return page(request, "list.html", view=view, shown=shown, year=year)


def exported(request: Request, shown: Listing, kind: str) -> Response:
    """The rows that the list shows, all its pages."""
    wanted = asked(request, shown.columns, filters=("year", *(one.key for one in shown.chips)), sort=shown.sort)
    columns = [one for one in shown.columns if one.key in wanted.columns]
    rows = [[_plain(row.get(one.key)) for one in columns] for row in _found(shown, wanted)]
    name = shown.path.strip("/").replace("/", "-")
    return as_file(Exported(name, [_(one.title) for one in columns], rows), kind)


def _plain(value: Any) -> object:
    if isinstance(value, Satang):
        return None if value.value is None else Money(value.value)
    if isinstance(value, date):
        return value.isoformat()
    return value if isinstance(value, int | float) or value is None else str(value)


def _found(shown: Listing, wanted: Any) -> list[Row]:
    rows = list(shown.rows)
    if wanted.q:
        words = wanted.q.casefold()
        rows = [row for row in rows if any(words in str(value).casefold() for value in row.values())]
    for name, value in wanted.filters.items():
        if name != "year":
            rows = [row for row in rows if str(row.get(f"{name}_key", row.get(name))) == value]
    if wanted.sort:
        rows.sort(key=lambda row: _order(row.get(wanted.sort)), reverse=wanted.descending)
    return rows


def _order(value: Any) -> tuple[int, float, tuple[Any, ...]]:
    if isinstance(value, Satang):
        value = value.value
    if value is None:
        return (1, 0, ())
    if isinstance(value, date):
        return (0, value.toordinal(), ())
    return (0, value, ()) if isinstance(value, int | float) else (0, 0, thai_key(str(value)))


def sheet(request: Request, shown: Sheet, *, status: int = HTTPStatus.OK) -> Response:
    """One thing."""
    return page(request, "sheet.html", status=status, sheet=shown)


def form_page(request: Request, form: Form) -> Response:
    """A form of its own page; 422 when something in it is wrong."""
    status = HTTPStatus.UNPROCESSABLE_ENTITY if form.problems else HTTPStatus.OK
    return page(request, "form.html", status=status, form=form)


def taken(db: Session, act: Callable[[], Made]) -> tuple[Made | None, dict[str, str]]:
    """What the act gave, or the problems of each field with nothing done."""
    try:
        with db.begin_nested():
            return act(), {}
    except RefusedError as error:
        return None, problems(error)


def kept(
    request: Request,
    db: Session,
    act: Callable[[], Made],
    to: Callable[[Made], str],
    form: Callable[[dict[str, str]], Form],
    said: str = "",
) -> Response:
    """Do it and go where it leads, or show the form with what is wrong."""
    made, wrong = taken(db, act)
    if wrong or made is None:
        return form_page(request, form(wrong))
    return redirect(request, to(made), said or _("Saved."))


def options(words: Mapping[Any, str], *, none: str | None = None) -> list[tuple[str, str]]:
    """Of a select, by the words of an enumeration."""
    found = [(str(getattr(one, "value", one)), _(text)) for one, text in words.items()]
    return found if none is None else [("", none), *found]


def fields(*given: tuple[str, str, str], **more: Mapping[str, Any]) -> tuple[Field, ...]:
    """Fields from name, label (a catalogue sentence) and kind; `more` are settings by name."""
    return tuple(Field(name, _(label), kind, **more.get(name, {})) for name, label, kind in given)


def given(typed: Typed, **more: object) -> dict[str, object]:
    """What was typed, with what is known otherwise."""
    return {**typed, **more}


YEAR: Final = "year"
