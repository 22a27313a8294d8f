"""Where a MAC or IP address is and was: which port of which switch."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Depends, Query
from starlette.requests import Request
from starlette.responses import Response

from inventory.queries.sightings import MOST, SHORTEST, sightings
from netops.web.access import Visitor, allowed
from netops.web.pages.strangers import maker_of
from service.web.render import page
from service.web.transaction import Db

router = APIRouter(prefix="/sightings", include_in_schema=False)


@router.get("")
def listed(
    request: Request,
    db: Db,
    visitor: Annotated[Visitor, Depends(allowed("sightings.read"))],
    q: Annotated[str, Query(max_length=64)] = "",
) -> Response:
    """Present places first, then history."""
    found = sightings(db, visitor.sight, q) if len(q.strip()) >= SHORTEST else ()
    return page(request, "sightings.html", q=q.strip(), found=found, maker=maker_of, shortest=SHORTEST, most=MOST)
