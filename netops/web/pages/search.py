"""The search box of every page, and its page of results."""

from __future__ import annotations

from typing import Annotated
from urllib.parse import urlencode

from fastapi import APIRouter, Depends, Query
from starlette.requests import Request
from starlette.responses import Response

from inventory.models.outage import Subject
from inventory.queries.search import Hit, search
from inventory.queries.sightings import mac_part, sightings
from netops.web.access import Visitor, allowed
from service.web.render import page, redirect
from service.web.transaction import Db

router = APIRouter(include_in_schema=False)
MaySearch = Annotated[Visitor, Depends(allowed("search.read"))]
Text = Annotated[str, Query(max_length=100)]


@router.get("/search")
def results(request: Request, db: Db, visitor: MaySearch, q: Text = "") -> Response:
    """Everything that fits; a single hit is opened at once."""
    hits = search(db, visitor.sight, q, each=50)
    is_address = bool(mac_part(q)) or any(char in q for char in ".:")
    seen = sightings(db, visitor.sight, q) if is_address and visitor.may("sightings.read") else ()
    if len(hits) == 1 and not seen:
        return redirect(request, address(hits[0]))
    if seen and not hits:
        return redirect(request, "/sightings?" + urlencode({"q": q.strip()}))
    return page(request, "search.html", q=q, hits=hits, seen=len(seen), address=address)


@router.get("/search/suggestions")
def suggestions(request: Request, db: Db, visitor: MaySearch, q: Text = "") -> Response:
    """The first few, under the box while one types."""
    return page(request, "suggestions.html", q=q.strip(), hits=search(db, visitor.sight, q, each=5), address=address)


def address(hit: Hit) -> str:
    """Where a hit leads."""
    if hit.kind == "asset":
        return f"/assets/{hit.id}"
    return {
        Subject.DEVICE: f"/devices/{hit.id}",
        Subject.LINK: f"/schools/{hit.code}#link-{hit.id}",
    }.get(hit.kind, f"/schools/{hit.code}")
