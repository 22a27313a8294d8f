"""Runs of text in Word: sizes and weights for complex script too, or Thai stays as it was."""

from __future__ import annotations

from typing import Any

from docx.oxml.ns import qn
from docx.shared import Pt

from office.document.text import Run
from office.docx.marks import Style, element


def write_runs(paragraph: Any, text: tuple[Run, ...], *, size_pt: int | None = None) -> None:
    """At the end of a paragraph. `size_pt` holds where a run names none."""
    for run in text:
        made = paragraph.add_run(run.text)
        font = made.font
        if run.exact:
            made.style = Style.EXACT
        # Only what differs is written: what a style says is not to be undone.
        if run.bold:
            font.bold = font.cs_bold = True
        if run.italic:
            font.italic = font.cs_italic = True
        if run.underline:
            font.underline = True
        size = run.size_pt or size_pt
        if size is not None:
            font.size = Pt(size)
            made._r.rPr.find(qn("w:sz")).addnext(element("szCs", val=size * 2))  # noqa: SLF001
