"""Any paper as an empty form to be filled in by hand: dots for what data would say, empty rows in its tables."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, Final

from office.document.cells import Cell, shown
from office.document.content import (
    Block,
    Diagram,
    Document,
    Heading,
    ItemList,
    KeyValues,
    LineChart,
    Paragraph,
    Section,
    Signature,
    Table,
)
from office.document.numbering import as_printed
from office.document.text import plain
from office.docx.writing import docx_of
from office.pdf.drawing import pdf_of
from office.template.filling import Filling, fill
from office.template.placeholders import PLACEHOLDER
from service.papers.kind import About, PaperKind, filling_of
from service.papers.shape import DOTS, LONG_DOTS, TALL, is_nothing

SHORT: Final = "................................................"
_LINES: Final = 3
_ROWS: Final = 6
_LEAST_ROWS: Final = 3
_PAGES: Final = re.compile(rb"/Type\s*/Page\b")


@dataclass(frozen=True, slots=True)
class Blank:
    """The form as PDF and as Word."""

    pdf: bytes
    docx: bytes


def blank_of(
    kind: PaperKind[Any], template: Document, *, office: str, at: datetime, thai_numerals: bool | None = None
) -> Blank:
    """The form by a template of this kind. Its tables have the columns that they have with data."""
    about = About(office=office, number="", made_on=at.date(), thai_numerals=thai_numerals)
    if kind.blank is not None:
        filling = replace(filling_of(kind, kind.blank(office), about), title=kind.shipped().title)
        filling = replace(filling, blocks={name: _to_write_in(found) for name, found in filling.blocks.items()})
    else:
        filling = _emptied(kind, template, about)
    printed, pdf = _fitted(as_printed(fill(template, filling)), at)
    return Blank(pdf, docx_of(printed, made_at=at))


def _fitted(document: Document, at: datetime) -> tuple[Document, bytes]:
    """With fewer empty rows where that saves a page: a last page with little on it wastes paper at each copy."""
    best = (document, pdf_of(document, made_at=at))
    pages = len(_PAGES.findall(best[1]))
    for rows in range(_ROWS - 1, _LEAST_ROWS - 1, -1):
        if pages == 1:
            break
        shorter = _with_rows(document, rows)
        pdf = pdf_of(shorter, made_at=at)
        if len(_PAGES.findall(pdf)) < pages:
            best, pages = (shorter, pdf), len(_PAGES.findall(pdf))
    return best


def _with_rows(document: Document, most: int) -> Document:
    def cut(block: Block) -> Block:
        if not isinstance(block, Table) or any(any(_told(row)) for row in block.rows):
            return block
        return block.model_copy(update={"rows": block.rows[:most]})

    sections = tuple(
        Section(blocks=tuple(cut(one) for one in section.blocks), landscape=section.landscape)
        for section in document.sections
    )
    return document.model_copy(update={"sections": sections})


def _told(row: Sequence[Cell]) -> list[str]:
    """What its cells say."""
    return [plain(shown(cell)).strip() for cell in row]


def _to_write_in(found: tuple[Block, ...]) -> tuple[Block, ...]:
    """Lines and rows to write in where a filled paper would say that there is nothing."""
    made: list[Block] = []
    for block in found:
        match block:
            case KeyValues():
                rows = tuple((label, LONG_DOTS if is_nothing(value) else value) for label, value in block.rows)
                made.append(KeyValues(rows=rows, label_share=block.label_share))
            case Paragraph() if is_nothing(block.text):
                made += [Paragraph(text=DOTS)] * _LINES
            case Table() if len(block.rows) <= 1 and _says_nothing(block):
                made.append(_to_fill(block))
            case _:
                made.append(block)
    return tuple(made)


def _says_nothing(table: Table) -> bool:
    return not any(text and not is_nothing(text) for row in table.rows for text in _told(row))


def _emptied(kind: PaperKind[Any], template: Document, about: About) -> Filling:
    sample = filling_of(kind, kind.sample(), about)
    # A form keeps its own title and the office's name, and has no data by which it could be traced. A title that the
    # data gives is that of one paper.
    given = set(map(str, kind.sample().model_dump().values()))
    titles = {name: text for name, text in sample.texts.items() if name.startswith("title")}
    kept = {name: kind.shipped().title if str(text) in given else text for name, text in titles.items()}
    kept |= {"office": about.office}
    kept |= {found[2].strip(): "" for found in PLACEHOLDER.finditer(plain(template.header)) if found[2] != "office"}
    return Filling(
        title=kind.shipped().title or kind.key,
        author=about.office,
        texts=dict.fromkeys(sample.texts, SHORT) | kept,
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
    return tuple(kept) or tuple(Paragraph(text=DOTS) for _line in range(_LINES))


def _emptied_block(block: Block) -> Block | None:
    match block:
        case Table():
            return _to_fill(block)
        case KeyValues():
            return KeyValues(
                rows=tuple((label, LONG_DOTS) for label, _value in block.rows), label_share=block.label_share
            )
        case Heading():
            return Heading(level=block.level, text=SHORT)  # within a part it is a name from the data
        case Signature():
            return Signature(lines=("", f"ลงชื่อ{SHORT[:32]}", f"({SHORT[:32]})"))
        case Paragraph() | ItemList() | LineChart() | Diagram():
            return None
        case _:
            return block


def _to_fill(table: Table) -> Table:
    """Figures that are not there would make their columns too narrow to write in."""
    columns = tuple(column.model_copy(update={"whole": False}) for column in table.columns)
    return Table(columns=columns, rows=((TALL,) * len(columns),) * _ROWS, size_pt=table.size_pt, caption=table.caption)
