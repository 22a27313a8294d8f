"""A template comes back as it went out, whatever Word does to its runs, and what we cannot keep is named."""

from __future__ import annotations

import io

import pytest
from docx.document import Document as Docx
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from docx.shared import Cm, Pt
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from office.document.content import (
    Align,
    Document,
    Emblem,
    ItemList,
    PageBreak,
    PageNumbers,
    Paragraph,
    Section,
    Table,
)
from office.document.text import Run, plain
from office.docx.reading import document_of
from office.docx.writing import template_of
from office.template.faults import Reason, TemplateError
from tests.office import specimens
from tests.office.docx.edits import edited, replaced

LETTER = specimens.letter("เนื้อความ {{ reason }}\nจึงเรียนมา").document()
FILE = template_of(LETTER, made_at=specimens.MADE_AT)


def back(document: Document) -> Document:
    return document_of(
        template_of(document, made_at=specimens.MADE_AT), title=document.title, thai_numerals=document.thai_numerals
    ).model_copy(update={"author": document.author})


def reasons(file: bytes) -> list[tuple[Reason, int]]:
    with pytest.raises(TemplateError) as caught:
        document_of(file)
    return [(fault.reason, fault.paragraph) for fault in caught.value.faults]


@pytest.mark.parametrize("document", [LETTER, specimens.memo("{{ a }}").document()], ids=["letter", "memo"])
def test_letters_come_back_as_they_were(document: Document) -> None:
    assert back(document) == document


def test_a_report_comes_back_with_its_table_in_words() -> None:
    once = back(specimens.report("ข้อความ {{ a }}", rows=2))
    table = next(block for block in once.sections[0].blocks if isinstance(block, Table))
    assert plain(table.caption) == "ตารางที่ 1 เหตุขัดข้อง"
    assert [(plain(column.title), column.unit, column.align, column.whole) for column in table.columns[2:]] == [
        ("วันที่", "", Align.LEFT, True),
        ("พร้อมใช้", "ร้อยละ", Align.RIGHT, True),
        ("ค่าปรับ", "บาท", Align.RIGHT, True),
    ]
    assert (len(table.rows), len(table.foot)) == (2, 1)
    assert [section.landscape for section in once.sections] == [False, True]
    assert once.page_numbers is PageNumbers.OF_ALL
    assert plain(once.header) == "สำนักงานเขตพื้นที่การศึกษาตัวอย่าง"
    kinds = [block.kind for block in once.sections[0].blocks]
    assert kinds == [block.kind for block in specimens.report(rows=2).sections[0].blocks]


LINES = st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs", "Cn", "Co", "Zl", "Zp"]), max_size=30)
RUNS = st.lists(st.builds(Run, text=LINES.filter(bool), bold=st.booleans(), italic=st.booleans()), max_size=3)
PARAGRAPHS = st.builds(
    Paragraph,
    text=RUNS.map(tuple),
    align=st.sampled_from(Align),
    left_cm=st.sampled_from([0, 1.5, 8.0]),
    first_cm=st.sampled_from([0, 2.5]),
    space_before_pt=st.integers(0, 72),
    keep_with_next=st.booleans(),
)


@given(st.lists(st.one_of(PARAGRAPHS, st.just(PageBreak())), max_size=5))
@settings(max_examples=30, deadline=None)
def test_any_paragraphs_come_back(blocks: list[Paragraph | PageBreak]) -> None:
    document = Document(title="ก", sections=(Section(blocks=tuple(blocks)),))
    once = back(document)
    assert [plain(block.text) for block in once.sections[0].blocks if isinstance(block, Paragraph)] == [
        plain(block.text) for block in blocks if isinstance(block, Paragraph)
    ]
    assert back(once) == once


def test_a_placeholder_that_word_tore_apart_is_whole_again() -> None:
    def tear(file: Docx) -> None:
        paragraph = next(one for one in file.paragraphs if "{{ reason }}" in one.text)
        paragraph.text = ""
        for at, piece in enumerate(["เนื้อความ {", "{", "\u00a0rea", "son", "\u200b }", "} แล้ว"]):
            paragraph.add_run(piece).bold = at in {1, 2, 3}

    found = document_of(edited(FILE, tear))
    texts = [block.text for block in found.sections[0].blocks if isinstance(block, Paragraph)]
    torn = next(text for text in texts if "reason" in plain(text))
    assert [(run.text, run.bold) for run in torn] == [("เนื้อความ {{ reason }} แล้ว", False)]


