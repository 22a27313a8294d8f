"""Runbooks: the list, and one of them filled in with what is known of an outage."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Depends
from markupsafe import Markup
from starlette.requests import Request
from starlette.responses import Response

from inventory.queries.outages import outage as find_outage
from inventory.store.refusal import MissingError
from netops.runbook import RunbookMissingError, fill_summary, find_runbook, render_runbook, runbooks, values_of_outage
from netops.web.access import Visitor, allowed
from netops.web.render import page
from netops.web.session import Db

router = APIRouter(prefix="/runbooks", include_in_schema=False)
MayRead = Annotated[Visitor, Depends(allowed("runbooks.read"))]


@router.get("")
def listed(request: Request, _visitor: MayRead) -> Response:
    """All pages with what each is for."""
    return page(request, "runbooks.html", rows=[(one, fill_summary(one)) for one in runbooks()])


@router.get("/{name}")
def one(request: Request, db: Db, visitor: MayRead, name: str, outage: int | None = None) -> Response:
    """One page. `outage` fills in the school, provider, circuit number and contact of that outage."""
    try:
        runbook = find_runbook(name)
    except RunbookMissingError:
        raise MissingError("runbook") from None
    line = find_outage(db, visitor.sight, outage) if outage is not None else None
    values = values_of_outage(db, line.outage) if line is not None else {}
    # Rendered by netops/runbook.py, which escapes every value and knows no raw HTML.
    body = Markup(render_runbook(runbook, values))  # noqa: S704
    return page(request, "runbook.html", runbook=runbook, body=body, line=line)
