"""What the typst program draws, as plain data: columns measured, sizes in points, lengths in centimetres."""

from __future__ import annotations

import re
from typing import Any, Final

from office.document import code, content
from office.document.cells import shown
from office.document.content import Document, Section, Table
from office.document.measure import CELL_PAD_CM, SCALE, grid, width_cm
from office.document.text import Run, plain

_WORD: Final = re.compile(r"[^\s\u0e00-\u0e7f]{8,}")
_ABBREVIATION: Final = re.compile(r"(?<![\u0e00-\u0e7f])([ก-ฮ]{2,5}\.)")
_BREAK_HERE: Final = "\u200b"
_TALL: Final = 400  # letters in a cell from which on a row may go over pages
_SMALL_PT: Final = 12
_LABEL_PT: Final = 14
_SIGNATURE_CM: Final = 7.0
_BETWEEN_CM: Final = 0.8
_BOX_PAD_CM: Final = 0.15


def picture_data_of(block: content.Diagram, within: float) -> dict[str, Any]:
    """For `paper.typ`: the block alone, so many centimetres wide and as high as it is."""
    document = Document(title=block.alt, sections=(Section(blocks=(block,)),))
    return data_of(document) | {"alone": within, "sections": [{"landscape": False, "blocks": [_block(block, within)]}]}


def data_of(document: Document) -> dict[str, Any]:
    """For `paper.typ`. The document is as printed already."""
    return {
        "alone": 0,
        "title": document.title,
        "author": document.author,
        "thai": document.thai_numerals,
        "numbers": document.page_numbers.value,
        "code": code.shown(document.code),
        "qr": list(code.drawn(document.code)) if document.code else [],
        "header": _runs(document.header, _SMALL_PT, 16),
        "size": content.BODY_PT * SCALE,
        "margins": {
            "left": content.MARGIN_LEFT_CM,
            "right": content.MARGIN_RIGHT_CM,
            "top": content.MARGIN_TOP_CM,
            "bottom": content.MARGIN_BOTTOM_CM,
        },
        "sections": [_section(section) for section in document.sections],
    }


def _section(section: Section) -> dict[str, Any]:
    within = content.width_of(section)
    drawn: list[dict[str, Any]] = []
    for block, hand in content.with_hands(section.blocks):
        if isinstance(block, content.Signature) and drawn and drawn[-1].get("tail"):
            continue  # it is drawn with the table before it
        made = _block(block, within)
        if hand is not None:
            joined = _joined(block, made)
            made |= {"tail": _block(hand, within), "together": joined} if joined else {"sticky": True}
        drawn.append(made)
    return {"landscape": section.landscape, "blocks": drawn}


def _joined(block: content.Block, made: dict[str, Any]) -> int:
    """How many of the last rows of a table stand on the page of the hands below it."""
    if not isinstance(block, Table):
        return 0
    wanted = max(block.together, min(content.ROWS_WITH_SUM, len(made["rows"])))
    return 0 if any(cell["tall"] for row in made["rows"][-wanted:] for cell in row) else wanted


def _block(block: content.Block, within: float) -> dict[str, Any]:  # noqa: PLR0911, PLR0912, C901 - one line for each kind
    match block:
        case content.Paragraph():
            return {
                "kind": block.kind,
                "text": _runs(block.text, within=within - block.left_cm),
                "align": block.align.value,
                "left": block.left_cm,
                "first": block.first_cm,
                "before": block.space_before_pt,
                "sticky": block.keep_with_next,
            }
        case content.Heading():
            return {"kind": block.kind, "level": block.level, "text": _heading(block, within)}
        case content.ItemList():
            items = [_runs(item, within=within - 1) for item in block.items]
            return {"kind": block.kind, "numbered": block.numbered, "items": items}
        case content.Labelled():
            return {"kind": block.kind, "label": _runs(block.label), "value": _runs(block.value, within=within - 3)}
        case content.Sides():
            left, right = within * block.left_share, within * (1 - block.left_share)
            return {
                "kind": block.kind,
                "left": _runs(block.left, within=left),
                "right": _runs(block.right, within=right),
                "share": block.left_share,
            }
        case content.Emblem():
            title = _runs(block.title)
            return {"kind": block.kind, "height": block.height_cm, "picture": list(block.picture), "title": title}
        case content.KeyValues():
            left, right = within * block.label_share, within * (1 - block.label_share)
            rows = [[_runs(label, within=left), _runs(value, within=right)] for label, value in block.rows]
            return {"kind": block.kind, "share": block.label_share, "rows": rows}
        case content.Table():
            return _table(block, within)
        case content.LineChart():
            return _chart(block)
        case content.Diagram():
            return _diagram(block, within)
        case content.Figure():
            return {"kind": block.kind, "picture": list(block.picture), "alt": block.alt}
        case content.Signature():
            return {
                "kind": block.kind,
                "lines": [_runs(line) for line in block.lines],
                "left": within - _SIGNATURE_CM - 1,
            }
        case content.PageBreak():
            return {"kind": block.kind}


