"""The map: schools by place and state over the outline of provinces; works without the internet."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Depends
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from inventory.queries.board import board
from netops.notify.cause.taking import taken_outages
from netops.web.access import Visitor, allowed
from netops.web.pages.overview import unless_unchanged
from netops.web.render import SHAPES
from service.i18n import _
from service.web.formats import short_name
from service.web.render import page
from service.web.transaction import Db

router = APIRouter(include_in_schema=False)
MayRead = Annotated[Visitor, Depends(allowed("board.read"))]


@router.get("/map")
def whole_map(request: Request, db: Db, visitor: MayRead) -> Response:
    """The page; places come as JSON and are asked for again while it is open."""
    found = board(db, visitor.sight, taken=taken_outages(db))
    nowhere = [school for school in found.schools if school.latitude is None or school.longitude is None]
    return page(request, "map.html", board=found, nowhere=nowhere)


@router.get("/map.json")
def places(request: Request, db: Db, visitor: MayRead) -> Response:
    """Every school that has a place; the worst last, so that it is drawn on top."""
    schools = [
        {
            "code": school.code,
            "name": short_name(school.name),
            "at": [school.latitude, school.longitude],
            "shape": SHAPES[school.state][0],
            "word": _(SHAPES[school.state][1]),
            "district": school.district,
        }
        for school in reversed(board(db, visitor.sight, taken=taken_outages(db)).schools)
        if school.latitude is not None and school.longitude is not None
    ]
    return unless_unchanged(request, JSONResponse(schools))
