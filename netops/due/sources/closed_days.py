"""Days on which the office is closed, by its usual calendar."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import Final

from sqlmodel import col, select

from inventory.models.site import Calendar, CalendarDay, DayKind
from netops.due.entry import Entry, Reader, Source, Span
from service.i18n import N_, _


def find(reader: Reader, span: Span) -> Iterator[Entry]:
    """Each day of a longer one by itself."""
    wanted = (
        select(CalendarDay)
        .join(Calendar, col(Calendar.id) == CalendarDay.calendar_id)
        .where(
            Calendar.office_id == reader.sight.office_id,
            col(Calendar.is_default),
            CalendarDay.kind == DayKind.CLOSED,
            col(CalendarDay.first_day) <= span.last,
            col(CalendarDay.last_day) >= span.first,
        )
    )
    for row in reader.session.exec(wanted):
        first = max(row.first_day, span.first)
        for passed in range((min(row.last_day, span.last) - first).days + 1):
            day = first + timedelta(days=passed)
            yield Entry(
                key=f"{row.id}-{day}",
                day=day,
                what=_("closed"),
                title=row.name,
                url="/inventory/calendars",
            )


SOURCE: Final = Source("closed_days", N_("Closed days"), "calendars.read", find)
