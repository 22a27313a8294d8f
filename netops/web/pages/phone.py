"""/s/<school>, reached by the QR code on the rack: is it up, and whom to call. No account is needed.

It tells the public nothing that a person standing in the school does not know: no provider, address or device.
"""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Depends
from sqlmodel import col, select
from starlette.requests import Request
from starlette.responses import Response

from inventory.models.outage import State
from inventory.models.site import Contact, Office, Site, SiteKind
from inventory.queries.board import board
from inventory.queries.sight import Sight
from netops.notify.cause.taking import taken_outages
from netops.web.access import Visitor
from service.refusal import MissingError
from service.web.access import Open
from service.web.render import page
from service.web.transaction import Db

router = APIRouter(include_in_schema=False)


@router.get("/s/{code}")
def one_school(request: Request, db: Db, visitor: Annotated[Visitor | None, Depends(Open())], code: str) -> Response:
    """State and the office's own contact."""
    wanted = select(Site).where(Site.code == code, Site.kind == SiteKind.SCHOOL, col(Site.archived_at).is_(None))
    site = db.exec(wanted).first()
    if site is None or site.id is None:
        raise MissingError
    line = board(db, Sight(site.office_id, site.id), taken=taken_outages(db)).schools[0]
    contact = db.exec(
        select(Contact)
        .join(Site, col(Site.id) == Contact.site_id)
        .where(Site.office_id == site.office_id, Site.kind == SiteKind.OFFICE, Contact.phone != "")
        .order_by(col(Contact.position))
    ).first()
    office = db.get_one(Office, site.office_id)
    # Which of several links is down is the office's business; that the school is online is the public's.
    state = State.UP if line.state is State.DEGRADED else line.state
    return page(request, "phone.html", site=site, state=state, line=line, office=office, contact=contact)
