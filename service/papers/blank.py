"""Any paper as an empty form to be filled in by hand: dots for what data would say, empty rows in its tables."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, Final

from office.document.content import (
    Block,
    Diagram,
    Document,
    ItemList,
    KeyValues,
    LineChart,
    Paragraph,
    Signature,
    Table,
)
from office.document.numbering import as_printed
from office.document.text import plain
from office.docx.writing import docx_of
from office.pdf.drawing import pdf_of
from office.template.filling import Filling, fill
from office.template.placeholders import PLACEHOLDER
from service.papers.kind import About, PaperKind

DOTS: Final = "................................................"
_LINES: Final = 3
_ROWS: Final = 6
_TALL: Final = "\u00a0\n\u00a0"


@dataclass(frozen=True, slots=True)
class Blank:
    """The form as PDF and as Word."""

    pdf: bytes
    docx: bytes


def blank_of(kind: PaperKind[Any], template: Document, *, office: str, at: datetime) -> Blank:
    """The form by a template of this kind. Its tables have the columns that they have with data."""
    if kind.blank is not None:
        filling = replace(kind.fill(kind.blank(office), _about(office, at)), title=kind.shipped().title)
    else:
        filling = _emptied(kind, template, office, at)
    printed = as_printed(fill(template, filling))
    return Blank(pdf_of(printed, made_at=at), docx_of(printed, made_at=at))


def _about(office: str, at: datetime) -> About:
    return About(office=office, number="", made_on=at.date())


def _emptied(kind: PaperKind[Any], template: Document, office: str, at: datetime) -> Filling:
    sample = kind.fill(kind.sample(), _about(office, at))
    # A form keeps its own title and the office's name, and has no data by which it could be traced.
    kept = {name: text for name, text in sample.texts.items() if name.startswith("title")} | {"office": office}
    kept |= {found[2].strip(): "" for found in PLACEHOLDER.finditer(plain(template.header)) if found[2] != "office"}
    return Filling(
        title=kind.shipped().title or kind.key,
        author=office,
        texts=dict.fromkeys(sample.texts, DOTS) | kept,
        blocks={name: _blocks(found) for name, found in sample.blocks.items()},
        thai_numerals=sample.thai_numerals,
    )


def _blocks(found: tuple[Block, ...]) -> tuple[Block, ...]:
    """Tables, facts and places for hands stay, once each; of prose a few lines of dots."""
    kept: list[Block] = []
    for block in found:
        made = _emptied_block(block)
        if made is not None and made not in kept:
            kept.append(made)
    return tuple(kept) or tuple(Paragraph(text=DOTS * 2) for _line in range(_LINES))


def _emptied_block(block: Block) -> Block | None:
    match block:
        case Table():
            # Figures that are not there would make their columns too narrow to write in.
            columns = tuple(column.model_copy(update={"whole": False}) for column in block.columns)
            return Table(columns=columns, rows=((_TALL,) * len(columns),) * _ROWS, size_pt=block.size_pt)
        case KeyValues():
            return KeyValues(rows=tuple((label, DOTS) for label, _value in block.rows), label_share=block.label_share)
        case Signature():
            return Signature(lines=("", f"ลงชื่อ{DOTS[:32]}", f"({DOTS[:32]})"))
        case Paragraph() | ItemList() | LineChart() | Diagram():
            return None
        case _:
            return block
