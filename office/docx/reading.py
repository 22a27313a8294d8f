"""A docx that an official changed in Word, as a document of our content model again.

Only what the model has is read; what it has not (text boxes, notes, fields, tracked changes) is a fault that names
its paragraph, because leaving it out silently would change a paper's meaning.
"""

from __future__ import annotations

import io
from collections.abc import Iterator
from typing import Any, Final
from zipfile import BadZipFile

import docx
from docx.document import Document as Docx
from docx.opc.exceptions import OpcError
from docx.oxml.ns import qn
from docx.text.paragraph import Paragraph as DocxParagraph
from lxml.etree import XMLSyntaxError

from office.document.content import Block, Document, PageNumbers, Section, Table
from office.document.text import plain
from office.docx.guard import inspect
from office.docx.lines import Lines
from office.docx.pieces import Faults, text_of
from office.docx.tables import blocks_of
from office.template.faults import Fault, Reason, TemplateError
from office.template.placeholders import joined

MOST_BLOCKS: Final = 1000
MOST_LETTERS: Final = 100_000
_FIELD_CODES: Final = (qn("w:instrText"),)


def document_of(file: bytes, *, title: str = "", thai_numerals: bool = False) -> Document:
    """The document. TemplateError has every fault with its paragraph."""
    inspect(file)
    try:
        opened = docx.Document(io.BytesIO(file))
        return _read(opened, title, thai_numerals)
    # What python-docx, lxml and our model raise for files that only look like docx.
    except (
        OpcError,
        BadZipFile,
        XMLSyntaxError,
        LookupError,
        AttributeError,
        TypeError,
        ArithmeticError,
        ValueError,
    ) as e:
        if isinstance(e, TemplateError):
            raise
        raise TemplateError([Fault(Reason.NOT_DOCX)]) from e


def _read(opened: Docx, title: str, thai_numerals: bool) -> Document:
    faults = Faults()
    sections = tuple(_sections(opened, faults))
    blocks = [block for section in sections for block in section.blocks]
    if len(blocks) > MOST_BLOCKS or faults.letters > MOST_LETTERS:
        raise TemplateError([Fault(Reason.TOO_LONG, subject=str(MOST_LETTERS))])
    numbers, header = _furniture(opened)
    if faults.found:
        raise TemplateError(faults.found)
    return Document(title=title, sections=sections, header=header, page_numbers=numbers, thai_numerals=thai_numerals)


def _sections(opened: Docx, faults: Faults) -> Iterator[Section]:
    blocks: list[Block] = []
    lines = Lines(opened, faults)
    for piece in opened.element.body:
        if piece.tag == qn("w:p"):
            paragraph, ends = DocxParagraph(piece, opened), piece.find(f"{qn('w:pPr')}/{qn('w:sectPr')}")
            # Word ends a section with a paragraph that is there for nothing else.
            if ends is None or paragraph.text.strip():
                blocks += lines.take(paragraph)
            if ends is not None:
                blocks += lines.rest()
                yield Section(blocks=tuple(blocks), landscape=_lies(ends))
                blocks = []
        elif piece.tag == qn("w:tbl"):
            blocks += lines.rest()
            blocks += _captioned(blocks, blocks_of(piece, opened, faults), lines)
        elif piece.tag == qn("w:sectPr"):
            blocks += lines.rest()
            yield Section(blocks=tuple(blocks), landscape=_lies(piece))
        elif piece.tag not in {qn("w:bookmarkStart"), qn("w:bookmarkEnd"), qn("w:proofErr")}:
            faults.add(Reason.CONTROL if piece.tag == qn("w:sdt") else Reason.UNSUPPORTED, subject=_short(piece.tag))


def _captioned(before: list[Block], made: list[Block], lines: Lines) -> list[Block]:
    """A caption above a table is the table's."""
    if lines.caption and made and isinstance(made[0], Table):
        before.pop()
        made[0] = made[0].model_copy(update={"caption": lines.caption})
    lines.caption = ()
    return made


def _lies(properties: Any) -> bool:
    size = properties.find(qn("w:pgSz"))
    return size is not None and int(size.get(qn("w:w"), "0")) > int(size.get(qn("w:h"), "0"))


def _furniture(opened: Docx) -> tuple[PageNumbers, Any]:
    """How pages are counted, by the fields at head and foot, and the text of the header without them."""
    section = opened.sections[0]
    parts = [part for part in (section.header, section.footer) if not part.is_linked_to_previous]
    codes = " ".join(
        code.text or ""
        for part in parts
        for tag in _FIELD_CODES
        for code in part._element.iter(tag)  # noqa: SLF001
    ).split()
    codes += [
        word
        for part in parts
        for simple in part._element.iter(qn("w:fldSimple"))  # noqa: SLF001 - python-docx has no word for fields
        for word in simple.get(qn("w:instr"), "").split()
    ]
    numbers = PageNumbers.OF_ALL if "NUMPAGES" in codes else PageNumbers.LETTER if "PAGE" in codes else PageNumbers.NONE
    if section.header.is_linked_to_previous:
        return numbers, ()
    silent = Faults()
    named = [
        text_of(paragraph, silent)
        for paragraph in section.header.paragraphs
        if paragraph._p.find(f".//{qn('w:fldChar')}") is None  # noqa: SLF001 - same
        and paragraph._p.find(f".//{qn('w:fldSimple')}") is None  # noqa: SLF001 - same
    ]
    return numbers, joined(tuple(run for text in named if plain(text).strip() for run in text))


def _short(tag: str) -> str:
    return tag.rpartition("}")[2]
