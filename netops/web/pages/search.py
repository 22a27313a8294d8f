"""The search box of every page, and its page of results."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Depends, Query
from starlette.requests import Request
from starlette.responses import Response

from inventory.models.outage import Subject
from inventory.queries.search import Hit, search
from netops.web.access import Visitor, allowed
from netops.web.render import page, redirect
from netops.web.session import Db

router = APIRouter()
MaySearch = Annotated[Visitor, Depends(allowed("search.read"))]
Text = Annotated[str, Query(max_length=100)]


@router.get("/search")
def results(request: Request, db: Db, visitor: MaySearch, q: Text = "") -> Response:
    """Everything that fits; a single hit is opened at once."""
    hits = search(db, visitor.sight, q, each=50)
    if len(hits) == 1:
        return redirect(request, address(hits[0]))
    return page(request, "search.html", q=q, hits=hits, address=address)


@router.get("/search/suggestions")
def suggestions(request: Request, db: Db, visitor: MaySearch, q: Text = "") -> Response:
    """The first few, under the box while one types."""
    return page(request, "suggestions.html", q=q.strip(), hits=search(db, visitor.sight, q, each=5), address=address)


def address(hit: Hit) -> str:
    """Where a hit leads."""
    return {
        Subject.DEVICE: f"/devices/{hit.id}",
        Subject.LINK: f"/schools/{hit.code}#link-{hit.id}",
    }.get(hit.kind, f"/schools/{hit.code}")
