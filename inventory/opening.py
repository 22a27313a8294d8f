"""When places are open: the hours of each calendar, from its rows."""

from __future__ import annotations

from typing import Any
from zoneinfo import ZoneInfo

from inventory.core import Core
from inventory.hours import DatedException, Hours
from inventory.models.site import Calendar, CalendarDay, Office, OpenHours, Term

TABLES: tuple[type[Core], ...] = (Office, Calendar, OpenHours, Term, CalendarDay)
Rows = list[dict[str, Any]]
Tables = dict[type[Core], Rows]


def calendars(tables: Tables) -> dict[int | tuple[str, int], Hours]:
    """Hours by calendar id, and the default one by ("office", id)."""
    zones = {row["id"]: ZoneInfo(row["timezone"]) for row in tables[Office]}
    found: dict[int | tuple[str, int], Hours] = {}
    for row in tables[Calendar]:
        own = {
            table: [r for r in tables[table] if r["calendar_id"] == row["id"]]
            for table in (OpenHours, Term, CalendarDay)
        }
        weekly: dict[int, list[Any]] = {}
        for span in own[OpenHours]:
            weekly.setdefault(span["weekday"], []).append((span["opens"], span["closes"]))
        hours = Hours(
            zone=zones[row["office_id"]],
            always_open=row["always_open"],
            weekly=weekly,
            terms=tuple((term["first_day"], term["last_day"]) for term in own[Term]),
            exceptions=tuple(DatedException(d["first_day"], d["last_day"], d["kind"]) for d in own[CalendarDay]),
        )
        found[row["id"]] = hours
        if row["is_default"]:
            found["office", row["office_id"]] = hours
    return found
