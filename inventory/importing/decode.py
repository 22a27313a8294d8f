"""Bytes of a CSV or XLSX file to rows of text, within limits that a hostile or mistaken file cannot pass."""

from __future__ import annotations

import csv
import io
import zipfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from openpyxl import load_workbook

from service.refusal import Problem, _

MAX_BYTES = 10 * 1024 * 1024
MAX_UNPACKED_BYTES = 100 * 1024 * 1024
MAX_ENTRIES = 500
MAX_ROWS = 20_000
MAX_COLUMNS = 64
MAX_CELL = 4_000
# A sheet that was once formatted to its end has a million empty rows; this many in a row are taken for its end.
MAX_BLANK_ROWS = 200

FORMULAS_AS_TEXT = ("'=", "'+", "'-", "'@")
ZIP_MAGIC = b"PK\x03\x04"
OLE_MAGIC = b"\xd0\xcf\x11\xe0"


class UnreadableError(Exception):
    """The file as a whole cannot be read; `problem` says why."""

    def __init__(self, message: str, **values: object) -> None:
        self.problem = Problem("", message, values)
        super().__init__(self.problem.text())


@dataclass(frozen=True, slots=True)
class Sheet:
    """The heading and the rows that hold something, each with its number as a spreadsheet shows it."""

    header: tuple[str, ...]
    rows: tuple[tuple[int, tuple[str, ...]], ...]
    number: int = 1  # of the heading


def decode(data: bytes, *, sheet: int = 0, most: int = MAX_ROWS) -> Sheet:
    """A sheet of a file, told by its content and not by its name, no further than `most` rows where these are wanted
    only; raises UnreadableError.
    """
    if len(data) > MAX_BYTES:
        raise UnreadableError(_("The file is larger than %(limit)s MB"), limit=MAX_BYTES // 1024 // 1024)
    if data.startswith(OLE_MAGIC):
        raise UnreadableError(_("An old Excel file (.xls): save it as .xlsx or CSV"))
    rows = _xlsx(data, sheet) if data.startswith(ZIP_MAGIC) else _csv(_text(data))
    return _sheet(rows, most)


def sheet_names(data: bytes) -> list[str]:
    """Of a workbook; a CSV is one sheet without a name. Raises UnreadableError."""
    if not data.startswith(ZIP_MAGIC):
        return [""]
    with _workbook(data) as book:
        return [str(sheet.title) for sheet in book.worksheets]


def _sheet(rows: Iterable[list[str]], most: int) -> Sheet:
    kept: list[tuple[int, tuple[str, ...]]] = []
    blank = 0
    for number, cells in enumerate(rows, start=1):
        if not any(cells):
            blank += 1
            if blank > MAX_BLANK_ROWS:
                break
            continue
        blank = 0
        if len(cells) > MAX_COLUMNS and any(cells[MAX_COLUMNS:]):
            raise UnreadableError(_("Row %(row)s has more than %(limit)s columns"), row=number, limit=MAX_COLUMNS)
        if any(len(cell) > MAX_CELL for cell in cells):
            raise UnreadableError(_("A cell of row %(row)s is longer than %(limit)s"), row=number, limit=MAX_CELL)
        kept.append((number, tuple(cells[:MAX_COLUMNS])))
        if most < MAX_ROWS and len(kept) > most:
            break
        if len(kept) > MAX_ROWS + 1:
            raise UnreadableError(_("The file has more than %(limit)s rows"), limit=MAX_ROWS)
    if not kept:
        raise UnreadableError(_("The file is empty"))
    return Sheet(kept[0][1], tuple(kept[1:]), kept[0][0])


def _text(data: bytes) -> str:
    """UTF-8 with or without a mark, UTF-16 with one (Excel's "Unicode text"), or Thai Windows-874."""
    marked = data.startswith((b"\xff\xfe", b"\xfe\xff"))
    for encoding in ("utf-16",) if marked else ("utf-8-sig", "cp874"):
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\x00" in text:
            break
        return text
    raise UnreadableError(_("The letters cannot be read: save the file as CSV UTF-8 or XLSX"))


def _csv(text: str) -> Iterator[list[str]]:
    first = text.partition("\n")[0]
    delimiter = max(",;\t", key=first.count)
    try:
        for cells in csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True):
            yield [_bare(cell) for cell in cells]
    except csv.Error as error:
        raise UnreadableError(_("The file is no valid CSV: %(reason)s"), reason=str(error)) from None


def _bare(cell: str) -> str:
    """Without the apostrophe that exports put before text which a spreadsheet would compute."""
    cell = cell.strip()
    return cell[1:] if cell.startswith(FORMULAS_AS_TEXT) else cell


def _xlsx(data: bytes, number: int) -> Iterator[list[str]]:
    with _workbook(data) as book:
        if number >= len(book.worksheets):
            raise UnreadableError(_("There is no such sheet"))
        sheet = book.worksheets[number]
        sheet.reset_dimensions()  # what the file says of its own size may be wrong
        for row in sheet.iter_rows(values_only=True):
            yield [_cell(value) for value in row]


@contextmanager
def _workbook(data: bytes) -> Iterator[Any]:
    try:
        _check_archive(data)
        book = load_workbook(io.BytesIO(data), read_only=True, data_only=True, keep_links=False)
        try:
            yield book
        finally:
            book.close()
    except UnreadableError:
        raise
    # Deliberately wide: openpyxl raises whatever its parser stumbles over, and every such file is one answer to a user.
    except Exception as error:
        raise UnreadableError(_("The file is no valid XLSX: %(reason)s"), reason=type(error).__name__) from error


def _check_archive(data: bytes) -> None:
    """Refuse a small file that would unpack to a huge one. zipfile never reads past the size written here."""
    entries = zipfile.ZipFile(io.BytesIO(data)).infolist()
    if len(entries) > MAX_ENTRIES or sum(entry.file_size for entry in entries) > MAX_UNPACKED_BYTES:
        raise UnreadableError(_("The file unpacks to more than %(limit)s MB"), limit=MAX_UNPACKED_BYTES // 1024 // 1024)


def _cell(value: object) -> str:
    """A cell as it would stand in a CSV: whole numbers without ".0", dates as ISO 8601."""
    if value is None:
        return ""
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:
        return str(int(value))
    if isinstance(value, datetime):
        return value.date().isoformat() if value.time() == datetime.min.time() else value.isoformat()
    if isinstance(value, date):
        return value.isoformat()
    return str(value).strip()
