"""The page that leads a visitor of a demonstration through its two stories; no other installation has it."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Depends
from starlette.requests import Request
from starlette.responses import Response

from netops.simulation.places import places_of
from netops.web.access import Visitor, allowed
from netops.web.stories import stories
from service.web.nav import SIBLINGS
from service.web.render import page
from service.web.transaction import Db

router = APIRouter(include_in_schema=False)


@router.get("/demo")
def told(request: Request, db: Db, _visitor: Annotated[Visitor, Depends(allowed("board.read"))]) -> Response:
    """Each step with what came of it, and the page on which it is seen."""
    settings = request.app.state.settings

    def at(service: str, path: str) -> str:
        return f"{settings.sibling_urls.get(service, '').rstrip('/')}{path}"

    found = stories(db, places_of(settings.data_dir), at)
    return page(request, "stories.html", stories=found, titles={name: one[0] for name, one in SIBLINGS.items()})
