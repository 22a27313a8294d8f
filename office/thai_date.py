"""Dates, times of day, spans and relative times as a Thai office writes them: Buddhist era, or English with C.E.

Pure: the present moment and the zone are parameters. Every moment must be aware; a naive one raises ValueError.
"""

from __future__ import annotations

import re
from datetime import date, datetime, tzinfo
from typing import Final

from office.numerals import to_arabic, to_thai

BUDDHIST_ERA: Final = 543
THAI: Final = "th"

_MONTHS = {
    "th": (
        "มกราคม",
        "กุมภาพันธ์",
        "มีนาคม",
        "เมษายน",
        "พฤษภาคม",
        "มิถุนายน",
        "กรกฎาคม",
        "สิงหาคม",
        "กันยายน",
        "ตุลาคม",
        "พฤศจิกายน",
        "ธันวาคม",
    ),
    "en": (
        "January",
        "February",
        "March",
        "April",
        "May",
        "June",
        "July",
        "August",
        "September",
        "October",
        "November",
        "December",
    ),
}
_MONTHS_SHORT = {
    "th": ("ม.ค.", "ก.พ.", "มี.ค.", "เม.ย.", "พ.ค.", "มิ.ย.", "ก.ค.", "ส.ค.", "ก.ย.", "ต.ค.", "พ.ย.", "ธ.ค."),
    "en": ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"),
}
_MONTH_NUMBERS: Final = {
    name.lower(): number
    for names in (*_MONTHS.values(), *_MONTHS_SHORT.values())
    for number, name in enumerate(names, start=1)
}
_WRITTEN: Final = re.compile(
    r"(?P<day>\d{1,2})(?:\s*[/.-]\s*|\s+|(?=[^\d\s/.-]))"
    r"(?P<month>\d{1,2}|[^\d/-]+?)(?:\s*[/-]\s*|\.|\s+)(?P<year>\d{4})"
)
_BUDDHIST_FROM: Final = 2400
_BUDDHIST_TO: Final = 2800
_WEEKDAYS = {
    "th": ("จันทร์", "อังคาร", "พุธ", "พฤหัสบดี", "ศุกร์", "เสาร์", "อาทิตย์"),
    "en": ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"),
}
_WEEKDAYS_SHORT: Final = {
    "th": ("จ.", "อ.", "พ.", "พฤ.", "ศ.", "ส.", "อา."),
    "en": ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"),
}
# (seconds, Thai, English singular); the English plural takes an s.
_UNITS = (
    (86400, "วัน", "day"),
    (3600, "ชั่วโมง", "hour"),
    (60, "นาที", "minute"),
    (1, "วินาที", "second"),
)
_JUST_NOW_S = 5
_RELATIVE_UP_TO_S = 7 * 86400


def year(day: date, language: str = THAI) -> int:
    """2569 in Thai, 2026 in English."""
    return day.year + BUDDHIST_ERA if language == THAI else day.year


def long_date(day: date, language: str = THAI) -> str:
    """22 พฤศจิกายน 2569 · 22 November 2026. A datetime must be local already: see `local`."""
    return f"{day.day} {_MONTHS[_known(language)][day.month - 1]} {year(day, language)}"


def weekday_date(day: date, language: str = THAI) -> str:
    """วันอาทิตย์ที่ 22 พฤศจิกายน 2569 · Sunday 22 November 2026."""
    name = _WEEKDAYS[_known(language)][day.weekday()]
    return f"วัน{name}ที่ {long_date(day)}" if language == THAI else f"{name} {long_date(day, language)}"


def short_date(day: date, language: str = THAI) -> str:
    """22 พ.ย. 69 · 22 Nov 2026."""
    shown = f"{year(day) % 100:02d}" if language == THAI else str(day.year)
    return f"{day.day} {_MONTHS_SHORT[_known(language)][day.month - 1]} {shown}"


def formal_date(day: date) -> str:
    """๓๐ กันยายน ๒๕๖๙, as on official papers."""
    return to_thai(long_date(day))


def era_date(day: date) -> str:
    """30 กันยายน พ.ศ. 2569, as orders and announcements name their day."""
    return f"{day.day} {_MONTHS[THAI][day.month - 1]} พ.ศ. {year(day)}"


