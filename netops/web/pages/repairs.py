"""The repair log as a list; an entry is written on the form of its asset."""

from __future__ import annotations

from typing import Annotated, Final

from fastapi import APIRouter, Depends
from starlette.requests import Request
from starlette.responses import Response

from inventory.queries.repairs import REPAIRS, RESULT_WORDS
from netops.web.access import Visitor, allowed
from netops.web.listing import exported, kinds_of, view_of
from service.web.render import page
from service.web.transaction import Db

router = APIRouter(include_in_schema=False)
HOME: Final = "/repairs"


@router.get(HOME)
def listed(request: Request, db: Db, visitor: Annotated[Visitor, Depends(allowed("repairs.read"))]) -> Response:
    """What is not back yet first."""
    view = view_of(request, db, visitor, REPAIRS, path=HOME)
    return page(request, "repairs.html", view=view, kinds=kinds_of(REPAIRS), results=RESULT_WORDS)


@router.get(f"{HOME}/export.{{kind}}")
def export(
    request: Request, db: Db, visitor: Annotated[Visitor, Depends(allowed("exports.run"))], kind: str
) -> Response:
    """Exactly the rows and columns that the list shows, all its pages."""
    return exported(request, db, visitor, REPAIRS, kind)
