"""Labels with a code for a phone's camera, as PDF by typst. What is too long is written smaller, then cut."""

from __future__ import annotations

import io
import json
import re
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import Final

import segno
from pydantic import BaseModel, ConfigDict

from office.document.text import one_line
from office.labels.grid import Grid, places
from office.pdf.drawing import compiled

PROGRAM: Final = Path(__file__).with_name("labels.typ")
_LONGEST: Final = 300
# Choosing the mask takes most of the time of a code, and only makes it look more even: any of them is read as well.
_MASK: Final = 2
_LONG_CODE: Final = re.compile(r"[^\s\u0e00-\u0e7f]{16,}")


class Label(BaseModel):
    """One label: what the camera reads, and what people read. `head` and `foot` are small, `number` is large."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    address: str
    head: str
    number: str
    name: str
    foot: str = ""


def labels_pdf(labels: Sequence[Label], grid: Grid, *, start: int = 1, made_at: datetime) -> bytes:
    """Sheets of A4, the first label at the place `start`. The same bytes for the same labels and time of making."""
    if made_at.tzinfo is None:
        raise ValueError(f"naive time {made_at!r}: give it a zone")
    pages: list[list[dict[str, object]]] = []
    for label, (page, x, y) in zip(labels, places(grid, len(labels), start), strict=True):
        while len(pages) <= page:
            pages.append([])
        pages[page].append({"x": x, "y": y, "code": _code(label.address), **_texts(label)})
    data = {"width": grid.width, "height": grid.height, "pages": pages}
    return compiled(PROGRAM, {"labels": json.dumps(data, ensure_ascii=False)}, made_at=made_at)


def _texts(label: Label) -> dict[str, str]:
    told = {"head": label.head, "name": label.name, "foot": label.foot}
    broken = {name: _LONG_CODE.sub(_breakable, one_line(text)[:_LONGEST]) for name, text in told.items()}
    return {"number": one_line(label.number), **broken}


def _breakable(found: re.Match[str]) -> str:
    """A part number has no place to break: it would run over the edge."""
    return "\u200b".join(found[0])


def _code(address: str) -> str:
    """An SVG of one path; its quiet zone is left by the drawing."""
    drawn = io.BytesIO()
    segno.make(address, error="m", mask=_MASK).save(drawn, kind="svg", border=0, omitsize=True, xmldecl=False)
    return drawn.getvalue().decode()
