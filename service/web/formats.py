"""Jinja filters: moments, spans and figures with their units, as the reader's language writes them."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import Any, Final
from zoneinfo import ZoneInfo

from markupsafe import Markup, escape

from office import thai_date
from service.i18n import spoken

NOTHING: Final = "–"
_PHONE: Final = re.compile(r"\s*\+?[\d][\d ().-]*")


def speed(bps: float | None) -> str:
    """100 Mbit/s."""
    return _scaled(bps, "bit/s", 1000)


def octets(count: float | None) -> str:
    """512 MB, in decimal units."""
    return _scaled(count, "B", 1000)


def _scaled(value: float | None, unit: str, step: int) -> str:
    if value is None:
        return NOTHING
    for prefix in ("", "k", "M", "G"):
        if abs(value) < step:
            return f"{value:.3g} {prefix}{unit}"
        value /= step
    return f"{value:.4g} T{unit}"


def ms(value: float | None) -> str:
    """23 ms; one decimal under ten."""
    if value is None:
        return NOTHING
    return f"{value:.1f} ms" if value < 10 else f"{value:,.0f} ms"


def percent(value: float | None, digits: int = 1) -> str:
    """99.9%; 100 is written without decimals, and nothing less is ever rounded up to it."""
    if value is None:
        return NOTHING
    if value >= 100:
        return "100%"
    shown = f"{value:.{digits}f}"
    return f"{value:.4f}".rstrip("0") + "%" if float(shown) >= 100 else f"{shown}%"


def baht(satang: int | None) -> str:
    """1,290.00."""
    return NOTHING if satang is None else f"{satang / 100:,.2f}"


def number(value: float | None) -> str:
    """12,345."""
    return NOTHING if value is None else f"{value:,}"


def _held(shown: str) -> str:
    """A line never begins with the mark that ends a Thai time."""
    return shown.replace(" น.", "\N{NO-BREAK SPACE}น.")


def short_name(name: str) -> str:
    """The part that tells one school from another."""
    return name.removeprefix("โรงเรียน").strip() or name


def tel(phone: str) -> str:
    """What a telephone dials: the first number of the text, without an extension or a second number."""
    found = _PHONE.match(phone)
    return "".join(c for c in found[0] if c.isdigit() or c == "+") if found else ""


class Moments:
    """Moments and spans on the clock of one zone, in the reader's language."""

    def __init__(self, zone: ZoneInfo) -> None:
        self.zone = zone

    def moment(self, at: datetime | None) -> str:
        """22 พ.ย. 69 22:15 น."""
        return NOTHING if at is None else _held(thai_date.short_time(at, self.zone, spoken()))

    def long_moment(self, at: datetime | None) -> str:
        """22 พฤศจิกายน 2569 เวลา 22:15 น."""
        return NOTHING if at is None else _held(thai_date.long_time(at, self.zone, spoken()))

    def exact_moment(self, at: datetime | None) -> str:
        """22 พ.ย. 69 22:15:07 น.: where seconds are evidence."""
        if at is None:
            return NOTHING
        own = thai_date.local(at, self.zone)
        shown = f"{thai_date.short_date(own, spoken())} {own:%H:%M:%S}"
        return _held(f"{shown} น.") if spoken() == thai_date.THAI else shown

    def day(self, value: date | datetime | None) -> str:
        """22 พ.ย. 69."""
        return NOTHING if value is None else thai_date.short_date(self._local(value), spoken())

    def long_day(self, value: date | datetime | None) -> str:
        """22 พฤศจิกายน 2569."""
        return NOTHING if value is None else thai_date.long_date(self._local(value), spoken())

    def weekday(self, value: date) -> str:
        """อา."""
        return thai_date.short_weekday(value, spoken())

    def month_name(self, value: date) -> str:
        """พฤศจิกายน 2569."""
        return thai_date.month(value, spoken())

    def ago(self, at: datetime | None) -> str:
        """Relative, with the exact time on hover."""
        if at is None:
            return NOTHING
        relative = thai_date.ago(at, datetime.now(UTC), self.zone, spoken())
        return Markup('<time datetime="{}" title="{}">{}</time>').format(
            at.isoformat(timespec="seconds"), self.moment(at), relative
        )

    def span(self, seconds: float | None) -> str:
        """2 ชั่วโมง 5 นาที."""
        return NOTHING if seconds is None else thai_date.duration(seconds, spoken())

    def clock(self, at: datetime) -> str:
        """22:15 น."""
        return thai_date.clock(at, self.zone, spoken())

    def _local(self, value: date | datetime) -> date:
        return thai_date.local(value, self.zone) if isinstance(value, datetime) else value


def filters(zone: ZoneInfo) -> dict[str, Callable[..., Any]]:
    """Those that every service has, bound to the zone of times on screen."""
    m = Moments(zone)
    own: tuple[Callable[..., Any], ...] = (
        m.moment,
        m.long_moment,
        m.exact_moment,
        m.day,
        m.long_day,
        m.month_name,
        m.weekday,
        m.ago,
        m.span,
        m.clock,
    )
    figures: tuple[Callable[..., Any], ...] = (speed, octets, ms, percent, baht, number)
    texts: tuple[Callable[..., Any], ...] = (short_name, tel, lines)
    return {function.__name__: function for function in (*own, *figures, *texts)}


def lines(text: str) -> Markup:
    """Escaped text whose line ends are kept."""
    return Markup("<br>").join(escape(line) for line in text.splitlines())
