"""/calendar/subscription: the secret address by which one's own calendar program reads the one calendar."""

from __future__ import annotations

from dataclasses import replace
from typing import Annotated, Final

from fastapi import APIRouter, Depends
from sqlmodel import Session
from starlette.requests import Request
from starlette.responses import Response

from netops.due.entry import Span
from netops.due.subscribing import SCOPE, address_of, make_anew, withdraw
from netops.models.person import Person
from netops.web.access import Visitor, allowed
from netops.web.calendar_read import CalendarAsked, as_icalendar, entries_of, reader_of
from netops.web.session import by_token
from office.fiscal import FiscalYear
from office.icalendar import MEDIA_TYPE
from service.columns import utc_now
from service.i18n import _, speaking, supported
from service.refusal import MissingError
from service.web.access import Open
from service.web.render import page, redirect
from service.web.transaction import Db

router = APIRouter(include_in_schema=False)
# Not `due.read`: a token of the API that only reads makes no address.
Self = Annotated[Visitor, Depends(allowed("self"))]
HOME: Final = "/calendar/subscription"
FEED: Final = "/calendar/subscribed"
PRIVATE: Final = {"Cache-Control": "no-store", "Referrer-Policy": "no-referrer", "X-Robots-Tag": "noindex"}


@router.get(HOME)
def show(request: Request, db: Db, visitor: Self) -> Response:
    """Whether there is an address, and since when; the address itself is told once only."""
    return _page(request, db, visitor)


@router.post(HOME)
def make(request: Request, db: Db, visitor: Self) -> Response:
    """A new address on this answer; the one before ends."""
    person = db.get_one(Person, visitor.person_id)
    secret = make_anew(db, visitor.actor, person, now=utc_now())
    return _page(request, db, visitor, f"{request.app.state.settings.base_url}{FEED}/{secret.text}.ics")


@router.post(f"{HOME}/withdraw")
def end(request: Request, db: Db, visitor: Self) -> Response:
    """Programs that have the address get nothing any more."""
    withdraw(db, visitor.actor, db.get_one(Person, visitor.person_id), now=utc_now())
    return redirect(request, HOME, _("The address opens nothing any more."))


@router.get(f"{FEED}/{{token}}.ics")
def read(request: Request, db: Db, _visitor: Annotated[Visitor | None, Depends(Open())], token: str) -> Response:
    """This fiscal year and the next, as the person of the address may see them today; MissingError for any other."""
    now = utc_now()
    found = by_token(db, token, address=request.client.host if request.client is not None else "", now=now)
    if found is None or found.scopes != frozenset({SCOPE}):
        raise MissingError("calendar")
    person = replace(found, scopes=frozenset({"read"}))
    if not person.may("due.read"):
        raise MissingError("calendar")
    zone = request.app.state.render.zone
    year = FiscalYear.of(now.astimezone(zone).date())
    span = Span(year.first, year.following.last)
    with speaking(supported(person.language)):
        entries = entries_of(reader_of(db, person, zone), CalendarAsked(), span)
        base_url = request.app.state.settings.base_url
        data = as_icalendar(entries, office=person.office_name, base_url=base_url, made_at=now)
    return Response(data, media_type=MEDIA_TYPE, headers=PRIVATE)


def _page(request: Request, db: Session, visitor: Visitor, address: str = "") -> Response:
    token = address_of(db, visitor.person_id)
    answer = page(request, "calendar_subscription.html", token=token, address=address)
    answer.headers.update(PRIVATE | {"Referrer-Policy": "same-origin"})
    return answer
