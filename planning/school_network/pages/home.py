"""The first page: what the newest run says, and where the work goes on."""

from __future__ import annotations

from typing import Annotated, Final

from fastapi import APIRouter, Depends
from starlette.requests import Request
from starlette.responses import Response

from planning.kit.visitor import Visitor
from planning.school_network import case_words, words
from planning.school_network.pages.sending import today
from planning.school_network.store import carrying_out, cases, runs
from planning.school_network.store.sources import sources
from service.web.access import Allowed
from service.web.render import page
from service.web.transaction import Db

router = APIRouter(include_in_schema=False)
HOME: Final = "/"
MOST_SHOWN: Final = 12
MayRead = Annotated[Visitor, Depends(Allowed("home.read"))]


@router.get(HOME)
def first(request: Request, db: Db, visitor: MayRead) -> Response:
    """Where the work begins."""
    row = runs.newest_of_children(db, visitor.office_code)
    given = sources(db, visitor.office_code)
    stale = row is not None and runs.is_stale(row, given, {})
    red = carrying_out.red(db, visitor.office_code, today(request))
    live = [
        one for one in cases.cases(db, visitor.office_code) if one.state not in cases.CLOSED or red.get(one.id or 0)
    ]
    live.sort(key=lambda one: not red.get(one.id or 0))
    return page(
        request,
        "home.html",
        run=row,
        stale=stale,
        sources=given,
        live=live[:MOST_SHOWN],
        red=red,
        words=words,
        said=case_words,
        may_write=visitor.may("mapping.write"),
    )
