"""Blocks of a document as paragraphs and tables of Word, each by a style that tells what it is."""

from __future__ import annotations

import io
from typing import Final

from docx.document import Document as Docx
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_BREAK, WD_LINE_SPACING, WD_TAB_ALIGNMENT
from docx.shared import Cm, Pt

from office.document import content
from office.document.content import Align
from office.document.measure import width_cm
from office.document.text import Run, plain
from office.docx.grids import write_facts, write_sides, write_table
from office.docx.marks import Style
from office.docx.runs import write_runs
from office.numerals import to_thai
from office.pdf.drawing import picture_of

ALIGNMENTS: Final = {
    Align.LEFT: WD_ALIGN_PARAGRAPH.LEFT,
    Align.CENTER: WD_ALIGN_PARAGRAPH.CENTER,
    Align.RIGHT: WD_ALIGN_PARAGRAPH.RIGHT,
}
_LABEL_GAP_CM: Final = 0.35


class Pen:
    """Writes blocks at the end of a file, within the width of a section in centimetres. `thai` are its numerals where
    it counts by itself.
    """

    def __init__(self, file: Docx, width: float, *, thai: bool = False) -> None:
        self.file, self.width, self.thai = file, width, thai

    def write(self, block: content.Block, *, stays: bool = False) -> None:  # noqa: C901, PLR0912 - one line for each kind
        """One block; with `stays` its end stands on the page of what follows."""
        match block:
            case content.Paragraph():
                self._paragraph(block.model_copy(update={"keep_with_next": True}) if stays else block)
            case content.Heading():
                write_runs(self.file.add_paragraph(style=f"Heading {block.level}"), block.text)
            case content.ItemList():
                self._list(block)
            case content.Labelled():
                self._labelled(block)
            case content.Sides():
                write_sides(self.file, block, self.width)
            case content.Emblem():
                self._emblem(block)
            case content.KeyValues():
                write_facts(self.file, block, self.width)
            case content.Table():
                if block.caption:
                    write_runs(self.file.add_paragraph(style=Style.CAPTION), block.caption)
                write_table(self.file, block, self.width, stays=stays)
            case content.LineChart():
                write_table(self.file, block.table(), self.width)
            case content.Diagram():
                self._picture(picture_of(block, within_cm=self.width), block.alt)
            case content.Figure():
                self._picture(block.picture, block.alt)
            case content.Signature():
                self._signature(block, stays=stays)
            case content.PageBreak():
                self.file.add_paragraph().add_run().add_break(WD_BREAK.PAGE)

    def _paragraph(self, block: content.Paragraph) -> None:
        made = self.file.add_paragraph()
        about = made.paragraph_format
        if block.align is not Align.LEFT:
            about.alignment = ALIGNMENTS[block.align]
        if block.left_cm or block.first_cm:
            about.left_indent, about.first_line_indent = Cm(block.left_cm), Cm(block.first_cm)
        if block.space_before_pt:
            about.space_before = Pt(block.space_before_pt)
        if block.keep_with_next:
            about.keep_with_next = True
        write_runs(made, block.text)

    def _list(self, block: content.ItemList) -> None:
        for number, item in enumerate(block.items, start=1):
            made = self.file.add_paragraph(style=Style.NUMBERED if block.numbered else Style.DOTTED)
            # Numbers are text: Word's own numbering has no Thai numerals in every version.
            counted = to_thai(str(number)) if self.thai else str(number)
            write_runs(made, (Run(text=f"{counted}.\t" if block.numbered else "•\t"), *item))

    def _labelled(self, block: content.Labelled) -> None:
        made = self.file.add_paragraph(style=Style.LABELLED)
        size = max((run.size_pt or content.BODY_PT for run in block.label), default=content.BODY_PT)
        hang = Cm(width_cm(plain(block.label), size) + _LABEL_GAP_CM)
        made.paragraph_format.left_indent, made.paragraph_format.first_line_indent = hang, -hang
        made.paragraph_format.tab_stops.add_tab_stop(hang)
        write_runs(made, (*block.label, Run(text="\t"), *block.value))

    def _emblem(self, block: content.Emblem) -> None:
        made = self.file.add_paragraph(style=Style.EMBLEM)
        height = Cm(block.height_cm)
        if block.picture:
            made.add_run().add_picture(io.BytesIO(block.picture), height=height)
        else:
            made.paragraph_format.line_spacing_rule = WD_LINE_SPACING.AT_LEAST
            made.paragraph_format.line_spacing = height
        if block.title:
            made.paragraph_format.alignment = WD_ALIGN_PARAGRAPH.LEFT
            made.paragraph_format.tab_stops.add_tab_stop(Cm(self.width / 2), WD_TAB_ALIGNMENT.CENTER)
            write_runs(made, (Run(text="\t"), *block.title))

    def _picture(self, picture: bytes, alt: str) -> None:
        drawn = self.file.add_paragraph().add_run().add_picture(io.BytesIO(picture), width=Cm(self.width))
        drawn._inline.docPr.set("descr", alt)  # noqa: SLF001 - python-docx has no word for it

    def _signature(self, block: content.Signature, *, stays: bool) -> None:
        for at, line in enumerate(block.lines):
            made = self.file.add_paragraph(style=Style.SIGNATURE)
            if at == 0:
                made.paragraph_format.space_before = Pt(12)
            if at == len(block.lines) - 1:
                made.paragraph_format.keep_with_next = stays
            write_runs(made, line)
