"""A list of `inventory.queries.table` on a page and in a file: what the URL asks, as the templates show it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, datetime
from typing import Any, Final

from sqlmodel import Session
from starlette.requests import Request
from starlette.responses import Response

from inventory.models.outage import State
from inventory.queries import table as tables
from inventory.queries.table import Kind, Table
from netops.web.access import Visitor
from netops.web.render import SHAPES
from service.i18n import _
from service.web.exports import Money, Sheet, as_file
from service.web.table import Asked, Chips, Column, View, asked

UNITS: Final = {Kind.SPEED: " (Mbit/s)", Kind.MS: " (ms)", Kind.PERCENT: " (%)"}
MOST_EXPORTED: Final = 50_000
OURS: Final = frozenset(
    {
        "state",
        "claim_state",
        "kind",
        "ends",
        "decision",
        "channel",
        "severity",
        "grade",
        "standing",
        "support",
        "software",
        "warranty",
        "firmware",
        "fund",
        "warranty_ends",
        "older",
        "network",
        "unit",
        "step",
        "method",
        "purchase_kind",
        "running",
        "plan_state",
        "stage",
        "need_state",
        "need_kind",
        "reason",
        "source",
        "supported",
        "repair",
        "spec_state",
        "sort",
        "novelty",
        "lending",
        "disposal",
        "stock_kind",
        "level",
        "transfer_state",
        "risk_state",
        "risk_group",
        "review",
        "tasks",
        "task_state",
        "direction",
    }
)


def view_of(request: Request, db: Session, visitor: Visitor, table: Table, *, path: str) -> View:
    """The page of the list that is asked for; its export stands at `path`/export."""
    wanted = asked_of(request, table)
    found = table.find(db, visitor.sight, question_of(wanted))
    return View(
        path=path,
        asked=wanted,
        columns=_columns(table),
        rows=found.rows,
        total=found.total,
        chips=_chips(db, visitor, table),
        export=f"{path}/export" if visitor.may("exports.run") else "",
        views="/views",
    )


def kinds_of(table: Table) -> dict[str, str]:
    """Column -> how its values are written, for the template."""
    return {column.key: column.kind.value for column in table.columns}


def exported(request: Request, db: Session, visitor: Visitor, table: Table, kind: str) -> Response:
    """Exactly the rows and columns that the list shows, all its pages."""
    wanted = asked_of(request, table)
    found = table.find(db, visitor.sight, _question(wanted, limit=MOST_EXPORTED, offset=0))
    shown = [column for column in table.columns if column.key in wanted.columns]
    sheet = Sheet(
        name=table.key,
        titles=[_(column.title) + UNITS.get(column.kind, "") for column in shown],
        rows=[[_cell(column, row) for column in shown] for row in found.rows],
    )
    return as_file(sheet, kind)


def _columns(table: Table) -> tuple[Column, ...]:
    return tuple(Column(c.key, c.title, c.sortable, c.figures, c.shown) for c in table.columns)


def asked_of(request: Request, table: Table) -> Asked:
    """What the address asks of this list."""
    filters = (*(one.key for one in table.filters), *table.hidden_filters)
    return asked(request, _columns(table), filters=filters)


def question_of(wanted: Asked) -> tables.Asked:
    """The page that is asked for, in the words of queries."""
    return _question(wanted, limit=wanted.per_page, offset=wanted.offset)


def _question(wanted: Asked, *, limit: int, offset: int) -> tables.Asked:
    return tables.Asked(wanted.q, wanted.filters, wanted.sort, wanted.descending, limit, offset)


def _chips(db: Session, visitor: Visitor, table: Table) -> list[Chips]:
    """Filters with their words; words that are ours are translated, names from the database stay."""
    return [
        Chips(
            one.key,
            one.title,
            [(value, _(words) if one.key in OURS else words) for value, words in one.options(db, visitor.sight)],
        )
        for one in table.filters
    ]


def _cell(column: tables.Column, row: Mapping[str, Any]) -> object:
    """A value for a file: plain figures in the unit of the title, dates in ISO 8601."""
    value, kind = row[column.key], column.kind
    if value in column.words:
        return _(column.words[value])
    if isinstance(value, datetime):
        return value.isoformat(timespec="seconds")
    if isinstance(value, date):
        return value.isoformat()
    if value is None or kind not in WRITTEN:
        return "" if value is None else value
    return WRITTEN[kind](value)


WRITTEN: Final[dict[Kind, Callable[[Any], object]]] = {
    Kind.STATE: lambda value: _(SHAPES[State(value)][1]),
    Kind.SPEED: lambda value: value / 1_000_000,
    Kind.MONEY: Money,
    Kind.YES: lambda value: _("yes") if value else _("no"),
}
