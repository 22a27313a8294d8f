"""Ticking a step of the runbook on an outage's page, and taking the tick back. Plain forms: they need no script."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Depends, Form
from starlette.requests import Request
from starlette.responses import Response

from netops.runbook.page import NAME
from netops.web.access import Visitor, allowed
from netops.web.pages.outage import line_of
from netops.web.steps import take_back_step, tick_step
from service.web.render import redirect
from service.web.transaction import Db

router = APIRouter(prefix="/outages/{outage_id:int}/steps", include_in_schema=False)
MayFollow = Annotated[Visitor, Depends(allowed("runbooks.follow"))]


@router.post("/{runbook}/{step}")
def tick(  # noqa: PLR0913 - the address and the form name each of them
    request: Request,
    db: Db,
    visitor: MayFollow,
    *,
    outage_id: int,
    runbook: str,
    step: str,
    note: Annotated[str, Form(max_length=500)] = "",
) -> Response:
    """The step is done; ticked already it stays as it is."""
    tick_step(db, visitor, line_of(db, visitor, outage_id).outage, runbook, step, note=note)
    return _back(request, outage_id, runbook, step)


@router.post("/{runbook}/{step}/undo")
def undo(request: Request, db: Db, visitor: MayFollow, outage_id: int, runbook: str, step: str) -> Response:
    """The tick stands no more; the record keeps it."""
    take_back_step(db, visitor, line_of(db, visitor, outage_id).outage, runbook, step)
    return _back(request, outage_id, runbook, step)


def _back(request: Request, outage_id: int, runbook: str, step: str) -> Response:
    chosen = f"?runbook={runbook}" if NAME.fullmatch(runbook) else ""
    return redirect(request, f"/outages/{outage_id}{chosen}#{step}")
