"""Correcting the cause of an outage: a person's word with a reason, which stays until it is taken back."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Depends, Form
from starlette.requests import Request
from starlette.responses import Response

from inventory.models.outage import Cause
from inventory.store.causes import correct_cause, release_cause
from netops import audit
from netops.web.access import Visitor, allowed
from netops.web.pages.outage import line_of
from service.columns import utc_now
from service.i18n import _
from service.web.render import redirect
from service.web.transaction import Db

router = APIRouter(prefix="/outages", include_in_schema=False)
MayCorrect = Annotated[Visitor, Depends(allowed("outages.acknowledge"))]


@router.post("/{outage_id:int}/cause")
def correct(
    request: Request,
    db: Db,
    visitor: MayCorrect,
    outage_id: int,
    cause: Annotated[Cause, Form()],
    note: Annotated[str, Form(max_length=2000)] = "",
) -> Response:
    """What it was, and how the person knows."""
    outage = line_of(db, visitor, outage_id).outage
    changes = correct_cause(outage, cause, note=note, person_id=visitor.person_id, at=utc_now())
    audit.record(db, visitor.actor, "outage.cause_corrected", subject="outage", subject_id=outage_id, detail=changes)
    return redirect(request, f"/outages/{outage_id}#cause", _("The cause is saved and stays."))


@router.post("/{outage_id:int}/cause/release")
def release(request: Request, db: Db, visitor: MayCorrect, outage_id: int) -> Response:
    """Take a person's word back."""
    outage = line_of(db, visitor, outage_id).outage
    changes = release_cause(db, outage, at=utc_now())
    audit.record(db, visitor.actor, "outage.cause_released", subject="outage", subject_id=outage_id, detail=changes)
    return redirect(request, f"/outages/{outage_id}#cause", _("The evidence judges again."))
