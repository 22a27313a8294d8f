"""Every kind of paper prints as an empty form: its headings and columns stay, its data is dots."""

from __future__ import annotations

import io
from datetime import UTC, datetime
from typing import Any

import docx
import pytest

from netops.paper_kinds import PAPER_KINDS
from netops.papers.blank import blank_of
from netops.papers.kind import About, PaperKind
from office.document.content import Heading
from office.document.text import plain
from office.numerals import to_arabic
from office.template.placeholders import PLACEHOLDER

AT = datetime(2026, 11, 22, 3, tzinfo=UTC)
OFFICE = "สำนักงานเขตจำลอง"


@pytest.mark.parametrize("kind", list(PAPER_KINDS), ids=lambda kind: kind.key)
def test_headings_stay_and_cells_are_empty(kind: PaperKind[Any]) -> None:
    made = blank_of(kind, kind.shipped(), office=OFFICE, at=AT)
    assert made.pdf.startswith(b"%PDF")
    word = docx.Document(io.BytesIO(made.docx))
    said = [to_arabic(paragraph.text) for paragraph in word.paragraphs]
    for section in kind.shipped().sections:
        for block in section.blocks:
            if isinstance(block, Heading) and not PLACEHOLDER.search(plain(block.text)):
                assert to_arabic(plain(block.text)) in said
    assert not any("{{" in text for text in said)


def test_nothing_of_the_sample_stands_in_an_empty_terms_of_reference() -> None:
    kind = PAPER_KINDS["spec_short"]
    made = blank_of(kind, kind.shipped(), office=OFFICE, at=AT)
    word = docx.Document(io.BytesIO(made.docx))
    project = kind.fill(kind.sample(), About(office=OFFICE, number="", made_on=AT.date())).texts["project"]
    assert isinstance(project, str)
    assert all(project not in paragraph.text for paragraph in word.paragraphs)
    for table in word.tables:
        head, *rows = table.rows
        assert any(cell.text for cell in head.cells)
        assert rows
        assert not any(cell.text.strip() for row in rows for cell in row.cells)
