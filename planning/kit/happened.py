"""Days on which something happened: none of them is after today on the office's clock, wherever one is given."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated, Final
from zoneinfo import ZoneInfo

from pydantic import AfterValidator

from planning.kit.settings import get_settings
from service.columns import utc_now
from service.draft import Empty
from service.i18n import N_
from service.refusal import NotTakenError, refuse

NOT_YET: Final = N_("This day is yet to come")


def day_of(moment: datetime) -> date:
    """On the office's clock."""
    return moment.astimezone(ZoneInfo(get_settings().timezone)).date()


def today() -> date:
    """On the office's clock."""
    return day_of(utc_now())


def has_happened(field: str, day: date | None) -> None:
    """RefusedError at the field for a day after today."""
    if day is not None and day > today():
        raise refuse(field, NOT_YET)


def _has_happened(day: date | None) -> date | None:
    if day is not None and day > today():
        raise NotTakenError(NOT_YET)
    return day


Happened = Annotated[date, AfterValidator(_has_happened)]
"""In a draft: the day of something that has happened."""
MayHaveHappened = Annotated[date | None, Empty, AfterValidator(_has_happened)]
"""The same, empty while it has not."""
