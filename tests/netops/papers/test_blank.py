"""Every kind of paper prints as an empty form: its headings and columns stay, its data is dots."""

from __future__ import annotations

import io
from datetime import UTC, datetime
from typing import Any

import docx
import pytest
from sqlalchemy import Engine

from netops.paper_kinds import PAPER_KINDS
from netops.papers.making import Order, make_paper, remake
from office.document.content import Heading
from office.document.text import plain
from office.numerals import to_arabic
from office.template.placeholders import PLACEHOLDER
from service.database import transaction
from service.papers.blank import blank_of
from service.papers.kind import About, PaperKind
from tests import factories

AT = datetime(2026, 11, 22, 3, tzinfo=UTC)
OFFICE = "สำนักงานเขตจำลอง"
# Need, specification, acceptance, pilot and survey: the forms that the manual leaves open.
FORMS = (
    "need_form",
    "spec_short",
    "spec_full",
    "spec_compliance",
    "acceptance_form",
    "innovation_pilot_form",
    "innovation_survey_form",
)


def words(file: bytes) -> str:
    """All that a Word file says, without its spaces, in Arabic digits."""
    word = docx.Document(io.BytesIO(file))
    ends = [part._element for section in word.sections for part in (section.header, section.footer)]
    said = "".join(text for element in (*ends, word.element.body) for text in element.itertext())
    return "".join(to_arabic(said).split())


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


@pytest.mark.requirement("P5-6")
@pytest.mark.parametrize("key", FORMS)
def test_each_form_of_the_manual_prints_blank_and_filled(key: str, engine: Engine) -> None:
    kind = PAPER_KINDS[key]
    with transaction(engine) as session:
        office = factories.make_office(session, name=OFFICE)
        paper = make_paper(session, kind, kind.sample(), Order(office_id=office.id or 0, at=AT))
        filled = words(remake(session, PAPER_KINDS, paper).files.docx)
    blank = words(blank_of(kind, kind.shipped(), office=OFFICE, at=AT).docx)
    texts = kind.fill(kind.sample(), About(office=OFFICE, number="", made_on=AT.date())).texts
    wanted = [texts.get(each.name) for each in kind.placeholders if each.required]
    told = {"".join(to_arabic(said).split()) for said in wanted if isinstance(said, str) and len(said) > 3}
    heading = "".join(str(texts.get("title", "")).split())
    told = {said for said in told if said not in {OFFICE, heading} and ".." not in said}
    assert told
    assert [said for said in told if said not in filled] == []
    assert [said for said in told if said in blank] == []
