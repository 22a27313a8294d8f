"""Homes of the pupils of a count: how many are known, by grade, school and village."""

from __future__ import annotations

from typing import Annotated, Final

from fastapi import APIRouter, Depends, Query
from starlette.requests import Request
from starlette.responses import Response

from planning.kit.small_cells import FEWEST_SHOWN
from planning.kit.visitor import Visitor
from planning.registry.store.counts import find_count, revision_of
from planning.registry.store.homes import homes_of
from service.i18n import _
from service.web.access import Allowed
from service.web.exports import Sheet, as_file
from service.web.render import page
from service.web.transaction import Db

router = APIRouter(include_in_schema=False)
PATH: Final = "/counts/{count_id:int}/homes"
MayRead = Annotated[Visitor, Depends(Allowed("counts.read"))]
Number = Annotated[int | None, Query(ge=1, le=10_000)]


@router.get(PATH)
def show(request: Request, db: Db, visitor: MayRead, count_id: int, revision: Number = None) -> Response:
    """Of n pupils m have a known home; then where."""
    count = find_count(db, visitor, count_id)
    found = revision_of(db, visitor, count, revision)
    return page(
        request,
        "count_homes.html",
        count=count,
        revision=found,
        homes=homes_of(db, visitor, found),
        fewest=FEWEST_SHOWN,
        may_write=visitor.may("counts.write"),
    )


@router.get(f"{PATH}.{{kind}}")
def export(request: Request, db: Db, visitor: MayRead, count_id: int, kind: str, revision: Number = None) -> Response:
    """Villages with their pupils, few of them not told: a file goes farther than a page."""
    count = find_count(db, visitor, count_id)
    found = revision_of(db, visitor, count, revision)
    titles = [_("Code"), _("Village"), _("Subdistrict"), _("District"), _("Pupils"), _("Schools")]
    few = _("not told: few")
    rows: list[list[object]] = [
        [
            *(one.village.code, one.village.name, one.village.subdistrict, one.village.district),
            *(few if one.pupils is None else one.pupils, one.schools),
        ]
        for one in homes_of(db, visitor, found).villages
    ]
    return as_file(Sheet(f"homes-{count.day.isoformat()}-{found.number}", titles, rows), kind)