def test_words_own_lists_sizes_and_links_are_understood() -> None:
    def write(file: Docx) -> None:
        for text in ("หนึ่ง", "สอง"):
            paragraph = file.add_paragraph(text)
            paragraph._p.get_or_add_pPr().append(
                parse_xml(f'<w:numPr {nsdecls("w")}><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr>')
            )
        file.add_paragraph().add_run("ใหญ่").font.size = Pt(20)
        link = parse_xml(
            f'<w:hyperlink {nsdecls("w")} w:anchor="x"><w:r><w:t>it@example.go.th</w:t></w:r></w:hyperlink>'
        )
        file.add_paragraph("เขียนถึง ")._p.append(link)

    blocks = document_of(edited(FILE, write)).sections[0].blocks[-3:]
    assert isinstance(blocks[0], ItemList)
    assert [plain(item) for item in blocks[0].items] == ["หนึ่ง", "สอง"]
    assert isinstance(blocks[1], Paragraph)
    assert blocks[1].text[0].size_pt == 20
    assert isinstance(blocks[2], Paragraph)
    assert plain(blocks[2].text) == "เขียนถึง it@example.go.th"


def emblem_picture() -> io.BytesIO:
    picture = io.BytesIO()
    Image.new("RGB", (30, 30), "gold").save(picture, "PNG")
    picture.seek(0)
    return picture


def test_the_emblem_takes_a_picture_that_an_official_put_in() -> None:
    def put(file: Docx) -> None:
        file.paragraphs[0].add_run().add_picture(emblem_picture(), height=Cm(2.8))

    emblem = document_of(edited(FILE, put)).sections[0].blocks[0]
    assert isinstance(emblem, Emblem)
    assert emblem.picture == emblem_picture().getvalue()
    assert emblem.height_cm == 2.8


def test_a_picture_elsewhere_is_named() -> None:
    file = edited(FILE, lambda opened: opened.paragraphs[3].add_run().add_picture(emblem_picture()))
    assert [reason for reason, _at in reasons(file)] == [Reason.PICTURE]


BODY = "เนื้อความ {{ reason }}"


@pytest.mark.parametrize(
    ("xml", "reason"),
    [
        ('<w:ins w:id="1" w:author="x"><w:r><w:t>ใหม่</w:t></w:r></w:ins>', Reason.TRACKED_CHANGES),
        ('<w:del w:id="1" w:author="x"><w:r><w:delText>เก่า</w:delText></w:r></w:del>', Reason.TRACKED_CHANGES),
        ('<w:r><w:fldChar w:fldCharType="begin"/></w:r>', Reason.FIELD),
        ('<w:fldSimple w:instr="INCLUDETEXT c:/x"><w:r><w:t>x</w:t></w:r></w:fldSimple>', Reason.FIELD),
        ("<w:sdt><w:sdtContent><w:r><w:t>x</w:t></w:r></w:sdtContent></w:sdt>", Reason.CONTROL),
        ("<w:r><w:pict/></w:r>", Reason.PICTURE),
        ('<w:r><w:footnoteReference w:id="2"/></w:r>', Reason.NOTE),
        ("<w:r><w:sym/></w:r>", Reason.UNSUPPORTED),
    ],
)
def test_what_cannot_be_kept_is_named_with_its_paragraph(xml: str, reason: Reason) -> None:
    def put(file: Docx) -> None:
        paragraph = next(one for one in file.paragraphs if one.text == BODY)
        opening = xml.index(">") if "/>" not in xml.split(">", maxsplit=1)[0] + ">" else xml.index("/>")
        paragraph._p.append(parse_xml(f"{xml[:opening]} {nsdecls('w')}{xml[opening:]}"))

    with pytest.raises(TemplateError) as caught:
        document_of(edited(FILE, put))
    (fault,) = {(fault.reason, fault.excerpt) for fault in caught.value.faults}
    assert fault[0] is reason
    assert fault[1].startswith(BODY)


def test_merged_nested_and_uneven_tables_are_named() -> None:
    def merge(file: Docx) -> None:
        table = file.add_table(2, 3)
        table.cell(0, 0).merge(table.cell(0, 1))

    def nest(file: Docx) -> None:
        file.add_table(1, 2).cell(0, 0).add_table(1, 1)

    assert [reason for reason, _at in reasons(edited(FILE, merge))] == [Reason.MERGED_CELLS]
    assert [reason for reason, _at in reasons(edited(FILE, nest))] == [Reason.TABLE_IN_TABLE]
    uneven = replaced(
        edited(FILE, lambda file: file.add_table(2, 2)),
        "word/document.xml",
        "</w:tc></w:tr></w:tbl><w:sectPr",
        "</w:tc><w:tc><w:p/></w:tc></w:tr></w:tbl><w:sectPr",
    )
    assert [reason for reason, _at in reasons(uneven)] == [Reason.UNEVEN_TABLE]


def test_a_template_of_a_thousand_pages_is_too_long() -> None:
    document = Document(title="ก", sections=(Section(blocks=(Paragraph(text="ก" * 100_001),)),))
    assert reasons(template_of(document, made_at=specimens.MADE_AT)) == [(Reason.TOO_LONG, 0)]
