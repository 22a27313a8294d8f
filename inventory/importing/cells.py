"""The meaning of one cell: what spreadsheets do to codes is refused in words that say how to mend it."""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal, InvalidOperation

from inventory.models.link import Check
from office.thai_date import read_date
from service.draft import THAI_DIGITS
from service.refusal import _, refuse

SCIENTIFIC = re.compile(r"-?\d+([.,]\d+)?[eE][+-]?\d+")
BUDDHIST_FROM = 2400
BPS_PER_MBPS = 1_000_000
SATANG_PER_BAHT = 100


def western(text: str) -> str:
    """With Thai digits written as 0-9."""
    return text.translate(THAI_DIGITS).strip()


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


def speed_bps(column: str, text: str) -> int | None:
    """Mbps in the file, bit/s inside."""
    return _whole(column, number(column, text), BPS_PER_MBPS, _("A speed in Mbps is needed"))


def price_satang(column: str, text: str) -> int | None:
    """Baht in the file, satang inside."""
    return _whole(column, number(column, text), SATANG_PER_BAHT, _("Baht with at most two decimals are needed"))


def _whole(column: str, value: Decimal | None, factor: int, message: str) -> int | None:
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


def check(column: str, text: str) -> tuple[Check, int | None]:
    """icmp, snmp, agent or tcp:PORT; an empty cell is icmp."""
    method, _colon, port = western(text).lower().partition(":")
    if method == "tcp" and port.isascii() and port.isdigit() and 1 <= int(port) <= 65535:
        return Check.TCP, int(port)
    if method in ("", "icmp", "snmp", "agent") and not port:
        return Check(method or "icmp"), None
    raise refuse(column, _("One of icmp, snmp, agent or tcp:PORT, such as tcp:443"))
