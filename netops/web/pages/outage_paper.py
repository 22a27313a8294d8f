"""The record of an outage as paper, made by one press."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Depends
from starlette.requests import Request
from starlette.responses import Response

from netops.network_papers.outage_paper import OUTAGE
from netops.papers.making import Order, make_paper
from netops.web.access import Visitor, allowed
from netops.web.outage_record import record_of_outage
from netops.web.pages.innovation_papers import done
from netops.web.pages.outage import about_of
from service.web.transaction import Db

router = APIRouter(include_in_schema=False)
MayMake = Annotated[Visitor, Depends(allowed("papers.write"))]


@router.post("/outages/{outage_id:int}/paper")
def make(request: Request, db: Db, visitor: MayMake, outage_id: int) -> Response:
    """As of now; the school of it may read the paper."""
    about = about_of(db, visitor, outage_id)
    order = Order(visitor.office_id, about.now, site_id=about.line.site.id, made_by=visitor.person_id)
    return done(request, db, visitor, make_paper(db, OUTAGE, record_of_outage(about), order))
