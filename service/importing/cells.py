"""The meaning of one cell: what spreadsheets do to codes is refused in words that say how to mend it."""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal, InvalidOperation

from office.numerals import to_arabic
from office.thai_date import read_date
from service.refusal import _, refuse

SCIENTIFIC = re.compile(r"-?\d+([.,]\d+)?[eE][+-]?\d+")
BUDDHIST_FROM = 2400
SATANG_PER_BAHT = 100


def western(text: str) -> str:
    """With Thai digits written as 0-9."""
    return to_arabic(text).strip()


def code(column: str, text: str, *, digits: int | None = None) -> str:
    """A code that is not a number, though spreadsheets take it for one."""
    text = western(text)
    if SCIENTIFIC.fullmatch(text):
        raise refuse(column, _("A spreadsheet made the code a number such as 1.2E+08: format the column as text"))
    if digits is not None and text.isdigit() and len(text) < digits:
        raise refuse(
            column,
            _("%(found)s digits instead of %(digits)s: spreadsheets drop leading zeros; format the column as text"),
            found=len(text),
            digits=digits,
        )
    return text


def number(column: str, text: str) -> Decimal | None:
    """A number, "1,290.50" too; None of an empty cell."""
    text = western(text).replace(",", "")
    if not text:
        return None
    try:
        value = Decimal(text)
    except InvalidOperation:
        value = Decimal("nan")
    if not value.is_finite():
        raise refuse(column, _("A number is needed"))
    return value


def price_satang(column: str, text: str) -> int | None:
    """Baht in the file, satang inside."""
    return whole(column, number(column, text), SATANG_PER_BAHT, _("Baht with at most two decimals are needed"))


def whole(column: str, value: Decimal | None, factor: int, message: str) -> int | None:
    """The value in a unit so many times smaller, of which it must be a whole number; `message` says what is needed."""
    if value is None:
        return None
    if abs(value) > 10**12 or value * factor != int(value * factor):
        raise refuse(column, message)
    return int(value * factor)


def day(column: str, text: str) -> date | None:
    """2026-09-30, or as offices write it: 30/9/2569, 30 ก.ย. 2569. A Buddhist year in the first form is refused: a
    contract that ends in 543 years looks valid."""
    text = western(text)
    if not text:
        return None
    try:
        value = date.fromisoformat(text) if text[:4].isdigit() else read_date(text)
    except ValueError:
        raise refuse(column, _("A date such as 2026-10-01 or 1/10/2569 is needed")) from None
    if value.year >= BUDDHIST_FROM:
        raise refuse(column, _("A year of the Buddhist era: files use %(year)s"), year=value.year - 543)
    return value
