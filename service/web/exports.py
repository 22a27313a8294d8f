"""A list as a CSV or Excel file. Text that a spreadsheet would take for a formula is written as text."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final, Self

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.utils import get_column_letter
from starlette.responses import Response

from service.refusal import MissingError

_XLSX: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_FORMULA: Final = ("=", "+", "-", "@", "\t", "\r")
_WIDEST: Final = 60


class Money(float):
    """So many satang in baht: a figure to a spreadsheet, in CSV always with both digits behind the point."""

    def __new__(cls, satang: int) -> Self:
        """Where they are given as whole satang."""
        return super().__new__(cls, satang / 100)

    def __str__(self) -> str:
        return f"{float(self):.2f}"


@dataclass(frozen=True, slots=True)
class Sheet:
    """Titles and rows as shown. `name` names the file and the sheet."""

    name: str
    titles: Sequence[str]
    rows: Sequence[Sequence[object]]


def as_file(sheet: Sheet, kind: str) -> Response:
    """The download; MissingError for a kind other than csv and xlsx."""
    if kind == "csv":
        body, media = as_csv(sheet), "text/csv; charset=utf-8"
    elif kind == "xlsx":
        body, media = as_xlsx(sheet), _XLSX
    else:
        raise MissingError
    return Response(
        body, media_type=media, headers={"Content-Disposition": f'attachment; filename="{sheet.name}.{kind}"'}
    )


def as_csv(sheet: Sheet) -> bytes:
    """UTF-8 with a byte order mark, without which Excel shows Thai as noise."""
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(sheet.titles)
    writer.writerows([_harmless(value) for value in row] for row in sheet.rows)
    return text.getvalue().encode("utf-8-sig")


def as_xlsx(sheet: Sheet) -> bytes:
    """Text cells are typed as text; figures stay figures. Written row by row: cells kept in a sheet cost a second
    for every ten thousand."""
    book = Workbook(write_only=True)
    page = book.create_sheet(sheet.name[:31])
    page.freeze_panes = "A2"
    for place, title in enumerate(sheet.titles, start=1):
        longest = max([len(title), *(len(str(row[place - 1])) for row in sheet.rows[:200])])
        page.column_dimensions[get_column_letter(place)].width = min(longest + 2, _WIDEST)
    page.append(sheet.titles)
    for row in sheet.rows:
        page.append([_cell(page, value) for value in row])
    kept = io.BytesIO()
    book.save(kept)
    return kept.getvalue()


def _cell(page: Any, value: object) -> object:
    """What openpyxl would take for a formula or an error code is said to be text."""
    if isinstance(value, int | float):
        return value
    text = _printable(str(value))
    if not text.startswith(("=", "#")):
        return text
    cell = WriteOnlyCell(page, text)
    cell.data_type = "s"
    return cell


def _harmless(value: object) -> object:
    """CSV has no types: an apostrophe keeps a spreadsheet from computing the text."""
    return f"'{value}" if isinstance(value, str) and value.startswith(_FORMULA) else value


def _printable(text: str) -> str:
    """Control characters that XML cannot hold are left out."""
    if text.isprintable():
        return text
    return "".join(char for char in text if char >= " " or char in "\n\t")
