"""Calendars: weekly hours, terms and dated exceptions that say when a site is expected to be on."""

from __future__ import annotations

from datetime import date, time
from typing import Annotated, Any, Self

from pydantic import Field, model_validator
from sqlalchemy import delete, update
from sqlmodel import Session, col, select

from inventory.models.contract import Contract
from inventory.models.link import Link
from inventory.models.site import Calendar, CalendarDay, DayKind, OpenHours, Site, Term
from service.draft import Draft, Name, take
from service.refusal import MissingError, NotTakenError, _, refuse


class HoursDraft(Draft):
    """Open on a weekday (0 = Monday), local time."""

    weekday: Annotated[int, Field(ge=0, le=6)]
    opens: time
    closes: time

    @model_validator(mode="after")
    def _forward(self) -> Self:
        if self.closes <= self.opens:
            raise NotTakenError(_("Closes before it opens"), "closes")
        return self


class Span(Draft):
    """Days from the first to the last, both included."""

    first_day: date
    last_day: date

    @model_validator(mode="after")
    def _forward(self) -> Self:
        if self.last_day < self.first_day:
            raise NotTakenError(_("Ends before it starts"), "last_day")
        return self


class TermDraft(Span):
    """A school term."""

    name: Name


class DayDraft(Span):
    """A holiday, or days that are open against the rule."""

    kind: DayKind = DayKind.CLOSED
    name: Annotated[str, Field(max_length=120)] = ""


class CalendarDraft(Draft):
    """A whole calendar. The default of an office serves sites that name none."""

    name: Name
    always_open: bool = False
    is_default: bool = False
    hours: tuple[HoursDraft, ...] = ()
    terms: tuple[TermDraft, ...] = ()
    days: tuple[DayDraft, ...] = ()

    @model_validator(mode="after")
    def _agree(self) -> Self:
        if not self.always_open and not self.hours:
            raise NotTakenError(_("Give the hours of at least one day, or choose always open"), "hours")
        return self


PARTS: tuple[tuple[str, type[Draft], type[OpenHours | Term | CalendarDay]], ...] = (
    ("hours", HoursDraft, OpenHours),
    ("terms", TermDraft, Term),
    ("days", DayDraft, CalendarDay),
)


def calendar_draft_of(session: Session, calendar: Calendar) -> CalendarDraft:
    """The calendar as it could be given again."""
    parts: dict[str, Any] = {}
    for name, draft, table in PARTS:
        rows = session.exec(select(table).where(table.calendar_id == calendar.id).order_by(col(table.id)))
        parts[name] = tuple(draft.of(row) for row in rows)
    return CalendarDraft.of(calendar, **parts)


def find_calendar(session: Session, calendar_id: int, *, office_id: int) -> Calendar:
    """The calendar of this office; MissingError when there is none."""
    calendar = session.get(Calendar, calendar_id)
    if calendar is None or calendar.office_id != office_id:
        raise MissingError("calendar")
    return calendar


def create_calendar(session: Session, draft: CalendarDraft, *, office_id: int) -> Calendar:
    """A new calendar; a new default takes the place of the old one."""
    calendar = Calendar(office_id=office_id, name=draft.name, always_open=draft.always_open)
    session.add(calendar)
    session.flush()
    _keep(session, calendar, draft)
    return calendar


def change_calendar(session: Session, calendar: Calendar, draft: CalendarDraft) -> dict[str, object]:
    """Make the calendar as drafted; returns {field: [before, after]}."""
    before = calendar_draft_of(session, calendar)
    changes = take(calendar, {"name": draft.name, "always_open": draft.always_open})
    _keep(session, calendar, draft)
    for name, _draft, _table in PARTS:
        old, new = getattr(before, name), getattr(draft, name)
        if old != new:
            changes[name] = [len(old), len(new)]
    return changes


def delete_calendar(session: Session, calendar: Calendar) -> None:
    """Remove a calendar that no site, link or contract names; RefusedError otherwise."""
    named = any(
        session.exec(select(table.id).where(table.calendar_id == calendar.id)).first() is not None
        for table in (Site, Link, Contract)
    )
    if named:
        raise refuse("", _("%(name)s is in use and cannot be removed"), name=calendar.name)
    _clear(session, calendar)
    session.delete(calendar)
    session.flush()


def _clear(session: Session, calendar: Calendar) -> None:
    for _name, _draft, table in PARTS:
        session.execute(delete(table).where(col(table.calendar_id) == calendar.id))


def _keep(session: Session, calendar: Calendar, draft: CalendarDraft) -> None:
    assert calendar.id is not None  # flushed
    _clear(session, calendar)
    for name, _draft, table in PARTS:
        session.add_all(table(calendar_id=calendar.id, **part.model_dump()) for part in getattr(draft, name))
    if draft.is_default:
        session.execute(update(Calendar).where(col(Calendar.office_id) == calendar.office_id).values(is_default=False))
    calendar.is_default = draft.is_default
    session.add(calendar)
    session.flush()