def check_era(era: int) -> None:
    """ValueError for a year that is not of the Buddhist era, TypeError for what is no number."""
    if not isinstance(era, int) or isinstance(era, bool):
        raise TypeError(f"a year is a number, not {era!r}")
    if not _BUDDHIST_FROM <= era < _BUDDHIST_TO:
        raise ValueError(f"{era} is no year of the Buddhist era")


def short_weekday(day: date, language: str = THAI) -> str:
    """อา. · Sun."""
    return _WEEKDAYS_SHORT[_known(language)][day.weekday()]


def month(day: date, language: str = THAI) -> str:
    """พฤศจิกายน 2569 · November 2026."""
    return f"{_MONTHS[_known(language)][day.month - 1]} {year(day, language)}"


def read_date(text: str) -> date:
    """30/9/2570, 30-09-2570, 30 ก.ย. 2570, 30 September 2027: the day first, the year with four digits of either era.

    Years from 2400 on are Buddhist. ValueError says that it is no date; a year of two digits may be either era's.
    """
    found = _WRITTEN.fullmatch(to_arabic(text).strip())
    if found is None:
        raise ValueError(f"no date: {text!r}")
    day, word, written = found["day"], found["month"].strip().lower(), int(found["year"])
    # The dot of ต.ค. may have been taken for what stands before the year.
    number = int(word) if word.isdigit() else _MONTH_NUMBERS.get(word) or _MONTH_NUMBERS.get(f"{word}.", 0)
    return date(written - BUDDHIST_ERA if written >= _BUDDHIST_FROM else written, number, int(day))


def local(moment: datetime, zone: tzinfo) -> datetime:
    """The moment on the clock of a zone."""
    if moment.tzinfo is None:
        raise ValueError(f"naive time {moment!r}: give it a zone")
    return moment.astimezone(zone)


def clock(moment: datetime, zone: tzinfo, language: str = THAI) -> str:
    """22:15 น. · 22:15."""
    shown = f"{local(moment, zone):%H:%M}"
    return f"{shown} น." if _known(language) == THAI else shown


def short_time(moment: datetime, zone: tzinfo, language: str = THAI) -> str:
    """22 พ.ย. 69 22:15 น. · 22 Nov 2026 22:15."""
    return f"{short_date(local(moment, zone), language)} {clock(moment, zone, language)}"


def long_time(moment: datetime, zone: tzinfo, language: str = THAI) -> str:
    """22 พฤศจิกายน 2569 เวลา 22:15 น. · 22 November 2026 at 22:15."""
    at = "เวลา" if _known(language) == THAI else "at"
    return f"{long_date(local(moment, zone), language)} {at} {clock(moment, zone, language)}"


def duration(seconds: float, language: str = THAI, *, parts: int = 2) -> str:
    """The largest units that matter, cut off and never rounded up: 2 ชั่วโมง 5 นาที · 2 hours 5 minutes."""
    rest = max(0, int(seconds))
    shown: list[str] = []
    for size, thai, english in _UNITS:
        count, rest = divmod(rest, size)
        if count:
            shown.append(f"{count} {thai}" if _known(language) == THAI else f"{count} {english}{'s' * (count != 1)}")
        elif shown:
            # A gap ends it: "3 days 4 seconds" says less than "3 days".
            break
        if len(shown) == parts:
            break
    return " ".join(shown) or ("0 วินาที" if _known(language) == THAI else "0 seconds")


def ago(moment: datetime, now: datetime, zone: tzinfo, language: str = THAI) -> str:
    """12 นาทีที่แล้ว · 12 minutes ago; the date beyond a week; อีก 12 นาที · in 12 minutes ahead of now."""
    seconds = (local(now, zone) - local(moment, zone)).total_seconds()
    if abs(seconds) < _JUST_NOW_S:
        return "เมื่อสักครู่" if _known(language) == THAI else "just now"
    if abs(seconds) > _RELATIVE_UP_TO_S:
        return short_date(local(moment, zone), language)
    span = duration(abs(seconds), language, parts=1)
    if seconds < 0:
        return f"อีก {span}" if language == THAI else f"in {span}"
    return f"{span}ที่แล้ว" if language == THAI else f"{span} ago"


def _known(language: str) -> str:
    if language not in _MONTHS:
        raise ValueError(f"no dates in language {language!r}")
    return language
