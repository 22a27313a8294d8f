"""Runbooks: the list, and one of them, filled in with what is known of an outage where one is named."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Depends
from starlette.requests import Request
from starlette.responses import Response

from inventory.queries.outages import outage as find_outage
from netops.runbook.filling import fill_summary, render_text
from netops.runbook.following import fill_steps, safe
from netops.runbook.matter import matter_of
from netops.runbook.page import RunbookMissingError, find_runbook, runbooks
from netops.web.access import Visitor, allowed
from netops.web.outage_sections.steps import WHO_WORDS
from service.refusal import MissingError
from service.web.render import page
from service.web.transaction import Db

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
    matter = matter_of(db, line.outage) if line is not None else None
    values = matter.values if matter is not None else {}
    return page(
        request,
        "runbook.html",
        runbook=runbook,
        summary=safe(render_text(runbook.summary, values)),
        steps=fill_steps(runbook, values, matter.ids if matter is not None else {}),
        rest=safe(render_text(runbook.rest, values)),
        matter=matter,
        line=line,
        who=WHO_WORDS,
    )
