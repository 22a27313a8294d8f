"""How old devices are and when their warranty and support end: columns and a filter for every list of devices.

A list that uses them joins `DeviceSupport` to `Device`, also where there is no row.
"""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from enum import StrEnum
from typing import Any, Final

from sqlalchemy import ColumnElement, Date, case, func
from sqlmodel import Session, col

from inventory.models.device import Device, DeviceSupport
from inventory.queries.sight import Sight
from inventory.queries.table import Column, Filter, Kind
from service.refusal import _

SOON: Final = timedelta(days=365)

IN_USE_SINCE: Final[Any] = func.coalesce(
    col(Device.acquired_on), func.date(col(Device.created_at), type_=Date), type_=Date
)
"""The day it was acquired; where nobody said, the day it was first seen, since when it is at least as old."""
HARDWARE_END: Final = col(DeviceSupport.end_of_support)
SOFTWARE_END: Final = col(DeviceSupport.software_end)


class Support(StrEnum):
    """Where a device stands before the end of its maker's support."""

    ENDED = "ended"
    SOON = "soon"
    LATER = "later"
    UNKNOWN = "unknown"


SUPPORT_WORDS: Final = {
    Support.ENDED: _("support has ended"),
    Support.SOON: _("support ends within a year"),
    Support.LATER: _("supported for more than a year"),
    Support.UNKNOWN: _("no end is known"),
}


def standing(day: Any, today: date) -> ColumnElement[Any]:
    """Where a day stands, as a value of Support."""
    return case(
        (day.is_(None), Support.UNKNOWN.value),
        (day < today, Support.ENDED.value),
        (day <= today + SOON, Support.SOON.value),
        else_=Support.LATER.value,
    )


def stands(day: Any, value: str) -> ColumnElement[bool]:
    """Whether a day stands so today."""
    return standing(day, datetime.now(UTC).date()).in_([value])


def _choices(_session: Session, _sight: Sight) -> list[tuple[str, str]]:
    return [(one.value, said) for one, said in SUPPORT_WORDS.items()]


AGES: Final = (
    Column("in_use_since", _("In use since (at least)"), IN_USE_SINCE, Kind.DAY, shown=False),
    Column("acquired_on", _("Acquired on"), col(Device.acquired_on), Kind.DAY, shown=False),
    Column("warranty_until", _("Warranty until"), col(Device.warranty_until), Kind.DAY, shown=False),
    Column("end_of_support", _("Support ends"), HARDWARE_END, Kind.DAY, shown=False),
    Column("software_end", _("Support of its version ends"), SOFTWARE_END, Kind.DAY, shown=False),
    Column("newest_version", _("Newest version here"), col(DeviceSupport.newest_version), shown=False),
)
SUPPORT_FILTER: Final = Filter("support", _("Support"), lambda value: stands(HARDWARE_END, value), _choices)