def _heading(block: content.Heading, within: float) -> list[dict[str, Any]]:
    size = content.HEADING_PT[block.level - 1]
    return _runs(tuple(run.model_copy(update={"bold": True}) for run in block.text), size, within)


def _table(table: Table, within: float) -> dict[str, Any]:
    widths, size = grid(table, within)
    columns = [
        {
            "title": _runs(_bold(column.title), size, width),
            "unit": _runs((Run(text=f"({column.unit})"),), size, width) if column.unit else [],
            "width": width,
            "align": column.align.value,
        }
        for column, width in zip(table.columns, widths, strict=True)
    ]
    rows = [[shown(cell) for cell in row] for row in table.rows]
    rows += [[_bold(shown(cell)) for cell in row] for row in table.foot]
    cells = [[_cell(table, at, text, widths[at], size) for at, text in enumerate(row)] for row in rows]
    last = cells[len(cells) - table.together :]
    return {
        "kind": table.kind,
        "columns": columns,
        "pad": CELL_PAD_CM,
        "caption": _runs(_bold(table.caption)),
        "rows": cells,
        # A row that may be torn apart does not wait for others.
        "together": 0 if any(cell["tall"] for row in last for cell in row) else table.together,
    }


def _chart(chart: content.LineChart) -> dict[str, Any]:
    """Heights are shares of the chart's, measured from its top."""
    high = chart.top - chart.bottom
    points = [
        {
            "label": _runs(point.label, _SMALL_PT),
            "shown": _runs(point.shown, _SMALL_PT),
            "down": None if point.value is None else min(1.0, max(0.0, (chart.top - point.value) / high)),
        }
        for point in chart.points
    ]
    ends = [_runs(end, _SMALL_PT) for end in chart.ends]
    return {"kind": chart.kind, "height": chart.height_cm, "points": points, "ends": ends}


def _diagram(diagram: content.Diagram, within: float) -> dict[str, Any]:
    """Boxes as broad as their columns leave room for; where each stands follows from what is written in the highest."""
    columns = 1 + max(box.column for box in diagram.boxes)
    width = min(diagram.box_cm, (within - _BETWEEN_CM * (columns - 1)) / columns)
    inner = max(0.2, width - 2 * _BOX_PAD_CM)
    boxes = [
        {
            "key": box.key,
            "column": box.column,
            "row": box.row,
            "title": _runs(_bold(box.title), _LABEL_PT, inner),
            "lines": [_runs(line, _SMALL_PT, inner) for line in box.lines],
            "dashed": box.dashed,
        }
        for box in diagram.boxes
    ]
    return {
        "kind": diagram.kind,
        "boxes": boxes,
        "ties": [tie.model_dump() for tie in diagram.ties],
        "width": width,
        "between": _BETWEEN_CM,
        "pad": _BOX_PAD_CM,
        "left": (within - columns * width - (columns - 1) * _BETWEEN_CM) / 2,
        "most": diagram.most_cm,
    }


def _cell(table: Table, at: int, text: tuple[Run, ...], width: float, size: int) -> dict[str, Any]:
    words = plain(text)
    inner = width - 2 * CELL_PAD_CM
    whole = table.columns[at].whole and width_cm(words, size) <= inner + 1e-6
    return {"text": _runs(text, size, inner), "whole": whole, "tall": len(words) > _TALL}


def _bold(text: tuple[Run, ...]) -> tuple[Run, ...]:
    return tuple(run.model_copy(update={"bold": True}) for run in text)


def _runs(text: tuple[Run, ...], size_pt: int = content.BODY_PT, within: float = 16.0) -> list[dict[str, Any]]:
    return [
        {
            "text": _breakable(part, run.size_pt or size_pt, within),
            "bold": run.bold,
            "italic": run.italic,
            "underline": run.underline,
            "whole": at % 2 == 1,
            "size": (run.size_pt or size_pt) * SCALE,
        }
        for run in text
        # Letters of an abbreviation (สพฐ.) are no words, between which a line may end: typst does not know.
        for at, part in enumerate(_ABBREVIATION.split(run.text))
        if part or not run.text
    ]


def _breakable(text: str, size_pt: int, within: float) -> str:
    """A word longer than its line (a hash, an address) may break anywhere: else it would leave the paper."""

    def mended(found: re.Match[str]) -> str:
        word = found[0]
        return word if width_cm(word, size_pt) <= within else _BREAK_HERE.join(word)

    return _WORD.sub(mended, text)
