"""How many pupils each school of a run will have: five years ahead, on the page and as a file."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Depends
from sqlmodel import Session
from starlette.requests import Request
from starlette.responses import Response

from planning.kit.visitor import Visitor
from planning.school_network import words
from planning.school_network.models.run import MappingRunRow
from planning.school_network.packing import unpack_inputs
from planning.school_network.pages.run_form import RUNS
from planning.school_network.projecting import Ahead, ahead_of
from planning.school_network.store import runs
from planning.school_network.store.sources import sources
from planning.school_network.taking import Count
from service.i18n import _
from service.refusal import BlockedError
from service.web.access import Allowed
from service.web.exports import Sheet, as_file
from service.web.render import page
from service.web.transaction import Db

router = APIRouter(include_in_schema=False)
MayRead = Annotated[Visitor, Depends(Allowed("mapping.read"))]


@router.get(f"{RUNS}/{{key}}/projection")
def show(request: Request, db: Db, visitor: MayRead, key: str) -> Response:
    """The office's pupils first, then each school; what it rests on below. Without two counts: why there is nothing."""
    row = runs.find_run(db, visitor.office_code, key)
    try:
        ahead, reason = _ahead(db, visitor, row), ""
    except BlockedError as error:
        ahead, reason = None, error.problems[0].text(_)
    return page(
        request,
        "projection.html",
        run=row,
        ahead=ahead,
        reason=reason,
        grades=words.GRADES,
    )


@router.get(f"{RUNS}/{{key}}/projection.{{kind}}")
def export(request: Request, db: Db, visitor: MayRead, key: str, kind: str) -> Response:
    """The same rows as CSV or Excel."""
    ahead = _ahead(db, visitor, runs.find_run(db, visitor.office_code, key))
    titles = ["school", "name", "ours", *(f"pupils_{year}" for year in ahead.years), "rooms", "rooms_needed", "small"]
    rows: list[list[object]] = [
        [
            one.id,
            one.name,
            "yes" if one.ours else "no",
            *one.pupils,
            one.rooms,
            one.rooms_needed,
            "yes" if one.becomes_small else "no",
        ]
        for one in ahead.schools
    ]
    return as_file(Sheet("projection", titles, rows), kind)


def _ahead(db: Session, visitor: Visitor, row: MappingRunRow) -> Ahead:
    given = sources(db, visitor.office_code)
    inputs, _districts = unpack_inputs(row.inputs, None)
    base = Count(row.academic_year, row.count_date, row.revision)
    return ahead_of(inputs, runs.result_of(row), given.counts, given.villages, base)
