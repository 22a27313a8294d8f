"""The first page."""

from __future__ import annotations

from typing import Annotated, Final

from fastapi import APIRouter, Depends
from starlette.requests import Request
from starlette.responses import Response

from planning.kit.visitor import Visitor
from service.web.access import Allowed
from service.web.render import page

router = APIRouter(include_in_schema=False)
HOME: Final = "/"
MayRead = Annotated[Visitor, Depends(Allowed("plan.read"))]


@router.get(HOME)
def first(request: Request, _visitor: MayRead) -> Response:
    """Where the work begins."""
    return page(request, "home.html")
