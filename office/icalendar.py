"""Whole-day entries as an iCalendar file (RFC 5545), which every calendar program can read."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Final

from office.document.text import one_line

MEDIA_TYPE: Final = "text/calendar; charset=utf-8"
_LINE: Final = 75  # octets, by which a line is folded


@dataclass(frozen=True, slots=True)
class DayEvent:
    """One entry of one day. `uid` stays when the entry changes; `url` is its page."""

    uid: str
    day: date
    summary: str
    description: str = ""
    url: str = ""
    category: str = ""


def icalendar(events: Iterable[DayEvent], *, name: str, made_at: datetime) -> bytes:
    """The file. ValueError for a naive moment."""
    if made_at.tzinfo is None:
        raise ValueError("a naive moment")
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//NetOps//Calendar//TH", f"X-WR-CALNAME:{_text(name)}"]
    for event in events:
        lines += _event(event, made_at)
    lines.append("END:VCALENDAR")
    return b"".join(_folded(line) for line in lines)


def _event(event: DayEvent, made_at: datetime) -> list[str]:
    following = event.day + timedelta(days=1)
    lines = [
        "BEGIN:VEVENT",
        f"UID:{_text(event.uid)}",
        f"DTSTAMP:{made_at.astimezone(UTC):%Y%m%dT%H%M%SZ}",
        f"DTSTART;VALUE=DATE:{event.day:%Y%m%d}",
        f"DTEND;VALUE=DATE:{following:%Y%m%d}",
        f"SUMMARY:{_text(event.summary)}",
    ]
    more = {"DESCRIPTION": _text(event.description), "CATEGORIES": _text(event.category), "URL": one_line(event.url)}
    lines += [f"{label}:{value}" for label, value in more.items() if value]
    return [*lines, "TRANSP:TRANSPARENT", "END:VEVENT"]


def _text(text: str) -> str:
    """Nothing that a person typed begins a line or a property of its own."""
    plain = one_line(text)
    for sign in ("\\", ";", ","):
        plain = plain.replace(sign, f"\\{sign}")
    return plain


def _folded(line: str) -> bytes:
    """In pieces of at most 75 octets, none of which tears a letter apart."""
    pieces: list[bytes] = []
    piece = b""
    for letter in line:
        octets = letter.encode()
        room = _LINE if not pieces else _LINE - 1  # the blank before what follows counts
        if len(piece) + len(octets) > room:
            pieces.append(piece)
            piece = b""
        piece += octets
    return b"\r\n ".join([*pieces, piece]) + b"\r\n"
