"""iCalendar files: days, escaping and folding as RFC 5545 has them."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from office.icalendar import DayEvent, icalendar

NOW = datetime(2026, 11, 2, 3, 0, tzinfo=UTC)


def unfolded(data: bytes) -> list[str]:
    return data.decode().replace("\r\n ", "").removesuffix("\r\n").split("\r\n")


def test_an_entry_is_a_whole_day_that_takes_nobody_time() -> None:
    lines = unfolded(icalendar([DayEvent("a@x", date(2026, 12, 31), "สัญญาสิ้นสุด")], name="เขต", made_at=NOW))
    assert lines[0] == "BEGIN:VCALENDAR"
    assert lines[-1] == "END:VCALENDAR"
    assert lines[lines.index("BEGIN:VEVENT") :][:8] == [
        "BEGIN:VEVENT",
        "UID:a@x",
        "DTSTAMP:20261102T030000Z",
        "DTSTART;VALUE=DATE:20261231",
        "DTEND;VALUE=DATE:20270101",
        "SUMMARY:สัญญาสิ้นสุด",
        "TRANSP:TRANSPARENT",
        "END:VEVENT",
    ]


def test_lines_are_at_most_75_octets_and_no_letter_is_torn() -> None:
    summary = "ตรวจรับพัสดุ" * 30
    data = icalendar([DayEvent("a", date(2026, 12, 31), summary)], name="x", made_at=NOW)
    lines = data.split(b"\r\n")
    assert max(len(line) for line in lines) <= 75
    for line in lines:
        line.decode()
    assert f"SUMMARY:{summary}" in unfolded(data)


def test_what_people_typed_begins_no_property_and_no_event() -> None:
    evil = "a\r\nEND:VEVENT\nBEGIN:VALARM;x,y\\z\x85\u2028ATTACH:http://evil.example"
    event = DayEvent(evil, date(2026, 12, 31), evil, evil, evil, evil)
    lines = unfolded(icalendar([event], name=evil, made_at=NOW))
    assert lines.count("END:VEVENT") == 1
    assert not [line for line in lines if line.startswith(("BEGIN:VALARM", "ATTACH"))]
    assert next(line for line in lines if line.startswith("SUMMARY:")).startswith(
        "SUMMARY:a END:VEVENT BEGIN:VALARM\\;x\\,y\\\\z"
    )


def test_a_naive_moment_is_refused() -> None:
    with pytest.raises(ValueError, match="naive"):
        icalendar([], name="x", made_at=datetime(2026, 11, 2))  # noqa: DTZ001 - what is refused
