"""Workbooks: figures to reckon with, text that never computes, bytes that follow from content and time."""

from __future__ import annotations

import io
from datetime import datetime, timedelta
from zipfile import ZipFile

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from office.document.content import Column, Table
from office.xlsx import Sheet, xlsx_of
from tests.office import specimens


def opened(file: bytes) -> openpyxl.Workbook:
    return openpyxl.load_workbook(io.BytesIO(file))


def test_figures_and_dates_are_values_and_heads_carry_the_units() -> None:
    book = opened(xlsx_of([Sheet(name="ขัดข้อง", table=specimens.outages(3))], made_at=specimens.MADE_AT))
    rows = list(book["ขัดข้อง"].iter_rows(values_only=True))
    assert rows[0] == ("ลำดับ", "โรงเรียน", "วันที่", "พร้อมใช้ (ร้อยละ)", "ค่าปรับ (บาท)")
    assert rows[1] == (1, "โรงเรียนบ้านห้วยน้ำใส", datetime(2026, 9, 30), 99.5, 1234567.89)  # noqa: DTZ001 - a date
    assert rows[-1][-1] == 7407407.34
    assert book["ขัดข้อง"].freeze_panes == "A2"
    assert book["ขัดข้อง"]["E2"].number_format == "#,##0.00"


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@x", "#REF!", "=cmd|' /C calc'!A0", specimens.HOSTILE])
def test_text_is_never_a_formula(text: str) -> None:
    table = Table(columns=(Column(title=text),), rows=((text,),))
    page = opened(xlsx_of([Sheet(name=text, table=table)], made_at=specimens.MADE_AT)).worksheets[0]
    assert [cell.data_type for row in page.iter_rows() for cell in row] == ["s", "s"]


def test_the_same_bytes_for_the_same_time() -> None:
    sheets = [Sheet(name="ก", table=specimens.outages(2)), Sheet(name="ก", table=specimens.outages(1))]
    once = xlsx_of(sheets, made_at=specimens.MADE_AT)
    assert xlsx_of(sheets, made_at=specimens.MADE_AT) == once
    assert xlsx_of(sheets, made_at=specimens.MADE_AT + timedelta(seconds=2)) != once
    with ZipFile(io.BytesIO(once)) as archive:
        assert {entry.date_time for entry in archive.infolist()} == {(2026, 11, 28, 3, 4, 4)}
    assert opened(once).sheetnames == ["ก", "ก (2)"]


@given(st.lists(st.text(max_size=50), min_size=1, max_size=3))
@settings(max_examples=25, deadline=None)
def test_any_text_makes_a_workbook_that_opens(texts: list[str]) -> None:
    tables = [Table(columns=(Column(title=text),), rows=((text,),)) for text in texts]
    sheets = [Sheet(name=text, table=table) for text, table in zip(texts, tables, strict=True)]
    assert len(opened(xlsx_of(sheets, made_at=specimens.MADE_AT)).sheetnames) == len(texts)
