"""Runs of text in Word: sizes and weights for complex script too, or Thai stays as it was.

They are written directly: python-docx takes ten times as long, and a paper has thousands.
"""

from __future__ import annotations

import re
from typing import Any, Final

from office.document.text import Run
from office.docx.marks import Style, below

_SPACE: Final = "{http://www.w3.org/XML/1998/namespace}space"
_BREAKS: Final = re.compile(r"([\t\n])")


def write_runs(paragraph: Any, text: tuple[Run, ...], *, size_pt: int | None = None) -> None:
    """At the end of a paragraph of python-docx. `size_pt` holds where a run names none."""
    append_runs(paragraph._p, text, size_pt=size_pt)  # noqa: SLF001 - python-docx has no faster way


def append_runs(paragraph: Any, text: tuple[Run, ...], *, size_pt: int | None = None) -> None:
    """The same for the element of a paragraph."""
    for run in text:
        made = below(paragraph, "r")
        _look(made, run, run.size_pt or size_pt)
        for part in _BREAKS.split(run.text):
            if part == "\t":
                below(made, "tab")
            elif part == "\n":
                below(made, "br")
            elif part:
                words = below(made, "t")
                words.text = part
                if part != part.strip():
                    words.set(_SPACE, "preserve")


def _look(made: Any, run: Run, size: int | None) -> None:
    """Only what differs is written, since what a style says is not to be undone; in the order of Word's schema."""
    if not (run.exact or run.bold or run.italic or run.underline or size is not None):
        return
    about = below(made, "rPr")
    if run.exact:
        below(about, "rStyle", val=Style.EXACT.id)
    for tag, is_so in (("b", run.bold), ("bCs", run.bold), ("i", run.italic), ("iCs", run.italic)):
        if is_so:
            below(about, tag)
    if size is not None:
        below(about, "sz", val=size * 2)
        below(about, "szCs", val=size * 2)
    if run.underline:
        below(about, "u", val="single")
