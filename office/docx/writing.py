"""A document as docx that an official can edit: complex-script fonts, Thai as the language, fixed grids.

The same bytes for the same document and time of making, within one release.
"""

from __future__ import annotations

import io
from datetime import UTC, datetime
from typing import Any, Final

import docx
from docx.document import Document as Docx
from docx.enum.section import WD_ORIENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.section import Section as DocxSection
from docx.shared import Cm

from office.document import content
from office.document.content import Document, PageNumbers, Section
from office.document.numbering import as_printed
from office.docx.blocks import Pen
from office.docx.marks import field
from office.docx.runs import write_runs
from office.docx.skeleton import base
from office.packing import repacked

_THAI_NUMERALS: Final = r" \* ThaiArabic"


def docx_of(document: Document, *, made_at: datetime) -> bytes:
    """The file. `made_at` must be aware; it is the only time in it."""
    return _written(as_printed(document), made_at, is_paper=True)


def template_of(document: Document, *, made_at: datetime) -> bytes:
    """The file of a template: numerals stay 0-9, since the paper made of it gets the kind it asks for."""
    return _written(document, made_at, is_paper=False)


def _written(document: Document, made_at: datetime, *, is_paper: bool) -> bytes:
    if made_at.tzinfo is None:
        raise ValueError(f"naive time {made_at!r}: give it a zone")
    file = docx.Document(base())
    _properties(file, document, made_at.astimezone(UTC).replace(microsecond=0))
    for at, section in enumerate(document.sections):
        if at:
            file.add_section()
        _page(file.sections[-1], section)
        pen = Pen(file, content.width_of(section), thai=is_paper and document.thai_numerals)
        for block, hand in content.with_hands(section.blocks):
            pen.write(block, stays=is_paper and hand is not None)
    _furnish(file.sections[0], document)
    saved = io.BytesIO()
    file.save(saved)
    return repacked(saved.getvalue(), made_at)


def _properties(file: Docx, document: Document, moment: datetime) -> None:
    about = file.core_properties
    about.title, about.author, about.last_modified_by = document.title[:255], document.author[:255], ""
    about.created = about.modified = moment.replace(tzinfo=None)
    about.revision, about.language, about.comments = 1, "th-TH", ""


def _page(place: DocxSection, section: Section) -> None:
    width, height = content.PAGE_CM[::-1] if section.landscape else content.PAGE_CM
    place.orientation = WD_ORIENT.LANDSCAPE if section.landscape else WD_ORIENT.PORTRAIT
    place.page_width, place.page_height = Cm(width), Cm(height)
    place.left_margin, place.right_margin = Cm(content.MARGIN_LEFT_CM), Cm(content.MARGIN_RIGHT_CM)
    place.top_margin, place.bottom_margin = Cm(content.MARGIN_TOP_CM), Cm(content.MARGIN_BOTTOM_CM)


def _furnish(place: DocxSection, document: Document) -> None:
    """Header and footer, of which later sections take the same."""
    numerals = _THAI_NUMERALS if document.thai_numerals else ""
    if document.page_numbers is PageNumbers.LETTER:
        place.different_first_page_header_footer = True
        number = place.header.paragraphs[0]
        number.alignment = WD_ALIGN_PARAGRAPH.CENTER
        _fields(number, "- ", f"PAGE{numerals}", " -")
        if document.header:
            _office_name(place.first_page_header.paragraphs[0], document)
            _office_name(place.header.add_paragraph(), document)
    elif document.header:
        _office_name(place.header.paragraphs[0], document)
    if document.page_numbers is PageNumbers.OF_ALL:
        foot = place.footer.paragraphs[0]
        foot.alignment = WD_ALIGN_PARAGRAPH.CENTER
        _fields(foot, "หน้า ", f"PAGE{numerals}", " จาก ", f"NUMPAGES{numerals}")


def _office_name(paragraph: Any, document: Document) -> None:
    paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT
    write_runs(paragraph, document.header)


def _fields(paragraph: Any, *parts: str) -> None:
    """Text and field codes by turns."""
    for at, part in enumerate(parts):
        if at % 2:
            for run in field(part):
                paragraph._p.append(run)  # noqa: SLF001 - python-docx's own way to what it has no words for
        else:
            paragraph.add_run(part)
