"""A document as PDF, by typst: the same bytes for the same document and time of making, within one release."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import datetime
from functools import lru_cache
from pathlib import Path
from threading import Lock
from typing import Final

import typst

from office.document.content import Diagram, Document
from office.document.measure import FONTS
from office.document.numbering import as_printed
from office.pdf.data import data_of, picture_data_of

PROGRAM: Final = Path(__file__).with_name("paper.typ")
PICTURE_PPI: Final = 300
_ONE_AT_A_TIME: Final = Lock()


def pdf_of(document: Document, *, made_at: datetime) -> bytes:
    """The file. `made_at` must be aware; it is the only time in it."""
    data = json.dumps(data_of(as_printed(document)), ensure_ascii=False)
    return compiled(PROGRAM, {"paper": data}, made_at=made_at)


def picture_of(diagram: Diagram, *, within_cm: float) -> bytes:
    """The same drawing as PNG, fine enough for print, for papers that cannot draw it themselves."""
    data = json.dumps(picture_data_of(diagram, within_cm), ensure_ascii=False)
    with _ONE_AT_A_TIME:
        made = _compiler().compile(PROGRAM.read_bytes(), format="png", ppi=PICTURE_PPI, sys_inputs={"paper": data})
    assert isinstance(made, bytes)
    return made


def compiled(program: Path, inputs: Mapping[str, str], *, made_at: datetime) -> bytes:
    """What a program of ours draws of its inputs; the same bytes for the same ones. ValueError for a naive time."""
    if made_at.tzinfo is None:
        raise ValueError(f"naive time {made_at!r}: give it a zone")
    with _ONE_AT_A_TIME:
        made = _compiler().compile(
            program.read_bytes(), format="pdf", sys_inputs=dict(inputs), timestamp=int(made_at.timestamp())
        )
    assert isinstance(made, bytes)
    return made


@lru_cache
def _compiler() -> typst.Compiler:
    """With our fonts and none of the machine's, so that a paper looks the same wherever it is made."""
    fonts = typst.Fonts(include_system_fonts=False, include_embedded_fonts=True, font_paths=[str(FONTS[0].parent)])
    return typst.Compiler(font_paths=fonts, ignore_system_fonts=True)
