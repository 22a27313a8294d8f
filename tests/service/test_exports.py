"""Files of lists: money has both digits of its satang in CSV, and is a figure in a spreadsheet."""

from __future__ import annotations

import io

from openpyxl import load_workbook

from service.web.exports import Money, Sheet, as_csv, as_xlsx

SHEET = Sheet(
    "money", ["รายการ", "งบประมาณ (บาท)", "ละติจูด"], [["อบรม", Money(28_800_000), 19.5], ["คืน", Money(-5), 1.0]]
)


def test_money_has_its_satang_in_csv() -> None:
    lines = as_csv(SHEET).decode("utf-8-sig").splitlines()
    assert lines[1:] == ["อบรม,288000.00,19.5", "คืน,-0.05,1.0"]


def test_money_is_a_figure_in_a_spreadsheet() -> None:
    page = load_workbook(io.BytesIO(as_xlsx(SHEET))).active
    assert page is not None
    assert [row[1] for row in page.iter_rows(min_row=2, values_only=True)] == [288_000, -0.05]
