"""The calendar as a visitor reads it: what was asked, and the entries for it, alike for pages, file and API."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, tzinfo
from typing import Annotated

from fastapi import Query
from pydantic import BaseModel, ConfigDict, Field
from sqlmodel import Session

from netops.due.book import Dated, calendar
from netops.due.entry import Reader, Span
from netops.web.access import Visitor
from office.fiscal import FiscalYear
from office.icalendar import DayEvent, icalendar
from service.i18n import _


class CalendarAsked(BaseModel):
    """A fiscal year of the Buddhist era, none: the one that runs. `everything`: what others have to do too; `source`:
    the key of one source.
    """

    model_config = ConfigDict(extra="forbid")

    year: Annotated[int | None, Field(ge=2500, le=2700)] = None
    everything: bool = False
    source: Annotated[str, Field(max_length=48)] = ""


Asked = Annotated[CalendarAsked, Query()]


def reader_of(db: Session, visitor: Visitor, zone: tzinfo) -> Reader:
    """Who looks."""
    return Reader(db, visitor.sight, visitor.role, visitor.person_id, zone, visitor.may)


def year_of(asked: CalendarAsked, today: date) -> FiscalYear:
    """The one asked for."""
    return FiscalYear(asked.year) if asked.year is not None else FiscalYear.of(today)


def entries_of(reader: Reader, asked: CalendarAsked, span: Span) -> list[Dated]:
    """Day by day."""
    return calendar(reader, span, everything=asked.everything, only=asked.source)


def as_icalendar(entries: Sequence[Dated], *, office: str, base_url: str, made_at: datetime) -> bytes:
    """For calendar programs; each entry leads to its page."""
    events = (
        DayEvent(
            uid=f"{one.uid}@{base_url.rpartition('//')[2]}",
            day=one.entry.day,
            summary=f"{one.entry.what}: {one.entry.title}" if one.entry.title else one.entry.what,
            description=one.entry.place,
            url=f"{base_url}{one.entry.url}",
            category=_(one.source.title),
        )
        for one in entries
    )
    return icalendar(events, name=f"NetOps · {office}", made_at=made_at)
