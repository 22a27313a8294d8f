"""Tables of Word with fixed grids: widths hold whatever stands in the cells, heads repeat, rows stay whole."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

from docx.document import Document as Docx
from docx.oxml.ns import qn

from office.document import content
from office.document.cells import shown
from office.document.content import Align
from office.document.measure import grid
from office.document.text import Run
from office.docx.marks import Style, below, element, twips
from office.docx.runs import append_runs

_ALIGNMENTS: Final = {Align.CENTER: "center", Align.RIGHT: "right"}
Text = tuple[Run, ...]


class _Grid:
    """A table at the end of a file. Its cells are written directly: python-docx takes seconds for long tables."""

    def __init__(self, file: Docx, style: Style, widths: Sequence[float], *, size_pt: int | None = None) -> None:
        self.widths, self.size_pt = widths, size_pt
        self.table = _table(file, style, widths)

    def row(
        self, cells: Sequence[tuple[Text, Align, bool]], *, repeats: bool = False, is_followed: bool = False
    ) -> None:
        """One row that is never torn apart; `repeats` at the head of each page, `is_followed` on the page of the next
        one.
        """
        row = below(self.table, "tr")
        about = below(row, "trPr")
        below(about, "cantSplit")
        if repeats:
            below(about, "tblHeader")
        for (text, align, whole), width in zip(cells, self.widths, strict=True):
            cell = below(row, "tc")
            properties = below(cell, "tcPr")
            below(properties, "tcW", w=twips(width), type="dxa")
            if whole:
                below(properties, "noWrap")
            paragraph = below(cell, "p")
            if is_followed or align in _ALIGNMENTS:
                look = below(paragraph, "pPr")
                if is_followed:
                    below(look, "keepNext")
                if align in _ALIGNMENTS:
                    below(look, "jc", val=_ALIGNMENTS[align])
            # Some programs heed noWrap only where the grid is not fixed.
            append_runs(paragraph, unbroken(text) if whole else text, size_pt=self.size_pt)


def write_sides(file: Docx, block: content.Sides, width: float) -> None:
    """Two cells without lines."""
    widths = [width * block.left_share, width * (1 - block.left_share)]
    _Grid(file, Style.SIDES, widths).row([(block.left, Align.LEFT, False), (block.right, Align.LEFT, False)])
    _gap(file)


def write_facts(file: Docx, block: content.KeyValues, width: float) -> None:
    """Labels and values without lines."""
    widths = [width * block.label_share, width * (1 - block.label_share)]
    made = _Grid(file, Style.FACTS, widths)
    for label, value in block.rows:
        made.row([(label, Align.LEFT, False), (value, Align.LEFT, False)])
    _gap(file)


def write_table(file: Docx, block: content.Table, width: float, *, stays: bool = False) -> None:
    """Head, rows and sums. `stays`: the last rows stand on the page of what follows."""
    widths, size = grid(block, width)
    made = _Grid(file, Style.TABLE, widths, size_pt=size)
    made.row([(_head(column), Align.CENTER, False) for column in block.columns], repeats=True)
    texts = [[shown(cell) for cell in row] for row in block.rows]
    texts += [[bold(shown(cell)) for cell in row] for row in block.foot]
    joined = max(block.together, content.ROWS_WITH_SUM) if stays else block.together
    last = range(len(texts) - joined, len(texts) if stays else len(texts) - 1)
    for at, row in enumerate(texts):
        made.row(_cells(block, row), is_followed=at in last)
    _gap(file, stays=stays)


def bold(text: Text) -> Text:
    """All of it."""
    return tuple(run.model_copy(update={"bold": True}) for run in text)


def unbroken(text: Text) -> Text:
    """With spaces at which no line ends."""
    return tuple(run.with_text(run.text.replace(" ", "\u00a0")) for run in text)


def _cells(block: content.Table, texts: Sequence[Text]) -> list[tuple[Text, Align, bool]]:
    return [(text, column.align, column.whole) for text, column in zip(texts, block.columns, strict=True)]


def _head(column: content.Column) -> Text:
    unit = (Run(text=f"\n({column.unit})"),) if column.unit else ()
    return (*bold(column.title), *unit)


def _table(file: Docx, style: Style, widths: Sequence[float]) -> Any:
    made: Any = file.add_table(rows=0, cols=len(widths), style=style)._tbl  # noqa: SLF001 - what python-docx has no words for
    properties = made.tblPr
    for tag in ("tblW", "tblLayout"):
        for old in properties.findall(qn(f"w:{tag}")):
            properties.remove(old)
    style_mark = properties.find(qn("w:tblStyle"))
    style_mark.addnext(element("tblW", w=sum(twips(width) for width in widths), type="dxa"))
    look = properties.find(qn("w:tblLook"))
    if look is not None:
        properties.remove(look)
    properties.append(element("tblLayout", type="fixed"))
    for column, width in zip(made.tblGrid.findall(qn("w:gridCol")), widths, strict=True):
        column.set(qn("w:w"), str(twips(width)))
    return made


def _gap(file: Docx, *, stays: bool = False) -> None:
    """Word takes two tables without a paragraph between them for one."""
    made = file.add_paragraph(style=Style.GAP)
    if stays:
        made.paragraph_format.keep_with_next = True
