"""Asking for first aid anew on an outage's page: by IT, at most once a minute."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Depends
from starlette.requests import Request
from starlette.responses import Response

from netops.web.access import Visitor, allowed
from netops.web.looking import LookingAgain, look_again
from netops.web.pages.outage import line_of
from service.i18n import _
from service.web.render import redirect
from service.web.transaction import Db

router = APIRouter(prefix="/outages/{outage_id:int}/first-aid", include_in_schema=False)


@router.post("")
def again(
    request: Request, db: Db, visitor: Annotated[Visitor, Depends(allowed("first_aid.run"))], outage_id: int
) -> Response:
    """The poller looks; the page shows what it saw when it is fetched again."""
    back = f"/outages/{outage_id}#first-aid"
    came = look_again(request, db, visitor, line_of(db, visitor, outage_id).outage)
    if came is LookingAgain.BEGUN:
        return redirect(request, back, _("First aid looks again; what it sees comes in some seconds."))
    words = {
        LookingAgain.TOO_SOON: _("It was looked at less than a minute ago"),
        LookingAgain.ENDED: _("The outage has ended: there is nothing to look at any more."),
        LookingAgain.UNHEARD: _("The poller does not answer, so nothing is looked at now."),
    }
    return redirect(request, back, words[came], kind="warning")
