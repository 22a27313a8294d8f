"""Cells as registers of offices hold them: dates of the Buddhist era, prices and years with words."""

from __future__ import annotations

import re
from datetime import date, timedelta
from typing import Final

from office.thai_date import BUDDHIST_ERA, read_date
from service.importing import cells
from service.refusal import _, refuse

_TWO_DIGITS: Final = re.compile(r"(?P<before>.*\D)(?P<year>\d{2})")
_ISO: Final = re.compile(r"(?P<year>\d{4})-(?P<month>\d{1,2})-(?P<day>\d{1,2})(?:T.*)?")
_SERIAL: Final = re.compile(r"[1-9]\d{4,5}")
_BUDDHIST_FROM: Final = 2400
_CENTURY: Final = 2500
_LAST_OF_BOTH: Final = 35  # 2500 + 35 was 1992; up to 2035 of the common era it may be either
_PRICE_WORDS: Final = re.compile(r"\s*(บาท(ถ้วน)?|\.-|-)$")


def day(column: str, text: str) -> date | None:
    """1 ต.ค. 2565, 30/9/65, 2565-10-01: what a register writes is of the Buddhist era; of the common era with four
    digits too. RefusedError where two digits may be a year of either.
    """
    text = cells.western(text).removeprefix("วันที่").strip()
    if not text:
        return None
    try:
        return _iso(text) or _serial(text) or read_date(_whole_year(column, text))
    except ValueError:
        raise refuse(column, _("A date such as 2026-10-01 or 1/10/2569 is needed")) from None


def _iso(text: str) -> date | None:
    """A spreadsheet keeps 1/10/2565 as the year 2565 of the common era."""
    found = _ISO.fullmatch(text)
    if found is None:
        return None
    year = int(found["year"])
    return date(year - BUDDHIST_ERA if year >= _BUDDHIST_FROM else year, int(found["month"]), int(found["day"]))


def _serial(text: str) -> date | None:
    """A day that lost its format is the number of days since 1900; one typed with a Buddhist year is 543 years late."""
    if not _SERIAL.fullmatch(text):
        return None
    found = date(1899, 12, 30) + timedelta(days=int(text))
    return found.replace(year=found.year - BUDDHIST_ERA) if found.year >= _BUDDHIST_FROM else found


def _whole_year(column: str, text: str) -> str:
    found = _TWO_DIGITS.fullmatch(text)
    if found is None:
        return text
    year = int(found["year"])
    if year <= _LAST_OF_BOTH:
        said = _("The year may be %(buddhist)s or %(common)s: write it with four digits")
        raise refuse(column, said, buddhist=_CENTURY + year, common=2000 + year)
    return f"{found['before']}{_CENTURY + year}"


def price_satang(column: str, text: str) -> int | None:
    """23,000.00, 23,000.- or 23,000 บาท."""
    price = cells.price_satang(column, _PRICE_WORDS.sub("", cells.western(text)))
    if price is not None and price < 0:
        raise refuse(column, _("At least %(ge)s"), ge=0)
    return price


def years(column: str, text: str) -> int | None:
    """3, or 3 ปี."""
    text = cells.western(text).removesuffix("ปี").strip()
    if not text or text == "-":
        return None
    if not (text.isascii() and text.isdigit() and len(text) < 4):
        raise refuse(column, _("A whole number is needed"))
    return int(text)
