"""What is due for me, and the one calendar: a fiscal year by months, one month, or a list; and as a file."""

from __future__ import annotations

from calendar import Calendar
from datetime import date, timedelta
from typing import Annotated, Any, Final
from urllib.parse import urlencode

from fastapi import APIRouter, Depends, Query
from pydantic import Field
from starlette.requests import Request
from starlette.responses import Response

from netops.due.book import Dated, due_and_coming, sources_for
from netops.due.entry import Reader, Span
from netops.web.access import Visitor, allowed
from netops.web.calendar_read import Asked, CalendarAsked, as_icalendar, entries_of, reader_of, year_of
from netops.web.forms.people import ROLES
from office.fiscal import FiscalYear
from office.icalendar import MEDIA_TYPE
from service.columns import utc_now
from service.i18n import _
from service.web.render import page
from service.web.transaction import Db

router = APIRouter(include_in_schema=False)
MayRead = Annotated[Visitor, Depends(allowed("due.read"))]
HOME: Final = "/calendar"
AHEAD: Final = timedelta(days=60)
_SUNDAY: Final = 6
_ROLES: Final = {role.value: words for role, words in ROLES.items()}


class MonthAsked(CalendarAsked):
    """One month of the common era, as in 2026-11; empty: the one that runs."""

    month: Annotated[str, Field(pattern=r"^((19|20|21)\d\d-(0[1-9]|1[0-2]))?$")] = ""


@router.get("/due")
def due(request: Request, db: Db, visitor: MayRead) -> Response:
    """What the reader is to do, the most pressing first, and what happens in the next weeks."""
    reader, today = _reading(request, db, visitor)
    entries, coming = due_and_coming(reader, Span(today, today + AHEAD))
    return page(request, "due.html", entries=entries, coming=coming, today=today, days=AHEAD.days, roles=_ROLES)


@router.get(HOME)
def by_months(request: Request, db: Db, visitor: MayRead, asked: Asked) -> Response:
    """October to September."""
    reader, today = _reading(request, db, visitor)
    year = year_of(asked, today)
    entries = entries_of(reader, asked, Span(year.first, year.last))
    months = [(month, [one for one in entries if one.entry.day.replace(day=1) == month]) for month in year.months]
    return page(request, "calendar.html", **_around(reader, asked, year, today, HOME), months=months)


@router.get(f"{HOME}/list")
def by_days(request: Request, db: Db, visitor: MayRead, asked: Asked) -> Response:
    """The same in one table."""
    reader, today = _reading(request, db, visitor)
    year = year_of(asked, today)
    entries = entries_of(reader, asked, Span(year.first, year.last))
    return page(request, "calendar_list.html", **_around(reader, asked, year, today, f"{HOME}/list"), entries=entries)


@router.get(f"{HOME}/month")
def one_month(request: Request, db: Db, visitor: MayRead, asked: Annotated[MonthAsked, Query()]) -> Response:
    """Week by week, from Sunday to Saturday."""
    reader, today = _reading(request, db, visitor)
    first = date.fromisoformat(f"{asked.month}-01") if asked.month else today.replace(day=1)
    weeks = Calendar(_SUNDAY).monthdatescalendar(first.year, first.month)
    entries = entries_of(reader, asked, Span(weeks[0][0], weeks[-1][-1]))
    days: dict[date, list[Dated]] = {day: [] for week in weeks for day in week}
    for one in entries:
        days[one.entry.day].append(one)
    return page(
        request,
        "calendar_month.html",
        **_around(reader, asked, FiscalYear.of(first), today, f"{HOME}/month"),
        month=first,
        before=(first - timedelta(days=1)).replace(day=1),
        after=(first + timedelta(days=31)).replace(day=1),
        weeks=weeks,
        days=days,
    )


@router.get(f"{HOME}.ics")
def as_file(request: Request, db: Db, visitor: MayRead, asked: Asked) -> Response:
    """The year for another calendar program."""
    reader, today = _reading(request, db, visitor)
    year = year_of(asked, today)
    entries = entries_of(reader, asked, Span(year.first, year.last))
    base_url = request.app.state.settings.base_url
    data = as_icalendar(entries, office=visitor.office_name, base_url=base_url, made_at=utc_now())
    headers = {"Content-Disposition": f'attachment; filename="calendar-{year.era}.ics"'}
    return Response(data, media_type=MEDIA_TYPE, headers=headers)


def _reading(request: Request, db: Any, visitor: Visitor) -> tuple[Reader, date]:
    zone = request.app.state.render.zone
    return reader_of(db, visitor, zone), utc_now().astimezone(zone).date()


def _around(reader: Reader, asked: CalendarAsked, year: FiscalYear, today: date, path: str) -> dict[str, Any]:
    """What stands above each of the three views, and the addresses that lead from one to another."""

    def url(to: str = path, **changes: Any) -> str:
        kept = asked.model_dump(exclude={"month"}, exclude_defaults=True) | changes
        query = {key: value for key, value in kept.items() if value not in {None, "", False}}
        return f"{to}?{urlencode({key: 'true' if value is True else value for key, value in query.items()})}"

    return {
        "asked": asked,
        "year": year,
        "today": today,
        "url": url,
        "path": path,
        "roles": _ROLES,
        "sources": [(key, _(source.title)) for key, source in sources_for(reader).items()],
    }
