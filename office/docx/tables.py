"""Tables of Word as blocks: sides and facts by their style, everything else as a table with one row of heads."""

from __future__ import annotations

import re
from typing import Any, Final

from docx.document import Document as Docx
from docx.oxml.ns import qn
from docx.text.paragraph import Paragraph as DocxParagraph

from office.document.content import MOST_COLUMNS, TABLE_PT, Align, Block, Column, KeyValues, Sides, Table
from office.document.text import Run, plain
from office.docx.lines import ALIGNMENTS
from office.docx.marks import Style, centimetres
from office.docx.pieces import Faults, text_of
from office.template.faults import Reason

_UNIT: Final = re.compile(r"\n\(([^()\n]{1,40})\)$")
Text = tuple[Run, ...]


def blocks_of(table: Any, file: Docx, faults: Faults) -> list[Block]:
    """What the table is. Faults are noted, and an empty list returned, where it cannot be one of ours."""
    style = table.find(f"{qn('w:tblPr')}/{qn('w:tblStyle')}")
    named = style.get(qn("w:val")) if style is not None else ""
    base_pt = _size(table) if named not in {Style.SIDES.id, Style.FACTS.id} else 16
    rows = [
        [_text(cell, file, faults, base_pt) for cell in row.findall(qn("w:tc"))] for row in table.findall(qn("w:tr"))
    ]
    if not _is_even(table, rows, faults):
        return []
    shares = [centimetres(int(column.get(qn("w:w"), "0"))) or 1.0 for column in table.iter(qn("w:gridCol"))]
    shares = shares if len(shares) == len(rows[0]) else [1.0] * len(rows[0])
    share = min(0.94, max(0.06, round(shares[0] / sum(shares), 2)))
    if named == Style.SIDES.id and len(rows[0]) == 2:
        return [Sides(left=left, right=right, left_share=share) for left, right in rows]
    if named == Style.FACTS.id and len(rows[0]) == 2:
        return [KeyValues(rows=tuple((label, value) for label, value in rows), label_share=share)]
    return [_table(table, rows, shares, base_pt)]


def _is_even(table: Any, rows: list[list[Text]], faults: Faults) -> bool:
    merged = any(table.find(f".//{qn(tag)}") is not None for tag in ("w:gridSpan", "w:vMerge"))
    if merged:
        faults.add(Reason.MERGED_CELLS)
    if table.find(f"{qn('w:tr')}/{qn('w:tc')}/{qn('w:tbl')}") is not None:
        faults.add(Reason.TABLE_IN_TABLE)
        return False
    lengths = {len(row) for row in rows}
    if merged or not rows or len(lengths) != 1 or not 0 < max(lengths) <= MOST_COLUMNS:
        if not merged:
            faults.add(Reason.UNEVEN_TABLE)
        return False
    return True


def _table(table: Any, rows: list[list[Text]], shares: list[float], base_pt: int) -> Table:
    head, *below = rows
    sample = table.findall(qn("w:tr"))[1 if below else 0].findall(qn("w:tc"))
    columns = tuple(
        Column(title=_title(text), width=share, unit=_unit(text), align=_align(cell), whole=_is_whole(cell))
        for text, share, cell in zip(head, shares, sample, strict=True)
    )
    last = len(below)
    while last and _is_bold(below[last - 1]):
        last -= 1
    foot = tuple(tuple(_lighter(text) for text in row) for row in below[last:])
    return Table(columns=columns, rows=tuple(tuple(row) for row in below[:last]), foot=foot, size_pt=base_pt)


def _text(cell: Any, file: Docx, faults: Faults, base_pt: int) -> Text:
    """Paragraphs of a cell under one another."""
    joined: list[Run] = []
    for at, piece in enumerate(cell.findall(qn("w:p"))):
        paragraph = DocxParagraph(piece, file)
        faults.enter(paragraph)
        joined += [Run(text="\n")] if at else []
        joined += text_of(paragraph, faults, base_pt=base_pt)
    return tuple(run.with_text(run.text.replace("\u00a0", " ").replace("\f", "\n")) for run in joined)


def _size(table: Any) -> int:
    """Of its first letters."""
    size = table.find(f".//{qn('w:szCs')}")
    points = int(size.get(qn("w:val"), "0")) // 2 if size is not None else TABLE_PT
    return min(20, max(8, points))


def _title(text: Text) -> Text:
    return _lighter(tuple(run.with_text(_UNIT.sub("", run.text)) for run in text if _UNIT.sub("", run.text)))


def _unit(text: Text) -> str:
    found = _UNIT.search(plain(text))
    return found[1] if found is not None else ""


def _align(cell: Any) -> Align:
    paragraph = cell.find(qn("w:p"))
    about = DocxParagraph(paragraph, None) if paragraph is not None else None  # type: ignore[arg-type]
    alignment = about.alignment if about is not None else None
    return ALIGNMENTS.get(alignment, Align.LEFT) if alignment is not None else Align.LEFT


def _is_whole(cell: Any) -> bool:
    return cell.find(f"{qn('w:tcPr')}/{qn('w:noWrap')}") is not None


def _is_bold(row: list[Text]) -> bool:
    runs = [run for text in row for run in text if run.text.strip()]
    return bool(runs) and all(run.bold for run in runs)


def _lighter(text: Text) -> Text:
    """Heads and sums are bold by themselves."""
    return tuple(run.model_copy(update={"bold": False}) for run in text)
