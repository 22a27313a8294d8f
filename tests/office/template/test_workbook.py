"""Templates that are workbooks: faults named, data put in, sums kept, text never a formula."""

from __future__ import annotations

import io
from datetime import UTC, datetime
from typing import Any

import pytest
from openpyxl import Workbook, load_workbook
from openpyxl.styles import Font

from office.document.cells import Money
from office.document.content import Column, Table
from office.template.faults import Reason, TemplateError
from office.template.filling import Filling
from office.template.placeholders import Placeholder
from office.template.workbook import check_workbook, fill_workbook, strange_names

KNOWN = (Placeholder("title", "Title"), Placeholder("rows", "Rows", "table"))
AT = datetime(2026, 11, 2, tzinfo=UTC)
TABLE = Table(
    columns=(Column(title="รายการ"), Column(title="บาท")),
    rows=(("=1+1", Money(satang=12_345)), ("ข", Money(satang=100)), ("ค", Money(satang=55))),
)
FILLING = Filling("แผน", texts={"title": "แผน =สมมติ"}, blocks={"rows": (TABLE,)})


def packed(**cells: Any) -> bytes:
    """A workbook with these cells; what stands in A3 is bold."""
    book = Workbook()
    page = book.active
    assert page is not None
    for at, value in cells.items():
        page[at] = value
    page["A3"].font = Font(bold=True)
    page.merge_cells("A6:B6")
    kept = io.BytesIO()
    book.save(kept)
    return kept.getvalue()


GOOD = {
    "A1": "เรื่อง {{ title }}",
    "A3": "{{ table: rows }}",
    "A4": "รวม",
    "B4": "=SUM(B3:B3)",
    "A5": "ผู้จัดทำ",
    "A6": "หมายเหตุ",
}


def test_rows_are_put_in_sums_reach_over_them_and_the_rest_moves_down() -> None:
    page = load_workbook(io.BytesIO(fill_workbook(packed(**GOOD), FILLING, {}, made_at=AT))).active
    assert page is not None
    assert page["A1"].value == "เรื่อง แผน =สมมติ"
    assert [page[f"B{row}"].value for row in (3, 4, 5)] == [123.45, 1, 0.55]
    assert (page["A3"].value, page["A3"].data_type) == ("=1+1", "s")
    assert page["A5"].font.bold
    assert (page["A6"].value, page["B6"].value, page["A7"].value) == ("รวม", "=SUM(B3:B5)", "ผู้จัดทำ")
    assert [area.coord for area in page.merged_cells.ranges] == ["A8:B8"]


def test_the_same_data_give_the_same_bytes() -> None:
    assert len({fill_workbook(packed(**GOOD), FILLING, {}, made_at=AT) for _time in range(2)}) == 1


def test_names_of_elsewhere_are_matched() -> None:
    given = packed(A1="{{ ชื่อแผน }}", A3="{{ ตาราง }}")
    assert strange_names(given, KNOWN) == ("ชื่อแผน", "ตาราง")
    with pytest.raises(TemplateError):
        check_workbook(given, KNOWN, {"ชื่อแผน": "title"})
    fields = {"ชื่อแผน": "title"}
    check_workbook(packed(A1="{{ ชื่อแผน }}"), KNOWN, fields)
    page = load_workbook(io.BytesIO(fill_workbook(packed(A1="{{ ชื่อแผน }}"), FILLING, fields, made_at=AT))).active
    assert page is not None
    assert page["A1"].value == "แผน =สมมติ"


@pytest.mark.parametrize(
    ("cells", "reason"),
    [
        ({"A1": "{{ titel }}"}, Reason.UNKNOWN_PLACEHOLDER),
        ({"A1": "x {{ table: rows }}"}, Reason.NOT_ALONE),
        ({"A1": "{{ rows }}"}, Reason.NOT_ALONE),
        ({"A1": "{{ table: title }}"}, Reason.NOT_A_BLOCK),
        ({"A1": '=WEBSERVICE("http://x")'}, Reason.FORMULA),
        ({"A1": "=[1]Sheet1!A1"}, Reason.FORMULA),
        ({"A1": "=cmd|'/c calc'!A1"}, Reason.FORMULA),
    ],
)
def test_what_is_wrong_is_named(cells: dict[str, str], reason: Reason) -> None:
    with pytest.raises(TemplateError) as refused:
        check_workbook(packed(**cells), KNOWN, {})
    assert [fault.reason for fault in refused.value.faults] == [reason]


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04", b"%PDF-1.7"])
def test_no_workbook_is_refused(content: bytes) -> None:
    with pytest.raises(TemplateError) as refused:
        check_workbook(content, KNOWN, {})
    assert refused.value.faults[0].reason is Reason.NOT_XLSX
