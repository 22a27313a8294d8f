"""All schools as a list: searched, filtered, sorted; each with its state, links and devices."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from typing import Annotated, Any, Final

from fastapi import APIRouter, Depends
from starlette.requests import Request
from starlette.responses import Response

from inventory.models.outage import WORST_FIRST, State
from inventory.queries.board import Board, SchoolLine, board
from netops.models.person import Role
from netops.notify.cause.taking import taken_outages
from netops.web.access import Visitor, allowed
from netops.web.render import SHAPES
from service.i18n import N_, _
from service.web.exports import Sheet, as_file
from service.web.formats import short_name
from service.web.render import page, redirect
from service.web.table import Asked, Chips, Column, View, asked
from service.web.transaction import Db

router = APIRouter(include_in_schema=False)

COLUMNS: Final = (
    Column("name", N_("School")),
    Column("state", N_("State")),
    Column("since", N_("Since")),
    Column("code", N_("School code")),
    Column("district", N_("District")),
    Column("links", N_("Links up"), figures=True),
    Column("devices", N_("Devices"), figures=True),
)
_LAST: Final = datetime.max.replace(tzinfo=UTC)
_SORTS: Final[dict[str, Callable[[SchoolLine], Any]]] = {
    "name": lambda line: short_name(line.name),
    "state": lambda line: WORST_FIRST.index(line.state),
    "since": lambda line: line.since or _LAST,
    "code": lambda line: line.code,
    "district": lambda line: (line.district, short_name(line.name)),
    "links": lambda line: len(line.links),
    "devices": lambda line: sum(line.devices.values()),
}


@router.get("/schools")
def schools(request: Request, db: Db, visitor: Annotated[Visitor, Depends(allowed("sites.read"))]) -> Response:
    """The list; a school's own person goes straight to the school."""
    found = board(db, visitor.sight, taken=taken_outages(db))
    if visitor.role is Role.SCHOOL and len(found.schools) == 1:
        return redirect(request, f"/schools/{found.schools[0].code}")
    wanted, fitting = _wanted(request, found)
    states = [state for state in WORST_FIRST if found.count[state]]
    view = View(
        path="/schools",
        asked=wanted,
        columns=COLUMNS,
        rows=fitting[wanted.offset : wanted.offset + wanted.per_page],
        total=len(fitting),
        export="/schools/export" if visitor.may("exports.run") else "",
        views="/views",
        chips=(
            Chips("state", N_("State"), [(state.value, _(SHAPES[state][1])) for state in states]),
            Chips("district", N_("District"), [(name, name) for name in found.by_district if name]),
        ),
    )
    return page(request, "schools.html", view=view, up_links=up_links)


@router.get("/schools/export.{kind}")
def export(
    request: Request, db: Db, visitor: Annotated[Visitor, Depends(allowed("exports.run"))], kind: str
) -> Response:
    """Exactly the rows and columns that the list shows, all its pages."""
    wanted, fitting = _wanted(request, board(db, visitor.sight, taken=taken_outages(db)))
    shown = [column for column in COLUMNS if column.key in wanted.columns]
    sheet = Sheet(
        name="schools",
        titles=[_(column.title) for column in shown],
        rows=[[_cell(line, column.key) for column in shown] for line in fitting],
    )
    return as_file(sheet, kind)


def _wanted(request: Request, found: Board) -> tuple[Asked, list[SchoolLine]]:
    """What the URL asks for, and all schools that fit, in its order."""
    wanted = asked(request, COLUMNS, filters=("state", "district"), sort="state")
    fitting = _fitting(found.schools, wanted)
    fitting.sort(key=_SORTS[wanted.sort], reverse=wanted.descending)
    return wanted, fitting


def _cell(line: SchoolLine, key: str) -> object:
    """A value for a file: plain; times in ISO 8601."""
    values: dict[str, object] = {
        "name": line.name,
        "state": _(SHAPES[line.state][1]),
        "since": line.since.isoformat(timespec="seconds") if line.since else "",
        "code": line.code,
        "district": line.district,
        "links": f"{up_links(line)} / {len(line.links)}",
        "devices": sum(line.devices.values()),
    }
    return values[key]


def _fitting(lines: Sequence[SchoolLine], wanted: Asked) -> list[SchoolLine]:
    """Searched in what the person can see: name, code, district, providers."""
    text = wanted.q.lower()
    state, district = wanted.filters.get("state"), wanted.filters.get("district")
    return [
        line
        for line in lines
        if (not state or line.state == state)
        and (not district or line.district == district)
        and (not text or text in _searchable(line))
    ]


def _searchable(line: SchoolLine) -> str:
    return " ".join((line.name, line.code, line.district, *(link.provider for link in line.links))).lower()


def up_links(line: SchoolLine) -> int:
    """How many of its links carry."""
    return sum(link.state in (State.UP, State.DEGRADED) for link in line.links)
