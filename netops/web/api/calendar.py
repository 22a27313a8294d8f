"""The one calendar over the API: what is due for the caller, a fiscal year day by day, and as an iCalendar file."""

from __future__ import annotations

from datetime import date
from typing import Annotated

from fastapi import APIRouter, Depends, Request
from sqlmodel import Session
from starlette.responses import Response

from netops.due.book import Dated, due_for
from netops.due.entry import Mark, Reader, Span
from netops.web.access import Visitor, allowed
from netops.web.api.shapes import Shape
from netops.web.calendar_read import Asked, CalendarAsked, as_icalendar, entries_of, reader_of, year_of
from office.icalendar import MEDIA_TYPE
from service.columns import utc_now
from service.web.transaction import Db

router = APIRouter(prefix="/api/v1", tags=["calendar"])
MayRead = Annotated[Visitor, Depends(allowed("due.read"))]


class EntryOut(Shape):
    """One thing on one day. `what` and `title` are in the caller's language; `url` is its page; `owner` is a role."""

    source: str
    key: str
    day: date
    mark: Mark
    what: str
    title: str
    url: str
    place: str
    owner: str
    is_mine: bool


@router.get("/due", summary="What is due for the caller")
def due(request: Request, db: Db, visitor: MayRead) -> list[EntryOut]:
    """The most pressing first."""
    return [_out(one) for one in due_for(_reader(request, db, visitor))]


@router.get("/calendar", summary="A fiscal year day by day")
def year(request: Request, db: Db, visitor: MayRead, asked: Asked) -> list[EntryOut]:
    """October to September."""
    return [_out(one) for one in _entries(request, db, visitor, asked)]


@router.get("/calendar.ics", summary="A fiscal year as an iCalendar file")
def file(request: Request, db: Db, visitor: MayRead, asked: Asked) -> Response:
    """For calendar programs that can send a bearer token."""
    entries = _entries(request, db, visitor, asked)
    base_url = request.app.state.settings.base_url
    data = as_icalendar(entries, office=visitor.office_name, base_url=base_url, made_at=utc_now())
    return Response(data, media_type=MEDIA_TYPE)


def _reader(request: Request, db: Session, visitor: Visitor) -> Reader:
    return reader_of(db, visitor, request.app.state.render.zone)


def _entries(request: Request, db: Session, visitor: Visitor, asked: CalendarAsked) -> list[Dated]:
    reader = _reader(request, db, visitor)
    wanted = year_of(asked, utc_now().astimezone(reader.zone).date())
    return entries_of(reader, asked, Span(wanted.first, wanted.last))


def _out(one: Dated) -> EntryOut:
    entry = one.entry
    return EntryOut(
        source=one.source.key,
        key=entry.key,
        day=entry.day,
        mark=entry.mark,
        what=entry.what,
        title=entry.title,
        url=entry.url,
        place=entry.place,
        owner=entry.owner,
        is_mine=entry.is_mine,
    )
