"""Buddhist-era dates, spans and relative times, in both languages."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from office import thai_date

BANGKOK = ZoneInfo("Asia/Bangkok")
LATE = datetime(2026, 12, 31, 17, 5, tzinfo=UTC)  # already New Year in Bangkok


@pytest.mark.parametrize(
    ("language", "long", "short", "weekday"),
    [
        ("th", "22 พฤศจิกายน 2569", "22 พ.ย. 69", "วันอาทิตย์ที่ 22 พฤศจิกายน 2569"),
        ("en", "22 November 2026", "22 Nov 2026", "Sunday 22 November 2026"),
    ],
)
def test_dates(language: str, long: str, short: str, weekday: str) -> None:
    day = date(2026, 11, 22)
    assert thai_date.long_date(day, language) == long
    assert thai_date.short_date(day, language) == short
    assert thai_date.weekday_date(day, language) == weekday


def test_the_local_day_counts_not_the_utc_day() -> None:
    assert thai_date.short_time(LATE, BANGKOK) == "1 ม.ค. 70 00:05 น."
    assert thai_date.long_time(LATE, BANGKOK) == "1 มกราคม 2570 เวลา 00:05 น."
    assert thai_date.long_time(LATE, BANGKOK, "en") == "1 January 2027 at 00:05"


def test_a_year_ending_in_zero_keeps_two_digits() -> None:
    assert thai_date.short_date(date(2057, 3, 1)) == "1 มี.ค. 00"


@pytest.mark.parametrize(
    ("seconds", "thai", "english"),
    [
        (0, "0 วินาที", "0 seconds"),
        (59.9, "59 วินาที", "59 seconds"),
        (61, "1 นาที 1 วินาที", "1 minute 1 second"),
        (7500, "2 ชั่วโมง 5 นาที", "2 hours 5 minutes"),
        (3605, "1 ชั่วโมง", "1 hour"),
        (90000, "1 วัน 1 ชั่วโมง", "1 day 1 hour"),
    ],
)
def test_durations(seconds: float, thai: str, english: str) -> None:
    assert thai_date.duration(seconds) == thai
    assert thai_date.duration(seconds, "en") == english


@pytest.mark.parametrize(
    ("back", "thai", "english"),
    [
        (timedelta(seconds=2), "เมื่อสักครู่", "just now"),
        (timedelta(minutes=12, seconds=40), "12 นาทีที่แล้ว", "12 minutes ago"),
        (timedelta(days=2), "2 วันที่แล้ว", "2 days ago"),
        (timedelta(days=-1), "อีก 1 วัน", "in 1 day"),
        (timedelta(days=30), "2 ธ.ค. 69", "2 Dec 2026"),
    ],
)
def test_relative_times(back: timedelta, thai: str, english: str) -> None:
    now = datetime(2027, 1, 1, 6, tzinfo=UTC)
    assert thai_date.ago(now - back, now, BANGKOK) == thai
    assert thai_date.ago(now - back, now, BANGKOK, "en") == english


def test_naive_times_and_unknown_languages_are_refused() -> None:
    with pytest.raises(ValueError, match="naive"):
        thai_date.clock(datetime(2026, 1, 1), BANGKOK)  # noqa: DTZ001 - the naive time is the point
    with pytest.raises(ValueError, match="language"):
        thai_date.long_date(date(2026, 1, 1), "fr")


@given(st.integers(min_value=0, max_value=10**9))
def test_a_duration_never_says_more_than_was(seconds: int) -> None:
    sizes = {"day": 86400, "hour": 3600, "minute": 60, "second": 1}
    words = thai_date.duration(seconds, "en", parts=4).split()
    said = sum(int(n) * sizes[unit.rstrip("s")] for n, unit in zip(words[::2], words[1::2], strict=True))
    assert said <= seconds < said + 3600


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("30/9/2570", date(2027, 9, 30)),
        ("30-09-2027", date(2027, 9, 30)),
        ("๑ ต.ค. ๒๕๖๙", date(2026, 10, 1)),
        ("1ต.ค.2569", date(2026, 10, 1)),
        ("29 กุมภาพันธ์ 2567", date(2024, 2, 29)),
        ("1 October 2026", date(2026, 10, 1)),
    ],
)
def test_a_written_date_is_read_in_either_era(text: str, day: date) -> None:
    assert thai_date.read_date(text) == day


@pytest.mark.parametrize("text", ["", "30/9/70", "31/2/2569", "1 ตค 2569", "2569-10-01", "1/13/2569", "tomorrow"])
def test_what_is_no_date_or_may_be_two_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r".+"):
        thai_date.read_date(text)


@given(st.dates(min_value=date(1900, 1, 1), max_value=date(2399, 12, 31)), st.sampled_from(["th", "en"]))
def test_a_long_date_is_read_as_it_was_written(day: date, language: str) -> None:
    assert thai_date.read_date(thai_date.long_date(day, language)) == day
