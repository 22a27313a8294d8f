"""When planned work is on: once, again and again, over midnight, through changes of the clock, ended early."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from inventory.windows import Schedule, covers, following, occurrences

BANGKOK = ZoneInfo("Asia/Bangkok")
BERLIN = ZoneInfo("Europe/Berlin")  # no daylight saving in Thailand; its rules are proved where there is one
HOUR = timedelta(hours=1)
EVERY_DAY = frozenset(range(7))


def at(text: str, zone: ZoneInfo = BANGKOK) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=zone).astimezone(UTC)


def nightly(zone: ZoneInfo = BANGKOK, begin: str = "2026-11-23T23:00", end: str = "2026-11-24T02:00") -> Schedule:
    """From Monday 23 November 2026, every night over midnight."""
    return Schedule(at(begin, zone), at(end, zone), zone, EVERY_DAY)


@pytest.mark.parametrize(
    ("moment", "is_on"),
    [
        ("2026-11-23T22:59", False),
        ("2026-11-23T23:00", True),
        ("2026-11-24T01:59", True),
        ("2026-11-24T02:00", False),
        ("2026-11-24T12:00", False),
        ("2026-11-25T00:30", True),
        ("2027-03-01T23:30", True),
        ("2026-11-22T23:30", False),  # the evening before the first
    ],
)
def test_a_nightly_window_goes_over_midnight(moment: str, is_on: bool) -> None:
    assert covers(nightly(), at(moment)) is is_on


def test_it_comes_again_on_its_days_only_and_until_its_last_day() -> None:
    schedule = Schedule(
        at("2026-11-23T08:00"), at("2026-11-23T09:00"), BANGKOK, frozenset({0, 3}), repeats_until=date(2026, 12, 3)
    )
    days = [
        begin.astimezone(BANGKOK).date().day
        for begin, _ in occurrences(schedule, at("2026-11-01T00:00"), at("2027-01-01T00:00"))
    ]
    assert days == [23, 26, 30, 3]
    assert schedule.lasts_beyond(at("2026-12-03T08:30"))
    assert not schedule.lasts_beyond(at("2026-12-03T09:00"))
    assert [begin for begin, _ in following(schedule, at("2026-11-24T00:00"), 1)] == [at("2026-11-26T08:00")]


def test_the_first_time_counts_also_on_another_day_of_the_week() -> None:
    schedule = Schedule(at("2026-11-23T08:00"), at("2026-11-23T09:00"), BANGKOK, frozenset({2}))
    assert covers(schedule, at("2026-11-23T08:30"))
    assert covers(schedule, at("2026-11-25T08:30"))
    assert not covers(schedule, at("2026-11-30T08:30"))


def test_one_ended_early_is_on_again_the_next_time_and_a_series_that_ended_never() -> None:
    lifted = (at("2026-11-24T23:30"), at("2026-11-25T02:00"))
    schedule = Schedule(at("2026-11-23T23:00"), at("2026-11-24T02:00"), BANGKOK, EVERY_DAY, lifted=lifted)
    on = [covers(schedule, at(f"2026-11-{moment}")) for moment in ("24T23:10", "24T23:40", "25T01:00", "25T23:10")]
    assert on == [True, False, False, True]
    spans = list(occurrences(schedule, at("2026-11-24T12:00"), at("2026-11-25T12:00")))
    assert spans == [(at("2026-11-24T23:00"), lifted[0])]
    over = Schedule(at("2026-11-23T23:00"), at("2026-11-24T02:00"), BANGKOK, EVERY_DAY, ended_at=at("2026-11-24T00:00"))
    assert covers(over, at("2026-11-23T23:59"))
    assert not any(covers(over, at(moment)) for moment in ("2026-11-24T00:00", "2026-11-24T23:30"))
    assert not over.lasts_beyond(at("2026-11-24T00:00"))


def test_the_clock_on_the_wall_decides_when_it_jumps() -> None:
    """28 March 2027, 02:00 becomes 03:00; 31 October 2027, 03:00 becomes 02:00."""
    schedule = nightly(BERLIN, "2027-03-20T01:00", "2027-03-20T04:00")
    spring = [covers(schedule, datetime(2027, 3, 27, 23, 30, tzinfo=UTC) + n * HOUR) for n in range(4)]
    assert spring == [False, True, True, False]  # 01:30 and 03:30 on the wall; 04:30 is over
    autumn = [covers(schedule, datetime(2027, 10, 30, 22, 30, tzinfo=UTC) + n * HOUR) for n in range(7)]
    assert autumn == [False, True, True, True, True, False, False]  # four hours by a watch, three on the wall


def test_a_time_that_the_clock_leaves_out_still_ends_after_it_began() -> None:
    schedule = nightly(BERLIN, "2027-03-20T02:15", "2027-03-20T02:45")
    (span,) = occurrences(schedule, at("2027-03-28T00:00", BERLIN), at("2027-03-28T12:00", BERLIN))
    assert span == (at("2027-03-28T03:15", BERLIN), at("2027-03-28T03:45", BERLIN))
    twice = nightly(BERLIN, "2027-03-20T02:15", "2027-03-20T02:45")
    (long,) = occurrences(twice, at("2027-10-31T00:00", BERLIN), at("2027-10-31T12:00", BERLIN))
    assert long[1] - long[0] == timedelta(minutes=90)  # from the first 02:15 to the second 02:45


MOMENTS = st.datetimes(datetime(2027, 1, 1), datetime(2028, 1, 1)).map(lambda moment: moment.replace(tzinfo=UTC))  # noqa: DTZ001 - the zone follows


@given(
    begin=MOMENTS,
    minutes=st.integers(1, 24 * 60),
    days=st.frozensets(st.integers(0, 6)),
    moment=MOMENTS,
    zone=st.sampled_from([BANGKOK, BERLIN, ZoneInfo("Australia/Lord_Howe")]),
)
def test_being_on_and_the_list_of_times_agree(
    begin: datetime, minutes: int, days: frozenset[int], moment: datetime, zone: ZoneInfo
) -> None:
    schedule = Schedule(begin, begin + timedelta(minutes=minutes), zone, days)
    listed = any(a <= moment < b for a, b in occurrences(schedule, moment - 2 * HOUR, moment + 2 * HOUR))
    assert covers(schedule, moment) is listed
