"""/survey/<token>: a satisfaction survey for whoever has the link, without an account and without a name."""

from __future__ import annotations

from http import HTTPStatus
from typing import Annotated, Final

from fastapi import APIRouter, Depends
from sqlmodel import Session
from starlette.requests import Request
from starlette.responses import Response

from innovation.models.evaluation import Survey
from innovation.models.innovation import Innovation
from innovation.store.surveys import Asker, Taken, answer, by_token, is_open
from inventory.models.site import Office
from netops.web.access import Visitor
from netops.web.pages.assets import today_of
from service.columns import utc_now
from service.web.access import Open
from service.web.form import Posted
from service.web.render import page
from service.web.transaction import Db

router = APIRouter(prefix="/survey", include_in_schema=False)
AnyBody = Annotated[Visitor | None, Depends(Open())]
# Not no-referrer: a browser then sends the form with "Origin: null", which looks like another site's.
PRIVATE: Final = {"Cache-Control": "no-store", "Referrer-Policy": "strict-origin", "X-Robots-Tag": "noindex"}
STATUS: Final = {
    None: HTTPStatus.OK,
    Taken.KEPT: HTTPStatus.OK,
    Taken.EMPTY: HTTPStatus.UNPROCESSABLE_ENTITY,
    Taken.NO_TICKET: HTTPStatus.FORBIDDEN,
    Taken.CLOSED: HTTPStatus.GONE,
    Taken.TOO_MANY: HTTPStatus.TOO_MANY_REQUESTS,
}


@router.get("/{token}")
def ask(request: Request, db: Db, _visitor: AnyBody, token: str, ticket: str = "") -> Response:
    """The questions, or that it is closed."""
    survey, innovation = by_token(db, token)
    return _page(request, db, survey, innovation, ticket=ticket)


@router.post("/{token}")
def take(request: Request, db: Db, _visitor: AnyBody, token: str, typed: Posted) -> Response:
    """Keep the answer; the page tells whether it was kept."""
    survey, innovation = by_token(db, token)
    address = request.client.host if request.client is not None else ""
    ticket = typed.get("ticket", "")[:64]
    asker = Asker(ticket, request.app.state.vault.mark(f"survey {address}"), today_of(request), utc_now())
    taken = answer(db, survey, typed, asker)
    return _page(request, db, survey, innovation, ticket=ticket, taken=taken)


def _page(
    request: Request,
    db: Session,
    survey: Survey,
    innovation: Innovation,
    *,
    ticket: str = "",
    taken: Taken | None = None,
) -> Response:
    response = page(
        request,
        "survey.html",
        status=STATUS[taken],
        survey=survey,
        innovation=innovation,
        office=db.get_one(Office, innovation.office_id),
        is_open=is_open(survey, today_of(request)),
        ticket=ticket[:64],
        taken=taken.value if taken is not None else "",
    )
    response.headers.update(PRIVATE)
    return response
