"""The first page: what the newest run says, and where the work goes on."""

from __future__ import annotations

from typing import Annotated, Final

from fastapi import APIRouter, Depends
from starlette.requests import Request
from starlette.responses import Response

from planning.kit.visitor import Visitor
from planning.school_network.store import runs
from planning.school_network.store.sources import sources
from service.web.access import Allowed
from service.web.render import page
from service.web.transaction import Db

router = APIRouter(include_in_schema=False)
HOME: Final = "/"
MayRead = Annotated[Visitor, Depends(Allowed("home.read"))]


@router.get(HOME)
def first(request: Request, db: Db, visitor: MayRead) -> Response:
    """Where the work begins."""
    row = runs.newest_done(db, visitor.office_code)
    given = sources(db, visitor.office_code)
    stale = row is not None and runs.is_stale(row, given, {})
    return page(request, "home.html", run=row, stale=stale, sources=given, may_write=visitor.may("mapping.write"))
