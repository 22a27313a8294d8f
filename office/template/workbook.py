"""A template that is a workbook: `{{ name }}` in a cell, `{{ table: name }}` alone in one for rows from there on.

Rows under a table move down, with their merged cells; sums that end at the row of the table reach over all its rows.
Only plain sums are taken as formulas: others would ask something of the machine of whoever opens the file.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterable, Iterator, Mapping
from copy import copy
from datetime import UTC, datetime
from difflib import get_close_matches
from typing import Any, Final
from zipfile import BadZipFile, ZipFile

from openpyxl import load_workbook
from openpyxl.cell.cell import Cell
from openpyxl.packaging.core import DocumentProperties
from openpyxl.utils.exceptions import InvalidFileException
from openpyxl.worksheet.worksheet import Worksheet
from openpyxl.xml.functions import tostring

from office.document.cells import Day, Money, Number, Words, shown
from office.document.content import Block, KeyValues, Paragraph, Table
from office.document.text import plain, printable, runs
from office.packing import zipped
from office.template.faults import Fault, Reason, TemplateError
from office.template.filling import Filling, UnfilledError
from office.template.placeholders import PLACEHOLDER, Placeholder

MOST_UNPACKED: Final = 20_000_000
MOST_CELLS: Final = 20_000
_CORE: Final = "docProps/core.xml"
_SUM: Final = re.compile(r"=[A-Z0-9:+\-*/(),.$ ]{1,500}")
_REFERENCE: Final = re.compile(r"(?<![A-Z$!])(\$?[A-Z]{1,3}\$?)(\d+)(?:(:\$?[A-Z]{1,3}\$?)(\d+))?(?![\d(])")


def is_workbook(content: bytes) -> bool:
    """Told by what is in it."""
    try:
        with ZipFile(io.BytesIO(content)) as archive:
            return "xl/workbook.xml" in archive.namelist()
    except BadZipFile:
        return False


def check_workbook(content: bytes, known: Iterable[Placeholder], fields: Mapping[str, str]) -> None:
    """TemplateError with everything that is wrong with it; `fields` are its own names of placeholders -> ours."""
    names = {one.name: one for one in known}
    faults = [fault for cell in _cells(_opened(content)) for fault in _faults(cell, names, fields)]
    if faults:
        raise TemplateError(faults)


def strange_names(content: bytes, known: Iterable[Placeholder]) -> tuple[str, ...]:
    """Placeholders of it that no data have, each once; none where it cannot be read."""
    names = {one.name for one in known}
    try:
        found = {match[2].strip() for cell in _cells(_opened(content)) for match in PLACEHOLDER.finditer(_text(cell))}
    except TemplateError:
        return ()
    return tuple(sorted(found - names))


def fill_workbook(content: bytes, filling: Filling, fields: Mapping[str, str], *, made_at: datetime) -> bytes:
    """The workbook with data in it; the same bytes for the same data. UnfilledError names what there is no data for."""
    book = _opened(content)
    for page in book.worksheets:
        # From below: what moves down was filled already.
        for cell in sorted(_of(page), key=lambda one: (-one.row, one.column)):
            alone = PLACEHOLDER.fullmatch(_text(cell).strip())
            if alone is not None and alone[1]:
                _put_rows(page, cell, _rows(_named(filling.blocks, alone[2], fields)))
            elif PLACEHOLDER.search(_text(cell)):
                _put(cell, Words(text=PLACEHOLDER.sub(lambda found: _said(filling, found[2], fields), _text(cell))))
    kept = io.BytesIO()
    book.save(kept)
    moment = made_at.astimezone(UTC).replace(microsecond=0, tzinfo=None)
    about: Any = DocumentProperties(title=filling.title, creator=filling.author, created=moment, modified=moment)
    with ZipFile(kept) as archive:
        entries = {name: archive.read(name) for name in archive.namelist()}
    # openpyxl writes the present moment here.
    core: Any = tostring(about.to_tree())  # bytes, whatever its stub says
    return zipped((entries | {_CORE: core}).items(), made_at)


def _opened(content: bytes) -> Any:
    try:
        with ZipFile(io.BytesIO(content)) as archive:
            if sum(entry.file_size for entry in archive.infolist()) > MOST_UNPACKED:
                raise TemplateError([Fault(Reason.TOO_LARGE, subject=f"{MOST_UNPACKED // 1_000_000} MB")])
        book = load_workbook(io.BytesIO(content), keep_links=False)
    except (BadZipFile, InvalidFileException, KeyError, ValueError, TypeError, AttributeError, EOFError) as error:
        if isinstance(error, TemplateError):
            raise
        raise TemplateError([Fault(Reason.NOT_XLSX)]) from error
    if sum(len(list(_of(page))) for page in book.worksheets) > MOST_CELLS:
        raise TemplateError([Fault(Reason.TOO_LONG, subject=f"{MOST_CELLS:,}")])
    return book


def _cells(book: Any) -> Iterator[Cell]:
    for page in book.worksheets:
        yield from _of(page)


def _of(page: Worksheet) -> Iterator[Cell]:
    """Cells with something in them, without those that a merged one covers."""
    for row in page.iter_rows():
        yield from (cell for cell in row if isinstance(cell, Cell) and cell.value is not None)


def _text(cell: Cell) -> str:
    return cell.value if isinstance(cell.value, str) else ""


def _faults(cell: Cell, names: Mapping[str, Placeholder], fields: Mapping[str, str]) -> Iterator[Fault]:
    text, at = _text(cell), f"{cell.parent.title} {cell.coordinate}"
    if cell.data_type == "f" and not (isinstance(cell.value, str) and _SUM.fullmatch(cell.value)):
        yield Fault(Reason.FORMULA, subject=at)
        return
    for match in PLACEHOLDER.finditer(text):
        name = fields.get(match[2].strip(), match[2].strip())
        known = names.get(name)
        if known is None:
            nearest = get_close_matches(name, names, n=1, cutoff=0.5)
            yield Fault(
                Reason.UNKNOWN_PLACEHOLDER,
                subject=f"{match[0]} ({at})",
                nearest=names[nearest[0]].written if nearest else "",
            )
        elif known.is_block and (not match[1] or PLACEHOLDER.fullmatch(text.strip()) is None):
            yield Fault(Reason.NOT_ALONE, subject=f"{known.written} ({at})")
        elif match[1] and not known.is_block:
            yield Fault(Reason.NOT_A_BLOCK, subject=f"{match[0]} ({at})", nearest=known.written)


def _said(filling: Filling, name: str, fields: Mapping[str, str]) -> str:
    return plain(runs(_named(filling.texts, name, fields)))


def _named(values: Mapping[str, Any], name: str, fields: Mapping[str, str]) -> Any:
    key = fields.get(name.strip(), name.strip())
    if key not in values:
        raise UnfilledError(key)
    return values[key]


def _rows(blocks: Iterable[Block]) -> list[list[Any]]:
    """What blocks say, row by row; a table without its head, which the template has."""
    found: list[list[Any]] = []
    for block in blocks:
        match block:
            case Table():
                found += [list(row) for row in (*block.rows, *block.foot)]
            case KeyValues():
                found += [[Words(text=label), Words(text=value)] for label, value in block.rows]
            case Paragraph():
                found.append([Words(text=block.text)])
            case _:
                continue
    return found


def _put_rows(page: Worksheet, cell: Cell, rows: list[list[Any]]) -> None:
    """From the cell on to the right and down; each row looks like the one of the cell."""
    row, column, more = cell.row, cell.column, max(0, len(rows) - 1)
    if more:
        _moved_down(page, row, more)
    for at, values in enumerate(rows or [[Words()]]):
        for place, value in enumerate(values):
            target = page.cell(row + at, column + place)
            pattern = page.cell(row, column + place)
            if not isinstance(target, Cell):
                continue  # covered by a merged one
            if at and isinstance(pattern, Cell) and pattern.has_style:
                target._style = copy(pattern._style)  # type: ignore[attr-defined]  # noqa: SLF001 - there is no other way
            _put(target, value)


def _moved_down(page: Worksheet, row: int, more: int) -> None:
    """Everything under a row, merged cells and heights too; openpyxl moves the cells alone."""
    merged = [area for area in page.merged_cells.ranges if area.min_row > row]
    heights = {at: one.height for at, one in page.row_dimensions.items() if at > row and one.height is not None}
    for area in merged:
        page.unmerge_cells(area.coord)
    page.insert_rows(row + 1, more)
    for area in merged:
        area.shift(0, more)
        page.merge_cells(area.coord)
    for at in heights:
        page.row_dimensions[at].height = None
    for at, height in heights.items():
        page.row_dimensions[at + more].height = height
    for one in _of(page):
        if one.data_type == "f" and isinstance(one.value, str):
            one.value = _REFERENCE.sub(lambda found: _shifted(found, row, more), one.value)


def _shifted(found: re.Match[str], row: int, more: int) -> str:
    first = int(found[2])
    text = f"{found[1]}{first + more if first > row else first}"
    if found[4] is None:
        return text
    last = int(found[4])
    return f"{text}{found[3]}{last + more if last >= row else last}"


def _put(cell: Cell, value: Any) -> None:
    """Figures stay figures; text is never taken for a formula."""
    match value:
        case Number():
            cell.value = float(value.value)
        case Money():
            cell.value = value.satang / 100
        case Day():
            cell.value = value.day
        case _:
            text = printable(plain(shown(value)) if isinstance(value, Words) else str(value))
            cell.value = text
            cell.data_type = "s"
