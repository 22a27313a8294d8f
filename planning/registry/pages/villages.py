"""Villages: the list with children of school age, and one village by age and year."""

from __future__ import annotations

from typing import Annotated, Any, Final

from fastapi import APIRouter, Depends
from starlette.requests import Request
from starlette.responses import Response

from planning.kit.visitor import Visitor
from planning.registry.sizes import CHILDREN
from planning.registry.store.schools import Asked
from planning.registry.store.villages import districts_of, find_village, find_villages, line_of, people_of
from service.i18n import N_, _
from service.web.access import Allowed
from service.web.exports import Sheet, as_file
from service.web.render import page
from service.web.table import Asked as Wanted
from service.web.table import Chips, Column, View, asked
from service.web.transaction import Db

router = APIRouter(include_in_schema=False)
HOME: Final = "/villages"
MayRead = Annotated[Visitor, Depends(Allowed("counts.read"))]
MOST_EXPORTED: Final = 100_000
COLUMNS: Final = (
    Column("code", N_("Code")),
    Column("name", N_("Village")),
    Column("subdistrict", N_("Subdistrict")),
    Column("district", N_("District")),
    *(Column(f"age_{band.first}", f"{band.first}–{band.last}", sortable=False, figures=True) for band in CHILDREN),
    Column("people", N_("People"), sortable=False, figures=True),
    Column("year", N_("Year"), sortable=False),
)


@router.get(HOME)
def listed(request: Request, db: Db, visitor: MayRead) -> Response:
    """Sorted, searched and filtered by the address."""
    wanted = _wanted(request)
    rows, total = find_villages(db, visitor, _asked(wanted, wanted.per_page))
    chips = Chips("district", N_("District"), [(name, name) for name in districts_of(db, visitor)])
    view = View(HOME, wanted, COLUMNS, rows, total, (chips,), f"{HOME}/export")
    places = {f"age_{band.first}": at for at, band in enumerate(CHILDREN)}
    return page(request, "villages.html", view=view, places=places, may_write=visitor.may("counts.write"))


def _wanted(request: Request) -> Wanted:
    return asked(request, COLUMNS, filters=("district",), sort="code")


def _asked(wanted: Wanted, limit: int) -> Asked:
    offset = wanted.offset if limit == wanted.per_page else 0
    return Asked(
        q=wanted.q,
        district=wanted.filters.get("district", ""),
        sort=wanted.sort,
        descending=wanted.descending,
        limit=limit,
        offset=offset,
    )


@router.get(f"{HOME}/export.{{kind}}")
def export(request: Request, db: Db, visitor: MayRead, kind: str) -> Response:
    """The rows that the list shows, all its pages."""
    rows, _total = find_villages(db, visitor, _asked(_wanted(request), MOST_EXPORTED))
    titles = [_(column.title) for column in COLUMNS]
    told: list[list[Any]] = [
        [
            *(one.village.code, one.village.name, one.village.subdistrict, one.village.district),
            *(*one.children, one.people, one.year or ""),
        ]
        for one in rows
    ]
    return as_file(Sheet("villages", titles, told), kind)


@router.get(f"{HOME}/{{village_id:int}}")
def show(request: Request, db: Db, visitor: MayRead, village_id: int) -> Response:
    """One village by age, in each year that is known."""
    village = find_village(db, visitor, village_id)
    years = people_of(db, visitor, village)
    ages = sorted({int(age) for one in years for age in one.ages})
    lines = [(one, line_of(village, one)) for one in years]
    return page(request, "village.html", village=village, years=lines, ages=ages, bands=CHILDREN)
