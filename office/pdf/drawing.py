"""A document as PDF, by typst: the same bytes for the same document and time of making, within one release."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import Final

from office.document.content import Diagram, Document
from office.document.numbering import as_printed
from office.pdf.compiling import drawn, picture_drawn
from office.pdf.data import data_of, picture_data_of

PROGRAM: Final = Path(__file__).with_name("paper.typ")
PICTURE_PPI: Final = 300


def pdf_of(document: Document, *, made_at: datetime) -> bytes:
    """The file. `made_at` must be aware; it is the only time in it."""
    data = json.dumps(data_of(as_printed(document)), ensure_ascii=False)
    return compiled(PROGRAM, {"paper": data}, made_at=made_at)


def picture_of(diagram: Diagram, *, within_cm: float) -> bytes:
    """The same drawing as PNG, fine enough for print, for papers that cannot draw it themselves."""
    data = json.dumps(picture_data_of(diagram, within_cm), ensure_ascii=False)
    return picture_drawn(PROGRAM, {"paper": data}, ppi=PICTURE_PPI)


def compiled(program: Path, inputs: Mapping[str, str], *, made_at: datetime) -> bytes:
    """What a program of ours draws of its inputs; the same bytes for the same ones. ValueError for a naive time."""
    if made_at.tzinfo is None:
        raise ValueError(f"naive time {made_at!r}: give it a zone")
    return drawn(program, inputs, int(made_at.timestamp()))
