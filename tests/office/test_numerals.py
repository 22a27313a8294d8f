"""Numerals of both kinds, and what keeps its own."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from office.numerals import prose_to_thai, to_arabic, to_thai
from office.thai_date import era_date, formal_date, read_date


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("ที่ ศธ 04123/567", "ที่ ศธ ๐๔๑๒๓/๕๖๗"),
        ("12,345.00 บาท", "๑๒,๓๔๕.๐๐ บาท"),
        ("เครื่อง RB750Gr3 จำนวน 2 เครื่อง", "เครื่อง RB750Gr3 จำนวน ๒ เครื่อง"),
        ("ที่อยู่ 10.20.30.1/24 เวลา 08:30 น.", "ที่อยู่ 10.20.30.1/24 เวลา ๐๘:๓๐ น."),
        ("it2@example.go.th โทร. 055 123456", "it2@example.go.th โทร. ๐๕๕ ๑๒๓๔๕๖"),
        ("ข้อ 1.2.3 และ 1.2.3.4.5", "ข้อ ๑.๒.๓ และ ๑.๒.๓.๔.๕"),
    ],
)
def test_prose(text: str, shown: str) -> None:
    assert prose_to_thai(text) == shown


@given(st.text())
def test_there_and_back(text: str) -> None:
    assert to_arabic(to_thai(text)) == to_arabic(text)
    assert to_arabic(prose_to_thai(text)) == to_arabic(text)


def test_formal_dates() -> None:
    assert formal_date(date(2026, 9, 30)) == "๓๐ กันยายน ๒๕๖๙"
    assert era_date(date(2026, 9, 30)) == "30 กันยายน พ.ศ. 2569"


@given(st.dates(date(1858, 1, 1), date(2256, 12, 31)))
def test_a_formal_date_is_read_back(day: date) -> None:
    assert read_date(formal_date(day)) == day
