"""Staff of schools by position: the office and school by school, never a name."""

from __future__ import annotations

from typing import Annotated, Final

from fastapi import APIRouter, Depends, Query
from starlette.requests import Request
from starlette.responses import Response

from planning.kit.visitor import Visitor
from planning.registry.store.staff import positions_of_year, staff_of_year, staff_years
from service.i18n import _
from service.web.access import Allowed
from service.web.exports import Sheet, as_file
from service.web.render import page
from service.web.transaction import Db

router = APIRouter(include_in_schema=False)
HOME: Final = "/staff"
MayRead = Annotated[Visitor, Depends(Allowed("counts.read"))]
Year = Annotated[int | None, Query(ge=2400, le=2800)]


@router.get(HOME)
def show(request: Request, db: Db, visitor: MayRead, year: Year = None) -> Response:
    """One academic year; the newest where none is asked for."""
    years = staff_years(db, visitor)
    chosen = year or (years[0] if years else None)
    return page(
        request,
        "staff.html",
        years=years,
        year=chosen,
        positions=positions_of_year(db, visitor, chosen) if chosen else [],
        schools=staff_of_year(db, visitor, chosen) if chosen else [],
        may_write=visitor.may("counts.write"),
    )


@router.get(f"{HOME}/export.{{kind}}")
def export(_request: Request, db: Db, visitor: MayRead, kind: str, year: Year = None) -> Response:
    """Each position of each school."""
    years = staff_years(db, visitor)
    chosen = year or (years[0] if years else 0)
    titles = [_("SMIS code"), _("School"), _("Position"), _("Male"), _("Female")]
    rows = [
        [one.school.smis_code, one.school.name, position, male, female]
        for one in staff_of_year(db, visitor, chosen)
        for position, (male, female) in one.positions.items()
    ]
    return as_file(Sheet(f"staff-{chosen}", titles, rows), kind)
