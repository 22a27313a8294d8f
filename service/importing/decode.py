"""Bytes of a CSV or XLSX file to rows of text, within limits that a hostile or mistaken file cannot pass."""

from __future__ import annotations

import codecs
import csv
import io
import re
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
_THAI_IN_UTF8 = re.compile(rb"\xe0[\xb8\xb9][\x80-\xbf]")
_HIGH = re.compile(rb"[\x80-\xff]")
# Bounded, so that a file made for it cannot make the search long.
_UNCOMPUTED = re.compile(
    rb'<c\b(?![^>]{0,200}\bt="str")[^>]{0,200}\br="[A-Z]{1,3}(\d{1,7})"[^>]{0,200}>\s*'
    rb"(?:<f\b[^>]{0,200}/>|<f\b[^>]{0,200}>[^<]{0,9000}</f>)\s*(?:<v\s*/>|<v>\s*</v>)?\s*</c>"
)
_LONGEST_FORMULA = 10_000
_CHUNK = 1024 * 1024
_LINES_LOOKED_AT = 16  # a title above the heading holds no delimiter


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


def decode(data: bytes, *, sheet: int = 0, most: int = MAX_ROWS, widest: int = MAX_COLUMNS) -> Sheet:
    """A sheet of a file, told by its content and not by its name, no further than `most` rows where these are wanted
    only and with at most `widest` columns; raises UnreadableError.
    """
    if len(data) > MAX_BYTES:
        raise UnreadableError(_("The file is larger than %(limit)s MB"), limit=MAX_BYTES // 1024 // 1024)
    if data.startswith(OLE_MAGIC):
        raise UnreadableError(_("An old Excel file (.xls): save it as .xlsx or CSV"))
    rows = _xlsx(data, sheet) if data.startswith(ZIP_MAGIC) else _csv(_text(data))
    return _sheet(rows, most, widest)


def sheet_names(data: bytes) -> list[str]:
    """Of a workbook; a CSV is one sheet without a name. Raises UnreadableError."""
    if not data.startswith(ZIP_MAGIC):
        return [""]
    with _workbook(data) as book:
        return [str(sheet.title) for sheet in book.worksheets]


def _sheet(rows: Iterable[list[str]], most: int, widest: int) -> Sheet:
    kept: list[tuple[int, tuple[str, ...]]] = []
    blank = 0
    for number, cells in enumerate(rows, start=1):
        if not any(cells):
            blank += 1
            if blank > MAX_BLANK_ROWS:
                break
            continue
        blank = 0
        if len(cells) > widest and any(cells[widest:]):
            raise UnreadableError(_("Row %(row)s has more than %(limit)s columns"), row=number, limit=widest)
        if any(len(cell) > MAX_CELL for cell in cells):
            raise UnreadableError(_("A cell of row %(row)s is longer than %(limit)s"), row=number, limit=MAX_CELL)
        kept.append((number, tuple(cells[:widest])))
        if most < MAX_ROWS and len(kept) > most:
            break
        if len(kept) > MAX_ROWS + 1:
            raise UnreadableError(_("The file has more than %(limit)s rows"), limit=MAX_ROWS)
    if not kept:
        raise UnreadableError(_("The file is empty"))
    return Sheet(kept[0][1], tuple(kept[1:]), kept[0][0])


def encoding_of(data: bytes) -> str:
    """How its letters are written, as a page may show it. Raises UnreadableError."""
    if data.startswith(ZIP_MAGIC):
        return "XLSX"
    encoding, _said = _decoded(data)
    if encoding == "utf-8-sig" and not data.startswith(codecs.BOM_UTF8):
        return "UTF-8"
    return {"utf-8-sig": "UTF-8 BOM", "utf-16": "UTF-16", "cp874": "Windows-874"}[encoding]


def _text(data: bytes) -> str:
    return _decoded(data)[1]


def _decoded(data: bytes) -> tuple[str, str]:
    """UTF-8 with or without a mark, UTF-16 with one (Excel's "Unicode text"), or Thai Windows-874; and the text."""
    marked = data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))
    for encoding in ("utf-16",) if marked else ("utf-8-sig", "cp874"):
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\x00" in text or (encoding == "cp874" and _is_broken_utf8(data)):
            break
        return encoding, text
    raise UnreadableError(_("The letters cannot be read: save the file as CSV UTF-8 or XLSX"))


def _is_broken_utf8(data: bytes) -> bool:
    """Whether most letters beyond ASCII are Thai ones in UTF-8, of which one was cut: as Windows-874 they are noise."""
    return len(_THAI_IN_UTF8.findall(data)) * 3 * 2 > len(_HIGH.findall(data))


def _csv(text: str) -> Iterator[list[str]]:
    lines = text.split("\n", _LINES_LOOKED_AT)[:_LINES_LOOKED_AT]
    delimiter = max("\t;,", key=lambda sign: max(line.count(sign) for line in lines))
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
        row = _uncomputed_row(data, sheet._worksheet_path)  # noqa: SLF001 - openpyxl says it nowhere else
        if row is not None:
            said = _("Row %(row)s has a formula without its value: open the file in a spreadsheet and save it again")
            raise UnreadableError(said, row=row)
        for cells in sheet.iter_rows(values_only=True):
            yield [_cell(value) for value in cells]


def _uncomputed_row(data: bytes, path: str) -> int | None:
    """The first row with a formula that no program has computed, whose cell would be taken for an empty one."""
    tail = b""
    with zipfile.ZipFile(io.BytesIO(data)) as archive, archive.open(path) as source:
        while chunk := source.read(_CHUNK):
            seen = tail + chunk
            found = _UNCOMPUTED.search(seen)
            if found is not None:
                return int(found[1])
            tail = seen[-_LONGEST_FORMULA:]
    return None


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
