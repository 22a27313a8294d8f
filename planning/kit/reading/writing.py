"""Rows of a form as a file that is read again; without rows it is the blank template."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable
from typing import Any, Final

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.utils import get_column_letter

from planning.kit.reading.form import Column, Form, Row

_FORMULA: Final = ("=", "+", "-", "@")
_AS_TEXT: Final = "@"


def as_csv(form: Form[Row], rows: Iterable[Row] = (), *, encoding: str = "utf-8-sig", delimiter: str = ",") -> bytes:
    """UTF-8 with a mark, by which spreadsheets know Thai; text that they would compute has an apostrophe before it."""
    text = io.StringIO(newline="")
    writer = csv.writer(text, delimiter=delimiter)
    writer.writerow([column.heading for column in form.columns])
    for row in rows:
        values = form.values(row)
        writer.writerow([_harmless(_written(column, values.get(column.name))) for column in form.columns])
    return text.getvalue().encode(encoding)


def as_xlsx(form: Form[Row], rows: Iterable[Row] = ()) -> bytes:
    """Counts are numbers, everything else is text, so that no code loses a zero and nothing is a formula."""
    book = Workbook(write_only=True)
    page = book.create_sheet(form.key)
    page.freeze_panes = "A2"
    for at, column in enumerate(form.columns, start=1):
        page.column_dimensions[get_column_letter(at)].width = min(len(column.heading) + 4, 60)
    page.append([_text(page, column.heading) for column in form.columns])
    for row in rows:
        values = form.values(row)
        page.append([_cell(page, column, values.get(column.name)) for column in form.columns])
    kept = io.BytesIO()
    book.save(kept)
    return kept.getvalue()


def _written(column: Column, value: Any) -> str:
    return "" if value is None or value == "" else column.kind.write(value)


def _harmless(text: str) -> str:
    return f"'{text}" if text.startswith(_FORMULA) else text


def _cell(page: Any, column: Column, value: Any) -> Any:
    if isinstance(value, int) and column.kind.write is str:
        return value
    return _text(page, _written(column, value))


def _text(page: Any, text: str) -> Any:
    cell = WriteOnlyCell(page, text)
    cell.data_type = "s"
    cell.number_format = _AS_TEXT
    return cell
