"""The first page: what has to be done next."""

from __future__ import annotations

from typing import Annotated, Final

from fastapi import APIRouter, Depends
from starlette.requests import Request
from starlette.responses import Response

from planning.kit import happened
from planning.kit.visitor import Visitor
from planning.province import words
from planning.province.calendar import in_order
from planning.province.pages.plans import years
from planning.province.store import dates, plans
from planning.province.store.overview import overview
from service.web.access import Allowed
from service.web.render import page
from service.web.transaction import Db

router = APIRouter(include_in_schema=False)
HOME: Final = "/"
NEXT: Final = 8
MayRead = Annotated[Visitor, Depends(Allowed("province.read"))]


@router.get(HOME)
def first(request: Request, db: Db, visitor: MayRead) -> Response:
    """What waits for a person, then what is due, then the plans."""
    today = happened.today()
    return page(
        request,
        "home.html",
        seen=overview(db, visitor),
        plans=plans.plans(db, visitor)[:NEXT],
        entries=[one for one in in_order(dates.entries(db, visitor), today) if one.day >= today][:NEXT],
        words=words,
        years=years,
        may_write=visitor.may("province.write"),
    )
