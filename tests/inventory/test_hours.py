"""When a site is open: weekly hours, terms, holidays, open Saturdays, the night."""

from __future__ import annotations

from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

import pytest

from inventory.hours import DatedException, Hours
from inventory.models.site import DayKind

BANGKOK = ZoneInfo("Asia/Bangkok")
WEEKDAYS = {day: [(time(7), time(17))] for day in range(5)}
SCHOOL = Hours(
    zone=BANGKOK,
    weekly=WEEKDAYS,
    terms=[(date(2026, 5, 16), date(2026, 10, 10)), (date(2026, 11, 1), date(2027, 3, 31))],
    exceptions=[
        DatedException(date(2026, 12, 29), date(2027, 1, 4), DayKind.CLOSED),
        DatedException(date(2026, 12, 30), date(2026, 12, 30), DayKind.OPEN),
        DatedException(date(2026, 11, 28), date(2026, 11, 28), DayKind.OPEN),
    ],
)


@pytest.mark.parametrize(
    ("local", "is_open"),
    [
        ("2026-11-23T06:59:59", False),
        ("2026-11-23T07:00:00", True),
        ("2026-11-23T16:59:59", True),
        ("2026-11-23T17:00:00", False),
        ("2026-11-22T10:00:00", False),  # Sunday
        ("2026-11-28T10:00:00", True),  # a Saturday made open takes the widest hours
        ("2026-11-28T18:00:00", False),
        ("2026-10-20T10:00:00", False),  # between terms
        ("2026-12-29T10:00:00", False),  # holiday
        ("2026-12-30T10:00:00", True),  # one open day inside it
    ],
)
def test_school_hours_are_local(local: str, is_open: bool) -> None:
    assert SCHOOL.is_open(datetime.fromisoformat(local).replace(tzinfo=BANGKOK)) is is_open


def test_the_moment_may_come_in_utc() -> None:
    assert SCHOOL.is_open(datetime(2026, 11, 23, 0, 30, tzinfo=UTC))
    assert not SCHOOL.is_open(datetime(2026, 11, 23, 10, 30, tzinfo=UTC))


def test_hours_past_midnight_belong_to_the_day_they_began() -> None:
    night = Hours(zone=BANGKOK, weekly={0: [(time(18), time(2))]})
    assert night.is_open(datetime(2026, 11, 24, 1, 59, tzinfo=BANGKOK))
    assert not night.is_open(datetime(2026, 11, 24, 2, 0, tzinfo=BANGKOK))
    assert not night.is_open(datetime(2026, 11, 23, 1, 0, tzinfo=BANGKOK))


def test_no_hours_at_all_is_open_all_day_and_always_open_wins() -> None:
    holiday = [DatedException(date(2026, 11, 23), date(2026, 11, 23), DayKind.CLOSED)]
    noon = datetime(2026, 11, 23, 12, tzinfo=BANGKOK)
    assert Hours(zone=BANGKOK).is_open(noon)
    assert not Hours(zone=BANGKOK, exceptions=holiday).is_open(noon)
    assert Hours(zone=BANGKOK, exceptions=holiday, always_open=True).is_open(noon)
