"""Tables as a workbook: figures stay figures, text is never taken for a formula, the bytes follow from the content."""

from __future__ import annotations

import io
import re
from collections.abc import Sequence
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any, Final
from zipfile import ZipFile

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.packaging.core import DocumentProperties
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter
from openpyxl.xml.functions import tostring

from office.document.cells import Day, Money, Number, Words, shown
from office.document.content import Table
from office.document.text import Part, plain, printable
from office.packing import zipped

_FORBIDDEN_IN_NAMES: Final = re.compile(r"[\\/*?:\[\]]")
_WIDEST: Final = 60
_CORE: Final = "docProps/core.xml"
# Made once: a cell only names its looks, and each new font is compared with all that the workbook has.
_FONTS: Final = {is_bold: Font(bold=is_bold) for is_bold in (False, True)}
_PLACES: Final = {wrap: Alignment(wrap_text=wrap, vertical="top") for wrap in (False, True)}


class Sheet(Part):
    """One page of a workbook. `name` is cut to what a spreadsheet takes."""

    name: str
    table: Table


def xlsx_of(sheets: Sequence[Sheet], *, made_at: datetime, title: str = "", author: str = "") -> bytes:
    """The file. `made_at` must be aware; it is the only time in it."""
    if made_at.tzinfo is None:
        raise ValueError(f"naive time {made_at!r}: give it a zone")
    book = Workbook(write_only=True)
    for name, sheet in zip(_names(sheets), sheets, strict=True):
        _write(book.create_sheet(name), sheet.table)
    saved = io.BytesIO()
    book.save(saved)
    moment = made_at.astimezone(UTC).replace(microsecond=0, tzinfo=None)
    about = DocumentProperties(title=title, creator=author, created=moment, modified=moment)
    with ZipFile(saved) as archive:
        entries = {name: archive.read(name) for name in archive.namelist()}
    # openpyxl writes the present moment here.
    core: Any = tostring(about.to_tree())  # bytes, whatever its stub says
    entries[_CORE] = core
    return zipped(entries.items(), made_at)


def _names(sheets: Sequence[Sheet]) -> list[str]:
    """At most 31 letters, without signs of references, each once."""
    found: list[str] = []
    for number, sheet in enumerate(sheets, start=1):
        name = _FORBIDDEN_IN_NAMES.sub(" ", " ".join(printable(sheet.name).split())).strip("' ")[:31] or str(number)
        taken = {other.casefold() for other in found}
        found.append(name if name.casefold() not in taken else f"{name[:26]} ({number})")
    return found


def _write(page: Any, table: Table) -> None:
    page.freeze_panes = "A2"
    for at, column in enumerate(table.columns):
        texts = [plain(column.title), *(plain(shown(row[at])) for row in (*table.rows[:200], *table.foot))]
        longest = max(len(line) for text in texts for line in text.split("\n"))
        page.column_dimensions[get_column_letter(at + 1)].width = min(longest + 3, _WIDEST)
    heads = [
        f"{plain(column.title)} ({column.unit})" if column.unit else plain(column.title) for column in table.columns
    ]
    page.append([_text(page, head, is_bold=True) for head in heads])
    for row in table.rows:
        page.append([_cell(page, cell, is_bold=False) for cell in row])
    for row in table.foot:
        page.append([_cell(page, cell, is_bold=True) for cell in row])


def _cell(page: Any, cell: Number | Money | Day | Words, *, is_bold: bool) -> Any:
    value: Any
    match cell:
        case Words():
            return _text(page, plain(cell.text), is_bold=is_bold)
        case Number():
            value, looks = cell.value, "#,##0" + (f".{'0' * cell.decimals}" if cell.decimals else "")
        case Money():
            value, looks = Decimal(cell.satang).scaleb(-2), "#,##0.00"
        case Day():
            value, looks = cell.day, "yyyy-mm-dd"
    made = WriteOnlyCell(page, value)
    made.number_format = looks
    made.font = _FONTS[is_bold]
    return made


def _text(page: Any, text: str, *, is_bold: bool) -> Any:
    made = WriteOnlyCell(page, text[:32_767].replace("\t", " "))
    # Whatever it begins with (= + - @ #) it is text.
    made.data_type = "s"
    made.font = _FONTS[is_bold]
    made.alignment = _PLACES["\n" in text]
    return made
